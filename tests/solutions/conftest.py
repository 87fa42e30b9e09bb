"""The reference solutions, and TensorFlow as the independent oracle that they are held against."""

import importlib
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

SOLUTIONS = Path(__file__).parents[2] / "solutions"
NAMES = [path.stem for path in SOLUTIONS.glob("*.py")]


@contextmanager
def solutions_importable() -> Iterator[None]:
    """Let the solutions import one another, and leave no trace of them in this process."""
    others = {name: sys.modules.pop(name) for name in NAMES if name in sys.modules}
    sys.path.insert(0, str(SOLUTIONS))
    try:
        yield
    finally:
        sys.path.remove(str(SOLUTIONS))
        for name in NAMES:
            sys.modules.pop(name, None)
        sys.modules.update(others)


@pytest.fixture(scope="module")
def exercise(request) -> Iterator[ModuleType]:
    """Load the solution that the test file is named after."""
    with solutions_importable():
        yield importlib.import_module(request.path.stem.removeprefix("test_"))


@pytest.fixture(scope="session")
def tf() -> ModuleType:
    """Import TensorFlow for the CPU, without what it has to say meanwhile."""
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        patch.setenv("TF_CPP_MIN_LOG_LEVEL", "3")  # it logs to stderr from C++
        patch.setenv("CUDA_VISIBLE_DEVICES", "-1")
        # Some releases import what newer Pythons deprecate: nothing that we could mend.
        warnings.simplefilter("ignore", DeprecationWarning)
        tensorflow = importlib.import_module("tensorflow")
        tensorflow.config.list_logical_devices()  # the devices are looked up, and logged, once
    return tensorflow


@pytest.fixture
def rng() -> np.random.Generator:
    """Give the same random numbers to each test."""
    return np.random.default_rng(20)


@pytest.fixture
def check():
    """Call a pure function, and hold what it gives against what is expected."""

    def call(function, args, expected):
        before = [np.copy(arg) for arg in args]
        result = function(*args)
        for arg, copy in zip(args, before, strict=True):
            np.testing.assert_array_equal(arg, copy)
        parts = result if isinstance(result, tuple) else (result,)
        for part, exact in zip(parts, expected, strict=True):
            assert not any(np.may_share_memory(part, arg) for arg in args)
            assert_close(part, exact)

    return call


def assert_close(actual, expected) -> None:
    """Hold type, shape and dtype together, and the values as closely as the dtype allows."""
    assert isinstance(actual, float if np.ndim(expected) == 0 else np.ndarray)
    if np.ndim(expected):
        assert (actual.shape, actual.dtype) == (expected.shape, expected.dtype)
    tolerance = 1e-12 if expected.dtype == np.float64 else 1e-5
    size = np.abs(expected).max(initial=0)
    np.testing.assert_allclose(actual, expected, rtol=0, atol=tolerance * size)


@pytest.fixture
def differentiate(tf):
    """Give the value of function(tf, *arrays) and its gradients, as TensorFlow finds them."""

    def gradients(function, *arrays):
        tensors = [tf.constant(array) for array in arrays]
        with tf.GradientTape() as tape:
            tape.watch(tensors)
            value = function(tf, *tensors)
        return value.numpy(), [gradient.numpy() for gradient in tape.gradient(value, tensors)]

    return gradients


@pytest.fixture
def oracle(differentiate):
    """Give loss and gradients of a network with these params, as TensorFlow sees it."""

    def loss_and_gradients(params, x, labels):
        def loss(tf, *arrays):
            *hidden, (W, b) = zip(arrays[::2], arrays[1::2], strict=True)
            a = tf.constant(x)
            for V, c in hidden:
                a = tf.nn.relu(tf.matmul(a, V) + c)
            logits = tf.matmul(a, W) + b
            losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits)
            return tf.reduce_mean(losses)

        value, grads = differentiate(loss, *(array for layer in params for array in layer))
        return value, list(zip(grads[::2], grads[1::2], strict=True))

    return loss_and_gradients


@pytest.fixture
def check_gradients(oracle):
    """Hold a network's loss and every one of its gradients against the oracle's."""

    def check(net, x, labels):
        loss, grads = net.loss_and_gradients(x, labels)
        exact_loss, exact_grads = oracle(net.params, x, labels)
        assert_close(loss, exact_loss)
        for layer, exact_layer in zip(grads, exact_grads, strict=True):
            for gradient, exact in zip(layer, exact_layer, strict=True):
                assert_close(gradient, exact)

    return check


@pytest.fixture
def solutions():
    """Give the context in which any of the solutions can be imported."""
    return solutions_importable
