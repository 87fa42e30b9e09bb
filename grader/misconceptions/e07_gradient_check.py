"""What goes wrong in exercise 7."""

import numpy as np

from nngrade.diagnosis import misconception


def _each_entry(slope, x):
    """Fill an array of x's shape with slope(index)."""
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        gradient[index] = slope(index)
    return gradient


def _moved(x, index, by):
    moved = x.copy()
    moved[index] += by
    return moved


def _central(f, x, h):
    return _each_entry(lambda i: (f(_moved(x, i, h)) - f(_moved(x, i, -h))) / (2 * h), x)


def _norm(a):
    return np.sqrt(np.sum(np.square(a)))


@misconception(
    of="numerical_gradient",
    title="You measured to one side only, forward",
    hint="Print how far the two points are from x at which you call f. Is x in the middle?",
)
def forward_differences(f, x, h=1e-5):
    return _each_entry(lambda i: (f(_moved(x, i, h)) - f(x)) / h, x)


@misconception(
    of="numerical_gradient",
    title="You measured to one side only, backward",
    hint="Print how far the two points are from x at which you call f. Is x in the middle?",
)
def backward_differences(f, x, h=1e-5):
    return _each_entry(lambda i: (f(x) - f(_moved(x, i, -h))) / h, x)


@misconception(
    of="numerical_gradient",
    title="Your gradient is twice what it should be",
    hint="Print the two points at which you call f for one entry. How far apart are they?",
)
def divided_by_h(f, x, h=1e-5):
    return 2 * _central(f, x, h)


@misconception(
    of="numerical_gradient",
    title="Your gradient is half of what it should be",
    hint="Print the two points at which you call f for one entry. How far apart are they?",
)
def half_the_gradient(f, x, h=1e-5):
    return _each_entry(lambda i: (f(_moved(x, i, h)) - f(x)) / (2 * h), x)


@misconception(
    of="numerical_gradient",
    title="You left out the division",
    hint="Print one entry of your gradient for h=1e-3 and for h=1e-5. Should the two be so far "
    "apart?",
)
def not_divided(f, x, h=1e-5):
    return 2 * h * _central(f, x, h)


@misconception(
    of="numerical_gradient",
    title="Your gradient has the opposite sign",
    hint="Where f grows with x, its gradient is above 0. In which order do you subtract?",
)
def opposite_sign(f, x, h=1e-5):
    return -_central(f, x, h)


@misconception(
    of="numerical_gradient",
    title="You moved all entries at once",
    hint="Print the array that you hand to f for the first entry, less x. How many entries are "
    "not 0?",
)
def all_entries_at_once(f, x, h=1e-5):
    return np.full_like(x, (f(x + h) - f(x - h)) / (2 * h))


@misconception(
    of="numerical_gradient",
    title="You moved all entries at once, and returned one number",
    hint="A gradient has one number for each entry of x. Print the shape of yours beside x's.",
)
def one_number_for_all(f, x, h=1e-5):
    return (f(x + h) - f(x - h)) / (2 * h)


@misconception(
    of="numerical_gradient",
    title="You moved whole rows, not single entries",
    hint="Print the array that you hand to f first, less x, for an x of shape (2, 3). How many "
    "entries are not 0?",
)
def whole_rows(f, x, h=1e-5):
    gradient = np.zeros_like(x)
    for row in range(len(x)):
        gradient[row] = (f(_moved(x, row, h)) - f(_moved(x, row, -h))) / (2 * h)
    return gradient


@misconception(
    of="numerical_gradient",
    title="You measured the first axis only",
    hint="Which entries of your gradient are 0 for an x of shape (2, 3)? Which does your loop "
    "visit?",
)
def first_entry_of_each_row(f, x, h=1e-5):
    gradient = np.zeros_like(x)
    for row in range(len(x)):
        place = (row,) + (0,) * (x.ndim - 1)
        gradient[place] = (f(_moved(x, place, h)) - f(_moved(x, place, -h))) / (2 * h)
    return gradient


@misconception(
    of="numerical_gradient",
    title="Your gradient is one long row",
    hint="A gradient has the shape of what it belongs to. Print the shape of yours beside x's.",
)
def flat_gradient(f, x, h=1e-5):
    return _central(f, x, h).ravel()


@misconception(
    of="numerical_gradient",
    title="Your gradient is 0, or next to nothing",
    hint="Print the two values of f for one entry. If they are equal: does f see the entry that "
    "you move? If not: print what you multiply and divide their difference by.",
)
def moved_a_copy(f, x, h=1e-5):
    flat = x.flatten()
    gradient = np.zeros_like(flat)
    for place in range(flat.size):
        flat[place] += h
        above = f(x)
        flat[place] -= 2 * h
        gradient[place] = (above - f(x)) / (2 * h)
    return gradient.reshape(x.shape)


