"""What goes wrong in exercise 1."""

import re

import numpy as np

from nngrade.diagnosis import misconception

# Arrays that are made once and handed out at each call: that is the mistake.
_BUFFERS = {}


def _raised(call, kind):
    return getattr(call.got, "kind", "") == kind


def _refused_by_numpy(call, label):
    """Whether it was NumPy that found this label to be no index."""
    return _raised(call, "IndexError") and f"index {label} is out of bounds" in call.got.message


def _numbers_named(call):
    return {int(number) for number in re.findall(r"-?\d+", call.got.message)}


def _names_no_wrong_label(call):
    wrong = set(_outside(call))
    return wrong and _raised(call, "ValueError") and not _numbers_named(call) & wrong


def _names_a_right_label(call):
    # A 0 may stand for the lower end of the classes.
    others = set(call.labels.tolist()) - set(_outside(call)) - {0}
    return _names_no_wrong_label(call) and _numbers_named(call) & others


def _let_through(call):
    """Whether the labels went to NumPy as they are, which takes -1 for the last class."""
    largest = call.labels.max()
    if largest >= call.num_classes:
        return largest > call.num_classes and _refused_by_numpy(call, largest)
    return np.array_equal(call.got, np.eye(call.num_classes)[call.labels])


def _outside(call):
    return [one for one in call.labels.tolist() if not 0 <= one < call.num_classes]


def _stands_one_too_far_left(call):
    if _refused_by_numpy(call, 255):
        return call.labels.dtype == np.uint8 and call.labels.min() == 0
    moved = np.eye(call.num_classes)[call.labels.astype(int) - 1]
    return call.got.dtype.kind == "f" and np.array_equal(call.got, moved)


@misconception(
    of="normalize",
    title="You reshaped the images, but left the values as they were",
    hint="Print the smallest and the largest number of the result. Which two must they be?",
)
def normalize_without_scaling(images):
    return images.reshape(len(images), -1).astype(np.float32)


@misconception(
    of="normalize",
    title="You kept the whole numbers of the images",
    hint="Print the dtype and the largest number of the result.",
)
def normalize_keeps_uint8(images):
    return images.reshape(len(images), -1)


