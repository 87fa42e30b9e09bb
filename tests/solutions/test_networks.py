"""What both networks promise: they learn, keep their dtype, and repeat themselves."""

import importlib

import numpy as np
import pytest

from nncourse.mnist import load_mnist


@pytest.fixture(params=["simple", "general"])
def build(request, solutions):
    """Make a network with one hidden layer from a fixed seed."""
    with solutions():
        simple = importlib.import_module("e10_simple_network").SimpleNetwork
        general = importlib.import_module("e11_neural_network").NeuralNetwork

        def network(sizes=(6, 64, 4), dtype=np.float64):
            rng = np.random.default_rng(0)
            if request.param == "simple":
                return simple(rng, *sizes, dtype=dtype)
            return general(list(sizes), rng, dtype=dtype)

        yield network


@pytest.fixture
def x(rng):
    return rng.normal(size=(32, 6))


@pytest.fixture
def labels(rng):
    return rng.integers(0, 4, 32)


def train(net, x, labels, **changes):
    """Fit with a fixed seed, four ragged batches an epoch."""
    settings = {"epochs": 3, "batch_size": 10, "learning_rate": 0.1} | changes
    return net.fit(x, labels, **({"rng": np.random.default_rng(1)} | settings))


def flat(params):
    return np.concatenate([array.ravel() for layer in params for array in layer])


def test_forward_agrees_with_tensorflow(build, tf, x):
    net = build()
    (W1, b1), (W2, b2) = net.params
    b1[:], b2[:] = 0.3, -0.2
    expected = tf.matmul(tf.nn.relu(tf.matmul(x, W1) + b1), W2) + b2
    np.testing.assert_allclose(net.forward(x), expected, rtol=1e-12, atol=1e-12)


def test_predict_names_the_largest_score_at_any_size(build, tf, x):
    net = build()
    for scale in [1, 1e4]:
        predictions = net.predict(scale * x)
        assert np.issubdtype(predictions.dtype, np.integer)
        np.testing.assert_array_equal(predictions, tf.argmax(net.forward(scale * x), axis=1))


def test_a_fresh_network_gives_every_class_the_same_chance(build, x, labels):
    loss, _ = build().loss_and_gradients(0.01 * x, labels)
    assert loss == pytest.approx(np.log(4), rel=0.02)


def test_looking_changes_nothing(build, x, labels):
    net = build()
    params, x_before = flat(net.params), x.copy()
    net.forward(x)
    net.predict(x)
    net.loss_and_gradients(x, labels)
    np.testing.assert_array_equal(flat(net.params), params)
    np.testing.assert_array_equal(x, x_before)


def test_fit_is_descent_along_the_gradients_that_tensorflow_finds(build, oracle, x, labels):
    """Full batches, so that no order of the samples has a say."""
    net, twin = build(), build()
    history = train(net, x, labels, batch_size=32)
    losses = []
    for _ in range(3):
        loss, grads = oracle(twin.params, x, labels)
        losses.append(loss)
        for (W, b), (dW, db) in zip(twin.params, grads, strict=True):
            W[...] -= 0.1 * dW
            b[...] -= 0.1 * db
    np.testing.assert_allclose(history, losses, rtol=1e-12)
    np.testing.assert_allclose(flat(net.params), flat(twin.params), rtol=1e-9, atol=1e-12)


def test_each_batch_of_an_epoch_is_a_step(build, x, labels):
    """The same shuffle taken by hand, batch after batch, ends at the same parameters."""
    net, twin = build(), build()
    (mean,) = train(net, x, labels, epochs=1)
    minibatches = importlib.import_module("e09_sgd").minibatches
    batches = minibatches(x, labels, 10, np.random.default_rng(1))
    losses = [train(twin, *batch, epochs=1)[0] for batch in batches]
    assert mean == pytest.approx(np.mean(losses), rel=1e-12)
    np.testing.assert_allclose(flat(net.params), flat(twin.params), rtol=1e-9, atol=1e-12)


def test_fit_knows_a_small_batch_by_heart_in_the_end(build, x, labels):
    net = build()
    history = train(net, x, labels, epochs=200, batch_size=32, learning_rate=0.5)
    assert len(history) == 200
    assert history[-1] < 0.05
    np.testing.assert_array_equal(net.predict(x), labels)


def test_fit_goes_on_from_the_present_params(build, x, labels):
    at_once, in_steps = build(), build()
    rng = np.random.default_rng(1)
    history = [train(in_steps, x, labels, epochs=1, rng=rng)[0] for _ in range(3)]
    assert train(at_once, x, labels) == history
    np.testing.assert_array_equal(flat(at_once.params), flat(in_steps.params))


def test_the_generator_decides_the_history(build, x, labels):
    history = train(build(), x, labels)
    assert train(build(), x, labels) == history
    assert train(build(), x, labels, rng=np.random.default_rng(2)) != history


def test_nothing_moves_at_a_learning_rate_of_zero(build, x, labels):
    net = build()
    before = flat(net.params)
    train(net, x, labels, learning_rate=0.0)
    np.testing.assert_array_equal(flat(net.params), before)


def test_on_epoch_hears_of_each_epoch(build, x, labels):
    heard = []
    history = train(build(), x, labels, on_epoch=lambda *news: heard.append(news))
    assert heard == list(enumerate(history))
    assert all(isinstance(loss, float) for loss in history)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_dtype_stays_through_training(build, x, labels, dtype):
    net = build(dtype=dtype)
    x = x.astype(dtype)
    train(net, x, labels)
    _, grads = net.loss_and_gradients(x, labels)
    arrays = [array for layer in (*net.params, *grads) for array in layer]
    assert {array.dtype for array in [net.forward(x), *arrays]} == {np.dtype(dtype)}


def test_fit_learns_to_read_digits(build):
    """Two passes over a twelfth of MNIST: well above chance, on images never seen."""
    data = load_mnist()
    normalize = importlib.import_module("e01_data").normalize
    net = build((784, 10, 10), dtype=np.float32)
    train(net, normalize(data.train_images[:5000]), data.train_labels[:5000], epochs=2)
    predictions = net.predict(normalize(data.test_images))
    assert np.mean(predictions == data.test_labels) > 0.8