@misconception(
    of="numerical_gradient",
    title="You left each entry moved when you went on to the next",
    hint="Print x when you come to the second entry. Is the first one back at its place?",
)
def entries_stay_moved(f, x, h=1e-5):
    kept = x.copy()
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        kept[index] += h
        above = f(kept)
        kept[index] -= 2 * h
        gradient[index] = (above - f(kept)) / (2 * h)
    return gradient


@misconception(
    of="numerical_gradient",
    title="Each entry of your gradient has those before it added in",
    hint="Print the arrays that you hand to f for the second entry, less x. How many entries are "
    "not 0? If it is one: which of your numbers goes on from entry to entry?",
)
def copies_stay_moved(f, x, h=1e-5):
    above, below = x.copy(), x.copy()
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        above[index] += h
        below[index] -= h
        gradient[index] = (f(above) - f(below)) / (2 * h)
    return gradient


@misconception(
    of="numerical_gradient",
    title="You divided by 2, and multiplied by h",
    hint="Print 1 / 2 * 10 and 1 / (2 * 10). Which of the two does your line do?",
)
def divided_by_2_times_h(f, x, h=1e-5):
    return _central(f, x, h) * h * h


@misconception(
    of="numerical_gradient",
    title="You went half as far from x as you were told",
    hint="Print how far from x you call f when you are given h=0.01. Is it h, to either side?",
)
def half_the_step(f, x, h=1e-5):
    return _central(f, x, h / 2)


@misconception(
    of="numerical_gradient",
    title="You rounded the gradient",
    hint="Print a few entries with 10 digits. Where did the rest go?",
)
def rounded_to_six(f, x, h=1e-5):
    return _central(f, x, h).round(6)


@misconception(
    of="numerical_gradient",
    title="You left x moved",
    hint="Print x before and after you call numerical_gradient(f, x). Do you put every entry back?",
)
def x_not_restored(f, x, h=1e-5):
    gradient = _central(f, x, h)
    x -= h
    return gradient


@misconception(
    of="numerical_gradient",
    title="You put x back by adding and taking away",
    hint="Print 0.7 + 1e-5 - 2e-5 + 1e-5 == 0.7. How else could an entry get its old value back?",
)
def x_restored_by_arithmetic(f, x, h=1e-5):
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        x[index] += h
        above = f(x)
        x[index] -= 2 * h
        below = f(x)
        x[index] += h
        gradient[index] = (above - below) / (2 * h)
    return gradient


_BUFFERS = {}


@misconception(
    of="numerical_gradient",
    title="All results share one array",
    hint="Call it twice, with x and with another array, and print the first result again. How many "
    "arrays does your code make?",
    by_symptoms=True,
)
def one_buffer(f, x, h=1e-5):
    buffer = _BUFFERS.setdefault(x.shape, np.empty_like(x))
    buffer[...] = _central(f, x, h)
    return buffer


@misconception(
    of="numerical_gradient",
    title="Your step isn't the h that you were given",
    hint="Print how far from x you call f when you are given h=0.01.",
)
def own_step(f, x, h=1e-5):  # noqa: ARG001 - the mistake
    return _central(f, x, 1e-5)


@misconception(
    of="numerical_gradient",
    title="Your step is so small that rounding decides",
    hint="Print f(x + h) and f(x - h) with 17 digits for one entry. How many of them differ?",
)
def step_too_small(f, x, h=1e-5):
    return _central(f, x, h * 1e-7)


@misconception(
    of="numerical_gradient",
    title="You went a hundred times too far",
    hint="Print how far from x you call f. Is it h?",
)
def step_too_large(f, x, h=1e-5):
    return _central(f, x, 100 * h)


@misconception(
    of="numerical_gradient",
    title="Your step depends on x, and there is none where x is 0",
    hint="Print how far from x you call f, for an x of 0.0 and one of 20.0. Is it h?",
)
def step_relative_to_x(f, x, h=1e-5):
    with np.errstate(all="ignore"):
        return _each_entry(
            lambda i: (
                (f(_moved(x, i, h * abs(x[i]))) - f(_moved(x, i, -h * abs(x[i]))))
                / (2 * h * np.abs(x[i]))
            ),
            x,
        )


