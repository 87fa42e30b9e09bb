"""Whatever bytes a worker sends, the grader soon has a value or a WireError, in little memory."""

import struct
import time
import tracemalloc

import msgspec
import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from nngrade.sandbox.protocol import (
    DTYPES,
    MAX_DEPTH,
    MAX_PARTS,
    MAX_REPLY,
    MAX_STRUCTURE,
    Array,
    Asked,
    Batched,
    Callback,
    Done,
    Dtype,
    Frame,
    Handle,
    Items,
    Opaque,
    Raised,
    Reply,
    Rng,
    Table,
    Taken,
    WireError,
    decode_reply,
    encode,
    pack,
    unpack,
)

MIB = 2**20
# 50 ms are allowed; a machine that does other things as well is not to fail for it.
SECONDS = 5 * 0.050
many = hypothesis_settings(max_examples=200, deadline=None)


def read(frame):
    """Read a frame as the grader does, each value in it as well; None where it is refused."""
    try:
        reply = decode_reply(frame)
        for one in reply.replies if isinstance(reply, Batched) else [reply]:
            for value in values_of(one):
                unpack(value)
    except WireError as refusal:
        return said(str(refusal))
    return reply


def said(words):
    """Examine the words that a learner reads: brief, and none of the worker's own characters."""
    assert words.isprintable()
    assert len(words) < 200


def values_of(reply):
    if isinstance(reply, Done):
        return [reply.value, *reply.changed.values(), *reply.held]
    if isinstance(reply, Taken):
        return [*reply.items, *reply.changed.values()]
    return [*reply.args, *reply.kwargs.values()] if isinstance(reply, Asked) else []


# --- any bytes ----------------------------------------------------------------------------------

numbers = st.integers(-(2**63), 2**64 - 1) | st.floats() | st.booleans() | st.none()
names = st.sampled_from([
    "type", "value", "changed", "aliased", "events", "traced", "printed", "held", "items", "fixed",
    "exhausted", "stable", "kind", "bases", "message", "frames", "column", "file", "line",
    "function", "replies", "callback", "args", "kwargs", "dtype", "shape", "data", "scalar", "id",
    "name", "seed", "done", "taken", "raised", "batched", "asked", "array", "table", "rng",
    "fortran", "handle", "opaque", "<missing>", *sorted(DTYPES),
])  # fmt: skip
shapes = st.lists(st.integers(-3, 2**63 - 1), max_size=70).map(tuple)
things = st.recursive(
    numbers | names | st.text(max_size=5) | st.binary(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=6)
        | st.dictionaries(names | st.integers(-(2**63), 2**64 - 1), inner, max_size=8)
        | st.fixed_dictionaries({"type": names}, optional={"value": inner, "items": inner})
    ),
    max_leaves=30,
)
data = st.binary(max_size=64).map(bytearray)
values = st.recursive(
    numbers
    | st.text(max_size=5)
    | st.builds(
        Array,
        names | st.sampled_from(sorted(DTYPES)),
        shapes,
        data,
        scalar=st.booleans(),
        fortran=st.booleans(),
    )
    | st.builds(Opaque, st.text(max_size=5))
    | st.sampled_from([Rng(-1), Handle(2**62), Callback(-5), Dtype("object")]),
    lambda inner: (
        st.builds(Items, st.lists(inner, max_size=5), st.booleans())
        | st.builds(Table, st.dictionaries(st.text(max_size=3), inner, max_size=4))
    ),
    max_leaves=20,
)
some = st.lists(values, max_size=3)
named = st.dictionaries(names, values, max_size=3)
words = st.text(max_size=9)
counts = st.integers(-5, 5)
traces = st.lists(st.builds(Frame, names, counts, names), max_size=3)
single = (
    st.builds(Done, values, named, st.booleans(), counts)
    | st.builds(Taken, some, st.booleans(), st.booleans())
    | st.builds(Raised, words, st.lists(names, max_size=3), words, traces)
)
replies = (
    single
    | st.builds(Batched, st.lists(single, max_size=4))
    | st.builds(Asked, counts, some, named)
)


@given(st.binary(max_size=400))
@many
def test_any_bytes_are_read_or_refused(frame):
    read(frame)