@misconception(
    of="normalize",
    title="You divided whole numbers and dropped what is behind the point",
    hint="Print the different numbers in the result, with np.unique. How many shades are left?",
)
def normalize_by_floor_division(images):
    return (images.reshape(len(images), -1) // 255).astype(np.float32)


@misconception(
    of="normalize",
    title="You put the quotients into whole numbers",
    hint="Print the dtype after each of your steps. What becomes of 0.5 in a uint8?",
)
def normalize_back_to_uint8(images):
    return (images.reshape(len(images), -1) / 255).astype(np.uint8)


@misconception(
    of="normalize",
    title="You computed with uint8, which has no room for large numbers",
    hint="Print np.array([200], dtype=np.uint8) * 2. In which of your lines are the numbers still "
    "uint8?",
)
def normalize_overflows_uint8(images):
    return (images.reshape(len(images), -1) * np.uint8(100) / 25500).astype(np.float32)


@misconception(
    of="normalize",
    title="You divided in place: an array of whole numbers can't take the quotients",
    hint="Print the dtype of images. Which of your lines writes numbers with a point into it, and "
    "whose array is it?",
)
def normalize_in_place(images):
    images /= 255
    return images.reshape(len(images), -1).astype(np.float32)


@misconception(
    of="normalize",
    title="You rounded the values to two places",
    hint="Print the different numbers in the result, with np.unique, for images that hold all 256 "
    "shades. How many are there?",
)
def normalize_rounded(images):
    return (images.reshape(len(images), -1) / 255).round(2).astype(np.float32)


@misconception(
    of="normalize",
    title="You computed with float16, which has room for three digits",
    hint="Print the dtype after each of your steps, and np.float16(0.1) with ten digits.",
)
def normalize_through_float16(images):
    rows = images.reshape(len(images), -1).astype(np.float16)
    return (rows / np.float16(255)).astype(np.float32)


@misconception(
    of="normalize",
    title="You kept black and white only",
    hint="Print the different numbers in the result, with np.unique. What became of the greys?",
)
def normalize_black_and_white(images):
    return (images.reshape(len(images), -1) > 127).astype(np.float32)


@misconception(
    of="normalize",
    title="You divided by 256",
    hint="Print the result for a white pixel, 255. Which number must it be?",
)
def normalize_by_256(images):
    return images.reshape(len(images), -1).astype(np.float32) / 256


@misconception(
    of="normalize",
    title="Your values lie between -1 and 1",
    hint="Print the result for a black pixel. Which number must it be?",
)
def normalize_to_minus_1(images):
    return images.reshape(len(images), -1).astype(np.float32) / 127.5 - 1


@misconception(
    of="normalize",
    title="You moved the values down: they lie around 0",
    hint="Print the result for a black pixel, and for a white one.",
)
def normalize_centred(images):
    return images.reshape(len(images), -1).astype(np.float32) / 255 - np.float32(0.5)


@misconception(
    of="normalize",
    title="You subtracted the mean of the batch",
    hint="Print the result for a black pixel, beside bright ones and beside dark ones.",
)
def normalize_minus_the_mean(images):
    rows = images.reshape(len(images), -1).astype(np.float32) / 255
    return rows - rows.mean()


@misconception(
    of="normalize",
    title="You subtracted the mean of each pixel's place over the batch",
    hint="Give it an image alone, and then the same image with others. Does its row change?",
)
def normalize_minus_the_mean_image(images):
    rows = images.reshape(len(images), -1).astype(np.float32) / 255
    return rows - rows.mean(axis=0)


@misconception(
    of="normalize",
    title="You turned black into white",
    hint="Print the result for a black pixel, and for a white one.",
)
def normalize_inverted(images):
    return 1 - images.reshape(len(images), -1).astype(np.float32) / 255


@misconception(
    of="normalize",
    title="You stretched each image to its own brightest pixel",
    hint="Give it one dark image and one bright image. What is the largest number of each row?",
)
def normalize_each_image(images):
    rows = images.reshape(len(images), -1).astype(np.float32)
    return rows / np.maximum(rows.max(axis=1, keepdims=True), 1)


@misconception(
    of="normalize",
    title="You stretched each image from its own darkest to its own brightest pixel",
    hint="Give it one image that is all grey, beside others. What becomes of its grey?",
)
def normalize_each_image_by_its_range(images):
    rows = images.reshape(len(images), -1).astype(np.float32)
    darkest, brightest = rows.min(axis=1, keepdims=True), rows.max(axis=1, keepdims=True)
    return (rows - darkest) / (brightest - darkest)


@misconception(
    of="normalize",
    title="You divided by the brightest pixel of the batch",
    hint="Give it dark images only. What is the largest number of the result, and on which number "
    "does your scale depend?",
)
def normalize_by_the_maximum(images):
    rows = images.reshape(len(images), -1).astype(np.float32)
    return rows / rows.max()


@misconception(
    of="normalize",
    title="You divided only where the largest pixel is above 1",
    hint="Give it an image whose pixels are 0 and 1, nearly black. What is the largest number of "
    "its row, and what is it for an image of 0 and 2?",
)
def normalize_unless_small(images):
    rows = images.reshape(len(images), -1).astype(np.float32)
    return rows / 255 if rows.max() > 1 else rows


@misconception(
    of="normalize",
    title="You stretched the batch from its darkest to its brightest pixel",
    hint="Give it a batch without a black and without a white pixel. What becomes of its grey?",
)
def normalize_by_the_range(images):
    rows = images.reshape(len(images), -1).astype(np.float32)
    return (rows - rows.min()) / (rows.max() - rows.min())


@misconception(
    of="normalize",
    title="You scaled each pixel's place over the batch",
    hint="Give it an image alone, and then the same image with others. Does its row change?",
)
def normalize_each_column(images):
    rows = images.reshape(len(images), -1).astype(np.float32)
    return rows / np.maximum(rows.max(axis=0), 1)


@misconception(
    of="normalize",
    title="You subtracted the mean and divided by the standard deviation",
    hint="Print the smallest and the largest number of the result. Which two must they be?",
)
def normalize_to_unit_variance(images):
    rows = images.reshape(len(images), -1).astype(np.float32)
    return (rows - rows.mean()) / rows.std()


@misconception(
    of="normalize",
    title="Your images stand in the columns",
    hint="Print the shape of the result for 2 images of 3 by 4 pixels. Which axis counts the "
    "images?",
)
def normalize_transposed(images):
    return (images.reshape(len(images), -1).astype(np.float32) / 255).T


@misconception(
    of="normalize",
    title="You mixed the pixels of different images",
    hint="Take 2 images of 3 by 4 pixels, one all black and one all white, and print the rows.",
)
def normalize_mixes_images(images):
    count = len(images)
    return images.reshape(-1, count).T.astype(np.float32) / 255


@misconception(
    of="normalize",
    title="Your images stand in the columns, and their pixels are mixed",
    hint="Take 2 images of 3 by 4 pixels, one all black and one all white, and print the columns. "
    "Does reshape move numbers to other places?",
)
def normalize_mixes_columns(images):
    return images.reshape(-1, len(images)).astype(np.float32) / 255


@misconception(
    of="normalize",
    title="You read each image column by column",
    hint="Take one image of 2 by 3 pixels that holds 0, 1, 2, 3, 4, 5, and print its row times "
    "255. Which pixel follows the first?",
)
def normalize_by_columns(images):
    return images.transpose(0, 2, 1).reshape(len(images), -1).astype(np.float32) / 255


@misconception(
    of="normalize",
    title="You left each image as a grid of pixels",
    hint="Print the shape of the result. How many axes does a batch of rows have?",
)
def normalize_without_rows(images):
    return images.astype(np.float32) / 255


@misconception(
    of="normalize",
    title="A batch of one image lost its axis",
    hint="Print the shape of the result for a batch of one image.",
)
def normalize_squeezed(images):
    return (images.reshape(len(images), -1).astype(np.float32) / 255).squeeze()


@misconception(
    of="normalize",
    title="You made one long row of the whole batch",
    hint="Print the shape of the result for 2 images. How many rows does it have?",
)
def normalize_flat(images):
    return images.reshape(-1).astype(np.float32) / 255


@misconception(
    of="normalize",
    title="You made a row of each line of pixels, not of each image",
    hint="Print the shape of the result for 2 images of 3 by 4 pixels. How many rows must there "
    "be?",
)
def normalize_line_by_line(images):
    return images.reshape(-1, images.shape[2]).astype(np.float32) / 255


@misconception(
    of="normalize",
    title="You took 28 by 28 for granted",
    hint="Try images of 3 by 4 pixels. Where does your code get the size of an image from?",
)
def normalize_784_pixels(images):
    return images.reshape(-1, 784).astype(np.float32) / 255


@misconception(
    of="normalize",
    title="You took 28 by 28 for granted",
    hint="Try images of 3 by 4 pixels. Where does your code get the size of an image from?",
)
def normalize_rows_of_784(images):
    return images.reshape(len(images), 784).astype(np.float32) / 255


@misconception(
    of="normalize",
    title="You returned nothing",
    hint="Print type(normalize(images)). How does a function hand its result over?",
)
def normalize_without_return(images):
    images.reshape(len(images), -1).astype(np.float32) / 255


@misconception(
    of="normalize",
    title="You handed out the same array at each call",
    hint="Keep the rows of one batch, normalise another, and print the first rows again. Where is "
    "your array made, and how often?",
    by_symptoms=True,
)
def normalize_into_one_buffer(images):
    rows = images.reshape(len(images), -1)
    buffer = _BUFFERS.setdefault(rows.shape, np.empty(rows.shape, np.float32))
    buffer[...] = rows / 255
    return buffer


@misconception(
    of="normalize",
    title="You handed out the result of another call on images of the same shape",
    hint="Normalise one batch, then another of the same shape, and print both results. When does "
    "your line compute, and when does it look something up?",
    by_symptoms=True,
)
def normalize_remembered_by_shape(images):
    rows = images.reshape(len(images), -1).astype(np.float32)
    return _BUFFERS.setdefault(("rows", images.shape), rows / 255).copy()


@misconception(
    of="normalize",
    title="Your result is float16",
    hint="Print the dtype after each of your steps. Which one is asked for?",
)
def normalize_to_float16(images):
    return images.reshape(len(images), -1).astype(np.float16) / np.float16(255)


@misconception(
    of="normalize",
    title="Your result is float64",
    hint="Print the dtype after each of your steps. What does NumPy make of uint8 / 255?",
)
def normalize_to_float64(images):
    return images.reshape(len(images), -1) / 255


@misconception(
    of="normalize",
    title="You went through the images in a Python loop",
    hint="Which of your lines runs once for each image? MNIST has 70,000 of them.",
    by_symptoms=True,
)
def normalize_in_a_loop(images):
    return np.array([image.reshape(-1) for image in images]).astype(np.float32) / 255


@misconception(
    of="one_hot",
    title="Your samples stand in the columns",
    hint="Print the shape of the result for 3 labels and 4 classes. How many rows must there be?",
)
def one_hot_transposed(labels, num_classes=10):
    return np.eye(num_classes)[_inside(labels, num_classes)].T


@misconception(
    of="one_hot",
    title="You took the number of classes from the labels",
    hint="Print the shape of the result for the labels [0, 1] and 4 classes.",
)
def one_hot_as_wide_as_the_largest_label(labels, num_classes=10):
    return np.eye(_inside(labels, num_classes).max() + 1)[labels]


@misconception(
    of="one_hot",
    title="You made a column for each label that occurs",
    hint="Print the shape of the result for the labels [1, 3, 1] and 6 classes.",
)
def one_hot_of_the_labels_that_occur(labels, num_classes=10):
    return (_inside(labels, num_classes)[:, None] == np.unique(labels)).astype(float)


@misconception(
    of="one_hot",
    title="You made ten columns, whatever num_classes is",
    hint="Print the shape of the result for 4 classes.",
)
def one_hot_always_ten(labels, num_classes=10):
    return np.eye(10)[_inside(labels, num_classes)]


@misconception(
    of="one_hot",
    title="You refused labels from 10 on, whatever num_classes is",
    hint="Print one_hot(np.array([11]), 13). Which of your lines says 10?",
    when=lambda call: (
        (_raised(call, "ValueError") and call.labels.max() >= 10 and not _outside(call))
        or (call.labels.max() < 10 and _refused_by_numpy(call, call.labels.max()))
    ),
)
def one_hot_refuses_10_always(labels, num_classes=10):
    return np.eye(num_classes)[_inside(labels, 10)]


@misconception(
    of="one_hot",
    title="You refused the label 0",
    hint="Print one_hot(np.array([0]), 4). Is 0 one of the 4 classes?",
    when=lambda call: _raised(call, "ValueError") and call.labels.min() == 0,
)
def one_hot_refuses_0(labels, num_classes=10):
    if labels.min() <= 0:
        raise ValueError(f"label {labels.min()} is not positive")
    return np.eye(num_classes)[_inside(labels, num_classes)]


@misconception(
    of="one_hot",
    title="You let the number of classes default to another number than 10",
    hint="Print the shape of one_hot(np.array([3])).",
)
def one_hot_default_of_2(labels, num_classes=2):
    return np.eye(num_classes)[_inside(labels, num_classes)]


@misconception(
    of="one_hot",
    title="You put the 1 one place too far left",
    hint="Print the row of label 2. At which index is the 1? The first column has the index 0.",
    when=_stands_one_too_far_left,
)
def one_hot_counts_from_1(labels, num_classes=10):
    return np.eye(num_classes)[_inside(labels, num_classes) - 1]


@misconception(
    of="one_hot",
    title="You put the 1 one place too far right",
    hint="Print the row of label 2. At which index is the 1? The first column has the index 0.",
)
def one_hot_counts_from_minus_1(labels, num_classes=10):
    return np.eye(num_classes)[(_inside(labels, num_classes) + 1) % num_classes]


@misconception(
    of="one_hot",
    title="You added 1 to the labels: there is no column for the last class",
    hint="Print one_hot(np.array([0]), 4). At which index is the 1? The first column has the "
    "index 0.",
    when=lambda call: (
        np.array_equal(call.got, np.eye(call.num_classes)[call.labels + 1])
        if call.labels.max() < call.num_classes - 1
        else _refused_by_numpy(call, call.num_classes) and not _outside(call)
    ),
)
def one_hot_counts_from_minus_1_and_runs_out(labels, num_classes=10):
    return np.eye(num_classes)[_inside(labels, num_classes) + 1]


@misconception(
    of="one_hot",
    title="You made as many columns as there are labels",
    hint="Print the shape of the result for 3 labels and 4 classes. How many columns must there "
    "be?",
)
def one_hot_as_wide_as_the_batch(labels, num_classes=10):
    result = np.zeros((len(labels), len(labels)))
    result[np.arange(len(labels)), _inside(labels, num_classes)] = 1
    return result


@misconception(
    of="one_hot",
    title="You set the columns of all labels in every row",
    hint="Print p = one_hot(np.array([2, 0, 3]), 4). How many ones has each row, and how many "
    "should it have?",
)
def one_hot_in_every_row(labels, num_classes=10):
    result = np.zeros((len(labels), num_classes))
    result[:, _inside(labels, num_classes)] = 1
    return result


@misconception(
    of="one_hot",
    title="You asked Python for one yes or no about a whole array, as if and max do",
    hint="Print labels < 0. How many answers are there, and how many does your line expect?",
)
def one_hot_with_one_question(labels, num_classes=10):
    if labels < 0:
        raise ValueError(f"label {labels.min()} is negative")
    return np.eye(num_classes)[_inside(labels, num_classes)]


@misconception(
    of="one_hot",
    title="You wrote the label itself into the row",
    hint="Print the row of label 3. What does it add up to?",
)
def one_hot_with_the_label(labels, num_classes=10):
    return np.eye(num_classes)[_inside(labels, num_classes)] * labels[:, None]


@misconception(
    of="one_hot",
    title="You swapped zeros and ones",
    hint="Print the row of label 3. What does it add up to?",
)
def one_hot_swapped(labels, num_classes=10):
    return 1 - np.eye(num_classes)[_inside(labels, num_classes)]


@misconception(
    of="one_hot",
    title="Each of your rows has an axis too many",
    hint="Print the shape of the result, and the shape of what you use as an index.",
)
def one_hot_of_a_column(labels, num_classes=10):
    return np.eye(num_classes)[_inside(labels, num_classes).reshape(-1, 1)]


@misconception(
    of="one_hot",
    title="A batch of one label lost its axis",
    hint="Print the shape of the result for a batch of one label.",
)
def one_hot_squeezed(labels, num_classes=10):
    return np.eye(num_classes)[_inside(labels, num_classes)].squeeze()


@misconception(
    of="one_hot",
    title="You computed places with numbers of 8 bits",
    hint="Print the dtype of the places that you compute from 300 labels of dtype uint8, and the "
    "largest of them. What is np.uint8(255) + np.uint8(1)?",
)
def one_hot_places_in_a_byte(labels, num_classes=10):
    rows = np.arange(len(labels)).astype(labels.dtype)
    result = np.zeros(len(labels) * num_classes)
    result[rows * labels.dtype.type(num_classes) + _inside(labels, num_classes)] = 1
    return result.reshape(len(labels), num_classes)


@misconception(
    of="one_hot",
    title="You returned nothing",
    hint="Print type(one_hot(np.array([3]))). How does a function hand its result over?",
)
def one_hot_without_return(labels, num_classes=10):
    result = np.zeros((len(labels), num_classes))
    result[np.arange(len(labels)), _inside(labels, num_classes)] = 1


@misconception(
    of="one_hot",
    title="You handed out the same array at each call",
    hint="Keep the rows of some labels, encode others, and print the first rows again. Where is "
    "your array made, and how often?",
    by_symptoms=True,
)
def one_hot_into_one_buffer(labels, num_classes=10):
    shape = len(labels), num_classes
    buffer = _BUFFERS.setdefault(shape, np.empty(shape))
    buffer[...] = np.eye(num_classes)[_inside(labels, num_classes)]
    return buffer


@misconception(
    of="one_hot",
    title="Your result holds whole numbers",
    hint="Print the dtype of the result. It will be subtracted from probabilities.",
)
def one_hot_of_integers(labels, num_classes=10):
    return np.eye(num_classes, dtype=int)[_inside(labels, num_classes)]


@misconception(
    of="one_hot",
    title="Your result holds True and False",
    hint="Print the dtype of the result. What must it be?",
)
def one_hot_of_booleans(labels, num_classes=10):
    return _inside(labels, num_classes)[:, None] == np.arange(num_classes)


@misconception(
    of="one_hot",
    title="You let -1 through, and NumPy took it for the last class",
    hint="Print one_hot(np.array([-1]), 4). What does NumPy make of the index -1?",
)
def one_hot_takes_negative_labels(labels, num_classes=10):
    if labels.max() >= num_classes:
        raise ValueError(f"label {labels.max()} is not below {num_classes}")
    return np.eye(num_classes)[labels]


@misconception(
    of="one_hot",
    title="You let the label num_classes through",
    hint="Print one_hot(np.array([4]), 4). Which is the largest label that 4 classes have?",
)
def one_hot_off_by_one_at_the_top(labels, num_classes=10):
    if labels.min() < 0 or labels.max() > num_classes:
        raise ValueError(f"labels {labels.tolist()} must lie between 0 and {num_classes}")
    return (labels[:, None] == np.arange(num_classes)).astype(float)


@misconception(
    of="one_hot",
    title="You let the label num_classes through",
    hint="Call one_hot(np.array([4]), 4). Which is the largest label that 4 classes have?",
    when=lambda call: (
        call.labels.max() == call.num_classes and _refused_by_numpy(call, call.num_classes)
    ),
)
def one_hot_off_by_one_up_to_numpy(labels, num_classes=10):
    if labels.min() < 0 or labels.max() > num_classes:
        raise ValueError(f"labels {labels.tolist()} must lie between 0 and {num_classes}")
    return np.eye(num_classes)[labels]


@misconception(
    of="one_hot",
    title="You let labels outside the classes through: NumPy took -1 for the last class, and "
    "refused what is too large",
    hint="Call one_hot(np.array([-1]), 4), and then one_hot(np.array([5]), 4). Which kind of "
    "exception is asked for?",
    when=lambda call: _let_through(call) and (call.labels.argmax() == 0 or call.labels.min() < 0),
)
def one_hot_without_a_look_at_the_labels(labels, num_classes=10):
    return np.eye(num_classes)[labels]


@misconception(
    of="one_hot",
    title="You looked at the first label only",
    hint="Call one_hot(np.array([3, -1, 0]), 4). Which of the three does your line compare?",
    when=lambda call: _let_through(call) and not set(_outside(call)) & {call.labels[0]},
)
def one_hot_looks_at_the_first_label(labels, num_classes=10):
    if not 0 <= labels[0] < num_classes:
        raise ValueError(f"label {labels[0]} is outside the classes")
    return np.eye(num_classes)[labels]


@misconception(
    of="one_hot",
    title="You turned the labels into numbers of 8 bits, which know no -1",
    hint="Print np.array([-1]).astype(np.uint8). Which label does your message name?",
    when=lambda call: call.labels.min() == -1 and _numbers_named(call) == {255},
)
def one_hot_of_labels_in_a_byte(labels, num_classes=10):
    return np.eye(num_classes)[_inside(labels.astype(np.uint8), num_classes)]


@misconception(
    of="one_hot",
    title="You wrapped labels outside the classes around to others",
    hint="Print one_hot(np.array([-1, 4]), 4). Which classes did they become?",
)
def one_hot_wraps_around(labels, num_classes=10):
    return np.eye(num_classes)[labels % num_classes]


@misconception(
    of="one_hot",
    title="You dropped the sign of the labels",
    hint="Print one_hot(np.array([-1]), 4). Which class did it become?",
)
def one_hot_of_absolute_labels(labels, num_classes=10):
    return np.eye(num_classes)[_inside(np.abs(labels), num_classes)]


@misconception(
    of="one_hot",
    title="You found the wrong label, but raised nothing",
    hint="Call one_hot(np.array([4]), 4). Which word of Python's ends a function with an error?",
    when=lambda call: (
        call.got is None or (_raised(call, "ValueError") and not hasattr(call.got, "message"))
    ),
)
def one_hot_prints_its_error(labels, num_classes=10):
    if labels.min() < 0 or labels.max() >= num_classes:
        return None
    return np.eye(num_classes)[labels]


@misconception(
    of="one_hot",
    title="A label outside the classes became a row of zeros",
    hint="Print one_hot(np.array([-1, 4]), 4). What does each row add up to? Who would notice?",
)
def one_hot_of_zeros(labels, num_classes=10):
    return (labels[:, None] == np.arange(num_classes)).astype(float)


@misconception(
    of="one_hot",
    title="You moved labels outside the classes to the nearest class",
    hint="Print one_hot(np.array([-1, 4]), 4). Would you like to learn from these rows?",
)
def one_hot_clipped(labels, num_classes=10):
    return np.eye(num_classes)[np.clip(labels, 0, num_classes - 1)]


@misconception(
    of="one_hot",
    title="You left it to NumPy to refuse labels that are too large",
    hint="Call one_hot(np.array([5]), 4). Which kind of exception is it, and which is asked for?",
    when=lambda call: (
        call.labels.max() > call.num_classes
        and call.labels.argmax() == 0
        and _refused_by_numpy(call, call.labels.max())
    ),
)
def one_hot_raises_index_error(labels, num_classes=10):
    if labels.min() < 0:
        raise ValueError(f"label {labels.min()} is negative")
    return np.eye(num_classes)[labels]


@misconception(
    of="one_hot",
    title="You refused labels with another exception than a ValueError",
    hint="Call one_hot(np.array([4]), 4). Which kind of exception is it, and which is asked for?",
    when=lambda call: (
        call.got.kind
        in {"AssertionError", "KeyError", "TypeError", "RuntimeError", "Exception", "IndexError"}
        and "out of bounds for axis" not in call.got.message
    ),
)
def one_hot_asserts(labels, num_classes=10):
    assert labels.min() >= 0  # noqa: S101 - the mistake
    assert labels.max() < num_classes  # noqa: S101 - the mistake
    return np.eye(num_classes)[labels]


@misconception(
    of="one_hot",
    title="Your error doesn't name the wrong label itself",
    hint="Give it the labels [3, -1, 0] and read your message. Does the wrong one stand in it?",
    when=lambda call: _names_no_wrong_label(call) and not _names_a_right_label(call),
)
def one_hot_without_naming_the_label(labels, num_classes=10):
    if ((labels < 0) | (labels >= num_classes)).any():
        raise ValueError("there is a label outside the classes")
    return np.eye(num_classes)[labels]


@misconception(
    of="one_hot",
    title="Your error names a label that is right",
    hint="Give it the labels [3, -1, 0] and read your message. Which of the three is wrong?",
    when=_names_a_right_label,
)
def one_hot_names_the_first_label(labels, num_classes=10):
    if labels.min() < 0 or labels.max() >= num_classes:
        raise ValueError(f"label {labels[0]} is outside the classes")
    return np.eye(num_classes)[labels]


@misconception(
    of="one_hot",
    title="Your error names a label that is right",
    hint="Give it the labels [3, -1, 0] and read your message. Which of the three is wrong?",
    when=_names_a_right_label,
)
def one_hot_names_the_largest_label(labels, num_classes=10):
    if labels.min() < 0 or labels.max() >= num_classes:
        raise ValueError(f"label {labels.max()} is outside the classes")
    return np.eye(num_classes)[labels]


@misconception(
    of="one_hot",
    title="You moved the caller's labels",
    hint="Print labels before and after you call one_hot(labels). Which of your lines writes "
    "into it?",
)
def one_hot_changes_the_labels(labels, num_classes=10):
    result = np.eye(num_classes)[_inside(labels, num_classes)]
    labels += num_classes * np.arange(len(labels), dtype=labels.dtype)
    return result


@misconception(
    of="one_hot",
    title="You went through the labels in a Python loop",
    hint="Which of your lines runs once for each label? MNIST has 70,000 of them.",
    by_symptoms=True,
)
def one_hot_in_a_loop(labels, num_classes=10):
    result = np.zeros((len(labels), num_classes))
    for row, label in enumerate(_inside(labels, num_classes)):
        result[row, label] = 1
    return result


def _inside(labels, num_classes):
    outside = labels[(labels < 0) | (labels >= num_classes)]
    if outside.size:
        raise ValueError(f"label {outside[0]} is outside the classes")
    return labels