@misconception(
    of="numerical_gradient",
    title="Your step grows with x",
    hint="Print how far from x you call f, for an x of 0.0 and one of 20.0. Is it h?",
)
def step_grows_with_x(f, x, h=1e-5):
    def slope(i):
        own = h * (1 + abs(x[i]))
        return (f(_moved(x, i, own)) - f(_moved(x, i, -own))) / (2 * own)

    return _each_entry(slope, x)


@misconception(
    of="numerical_gradient",
    title="You left out the entries that are 0",
    hint="Print your gradient of np.sin(x).sum() for an x of [0.0, 1.0]. Which entries does your "
    "loop visit?",
)
def zeros_left_out(f, x, h=1e-5):
    def slope(i):
        return (f(_moved(x, i, h)) - f(_moved(x, i, -h))) / (2 * h) if x[i] else 0.0

    return _each_entry(slope, x)


@misconception(
    of="numerical_gradient",
    title="You rounded the gradient",
    hint="Print a few entries with 10 digits. Where did the rest go?",
)
def rounded(f, x, h=1e-5):
    return _central(f, x, h).round(4)


@misconception(
    of="numerical_gradient",
    title="You took small slopes for 0",
    hint="Print your gradient of 1e-7 * x.sum(). What must each entry be? Find the line after "
    "which it is 0.",
)
def small_slopes_taken_for_0(f, x, h=1e-5):
    gradient = _central(f, x, h)
    return np.where(np.abs(gradient) < 1e-6, 0.0, gradient)


@misconception(
    of="numerical_gradient",
    title="You wrote into what reshape or ravel gave you, which is sometimes a copy",
    hint="Print np.shares_memory(x, x.reshape(-1)) for x = np.zeros((2, 3)), and for x = "
    "np.zeros((2, 3)).T. Which array do you hand to f, and into which do you write?",
)
def reshaped_copy_moved(f, x, h=1e-5):
    gradient = np.zeros(x.shape)
    flat, slopes = x.reshape(-1), gradient.reshape(-1)
    for place in range(x.size):
        old = flat[place]
        flat[place] = old + h
        above = f(x)
        flat[place] = old - h
        slopes[place] = (above - f(x)) / (2 * h)
        flat[place] = old
    return gradient


@misconception(
    of="numerical_gradient",
    title="Your gradient is float32",
    hint="Print gradient.dtype. Which line makes the array?",
)
def float32_gradient(f, x, h=1e-5):
    return _central(f, x, h).astype(np.float32)


@misconception(
    of="numerical_gradient",
    title="You returned a list",
    hint="Print type(gradient). A gradient is an array of x's shape.",
)
def list_of_slopes(f, x, h=1e-5):
    return _central(f, x, h).tolist()


@misconception(
    of="relative_error",
    title="Your error isn't relative",
    hint="Compare [1000, 1000] with [1000, 1001], and [0.001, 0.001] with [0.001, 0.002]. Which "
    "pair is further apart for its size?",
)
def absolute_error(a, b):
    return _norm(a - b)


@misconception(
    of="relative_error",
    title="Zeros and anything else came out as equal",
    hint="Call it with [0.0] and [1.0]. In which case exactly do you return 0?",
)
def zero_where_one_is_zero(a, b):
    if not a.any() or not b.any():
        return 0.0
    return _norm(a - b) / (_norm(a) + _norm(b))


@misconception(
    of="relative_error",
    title="You divided by the size of one array alone",
    hint="Opposite arrays such as [1.0] and [-1.0] have an error of 1. Print what you divide by, "
    "and what the formula asks for.",
)
def divided_by_the_larger(a, b):
    size = max(_norm(a), _norm(b))
    return _norm(a - b) / size if size else 0.0


@misconception(
    of="relative_error",
    title="You divided by the size of one array alone",
    hint="Opposite arrays such as [1.0] and [-1.0] have an error of 1. Print what you divide by, "
    "and what the formula asks for.",
)
def divided_by_the_first(a, b):
    return _norm(a - b) / _norm(a) if a.any() or b.any() else 0.0


@misconception(
    of="relative_error",
    title="You divided by the size of one array alone",
    hint="Opposite arrays such as [1.0] and [-1.0] have an error of 1. Print what you divide by, "
    "and what the formula asks for.",
)
def divided_by_the_second(a, b):
    return _norm(a - b) / _norm(b) if a.any() or b.any() else 0.0


@misconception(
    of="relative_error",
    title="You divided by the product of the two sizes",
    hint="Print what you divide by for [3.0, 4.0] and [3.0, 0.0], and work out by hand what the "
    "formula asks for.",
)
def product_of_the_sizes(a, b):
    size = _norm(a) * _norm(b)
    return _norm(a - b) / size if size else 0.0