@given(things)
@many
def test_anything_that_could_be_a_message_is_read_or_refused(thing):
    read(msgspec.msgpack.encode(thing))


@given(replies)
@many
def test_any_reply_is_read_or_its_values_refused(reply):
    frame = encode(reply)
    assert isinstance(decode_reply(frame), Reply)
    read(frame)


@given(replies.map(encode), st.data())
@many
def test_a_reply_with_changed_bytes_is_read_or_refused(frame, data):
    """Bytes are replaced, left out, put in, and doubled."""
    changed = bytearray(frame)
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(changed)))
        end = place + data.draw(st.integers(0, 9))
        piece = data.draw(st.binary(max_size=9) | st.just(bytes(changed[place:end]) * 2))
        changed[place:end] = piece
    read(changed)


@given(replies.map(encode), st.integers(0, 200))
@many
def test_a_reply_without_its_end_is_refused(frame, missing):
    if 0 < missing <= len(frame):
        assert read(frame[:-missing]) is None


# --- promises and floods --------------------------------------------------------------------------


def done(value):
    """Write a reply around a value in MessagePack."""
    return b"\x82\xa4type\xa4done\xa5value" + value


def items(value):
    return b"\x82\xa4type\xa5items\xa5items" + value


def huge(count):
    return struct.pack("!I", count)


