"""Images and labels become what TensorFlow makes of them, and bad labels are named."""

import numpy as np
import pytest


def test_normalize_agrees_with_tensorflow(exercise, tf, rng, check):
    images = rng.integers(0, 256, (7, 4, 3), dtype=np.uint8)
    expected = tf.reshape(tf.image.convert_image_dtype(images, tf.float32), (7, 12))
    check(exercise.normalize, [images], [expected.numpy()])


def test_normalize_reaches_from_0_to_1_for_every_byte(exercise):
    images = np.arange(256, dtype=np.uint8).reshape(1, 16, 16)
    expected = [[byte / 255 for byte in range(256)]]
    np.testing.assert_allclose(exercise.normalize(images), expected, rtol=1e-6)


def test_normalize_scales_an_image_the_same_in_any_company(exercise):
    dark = np.full((1, 2, 2), 10, dtype=np.uint8)
    bright = np.full((1, 2, 2), 250, dtype=np.uint8)
    both = exercise.normalize(np.concatenate([dark, bright]))
    np.testing.assert_array_equal(both[:1], exercise.normalize(dark))
    np.testing.assert_array_equal(both[1:], exercise.normalize(bright))


@pytest.mark.parametrize("dtype", [np.int64, np.uint8])
@pytest.mark.parametrize("num_classes", [10, 4, 300])
def test_one_hot_agrees_with_tensorflow(exercise, tf, check, dtype, num_classes):
    labels = np.array([3, 0, 1, 3, 0], dtype=dtype)
    expected = tf.one_hot(labels, num_classes, dtype=tf.float64)
    check(exercise.one_hot, [labels, num_classes], [expected.numpy()])


@pytest.mark.parametrize("bad", [-1, 4, 10, 255])
def test_one_hot_names_the_label_outside_the_range(exercise, bad):
    with pytest.raises(ValueError, match=rf"label {bad} "):
        exercise.one_hot(np.array([0, 3, bad, 1]), num_classes=4)
