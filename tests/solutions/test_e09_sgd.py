"""A pass gives each sample once, with its label; a step moves the caller's own arrays."""

import numpy as np
import pytest


def collect(batches):
    xs, labels = zip(*batches, strict=True)
    return np.concatenate(xs), np.concatenate(labels)


@pytest.mark.parametrize(
    ("N", "batch_size", "sizes"),
    [(10, 4, [4, 4, 2]), (9, 3, [3, 3, 3]), (3, 8, [3]), (4, 1, [1, 1, 1, 1])],
)
def test_a_pass_gives_every_pair_once(exercise, rng, N, batch_size, sizes):
    x, labels = np.arange(N)[:, None] * np.ones(3), 10 * np.arange(N)
    batches = list(exercise.minibatches(x, labels, batch_size, rng))
    assert [(len(xs), len(ys)) for xs, ys in batches] == [(size, size) for size in sizes]
    xs, ys = collect(batches)
    np.testing.assert_array_equal(10 * xs[:, 0], ys)
    np.testing.assert_array_equal(np.sort(ys), labels)


def test_the_order_is_new_in_each_pass_and_follows_the_generator(exercise):
    x, labels = np.eye(50), np.arange(50)

    def passes(seed):
        rng = np.random.default_rng(seed)
        return [collect(exercise.minibatches(x, labels, 8, rng))[1].tolist() for _ in range(2)]

    first, second = passes(0)
    assert first not in (second, passes(1)[0], labels.tolist())
    assert passes(0) == [first, second]


def test_the_data_stays_in_place_and_keeps_its_dtype(exercise, rng):
    x, labels = rng.normal(size=(10, 3)).astype(np.float32), np.arange(10, dtype=np.uint8)
    x_before, labels_before = x.copy(), labels.copy()
    xs, ys = collect(exercise.minibatches(x, labels, 4, rng))
    assert (xs.dtype, ys.dtype) == (np.float32, np.uint8)
    np.testing.assert_array_equal(x, x_before)
    np.testing.assert_array_equal(labels, labels_before)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_step_moves_the_arrays_themselves_against_the_gradient(exercise, rng, dtype):
    shapes = [((6, 5), (5,)), ((5, 4), (4,))]
    params, grads = (
        [tuple(rng.normal(size=shape).astype(dtype) for shape in layer) for layer in shapes]
        for _ in range(2)
    )
    before = [[array.copy() for array in layer] for layer in (*params, *grads)]
    assert exercise.sgd_step(params, grads, 0.25) is None
    for (W, b), (dW, db), (W0, b0) in zip(params, grads, before, strict=False):
        np.testing.assert_array_equal(W, W0 - dtype(0.25) * dW)
        np.testing.assert_array_equal(b, b0 - dtype(0.25) * db)
        assert W.dtype == b.dtype == dtype
    for layer, old in zip(grads, before[2:], strict=True):
        for array, copy in zip(layer, old, strict=True):
            np.testing.assert_array_equal(array, copy)


def test_a_missing_gradient_is_no_silent_half_step(exercise):
    params = [(np.ones((2, 2)), np.ones(2)), (np.ones((2, 2)), np.ones(2))]
    with pytest.raises(ValueError, match="shorter"):
        exercise.sgd_step(params, params[:1], 0.1)