ROOM = MAX_REPLY - 200
PROMISES = {
    "a list": b"\xdd" + huge(2**32 - 1),
    "a map": b"\xdf" + huge(2**32 - 1),
    "a text": b"\xdb" + huge(2**32 - 1),
    "data": b"\xc6" + huge(2**32 - 1),
    "an extension": b"\xc9" + huge(2**32 - 1),
}
# Made when they are needed: each is as long as a reply may be.
FLOODS = {
    "nothing": lambda: items(b"\xdd" + huge(ROOM) + b"\xc0" * ROOM),
    "zeros": lambda: items(b"\xdd" + huge(ROOM) + b"\x00" * ROOM),
    "small numbers": lambda: items(b"\xdd" + huge(ROOM // 3) + b"\xcd\xff\xff" * (ROOM // 3)),
    "floats": lambda: items(b"\xdd" + huge(ROOM // 9) + (b"\xcb" + b"\x3f" * 8) * (ROOM // 9)),
    "letters": lambda: items(b"\xdd" + huge(ROOM // 2) + b"\xa1x" * (ROOM // 2)),
    "empty lists": lambda: b"\xdd" + huge(ROOM) + b"\x90" * ROOM,
    "empty maps": lambda: b"\xdd" + huge(ROOM) + b"\x80" * ROOM,
    "lists in lists": lambda: b"\x91" * ROOM,
    "maps in maps": lambda: b"\x81\xa0" * (ROOM // 2),
    "one text": lambda: b"\xdb" + huge(ROOM) + b"x" * ROOM,
    "wide letters": lambda: b"\xdb" + huge(ROOM - ROOM % 4) + "😀".encode() * (ROOM // 4),
    "items": lambda: items(b"\xdd" + huge(ROOM // 25) + items(b"\x90") * (ROOM // 25)),
    "words for keys": lambda: b"\xdf" + huge(ROOM // 3) + b"\xa1k\xc0" * (ROOM // 3),
    "numbers for keys": lambda: b"\xdf" + huge(ROOM // 4) + b"\xcd\x00\x01\xc0" * (ROOM // 4),
    "empty data": lambda: items(b"\xdd" + huge(ROOM // 2) + b"\xc4\x00" * (ROOM // 2)),
}


def arrays(count, size):
    one = Array("float64", (size // 8,), bytearray(size))
    return encode(Done(Items([one] * count)))


# The most that is still let through, of each kind.
FULL = {
    "one array": lambda: encode(Done(pack(np.zeros((MAX_REPLY - 200) // 8)))),
    "arrays": lambda: arrays(1000, 64_000),
    "small arrays": lambda: arrays(9_000, 8),
    "numbers": lambda: encode(Done(Items([1.5] * 99_000))),
    "words": lambda: encode(Done(Items(["a word"] * 99_000))),
    "wide words": lambda: encode(Done(Items(["😀" * 100] * 10_000))),
    "tuples": lambda: encode(Done(Items([Items([], fixed=True)] * 17_000))),
    "tables": lambda: encode(Done(Items([Table({"a": 1.0})] * 12_000))),
    "one table": lambda: encode(Done(Table({f"{i:05}": i for i in range(55_000)}))),
    "changes": lambda: encode(Done(changed={f"{i:05}": i for i in range(55_000)})),
    "frames": lambda: encode(Raised("E", [], "", [Frame("e04_relu.py", 1, "relu")] * 15_000)),
    "replies": lambda: encode(Batched([Done()] * 6_500)),
}


@pytest.mark.parametrize("promise", PROMISES.values(), ids=PROMISES)
def test_a_promise_of_billions_is_refused_at_once(promise):
    for value in (promise, items(promise), items(b"\x91" + promise)):
        assert_cheap(done(value), memory=MIB)


@pytest.mark.parametrize("flood", FLOODS.values(), ids=FLOODS)
def test_a_flood_of_parts_is_refused_before_it_costs_anything(flood):
    """Decoded, a byte of the frame could become thirty."""
    frame = done(flood())
    assert len(frame) <= MAX_REPLY + 100
    assert_cheap(frame, memory=MIB)


@pytest.mark.parametrize("full", FULL.values(), ids=FULL)
def test_a_full_reply_is_read_within_its_time_and_memory(full):
    """An array costs its bytes once more; all else together stays far below the largest array."""
    frame = full()
    assert len(frame) <= MAX_REPLY
    assert read(frame) is not None
    assert seconds_for(frame) < SECONDS
    assert memory_for(frame) < MAX_REPLY + 32 * MIB


def test_the_bounds_are_met_exactly():
    """Just as many parts and bytes as are allowed pass; one more is refused."""
    rest = 5  # the map, its two keys and the tag, and the list
    start = b"\x82\xa4type\xa4done\xa4held\xdd"
    just, above = (start + huge(n) + b"\xc0" * n for n in (MAX_PARTS - rest, MAX_PARTS - rest + 1))
    assert decode_reply(just).held[0] is None
    with pytest.raises(WireError, match="too large"):
        decode_reply(above)
    empty = len(encode(Done(printed="")))
    assert decode_reply(encode(Done(printed="x" * (MAX_STRUCTURE - empty - 4))))
    with pytest.raises(WireError, match="too large"):
        decode_reply(encode(Done(printed="x" * MAX_STRUCTURE)))


SHELLS = [items(b"\x91"), b"\x82\xa4type\xa5table\xa5items\x81\xa1k"]


@given(st.integers(0, 3000), st.sampled_from(SHELLS))
@example(MAX_DEPTH, items(b"\x91"))
@example(MAX_DEPTH + 1, items(b"\x91"))
@example(100_000, items(b"\x91"))
@many
def test_a_deep_value_is_read_as_deep_as_is_allowed(depth, shell):
    reply = read(done(shell * depth + b"\xc0"))
    assert (reply is not None) == (depth <= MAX_DEPTH + 1)


def test_keys_that_collide_cost_no_more_than_others():
    """Numbers can be made to collide, so only words are keys: their hash differs in each run."""
    frame = encode(Done(Table({f"{i * 2**20:07}": i for i in range(50_000)})))
    assert seconds_for(frame) < SECONDS
    colliding = msgspec.msgpack.encode({i * (2**61 - 1): i for i in range(3)})
    assert read(done(b"\x82\xa4type\xa5table\xa5items" + colliding)) is None


def assert_cheap(frame, memory):
    assert read(frame) is None
    assert seconds_for(frame) < SECONDS
    assert memory_for(frame) < memory


def seconds_for(frame):
    """Return the processor time that reading takes, at best."""
    times = []
    for _ in range(3):
        started = time.process_time()
        read(frame)
        times.append(time.process_time() - started)
    return min(times)


def memory_for(frame):
    """Return the memory that reading takes at its peak, beside the frame itself."""
    tracemalloc.start()
    try:
        read(frame)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
