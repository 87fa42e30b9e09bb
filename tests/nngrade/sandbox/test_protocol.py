"""Values travel as they are; whatever is no message, or too much, is refused."""

import socket
import threading
from collections import namedtuple

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from nngrade.sandbox import protocol
from nngrade.sandbox.protocol import (
    DTYPES,
    MAX_DEPTH,
    MAX_DIMENSIONS,
    MAX_NODES,
    MAX_TEXT,
    Answer,
    Array,
    Asked,
    Batch,
    Batched,
    Call,
    Callback,
    ConnectionClosed,
    Done,
    Dtype,
    Frame,
    Get,
    Handle,
    Items,
    Load,
    Opaque,
    Put,
    Raised,
    Refusal,
    Rng,
    StandIn,
    Table,
    Take,
    Taken,
    WireError,
    Write,
    decode_reply,
    decode_request,
    encode,
    pack,
    receive_frame,
    send_frame,
    unpack,
)


def there_and_back(value):
    """Send a value as a reply, as the worker does, and read it, as the grader does."""
    return unpack(decode_reply(encode(Done(pack(value)))).value)


# --- values that travel ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        False,
        0,
        -5,
        2**63 - 1,
        -(2**63) + 1,
        0.1,
        float("inf"),
        "",
        "words, λ",
        [],
        (),
        {},
        [1, (2.0, "three", [None])],
        {"a": [True], "b": {"c": ()}},
    ],
)
def test_a_plain_value_arrives_as_it_was(value):
    got = there_and_back(value)
    assert got == value
    assert type(got) is type(value)


def test_nan_arrives_as_nan():
    assert np.isnan(there_and_back(float("nan")))


@pytest.mark.parametrize("dtype", sorted(DTYPES))
@pytest.mark.parametrize("shape", [(), (3,), (2, 3), (2, 0, 4)])
def test_an_array_arrives_with_dtype_and_shape(dtype, shape):
    array = np.random.default_rng(0).integers(0, 2, size=shape).astype(dtype)
    array = np.asarray(array)
    got = there_and_back(array)
    assert type(got) is np.ndarray
    assert (got.dtype, got.shape) == (array.dtype, array.shape)
    np.testing.assert_array_equal(got, array)


@pytest.mark.parametrize("dtype", sorted(DTYPES))
def test_a_numpy_scalar_arrives_as_a_scalar(dtype):
    value = np.dtype(dtype).type(1)
    got = there_and_back(value)
    assert type(got) is type(value)
    assert got == value


@pytest.mark.parametrize(
    "array",
    [
        np.arange(12.0).reshape(3, 4).T,
        np.asfortranarray(np.arange(12.0).reshape(3, 4)),
        np.arange(24.0).reshape(2, 3, 4).T,
        np.arange(24.0).reshape(2, 3, 4).transpose(0, 2, 1),
        np.arange(12, dtype=">f4").reshape(3, 4).T,
        np.arange(2.0**18).reshape(4, -1).T,
        np.arange(24.0)[::2],
        np.arange(12.0)[::-1],
        np.broadcast_to(np.arange(3.0), (4, 3)),
        np.arange(5, dtype=">f8"),
        np.arange(5, dtype=">i4"),
    ],
)
def test_the_layout_in_memory_makes_no_difference(array):
    got = there_and_back(array)
    assert got.dtype.isnative
    np.testing.assert_array_equal(got, array)


@pytest.mark.parametrize("shape", [(), (3,), (1, 3), (3, 1), (3, 4), (2, 3, 4), (0, 2)])
def test_a_transposed_array_is_transposed_there_as_well(shape):
    """Where both orders are the same one, it is as any other array."""
    array = np.zeros(shape)
    for one in (array, array.T):
        flags = there_and_back(one).flags
        assert (flags.c_contiguous, flags.f_contiguous) == (
            one.flags.c_contiguous,
            one.flags.f_contiguous,
        )


def test_an_array_in_no_order_arrives_in_that_of_c():
    assert there_and_back(np.zeros((4, 6))[::2, ::2]).flags.c_contiguous


def test_an_array_that_arrived_can_be_written_to():
    got = there_and_back(np.zeros(3))
    got[1] = 5.0
    assert got.tolist() == [0.0, 5.0, 0.0]
    turned = there_and_back(np.zeros((2, 3)).T)
    turned[2, 0] = 5.0
    assert turned.tolist() == [[0.0, 0.0], [0.0, 0.0], [5.0, 0.0]]