@misconception(
    of="relative_error",
    title="You took the size of the sum for the sum of the sizes",
    hint="Print what you divide by for [1.0] and [-1.0].",
)
def size_of_the_sum(a, b):
    size = _norm(a + b)
    return _norm(a - b) / size if size else 0.0


@misconception(
    of="relative_error",
    title="You divided 0 by 0",
    hint="Call it with two arrays of zeros, and print the number that you divide by.",
)
def zero_by_zero(a, b):
    with np.errstate(invalid="ignore"):
        return _norm(a - b) / (_norm(a) + _norm(b))


@misconception(
    of="relative_error",
    title="You left the square root out",
    hint="Work ‖[3, 4]‖ out by hand, and print yours.",
)
def squared_sizes(a, b):
    size = _norm(a) ** 2 + _norm(b) ** 2
    return _norm(a - b) ** 2 / size if size else 0.0


@misconception(
    of="relative_error",
    title="You added up absolute values, not squares",
    hint="Work ‖[3, 4]‖ out by hand, and print yours.",
)
def sums_of_absolute_values(a, b):
    size = np.abs(a).sum() + np.abs(b).sum()
    return np.abs(a - b).sum() / size if size else 0.0


@misconception(
    of="relative_error",
    title="You took the largest entry for the size",
    hint="Work ‖[3, 4]‖ out by hand, and print yours.",
)
def largest_entries(a, b):
    size = np.abs(a).max() + np.abs(b).max()
    return np.abs(a - b).max() / size if size else 0.0


@misconception(
    of="relative_error",
    title="You added the differences up with their signs",
    hint="Compare [1.0, 2.0] with [2.0, 1.0]. What do the two differences add up to?",
)
def differences_cancel(a, b):
    size = _norm(a) + _norm(b)
    return abs(np.sum(a - b)) / size if size else 0.0


@misconception(
    of="relative_error",
    title="You returned one error for each entry",
    hint="Print the shape of what you return. The sizes are those of whole arrays.",
)
def error_of_each_entry(a, b):
    size = np.abs(a) + np.abs(b)
    return np.abs(a - b) / np.where(size > 0, size, 1.0)


@misconception(
    of="relative_error",
    title="You took the worst of the single entries' errors",
    hint="Compare [1.0, 0.0] with [1.0, 1e-12]. How far apart are the two as whole arrays?",
)
def worst_entry(a, b):
    size = np.abs(a) + np.abs(b)
    return np.max(np.abs(a - b) / np.where(size > 0, size, 1.0))


@misconception(
    of="relative_error",
    title="You averaged the single entries' errors",
    hint="Compare [1.0, 0.0] with [1.0, 1e-12]. How far apart are the two as whole arrays?",
)
def mean_of_entries(a, b):
    size = np.abs(a) + np.abs(b)
    return np.mean(np.abs(a - b) / np.where(size > 0, size, 1.0))


@misconception(
    of="relative_error",
    title="For a matrix you returned one error for each column",
    hint="Print the shape of what you return for two arrays of shape (2, 3). Over which axes did "
    "you add up?",
)
def error_of_each_column(a, b):
    size = np.sqrt((a**2).sum(axis=0)) + np.sqrt((b**2).sum(axis=0))
    return np.sqrt(((a - b) ** 2).sum(axis=0)) / np.where(size > 0, size, 1.0)


@misconception(
    of="relative_error",
    title="For a matrix you took another norm than that of all its entries",
    hint="Print your norm of np.ones((2, 2)), and work it out by hand from the squares of all "
    "entries. What does the 2 in np.linalg.norm(a, 2) mean for a matrix?",
)
def spectral_norm(a, b):
    def norm(c):
        return np.linalg.norm(c, 2) if c.ndim in {1, 2} else _norm(c)

    size = norm(a) + norm(b)
    return norm(a - b) / size if size else 0.0


@misconception(
    of="relative_error",
    title="You added so much to what you divide by that small gradients all look right",
    hint="Call it with [1e-9] and [2e-9]. One is twice the other: what does your error say?",
)
def guard_too_large(a, b):
    return _norm(a - b) / (_norm(a) + _norm(b) + 1e-2)


@misconception(
    of="relative_error",
    title="You added a number of your own to what you divide by, or never divide by less",
    hint="Call it with [1e-12] and [3e-12]. One is three times the other: what does your error "
    "say?",
    when=lambda call: 0 < call.got < 0.4 and _norm(call.a) + _norm(call.b) < 1e-10,
)
def never_divided_by_less(a, b):
    return _norm(a - b) / max(_norm(a) + _norm(b), 1e-8)


