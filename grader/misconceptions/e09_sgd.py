"""What goes wrong in exercise 9."""

import copy

import numpy as np

from nngrade.diagnosis import misconception


def _batches(order, x, labels, batch_size):
    for start in range(0, len(order), batch_size):
        batch = order[start : start + batch_size]
        yield x[batch], labels[batch]


def _split(order, batch_size):
    return np.array_split(order, -(-len(order) // batch_size))


# --- what a pass tells ---------------------------------------------------------------------------


def _sizes(call):
    return [len(labels) for _, labels in call.got]


def _places(call):
    """Find the place in x of each row of each batch; that there is one is part of a pass."""
    for x, labels in call.got:
        if labels.shape != x.shape[:1] or labels.dtype != call.labels.dtype:
            raise ValueError("what is wrong is the form")
    place_of = {tuple(row): place for place, row in enumerate(call.x.tolist())}
    return [np.array([place_of[tuple(row)] for row in x.tolist()], int) for x, _ in call.got]


def _order(call):
    return np.concatenate(_places(call))


def _labels(call):
    return np.concatenate([labels for _, labels in call.got])


def _paired(call):
    return np.array_equal(_labels(call), call.labels[_order(call)])


def _in_order(call):
    return np.array_equal(_order(call), np.arange(len(call.x)))


def _complete(call):
    """Tell a pass in which each sample comes once."""
    return np.array_equal(np.sort(_order(call)), np.arange(len(call.x)))


def _right_pairs(call):
    return _paired(call) and _complete(call)


def _each(holds):
    """Tell passes that all have this."""
    return lambda *calls: all(map(holds, calls))


def _last(holds):
    """Tell the last of some passes: the one that a check fails."""
    return lambda *calls: holds(calls[-1])


def _right_sizes(n, size):
    return [min(size, n - start) for start in range(0, n, size)]


def _sizes_are(rule):
    """Tell passes of these sizes, not all of them right, in which no sample comes twice."""

    def when(*calls):
        asked = [(len(call.x), call.batch_size) for call in calls]
        got = [_sizes(call) for call in calls]
        wrong = got != [_right_sizes(*one) for one in asked]
        once = all(len({*_order(call)}) == sum(_sizes(call)) for call in calls if call.got)
        return wrong and once and got == [rule(*one) for one in asked]

    return when


def _capped(*calls):
    """Tell passes whose batches have the size asked for, where it is below one number."""
    cap = max(max(_sizes(call)) for call in calls)
    return cap > 1 and _sizes_are(lambda n, size: _right_sizes(n, min(size, cap)))(*calls)


def _equal_orders(*calls):
    """Tell passes in one order, which isn't that of the data, or that turned round."""
    first, *others = map(_order, calls)
    same = others and all(np.array_equal(first, one) for one in others)
    return same and not _forwards_or_backwards(calls[0])


def _forwards_or_backwards(call):
    return _in_order(call) or np.array_equal(_order(call)[::-1], np.arange(len(call.x)))


def _label_by_place(call):
    """Return the label that the sample at each place in x came with."""
    return _labels(call)[np.argsort(_order(call))]


def _same_labels_each_time(first, second):
    return np.array_equal(_label_by_place(first), _label_by_place(second))


def _labels_for_places(call):
    """Tell a pass in which the labels were taken for places."""
    return np.array_equal(np.sort(_order(call)), np.sort(call.labels))


def _same_generator(*calls):
    return all(call.rng is calls[0].rng for call in calls)


def _same_seed(first, second):
    return first.rng.seed == second.rng.seed


def _mixed_labels(call):
    """Tell all labels of the data, not beside their samples, in no order of their own."""
    got, own = _labels(call), call.labels
    known = [own, np.sort(own), np.sort(own)[_order(call)], _order(call)]
    same = np.array_equal(np.sort(got), np.sort(own))
    return same and not _paired(call) and not any(np.array_equal(got, one) for one in known)


def _own_labels_in_each_batch(call):
    """Tell batches that have the right labels, in another order."""
    pairs = zip(call.got, _places(call), strict=True)
    return all(
        np.array_equal(np.sort(labels), np.sort(call.labels[places]))
        for (_, labels), places in pairs
    )


def _sorted_batches(call):
    return all((np.diff(labels.astype(int)) >= 0).all() for _, labels in call.got)


def _batches_are_blocks(call):
    return all((np.diff(places) == 1).all() for places in _places(call))


def _blocks_in_order(call):
    """Tell batches that come as in the data, whatever the order inside each."""
    return np.array_equal(
        np.concatenate([np.sort(places) for places in _places(call)]), np.arange(len(call.x))
    )


def _last_in_order(calls):
    *before, last = calls
    return _right_pairs(last) and _in_order(last) and not any(map(_in_order, before))


def _reordered(call):
    """Say of x and of the labels whether they are the caller's still, but in another order."""
    given = (call.x, call.labels)
    return [
        not np.array_equal(now, own) and np.array_equal(np.sort(now, axis=0), np.sort(own, axis=0))
        for now, own in zip(call.after[:2], given, strict=True)
    ]


def _pairs_are_kept(call):
    """Say whether each of the caller's samples has its own label still."""
    given, now = (call.x, call.labels), call.after[:2]
    one, other = (
        {(*row, label) for row, label in zip(x.tolist(), labels.tolist(), strict=True)}
        for x, labels in (given, now)
    )
    return one == other


def _two_arrays(value, x):
    return len(value) == 2 and value[0].ndim == x.ndim and value[1].ndim == 1


# --- minibatches ---------------------------------------------------------------------------------


@misconception(
    of="minibatches",
    title="You went through the data in its own order",
    hint="Let sample i have the label i, and print the labels of each batch.",
    when=_each(lambda call: _right_pairs(call) and _in_order(call)),
)
def not_shuffled(x, labels, batch_size, rng):  # noqa: ARG001 - the mistake
    return _batches(np.arange(len(x)), x, labels, batch_size)


@misconception(
    of="minibatches",
    title="You go through the data forwards or backwards, and in no other order",
    hint="Let sample i have the label i, and print the labels of six passes. How many orders are "
    "there?",
    when=lambda *calls: (
        all(_forwards_or_backwards(call) and _right_pairs(call) for call in calls)
        and not all(map(_in_order, calls))
    ),
)
def backwards(x, labels, batch_size, rng):  # noqa: ARG001 - the mistake
    return _batches(np.arange(len(x))[::-1], x, labels, batch_size)


@misconception(
    of="minibatches",
    title="You shuffled the samples without their labels",
    hint="Let sample i be a row full of i, with the label i. Print a batch: is each pair still a "
    "pair?",
    when=_each(lambda call: not _paired(call) and np.array_equal(_labels(call), call.labels)),
)
def labels_not_shuffled(x, labels, batch_size, rng):
    return _batches(np.arange(len(x)), x[rng.permutation(len(x))], labels, batch_size)


@misconception(
    of="minibatches",
    title="You shuffled the labels without their samples",
    hint="Let sample i be a row full of i, with the label i. Print a batch: is each pair still a "
    "pair?",
    when=lambda first, second, *others: (
        all(_in_order(call) and _mixed_labels(call) for call in (first, second, *others))
        and not _same_labels_each_time(first, second)
    ),
)
def samples_not_shuffled(x, labels, batch_size, rng):
    return _batches(np.arange(len(x)), x, labels[rng.permutation(len(x))], batch_size)


@misconception(
    of="minibatches",
    title="You drew one order for the samples and another for the labels",
    hint="Let sample i be a row full of i, with the label i. Print a batch: is each pair still a "
    "pair?",
    when=lambda first, second: (
        _each(
            lambda call: (
                not _in_order(call) and _mixed_labels(call) and not _own_labels_in_each_batch(call)
            )
        )(first, second)
        and not _same_labels_each_time(first, second)
    ),
)
def shuffled_apart(x, labels, batch_size, rng):
    x, labels = x[rng.permutation(len(x))], labels[rng.permutation(len(x))]
    return _batches(np.arange(len(x)), x, labels, batch_size)


@misconception(
    of="minibatches",
    title="Each sample gets the label of another one, and the same one in each pass",
    hint="Print labels_batch, and beside it the labels of these samples. Are samples and labels "
    "taken from the same places?",
    when=lambda first, second: (
        _each(_mixed_labels)(first, second) and _same_labels_each_time(first, second)
    ),
)
def labels_one_place_off(x, labels, batch_size, rng):
    return _batches(rng.permutation(len(x)), x, np.roll(labels, 1), batch_size)


@misconception(
    of="minibatches",
    title="You gave the places of the samples for their labels",
    hint="Print labels_batch, and beside it the labels of these samples. What does the array hold "
    "that you shuffled?",
    when=_each(lambda call: not _paired(call) and np.array_equal(_labels(call), _order(call))),
)
def places_for_labels(x, labels, batch_size, rng):
    order = rng.permutation(len(x))
    return _batches(np.arange(len(x)), x[order], order.astype(labels.dtype), batch_size)


@misconception(
    of="minibatches",
    title="You sorted the labels",
    hint="Print labels_batch, and beside it the labels of these samples. Does any line put the "
    "labels in an order of their own?",
    when=_each(
        lambda call: (
            not _paired(call)
            and any(
                np.array_equal(got, np.sort(call.labels))
                for got in (_labels(call), _label_by_place(call))
            )
        )
    ),
)
def labels_sorted(x, labels, batch_size, rng):
    order = rng.permutation(len(x))
    return _batches(np.arange(len(x)), x[order], np.sort(labels), batch_size)


@misconception(
    of="minibatches",
    title="You sorted the labels inside each batch",
    hint="Print labels_batch, and beside it the labels of these samples. Does any line put the "
    "labels in an order of their own?",
    when=_each(
        lambda call: (
            _mixed_labels(call) and _own_labels_in_each_batch(call) and _sorted_batches(call)
        )
    ),
)
def labels_sorted_in_batches(x, labels, batch_size, rng):
    for x_batch, labels_batch in _batches(rng.permutation(len(x)), x, labels, batch_size):
        yield x_batch, np.sort(labels_batch)


@misconception(
    of="minibatches",
    title="You shuffled the samples of each batch without their labels",
    hint="Let sample i be a row full of i, with the label i. Print a batch: is each pair still a "
    "pair?",
    when=_each(
        lambda call: (
            not _in_order(call)
            and _mixed_labels(call)
            and _own_labels_in_each_batch(call)
            and not _sorted_batches(call)
        )
    ),
)
def batch_shuffled_apart(x, labels, batch_size, rng):
    for x_batch, labels_batch in _batches(rng.permutation(len(x)), x, labels, batch_size):
        yield x_batch[rng.permutation(len(x_batch))], labels_batch


@misconception(
    of="minibatches",
    title="Each pass has the same order, whatever rng is",
    hint="Go through the data with np.random.default_rng(1) and with np.random.default_rng(2), "
    "and print the labels. Which generator do you draw from, and when?",
    when=_equal_orders,
)
def own_generator(x, labels, batch_size, rng):  # noqa: ARG001 - the mistake
    return _batches(np.random.default_rng(0).permutation(len(x)), x, labels, batch_size)


@misconception(
    of="minibatches",
    title="Each pass with the same generator repeats the first",
    hint="Print rng.bit_generator.state before and after a pass. Has it moved on?",
    when=lambda *calls: _same_generator(*calls) and _equal_orders(*calls),
)
def drawn_from_a_copy(x, labels, batch_size, rng):
    return _batches(copy.deepcopy(rng).permutation(len(x)), x, labels, batch_size)


_ORDERS = []


@misconception(
    of="minibatches",
    title="Some of your passes have the same order",
    hint="Go through the data six times with one generator, and print the labels of each pass. "
    "What decides whether you draw a new order?",
    when=lambda *calls: (
        len(calls) > 2
        and _same_generator(*calls)
        and 1 < len({tuple(_order(call)) for call in calls}) < len(calls)
        and not any(map(_forwards_or_backwards, calls))
    ),
)
def third_pass_repeats(x, labels, batch_size, rng):
    own = [order for one, order in _ORDERS if one is rng]
    order = own[1] if len(own) == 2 and len(own[1]) == len(x) else rng.permutation(len(x))
    _ORDERS.append((rng, order))
    return _batches(order, x, labels, batch_size)


@misconception(
    of="minibatches",
    title="You drew the order from another generator than rng, such as NumPy's hidden one",
    hint="Make two generators of the same seed, and go through the data with each. Are the orders "
    "equal? Search your code for np.random.",
    when=lambda first, second: (
        _same_seed(first, second) and not np.array_equal(_order(first), _order(second))
    ),
)
def global_generator(x, labels, batch_size, rng):  # noqa: ARG001 - the mistake
    return _batches(np.random.permutation(len(x)), x, labels, batch_size)  # noqa: NPY002 - the same


_PASSES = []


@misconception(
    of="minibatches",
    title="Only your first pass is shuffled",
    hint="Go through the data twice with one generator, and print the labels of both passes. What "
    "decides whether you shuffle?",
    when=lambda first, *others: others and not _in_order(first) and all(map(_in_order, others)),
)
def first_pass_only(x, labels, batch_size, rng):
    again = any(rng is one for one in _PASSES)
    _PASSES.append(rng)
    order = np.arange(len(x)) if again else rng.permutation(len(x))
    return _batches(order, x, labels, batch_size)


@misconception(
    of="minibatches",
    title="Not each of your passes is shuffled",
    hint="Go through the data six times with one generator, and print the labels of each pass. "
    "What decides whether you shuffle?",
    when=lambda *calls: len(calls) > 2 and _last_in_order(calls),
)
def third_pass_in_order(x, labels, batch_size, rng):
    _PASSES.append(rng)
    third = sum(rng is one for one in _PASSES) == 3
    order = np.arange(len(x)) if third else rng.permutation(len(x))
    return _batches(order, x, labels, batch_size)


@misconception(
    of="minibatches",
    title="The first sample always comes first",
    hint="Let sample i have the label i, and print the first label of ten passes. From which place "
    "on do you shuffle?",
    when=lambda *calls: (
        len(calls) > 5
        and not any(_order(call)[0] or _forwards_or_backwards(call) for call in calls)
    ),
)
def first_sample_first(x, labels, batch_size, rng):
    order = np.append(0, 1 + rng.permutation(len(x) - 1))
    return _batches(order, x, labels, batch_size)


@misconception(
    of="minibatches",
    title="You shuffled each half of the data for itself",
    hint="Let sample i have the label i, and print the first half of a pass. From where can its "
    "samples come?",
    when=_each(
        lambda call: (
            _complete(call)
            and not _in_order(call)
            and not _blocks_in_order(call)
            and _order(call)[: len(call.x) // 2].max() < len(call.x) // 2
        )
    ),
)
def halves_shuffled(x, labels, batch_size, rng):
    half = len(x) // 2
    order = np.concatenate([rng.permutation(half), half + rng.permutation(len(x) - half)])
    return _batches(order, x, labels, batch_size)


@misconception(
    of="minibatches",
    title="You only turned the data round, to begin at a random place",
    hint="Let sample i have the label i, and print the labels of a pass. What follows each label?",
    when=lambda *calls: (
        all(set(np.diff(_order(call)) % len(call.x)) == {1} for call in calls)
        and not all(map(_in_order, calls))
    ),
)
def only_turned_round(x, labels, batch_size, rng):
    return _batches(np.roll(np.arange(len(x)), rng.integers(len(x))), x, labels, batch_size)


@misconception(
    of="minibatches",
    title="You left many samples at their places",
    hint="Let sample i have the label i, and print the labels of a pass with a batch size of 1. "
    "How many come just when it would have been their turn?",
    when=_each(
        lambda call: (
            _complete(call)
            and len(call.x) > 30
            and not _in_order(call)
            and len(call.x) // 6 < (_order(call) == np.arange(len(call.x))).sum()
        )
    ),
)
def few_swaps(x, labels, batch_size, rng):
    order = np.arange(len(x))
    for one, other in rng.integers(len(x), size=(len(x) // 2, 2)):
        order[[one, other]] = order[[other, one]]
    return _batches(order, x, labels, batch_size)


@misconception(
    of="minibatches",
    title="You sorted the samples by their labels",
    hint="Print the labels of a pass. Which comes after which?",
    when=lambda call: _right_pairs(call) and (np.diff(_labels(call).astype(int)) >= 0).all(),
)
def sorted_by_class(x, labels, batch_size, rng):
    order = rng.permutation(len(x))
    return _batches(order[np.argsort(labels[order], kind="stable")], x, labels, batch_size)


@misconception(
    of="minibatches",
    title="Your order is made of a few runs, each in the order of the data",
    hint="Let sample i have the label i, and print the labels of a pass with a batch size of 1. "
    "How often does one come after a larger one?",
    when=lambda call: (
        _complete(call)
        and len(call.x) > 30
        and 0 < (np.diff(_order(call)) < 0).sum() < len(call.x) // 4
        and set(np.diff(_order(call)) % len(call.x)) != {1}
    ),
)
def sorted_by_few_numbers(x, labels, batch_size, rng):
    order = np.argsort(rng.integers(0, 5, len(x)), kind="stable")
    return _batches(order, x, labels, batch_size)


@misconception(
    of="minibatches",
    title="Your batches never grow beyond a size that you chose yourself",
    hint="Print the size of each batch, for 300 samples and a batch size of 130. Which line knows "
    "a size of its own?",
    when=_capped,
)
def capped_at_64(x, labels, batch_size, rng):
    return _batches(rng.permutation(len(x)), x, labels, min(batch_size, 64))


@misconception(
    of="minibatches",
    title="Your pass ends early where there are many samples",
    hint="Add up the sizes of your batches, for 600 samples and a batch size of 9. What ends your "
    "loop?",
    when=_last(
        lambda call: (
            len(call.x) > 100
            and {*_sizes(call)} == {call.batch_size}
            and len(set(_order(call)))
            == sum(_sizes(call))
            < (len(call.x) // call.batch_size - 1) * call.batch_size
        )
    ),
)
def ends_early(x, labels, batch_size, rng):
    return _batches(rng.permutation(len(x))[: 50 * batch_size], x, labels, batch_size)


@misconception(
    of="minibatches",
    title="You dropped the last batch when it holds a single sample",
    hint="Add up the sizes of your batches, for 9 samples and a batch size of 4.",
    when=_sizes_are(lambda n, size: _right_sizes(n - (n % size == 1), size)),
)
def single_sample_dropped(x, labels, batch_size, rng):
    order = rng.permutation(len(x))
    alone = len(x) % batch_size == 1
    return _batches(order[: len(x) - alone], x, labels, batch_size)


@misconception(
    of="minibatches",
    title="You dropped the last batch when it is smaller",
    hint="Add up the sizes of your batches, for 10 samples and a batch size of 4.",
    when=_sizes_are(lambda n, size: n // size * [size]),
)
def last_batch_dropped(x, labels, batch_size, rng):
    order = rng.permutation(len(x))
    whole = len(x) // batch_size * batch_size
    return _batches(order[:whole], x, labels, batch_size)


@misconception(
    of="minibatches",
    title="You dropped the last batch, be it smaller or not",
    hint="Print the size of each batch, for 11 samples and for 12, and a batch size of 4. Where "
    "does your loop end?",
    when=_sizes_are(lambda n, size: (n - 1) // size * [size]),
)
def last_batch_always_dropped(x, labels, batch_size, rng):
    order = rng.permutation(len(x))
    for start in range(0, len(x) - batch_size, batch_size):
        batch = order[start : start + batch_size]
        yield x[batch], labels[batch]


@misconception(
    of="minibatches",
    title="You left out a sample between two batches",
    hint="Print from where to where in your order each batch goes, for 12 samples and a batch size "
    "of 4. Does each begin where the one before ends?",
    when=_sizes_are(lambda n, size: [min(size, n - start) for start in range(0, n, size + 1)]),
)
def sample_between_left_out(x, labels, batch_size, rng):
    order = rng.permutation(len(x))
    for start in range(0, len(x), batch_size + 1):
        batch = order[start : start + batch_size]
        yield x[batch], labels[batch]


@misconception(
    of="minibatches",
    title="Your batches are one sample too small, and leave it out",
    hint="Print from where to where in your order each batch goes, for 12 samples and a batch size "
    "of 4. Does each begin where the one before ends?",
    when=_sizes_are(lambda n, size: [min(size - 1, n - start) for start in range(0, n, size)]),
)
def batches_one_too_small(x, labels, batch_size, rng):
    order = rng.permutation(len(x))
    for start in range(0, len(x), batch_size):
        batch = order[start : start + batch_size - 1]
        yield x[batch], labels[batch]


@misconception(
    of="minibatches",
    title="One sample never comes in a pass",
    hint="Add up the sizes of your batches, for 11 samples and for 12, and a batch size of 4.",
    when=_sizes_are(lambda n, size: _right_sizes(n - 1, size)),
)
def one_sample_left_out(x, labels, batch_size, rng):
    return _batches(rng.permutation(len(x) - 1), x, labels, batch_size)


@misconception(
    of="minibatches",
    title="Your pass doesn't end when all samples have come",
    hint="Count the batches in a for loop with a break after 20, for 10 samples and a batch size "
    "of 4. What ends your own loop?",
    when=lambda call: len(call.got) >= 999,
)
def endless(x, labels, batch_size, rng):
    while True:
        yield from _batches(rng.permutation(len(x)), x, labels, batch_size)


@misconception(
    of="minibatches",
    title="Your first batch never comes",
    hint="Add up the sizes of your batches, for 10 samples and a batch size of 4. Where does your "
    "loop begin?",
    when=_sizes_are(lambda n, size: _right_sizes(n, size)[1:]),
)
def first_batch_left_out(x, labels, batch_size, rng):
    order = rng.permutation(len(x))
    return _batches(order[batch_size:], x, labels, batch_size)


@misconception(
    of="minibatches",
    title="You filled the last batch up with samples that had been there",
    hint="Print the labels of all batches, for 10 samples and a batch size of 4. How many are "
    "there?",
    when=lambda *calls: (
        all(
            _sizes(call) == -(-len(call.x) // call.batch_size) * [call.batch_size]
            and len({*_order(call)}) == len(call.x)
            for call in calls
        )
        and any(sum(_sizes(call)) > len(call.x) for call in calls)
    ),
)
def last_batch_filled_up(x, labels, batch_size, rng):
    order = rng.permutation(len(x))
    missing = -len(x) % batch_size
    return _batches(np.concatenate([order, order[:missing]]), x, labels, batch_size)


@misconception(
    of="minibatches",
    title="You give an empty batch at the end",
    hint="Print the size of each batch, for 8 samples and a batch size of 4.",
    when=_last(lambda call: _sizes(call)[-1] == 0 and _complete(call)),
)
def empty_batch_at_the_end(x, labels, batch_size, rng):
    yield from _batches(rng.permutation(len(x)), x, labels, batch_size)
    if len(x) % batch_size == 0:
        yield x[:0], labels[:0]


@misconception(
    of="minibatches",
    title="You took the batch size for the number of batches",
    hint="Print how many batches there are and how large each is, for 10 samples and a batch size "
    "of 4.",
    when=_last(
        lambda call: (
            len(call.got) == call.batch_size != -(-len(call.x) // call.batch_size)
            and _paired(call)
            and max(_sizes(call)) - min(_sizes(call)) < 2
        )
    ),
)
def batch_size_batches(x, labels, batch_size, rng):
    for batch in np.array_split(rng.permutation(len(x)), batch_size):
        yield x[batch], labels[batch]


@misconception(
    of="minibatches",
    title="You made all batches about equally large",
    hint="Print the size of each batch, for 10 samples and a batch size of 4.",
    when=_sizes_are(lambda n, size: [len(one) for one in _split(range(n), size)]),
)
def even_batches(x, labels, batch_size, rng):
    for batch in _split(rng.permutation(len(x)), batch_size):
        yield x[batch], labels[batch]


@misconception(
    of="minibatches",
    title="You drew from all samples again and again, so that some come twice and some never",
    hint="Print the sorted labels of a whole pass, for 10 samples.",
    when=_last(
        lambda call: (
            _sizes(call) == _right_sizes(len(call.x), call.batch_size)
            and len(call.x) > len({*_order(call)})
            and _paired(call)
            and not _labels_for_places(call)
        )
    ),
)
def drawn_with_replacement(x, labels, batch_size, rng):
    return _batches(rng.integers(len(x), size=len(x)), x, labels, batch_size)


@misconception(
    of="minibatches",
    title="You shuffled the labels, and took them for places",
    hint="Print the order that you draw, for 12 samples of 3 classes. Which numbers must be in it?",
    when=_last(lambda call: _paired(call) and not _complete(call) and _labels_for_places(call)),
)
def labels_for_places(x, labels, batch_size, rng):
    return _batches(rng.permutation(labels), x, labels, batch_size)


@misconception(
    of="minibatches",
    title="You gave the same samples again in each batch",
    hint="Let sample i have the label i, and print the labels of each batch. Does your slice move "
    "on?",
    when=_last(
        lambda call: (
            len(call.got) > 2
            and {*_sizes(call)} == {call.batch_size}
            and _paired(call)
            and len({*_order(call)}) == call.batch_size
        )
    ),
)
def same_batch_again(x, labels, batch_size, rng):
    batch = rng.permutation(len(x))[:batch_size]
    for _ in range(0, len(x), batch_size):
        yield x[batch], labels[batch]


@misconception(
    of="minibatches",
    title="You shuffled the batches, not the samples",
    hint="Let sample i have the label i, and print the labels of one batch. Are they neighbours?",
    when=lambda *calls: (
        all(_batches_are_blocks(call) and _right_pairs(call) for call in calls)
        and not all(map(_in_order, calls))
    ),
)
def batches_shuffled(x, labels, batch_size, rng):
    for start in rng.permutation(np.arange(0, len(x), batch_size)):
        yield x[start : start + batch_size], labels[start : start + batch_size]


@misconception(
    of="minibatches",
    title="You shuffled inside each batch only",
    hint="Let sample i have the label i, and print the labels of the first batch in two passes.",
    when=lambda *calls: (
        all(_blocks_in_order(call) and _right_pairs(call) for call in calls)
        and not all(map(_in_order, calls))
        and max(map(max, map(_sizes, calls))) > 1
    ),
)
def shuffled_inside_batches(x, labels, batch_size, rng):
    for x_batch, labels_batch in _batches(np.arange(len(x)), x, labels, batch_size):
        order = rng.permutation(len(labels_batch))
        yield x_batch[order], labels_batch[order]


@misconception(
    of="minibatches",
    title="You shuffled the caller's own arrays",
    hint="Print x before and after a pass. Whose array is it?",
    when=lambda call: _reordered(call) == [True, True] and _pairs_are_kept(call),
)
def callers_arrays_shuffled(x, labels, batch_size, rng):
    order = rng.permutation(len(x))
    x[:], labels[:] = x[order], labels[order]
    yield from _batches(np.arange(len(x)), x, labels, batch_size)


@misconception(
    of="minibatches",
    title="You shuffled the caller's own arrays, each in an order of its own",
    hint="Let sample i have the label i. Print x and labels before and after a pass. Whose arrays "
    "are they, and which label has sample 0 now?",
    when=lambda call: _reordered(call) == [True, True] and not _pairs_are_kept(call),
)
def callers_arrays_shuffled_apart(x, labels, batch_size, rng):
    rng.shuffle(x)
    rng.shuffle(labels)
    return _batches(np.arange(len(x)), x, labels, batch_size)


@misconception(
    of="minibatches",
    title="You shuffled the caller's own labels, and not the samples",
    hint="Print x and labels before and after a pass. Whose arrays are they?",
    when=lambda call: _reordered(call) == [False, True],
)
def callers_labels_shuffled(x, labels, batch_size, rng):
    rng.shuffle(labels)
    return _batches(np.arange(len(x)), x, labels, batch_size)


@misconception(
    of="minibatches",
    title="You shuffled the caller's own samples, and not the labels",
    hint="Print x and labels before and after a pass. Whose arrays are they?",
    when=lambda call: _reordered(call) == [True, False],
)
def callers_samples_shuffled(x, labels, batch_size, rng):
    rng.shuffle(x)
    return _batches(np.arange(len(x)), x, labels, batch_size)


@misconception(
    of="minibatches",
    title="All batches share one array",
    hint="Collect the batches in a list, then print the list. Are they all the last one?",
    when=lambda call: (
        len(call.got) > 2
        and np.array_equal(call.got[0][0], call.got[1][0])
        and len(_places(call)) == len(call.got)
    ),
)
def one_buffer(x, labels, batch_size, rng):
    x_buffer, labels_buffer = x[:batch_size].copy(), labels[:batch_size].copy()
    for x_batch, labels_batch in _batches(rng.permutation(len(x)), x, labels, batch_size):
        size = len(labels_batch)
        x_buffer[:size], labels_buffer[:size] = x_batch, labels_batch
        yield x_buffer[:size], labels_buffer[:size]


@misconception(
    of="minibatches",
    title="You made all batches at once",
    hint="Print what minibatches(...) returns. A generator gives one batch when it is asked for "
    "one.",
    when=lambda call: (
        isinstance(call.got, list) and all(_two_arrays(one, call.x) for one in call.got)
    ),
)
def list_of_batches(x, labels, batch_size, rng):
    return list(_batches(rng.permutation(len(x)), x, labels, batch_size))


@misconception(
    of="minibatches",
    title="You returned the first batch",
    hint="Print how many batches you get for 10 samples and a batch size of 4. Where does return "
    "end a function?",
    when=lambda call: (
        _two_arrays(call.got, call.x) and len(call.got[0]) == len(call.got[1]) == call.batch_size
    ),
)
def first_batch_only(x, labels, batch_size, rng):
    batch = rng.permutation(len(x))[:batch_size]
    return x[batch], labels[batch]


@misconception(
    of="minibatches",
    title="You gave the places of the samples, not the samples",
    hint="Print one batch. Is it a part of x and a part of labels?",
    when=lambda call: all(one.ndim == 1 and one.dtype.kind in "iu" for one in call.got),
)
def places_for_samples(x, labels, batch_size, rng):  # noqa: ARG001 - the mistake
    order = rng.permutation(len(x))
    for start in range(0, len(x), batch_size):
        yield order[start : start + batch_size]


@misconception(
    of="minibatches",
    title="You gave the samples without their labels",
    hint="Print one batch. Are there two arrays in it?",
    when=lambda call: all(one.shape[1:] == call.x.shape[1:] for one in call.got),
)
def samples_without_labels(x, labels, batch_size, rng):
    for x_batch, _ in _batches(rng.permutation(len(x)), x, labels, batch_size):
        yield x_batch


@misconception(
    of="minibatches",
    title="You gave the labels first and the samples second",
    hint="Print the shapes of the two arrays in a batch. Which is x_batch?",
    when=lambda call: all(
        labels.shape[1:] == call.labels.shape[1:] and x.shape[1:] == call.x.shape[1:]
        for labels, x in call.got
    ),
)
def labels_before_samples(x, labels, batch_size, rng):
    for x_batch, labels_batch in _batches(rng.permutation(len(x)), x, labels, batch_size):
        yield labels_batch, x_batch


@misconception(
    of="minibatches",
    title="You changed the dtype of the data",
    hint="Print the dtypes of x and of x_batch. Which line makes a new array?",
    when=lambda call: all(x.dtype == np.float64 != call.x.dtype for x, _ in call.got),
)
def always_float64(x, labels, batch_size, rng):
    return _batches(rng.permutation(len(x)), x.astype(np.float64), labels, batch_size)


@misconception(
    of="minibatches",
    title="You moved on by one sample, not by a batch",
    hint="Print the labels of each batch, for 10 samples and a batch size of 4.",
    when=_last(
        lambda call: (
            len(call.got) == len(call.x)
            and np.array_equal(_places(call)[1][:-1], _places(call)[0][1:])
            and call.batch_size > 1
        )
    ),
)
def overlapping_batches(x, labels, batch_size, rng):
    order = rng.permutation(len(x))
    for start in range(len(x)):
        batch = order[start : start + batch_size]
        yield x[batch], labels[batch]


# --- sgd_step ------------------------------------------------------------------------------------


def _pairs(params, grads):
    for layer, gradients in zip(params, grads, strict=True):
        yield from zip(layer, gradients, strict=True)


@misconception(
    of="sgd_step",
    title="You went uphill",
    hint="The gradient points to where the loss rises. Work one entry of W out by hand.",
)
def ascent(params, grads, learning_rate):
    for array, gradient in _pairs(params, grads):
        array[...] += learning_rate * gradient


@misconception(
    of="sgd_step",
    title="The arrays in params stay as they were",
    hint="Keep a second name, w = params[0][0], and make a step. Has w changed too? Which line of "
    "yours changes an array, and which gives a name another one?",
)
def names_rebound(params, grads, learning_rate):
    for array, gradient in _pairs(params, grads):
        array = array - learning_rate * gradient  # noqa: PLW2901 - the mistake


@misconception(
    of="sgd_step",
    title="The biases stay as they were",
    hint="Keep a second name, c = params[0][1], and print c before and after a step. Which line of "
    "yours is to change it?",
)
def biases_rebound(params, grads, learning_rate):
    for (W, b), (dW, db) in zip(params, grads, strict=True):
        W[...] -= learning_rate * dW
        b = b - learning_rate * db  # noqa: PLW2901 - the mistake


@misconception(
    of="sgd_step",
    title="The weights stay as they were",
    hint="Keep a second name, w = params[0][0], and print w before and after a step. Which line of "
    "yours is to change it?",
)
def weights_rebound(params, grads, learning_rate):
    for (W, b), (dW, db) in zip(params, grads, strict=True):
        W = W - learning_rate * dW  # noqa: PLW2901 - the mistake
        b[...] -= learning_rate * db


@misconception(
    of="sgd_step",
    title="You put new arrays into the list",
    hint="Keep a second name, w = params[0][0], and make a step. Has w changed too?",
)
def list_refilled(params, grads, learning_rate):
    for layer, ((W, b), (dW, db)) in enumerate(zip(params, grads, strict=True)):
        params[layer] = (W - learning_rate * dW, b - learning_rate * db)


@misconception(
    of="sgd_step",
    title="You returned new parameters",
    hint="Keep a second name, w = params[0][0], and make a step. Has w changed? And what does the "
    "function return?",
)
def new_params_returned(params, grads, learning_rate):
    return [
        (W - learning_rate * dW, b - learning_rate * db)
        for (W, b), (dW, db) in zip(params, grads, strict=True)
    ]


@misconception(
    of="sgd_step",
    title="You left the learning rate out",
    hint="Make a step at a rate of 0.1 and one at 0.2, from the same place. Are they different?",
)
def rate_left_out(params, grads, learning_rate):  # noqa: ARG001 - the mistake
    for array, gradient in _pairs(params, grads):
        array[...] -= gradient


@misconception(
    of="sgd_step",
    title="You left the learning rate out for the biases",
    hint="Print b before and after a step at a rate of 0. Has it moved?",
)
def rate_left_out_for_biases(params, grads, learning_rate):
    for (W, b), (dW, db) in zip(params, grads, strict=True):
        W[...] -= learning_rate * dW
        b[...] -= db


@misconception(
    of="sgd_step",
    title="Your learning rate is never above 1",
    hint="Work one entry of W out by hand, at a rate of 2. What does your code take for the rate?",
)
def rate_capped(params, grads, learning_rate):
    for array, gradient in _pairs(params, grads):
        array[...] -= min(learning_rate, 1.0) * gradient


_BOUNDS = tuple(a * 10.0**k for k in range(-1, 5) for a in (1, 2, 5))


def _goes_by(call, changed):
    """Whether a step goes by `changed(gradients, bound)`, and not by the gradients."""
    own = _flat(call.grads)
    moved = [before - after for before, after in zip(_flat(call.params), _held(call), strict=True)]

    def fits(gradients):
        steps = (call.learning_rate * gradient for gradient in gradients)
        return all(map(np.allclose, moved, steps))

    return not fits(own) and any(fits(changed(own, bound)) for bound in _BOUNDS)


def _clipped(gradients, bound):
    return [np.clip(gradient, -bound, bound) for gradient in gradients]


def _shortened(gradients, bound):
    norm = np.sqrt(sum(np.sum(gradient**2) for gradient in gradients))
    return [gradient * min(1.0, bound / norm) for gradient in gradients]


def _shortened_each(gradients, bound):
    return [_shortened([gradient], bound)[0] for gradient in gradients]


@misconception(
    of="sgd_step",
    title="You shortened the gradients to some length",
    hint="Take 1000 * np.ones((7, 6)) for a gradient. Print its norm, and the norm of the step "
    "that you make of it, divided by the learning rate.",
    when=lambda call: _goes_by(call, _shortened) or _goes_by(call, _shortened_each),
)
def gradients_shortened(params, grads, learning_rate):
    for array, gradient in _pairs(params, grads):
        array[...] -= learning_rate * _shortened([gradient], 50.0)[0]


@misconception(
    of="sgd_step",
    title="You clipped the gradients",
    hint="Work one entry of W out by hand, for a gradient of 1,000. What is left of the 1,000 in "
    "your code?",
    when=lambda call: _goes_by(call, _clipped),
)
def gradients_clipped(params, grads, learning_rate):
    for array, gradient in _pairs(params, grads):
        array[...] -= learning_rate * np.clip(gradient, -5, 5)


@misconception(
    of="sgd_step",
    title="You divided by the learning rate",
    hint="Work one entry of W out by hand, at a rate of 0.1.",
)
def divided_by_rate(params, grads, learning_rate):
    for array, gradient in _pairs(params, grads):
        array[...] -= gradient / (learning_rate or 1.0)


@misconception(
    of="sgd_step",
    title="You multiplied the old value by the rate as well",
    hint="Work one entry of W out by hand. To what does the learning rate belong?",
)
def shrinks_the_params(params, grads, learning_rate):
    for array, gradient in _pairs(params, grads):
        array[...] -= learning_rate * (array + gradient)


@misconception(
    of="sgd_step",
    title="You put the step in the place of the parameter",
    hint="Print W before and after a step at a rate of 0. It must stay as it is.",
)
def step_for_param(params, grads, learning_rate):
    for array, gradient in _pairs(params, grads):
        array[...] = -learning_rate * gradient


@misconception(
    of="sgd_step",
    title="You moved the first layer only",
    hint="Print the last W before and after a step. When does your loop end?",
)
def first_layer_only(params, grads, learning_rate):
    for array, gradient in zip(params[0], grads[0], strict=True):
        array[...] -= learning_rate * gradient


@misconception(
    of="sgd_step",
    title="You left the last layer where it was",
    hint="Print the last W before and after a step. When does your loop end?",
)
def last_layer_left_out(params, grads, learning_rate):
    for array, gradient in _pairs(params[:-1], grads[:-1]):
        array[...] -= learning_rate * gradient


@misconception(
    of="sgd_step",
    title="You moved the last layer only",
    hint="Print the first W before and after a step. Which line belongs into your loop?",
)
def last_layer_only(params, grads, learning_rate):
    for array, gradient in zip(params[-1], grads[-1], strict=True):
        array[...] -= learning_rate * gradient


@misconception(
    of="sgd_step",
    title="You went uphill with the biases",
    hint="Work one entry of W and one of b out by hand. In which direction does each go?",
)
def biases_ascend(params, grads, learning_rate):
    for (W, b), (dW, db) in zip(params, grads, strict=True):
        W[...] -= learning_rate * dW
        b[...] += learning_rate * db


@misconception(
    of="sgd_step",
    title="You took a learning rate of your own, 0.01",
    hint="Make a step at a rate of 0.1 and one at 0.2, from the same place. Are they different?",
)
def own_rate(params, grads, learning_rate):  # noqa: ARG001 - the mistake
    for array, gradient in _pairs(params, grads):
        array[...] -= 0.01 * gradient


@misconception(
    of="sgd_step",
    title="You moved each parameter by the sign of its gradient",
    hint="Double the gradients: the step must double.",
)
def step_by_sign(params, grads, learning_rate):
    for array, gradient in _pairs(params, grads):
        array[...] -= learning_rate * np.sign(gradient)


@misconception(
    of="sgd_step",
    title="You divided the step by the number of layers",
    hint="Work one entry of W out by hand, for a network of one layer and one of three.",
)
def divided_by_layers(params, grads, learning_rate):
    for array, gradient in _pairs(params, grads):
        array[...] -= learning_rate * gradient / len(params)


@misconception(
    of="sgd_step",
    title="You wrote into the gradients",
    hint="Print grads before and after the step. Which line changes them?",
)
def gradients_scaled(params, grads, learning_rate):
    for array, gradient in _pairs(params, grads):
        gradient[...] *= learning_rate
        array[...] -= gradient


@misconception(
    of="sgd_step",
    title="You set the gradients to 0 afterwards",
    hint="Print grads before and after the step. Which line changes them?",
)
def gradients_zeroed(params, grads, learning_rate):
    for array, gradient in _pairs(params, grads):
        array[...] -= learning_rate * gradient
        gradient[...] = 0


@misconception(
    of="sgd_step",
    title="You emptied the caller's lists",
    hint="Print len(params) before and after the step. What does pop do to a list?",
)
def lists_emptied(params, grads, learning_rate):
    while params:
        for array, gradient in zip(params.pop(), grads.pop(), strict=True):
            array[...] -= learning_rate * gradient


@misconception(
    of="sgd_step",
    title="You returned the parameters as well",
    hint="Print what sgd_step(...) returns. A function that changes its arguments returns None.",
)
def params_returned(params, grads, learning_rate):
    for array, gradient in _pairs(params, grads):
        array[...] -= learning_rate * gradient
    return params


@misconception(
    of="sgd_step",
    title="You took a learning rate of 0 for none at all",
    hint="Make a step at a rate of 0, and print what your code takes for the rate. What is 0.0 or "
    "0.1 in Python?",
)
def zero_rate_replaced(params, grads, learning_rate):
    rate = learning_rate or 0.01
    for array, gradient in _pairs(params, grads):
        array[...] -= rate * gradient


_VELOCITY = {}


def _remembers(first, second):
    """Tell a step that has a part of the earlier one's gradients in it."""
    names = zip(_held(second), _flat(second.params), _flat(second.grads), strict=True)
    moved = [(before - after) / second.learning_rate - own for after, before, own in names]
    parts = [np.vdot(extra, old) / np.vdot(old, old) for extra, old in _beside(moved, first.grads)]
    return parts[0] > 0.1 and all(
        np.allclose(extra, part * old, atol=1e-6) and abs(part - parts[0]) < 1e-6
        for part, (extra, old) in zip(parts, _beside(moved, first.grads), strict=True)
    )


def _held(call):
    """Return the arrays that were passed as params, as they are now."""
    count = len(_flat(call.params))
    return call.after[3 : 3 + count]


def _flat(pairs):
    return [array for pair in pairs for array in pair]


def _beside(arrays, pairs):
    return list(zip(arrays, _flat(pairs), strict=True))


@misconception(
    of="sgd_step",
    title="Your step remembers the gradients of the one before",
    hint="Make two steps with different gradients, and work the second out by hand. What outlives "
    "a call of your function?",
    when=_remembers,
    by_symptoms=True,
)
def gradients_accumulated(params, grads, learning_rate):
    for place, (array, gradient) in enumerate(_pairs(params, grads)):
        key = place, array.shape
        _VELOCITY[key] = _VELOCITY.get(key, 0.0) + gradient
        array[...] -= learning_rate * _VELOCITY[key]