def test_what_is_a_value_in_disguise_travels_as_that_value():
    """A NamedTuple is a tuple, `np.str_` a str; subclasses stay behind, with their tricks."""

    class Yes(str):
        __slots__ = ()

        def __eq__(self, other):
            return True

        __hash__ = str.__hash__

    class Always(np.ndarray):
        def __eq__(self, other):
            return np.array(True)

        __hash__ = None

    pair = namedtuple("pair", "one two")(1, 2.0)  # noqa: PYI024 - as a learner may write it
    for value, plain in [(pair, (1, 2.0)), (np.str_("green"), "green"), (Yes("no"), "no")]:
        got = there_and_back(value)
        assert got == plain
        assert type(got) is type(plain)
    assert type(there_and_back(np.ones(2).view(Always))) is np.ndarray


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (object(), "object"),
        ({1, 2}, "set"),
        ({1: "integer key"}, "dict"),
        (1j, "complex"),
        (2**63, "an integer beyond 64 bits"),
        (-(2**70), "an integer beyond 64 bits"),
        (np.array([None]), "an array of object"),
        (np.array(["text"]), "an array of strings"),
        (np.array([1j]), "an array of complex128"),
        (np.complex64(1), "an array of complex64"),
        ((item for item in ()), "generator"),
    ],
)
def test_of_any_other_object_only_the_name_of_its_type_travels(value, kind):
    assert there_and_back(value) == Opaque(kind)


def test_text_is_cut_and_made_encodable():
    assert there_and_back("x" * (MAX_TEXT + 5)) == "x" * MAX_TEXT
    assert there_and_back("\ud800 alone") == r"\ud800 alone"
    assert there_and_back({"\ud800": 1}) == {r"\ud800": 1}


def test_a_structure_without_end_is_cut():
    circle = []
    circle.append(circle)
    got = there_and_back(circle)
    for _ in range(MAX_DEPTH):
        (got,) = got
    assert got == [Opaque("a structure too deep or too large to send")]


def test_a_list_with_too_many_items_is_cut():
    got = there_and_back([0] * (MAX_NODES + 5))
    assert len(got) == MAX_NODES
    assert got[-1] == Opaque("a structure too deep or too large to send")


def test_a_structure_with_too_many_items_in_all_is_refused_in_words():
    with pytest.raises(WireError, match="too deep or too large"):
        there_and_back([[0] * 1000] * 1000)


def test_objects_that_one_side_knows_become_its_tokens():
    tokens = {"rng": Rng(7), "dtype": Dtype("float32"), "handle": Handle(3), "f": Callback(4)}
    packed = pack([object()], lambda _: Table(tokens))
    names = {"Rng": "r", "Dtype": "d", "Handle": "h", "Callback": "c"}
    (got,) = unpack(decode_request(encode(Put(1, packed))).value, lambda t: names[type(t).__name__])
    assert got == {"rng": "r", "dtype": "d", "handle": "h", "f": "c"}
    assert unpack(packed) == [tokens]


# --- messages -------------------------------------------------------------------------------

REQUESTS = [
    Load({"e01_data": b"\xff"}, "e01_data", [StandIn("e04", "relu", 3, True)], {"e02": "missing"}),
    Call("f", [1, Array("float64", (1,), bytearray(8))], {"k": None}, 2, 3, True, True),
    Get(1, "W1"),
    Put(2, "value"),
    Take(3, 10),
    Write(4, [(1.0, 2.0)]),
    Batch([Call("f", []), Get(1, "W1"), Put(1, 2), Take(3, 4), Write(5, [])]),
    Answer(1.0, {"0": 2}),
    Refusal("ValueError", "no"),
]
REPLIES = [
    Done(1.0, {"0": 2}, True, 17, False, "printed", [3]),
    Taken([1, 2], True, False, "printed", {"0": 1}),
    Raised("ValueError", ["ValueError", "Exception"], "no", [Frame("e.py", 3, "f")], 4, "printed"),
    Batched([Done(), Taken([], True, True), Raised("E", [], "", [])]),
    Asked(3, [1.0], {"k": 2}),
]


@pytest.mark.parametrize("request_", REQUESTS, ids=lambda one: type(one).__name__)
def test_each_kind_of_request_arrives(request_):
    assert decode_request(encode(request_)) == request_


@pytest.mark.parametrize("reply", REPLIES, ids=lambda one: type(one).__name__)
def test_each_kind_of_reply_arrives(reply):
    assert decode_reply(encode(reply)) == reply


def packed_by_hand(message) -> bytes:
    return msgspec.msgpack.encode(message)


@pytest.mark.parametrize(
    "frame",
    [
        b"",
        b"\xc1",
        b"\x00",
        b"{}",
        packed_by_hand("done"),
        packed_by_hand(["done"]),
        packed_by_hand({}),
        packed_by_hand({"type": "passed"}),
        packed_by_hand({"type": "done", "value": {"type": "code", "source": "1"}}),
        packed_by_hand({"type": "done", "value": {"type": "array", "dtype": 3}}),
        packed_by_hand({"type": "done", "value": {"type": "table", "items": {1: 2}}}),
        packed_by_hand({"type": "done", "value": 2**64 - 1, "events": "many"}),
        packed_by_hand({"type": "taken"}),
        packed_by_hand({"type": "batched", "replies": [{"type": "batched", "replies": []}]}),
        encode(Call("f", [])),
        encode(Answer(1.0)),
        encode(Done()) + b"\x00",
        encode(Done())[:-1],
        b"\x91" * 100_000,
        b"\x81\xa4type\xa4done\x81\xa5value" * 10,
    ],
)
def test_bytes_of_another_form_are_no_reply(frame):
    with pytest.raises(WireError):
        decode_reply(frame)