@misconception(
    of="relative_error",
    title="You compared the sizes of the two arrays, not the arrays",
    hint="Compare [1.0, 2.0] with [2.0, 1.0]. Are they equal? What are their sizes?",
)
def sizes_compared(a, b):
    size = _norm(a) + _norm(b)
    return abs(_norm(a) - _norm(b)) / size if size else 0.0


@misconception(
    of="relative_error",
    title="You compared the entries without their signs",
    hint="Compare [1.0, -2.0] with [-1.0, 2.0]. Are they equal?",
)
def signs_dropped(a, b):
    size = _norm(a) + _norm(b)
    return _norm(np.abs(a) - np.abs(b)) / size if size else 0.0


@misconception(
    of="relative_error",
    title="You sorted the entries before you compared them",
    hint="Compare [1.0, 2.0] with [2.0, 1.0]. Are they equal?",
)
def entries_sorted(a, b):
    size = _norm(a) + _norm(b)
    return _norm(np.sort(a, axis=None) - np.sort(b, axis=None)) / size if size else 0.0


@misconception(
    of="relative_error",
    title="You compared directions, not arrays",
    hint="Compare [1.0, 2.0] with [2.0, 4.0]. They point the same way: are they equal?",
)
def directions_compared(a, b):
    sizes = _norm(a) * _norm(b)
    if not sizes:
        return float(bool(a.any() or b.any()))
    return np.sqrt(max(0.0, 1 - np.sum(a * b) / sizes) / 2)


@misconception(
    of="relative_error",
    title="You took the mean out of the difference",
    hint="Compare [1.0, 2.0] with [2.0, 3.0]. How far apart are they?",
)
def mean_difference_removed(a, b):
    size = _norm(a) + _norm(b)
    return _norm(a - b - np.mean(a - b)) / size if size else 0.0


@misconception(
    of="relative_error",
    title="You took the middle one of the single entries' errors",
    hint="Compare [1.0, 1.0, 1.0] with [1.0, 1.0, 2.0]. Are they equal?",
)
def median_of_entries(a, b):
    size = np.abs(a) + np.abs(b)
    return np.median(np.abs(a - b) / np.where(size > 0, size, 1.0))


@misconception(
    of="relative_error",
    title="You left the last entry out",
    hint="Compare [1.0, 2.0] with [1.0, 3.0]. Which entries does your code look at?",
)
def last_entry_left_out(a, b):
    a, b = a.ravel()[:-1], b.ravel()[:-1]
    size = _norm(a) + _norm(b)
    return _norm(a - b) / size if size else 0.0


@misconception(
    of="relative_error",
    title="You rounded the error",
    hint="Print it with ten digits for [1.0] and [1.0001]. A gradient check is about numbers below "
    "1e-6.",
)
def error_rounded(a, b):
    size = _norm(a) + _norm(b)
    return round(float(_norm(a - b) / size), 3) if size else 0.0


@misconception(
    of="relative_error",
    title="You took a small error for 0, or rounded it",
    hint="Call it with [1.0] and [1.000000004], and print what comes out. By how much do the two "
    "differ? Which of your lines takes that away?",
)
def small_error_taken_for_0(a, b):
    size = _norm(a) + _norm(b)
    return round(float(_norm(a - b) / size), 8) if size else 0.0


@misconception(
    of="relative_error",
    title="You took arrays that are near each other for equal",
    hint="Call it with [1.0] and [1.000004], and with [1e-12] and [3e-12]. When exactly do you "
    "return 0?",
)
def near_taken_for_equal(a, b):
    if np.allclose(a, b):
        return 0.0
    return _norm(a - b) / (_norm(a) + _norm(b))


@misconception(
    of="relative_error",
    title="You took small arrays for zeros",
    hint="Call it with [1e-9] and [2e-9]. One is twice the other: what does your error say?",
)
def small_taken_for_zero(a, b):
    size = _norm(a) + _norm(b)
    return _norm(a - b) / size if size > 1e-6 else 0.0


@misconception(
    of="relative_error",
    title="You returned whether the arrays are near, not how near",
    hint="Print what you return for [3, 4] and [3, 0]. It is a number from 0 to 1.",
)
def verdict_for_error(a, b):
    return bool(_norm(a - b) < 1e-6 * (_norm(a) + _norm(b)))


@misconception(
    of="relative_error",
    title="You wrote into an argument",
    hint="Print a and b before and after the call. Which line changes one of them?",
)
def argument_overwritten(a, b):
    size = _norm(a) + _norm(b)
    a -= b
    return _norm(a) / size if size else 0.0