@given(st.binary(max_size=300))
@hypothesis_settings(max_examples=300, deadline=None)
def test_no_bytes_do_more_than_be_refused(frame):
    for start in (b"", b"\x82\xa4type\xa4done\xa5value"):
        try:
            reply = decode_reply(start + frame)
        except WireError:
            continue
        assert isinstance(reply, Done)


# --- caps -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "array",
    [
        Array("object", (1,), bytearray(8)),
        Array("complex128", (1,), bytearray(16)),
        Array("float64, float64", (1,), bytearray(16)),
        Array("O" * 1000, (1,), bytearray(8)),
        Array("float64", (2,), bytearray(8)),
        Array("float64", (1,), bytearray(9)),
        Array("float64", (10**12,), bytearray(8)),
        Array("float64", (-1, -1), bytearray(8)),
        Array("float64", (1,) * (MAX_DIMENSIONS + 1), bytearray(8)),
        Array("float64", (2**62, 2**62, 0), bytearray(0)),
        Array("float64", (2**63, 0), bytearray(0)),
        Array("float64", (2, 2), bytearray(8), fortran=True),
        Array("float64", (2**62, 2**62, 0), bytearray(0), fortran=True),
        Array("float64", (1,) * (MAX_DIMENSIONS + 1), bytearray(8), scalar=True, fortran=True),
    ],
)
def test_an_array_that_is_none_is_refused(array):
    with pytest.raises(WireError) as error:
        unpack(array)
    assert len(str(error.value)) < 200


def test_a_value_that_is_too_deep_or_too_large_is_refused():
    deep = 0
    for _ in range(MAX_DEPTH + 2):
        deep = Items([deep])
    wide = Items([0] * (MAX_NODES + 1))
    for value in (deep, wide, Table({"a": wide})):
        with pytest.raises(WireError, match="too deep or too large"):
            unpack(value)


def test_text_that_is_too_long_is_refused():
    with pytest.raises(WireError, match="too long"):
        unpack("x" * (MAX_TEXT * 10 + 1))


# --- frames ---------------------------------------------------------------------------------


@pytest.fixture
def ends():
    one, other = socket.socketpair()
    one.settimeout(5.0)
    other.settimeout(5.0)
    with one, other:
        yield one, other


@pytest.mark.parametrize("size", [0, 1, 5_000_000])
def test_a_frame_arrives_whole(ends, size):
    payload = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    sender = threading.Thread(target=send_frame, args=(ends[0], payload))
    sender.start()
    got = receive_frame(ends[1], 10**7)
    sender.join()
    assert got == payload


def test_frames_arrive_one_by_one(ends):
    send_frame(ends[0], b"first")
    send_frame(ends[0], b"second")
    assert [receive_frame(ends[1], 100), receive_frame(ends[1], 100)] == [b"first", b"second"]


def test_a_frame_above_the_cap_is_refused_before_it_is_read(ends):
    send_frame(ends[0], b"x" * 100)
    assert receive_frame(ends[1], 100) == b"x" * 100
    send_frame(ends[0], b"x" * 101)
    with pytest.raises(WireError, match="101 bytes is above the cap of 100"):
        receive_frame(ends[1], 100)
    assert ends[1].recv(1000) == b"x" * 101


def test_a_header_that_promises_too_much_costs_no_memory(ends, monkeypatch):
    """What is held is what has come, not what was promised."""
    lengths = []
    ends[0].sendall((2**31).to_bytes(4, "big") + b"x" * 10)
    ends[0].close()
    monkeypatch.setattr(protocol, "bytearray", RecordingBuffer, raising=False)
    RecordingBuffer.lengths = lengths
    with pytest.raises(ConnectionClosed):
        receive_frame(ends[1], 2**32 - 1)
    assert max(lengths) <= 10


class RecordingBuffer(bytearray):
    """A bytearray that notes how large it grows."""

    lengths: list[int]

    def __init__(self, *given):
        super().__init__(*given)
        self.lengths.append(len(self))

    def __iadd__(self, piece):
        self.lengths.append(len(self) + len(piece))
        return super().__iadd__(piece)


@pytest.mark.parametrize("sent", [b"", b"\x00\x00", b"\x00\x00\x00\x05abc"])
def test_an_end_in_the_middle_of_a_frame_is_told_as_such(ends, sent):
    ends[0].sendall(sent)
    ends[0].close()
    with pytest.raises(ConnectionClosed):
        receive_frame(ends[1], 100)


def test_sending_to_an_end_that_is_closed_is_told_as_such(ends):
    ends[1].close()
    with pytest.raises(ConnectionClosed):
        send_frame(ends[0], b"x" * 10_000_000)


def test_the_time_that_remains_is_set_before_each_read(ends):
    calls = []
    send_frame(ends[0], b"payload")
    receive_frame(ends[1], 100, lambda: calls.append(1))
    assert len(calls) == 2
