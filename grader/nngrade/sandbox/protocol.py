"""What passes between grader and worker: typed messages and plain values, nothing that can run.

Both sides import this file. The grader decodes with these types and its own caps,
so that a frame of any other form ends in ProtocolError; nothing is ever unpickled.
"""

import math
import socket
import struct
from collections.abc import Callable
from typing import Any, Literal

import msgspec
import numpy as np
import numpy.typing as npt

DTYPES = frozenset(
    {"float16", "float32", "float64", "bool"}
    | {f"{kind}{bits}" for kind in ("int", "uint") for bits in (8, 16, 32, 64)}
)
_NAMES = {np.dtype(name): name for name in DTYPES}
MAX_REPLY = 64 * 2**20
# Of a reply, what isn't an array's data: decoded, a byte of it can become thirty.
MAX_STRUCTURE = 4 * 2**20
MAX_PARTS = 120_000
MAX_NODES = 100_000
LARGE = 2**20  # bytes from which an array isn't copied to be sent
MAX_DEPTH = 32
MAX_TEXT = 64 * 2**10
MAX_DIMENSIONS = 32
# The kind of a Raised that no exception caused: the submission lacks the name asked for.
MISSING = "<missing>"
_HEADER = struct.Struct("!I")


class WireError(Exception):
    """The bytes received are no message, or one beyond the caps."""


class ConnectionClosed(Exception):
    """The other side is gone."""


# --- values -----------------------------------------------------------------------------------


class Array(msgspec.Struct, tag="array", frozen=True, omit_defaults=True):
    """An array, or with `scalar` a NumPy scalar; with `fortran` its first axis varies fastest.

    The order travels, since code can depend on it: of a transposed array, a reshape is a copy.
    """

    dtype: str
    shape: tuple[int, ...]
    data: bytearray
    scalar: bool = False
    fortran: bool = False


class Items(msgspec.Struct, tag="items", frozen=True):
    """A list, or with `fixed` a tuple."""

    items: "list[Value]"
    fixed: bool = False


class Table(msgspec.Struct, tag="table", frozen=True):
    """A dict; string keys only, since integer keys can be made to collide."""

    items: "dict[str, Value]"


class Rng(msgspec.Struct, tag="rng", frozen=True):
    """A new `np.random.default_rng(seed)` on the other side."""

    seed: int


class Dtype(msgspec.Struct, tag="dtype", frozen=True):
    """A NumPy scalar type such as `np.float32`."""

    name: str


class Handle(msgspec.Struct, tag="handle", frozen=True):
    """An object that stays in the worker."""

    id: int


class Callback(msgspec.Struct, tag="callback", frozen=True):
    """A function that the grader answers."""

    id: int


class Opaque(msgspec.Struct, tag="opaque", frozen=True):
    """An object that is no value; only the name of its type travels."""

    kind: str


Value = (
    None
    | bool
    | int
    | float
    | str
    | Array
    | Items
    | Table
    | Rng
    | Dtype
    | Handle
    | Callback
    | Opaque
)


# --- requests, from the grader ------------------------------------------------------------------


class StandIn(msgspec.Struct, frozen=True):
    """A function of an earlier exercise that the grader answers with the reference's values."""

    module: str
    name: str
    callback: int
    generator: bool = False


class Load(msgspec.Struct, tag="load", frozen=True):
    """The submission's files, the one to import, stand-ins, and files known not to load."""

    sources: dict[str, bytes]
    main: str
    stand_ins: list[StandIn] = []
    broken: dict[str, str] = {}


class Call(msgspec.Struct, tag="call", frozen=True):
    """Call a function of the main file, or with `handle` a method.

    keep: where to store the result; hold: send back the very arrays that were passed
    """

    name: str
    args: list[Value]
    kwargs: dict[str, Value] = {}
    handle: int | None = None
    keep: int | None = None
    trace: bool = False
    hold: bool = False


class Get(msgspec.Struct, tag="get", frozen=True):
    """Read an attribute of an object in the worker."""

    handle: int
    name: str


class Put(msgspec.Struct, tag="put", frozen=True):
    """Store a value in the worker, so that it travels once."""

    keep: int
    value: Value


class Take(msgspec.Struct, tag="take", frozen=True):
    """Draw at most `limit` items from an iterator in the worker."""

    handle: int
    limit: int


class Write(msgspec.Struct, tag="write", frozen=True):
    """Write into an object's `params` in place."""

    handle: int
    values: list[tuple[Value, Value]]


Step = Call | Get | Put | Take | Write


class Batch(msgspec.Struct, tag="batch", frozen=True):
    """Several steps in one journey."""

    steps: list[Step]


class Answer(msgspec.Struct, tag="answer", frozen=True):
    """What a callback returned; `changed` are arguments that it wrote into."""

    value: Value
    changed: dict[str, Value] = {}


class Refusal(msgspec.Struct, tag="refusal", frozen=True):
    """A callback was called with something it can't take; raised as that error in the worker."""

    kind: str
    message: str


Request = Load | Call | Get | Put | Take | Write | Batch | Answer | Refusal


# --- replies, from the worker -------------------------------------------------------------------


class Done(msgspec.Struct, tag="done", frozen=True):
    """A value; `changed` holds the arguments that differ after the call.

    held: the arrays that were passed, as they are now, whatever their list holds instead
    """

    value: Value = None
    changed: dict[str, Value] = {}
    aliased: bool = False
    events: int = -1
    traced: bool = True
    printed: str = ""
    held: list[Value] = []


class Taken(msgspec.Struct, tag="taken", frozen=True):
    """Items drawn; `stable` says that none changed while later ones were drawn.

    changed: the arguments of the call that made the iterator, where they differ by now
    """

    items: list[Value]
    exhausted: bool
    stable: bool
    printed: str = ""
    changed: dict[str, Value] = {}


class Frame(msgspec.Struct, frozen=True):
    """A line of the submission that an exception passed through."""

    file: str
    line: int
    function: str


class Raised(msgspec.Struct, tag="raised", frozen=True):
    """An exception: names and words only; `column` is set for syntax errors."""

    kind: str
    bases: list[str]
    message: str
    frames: list[Frame]
    column: int = 0
    printed: str = ""


class Batched(msgspec.Struct, tag="batched", frozen=True):
    """The outcome of each step."""

    replies: list[Done | Taken | Raised]


class Asked(msgspec.Struct, tag="asked", frozen=True):
    """The worker calls a function that the grader answers."""

    callback: int
    args: list[Value]
    kwargs: dict[str, Value] = {}


Reply = Done | Taken | Raised | Batched | Asked

encode = msgspec.msgpack.Encoder().encode
_requests = msgspec.msgpack.Decoder(Request)
_replies = msgspec.msgpack.Decoder(Reply)


def decode_request(frame: bytes | bytearray) -> Request:
    """Read a request in the worker; its sender is trusted."""
    return _requests.decode(frame)  # type: ignore[no-any-return]


def decode_reply(frame: bytes | bytearray) -> Reply:
    """Read a reply in the grader; WireError where it is none, before it costs memory or time."""
    _skim(frame)
    try:
        return _replies.decode(frame)  # type: ignore[no-any-return]
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError, OverflowError) as error:
        # Without the decoder's own words, which quote the frame: the worker could choose them.
        raise WireError("it is no message") from error


# The bytes that each first byte of MessagePack stands for, itself included; 0 where it says more.
_WIDTHS = bytes(
    [1] * 128  # small integers
    + [1] * 32  # small maps and arrays, whose items follow
    + [1 + size for size in range(32)]  # short strings
    + [1, 1, 1, 1]  # nil, false, true
    + [0] * 6  # binary data, extensions
    + [5, 9, 2, 3, 5, 9, 2, 3, 5, 9]  # floats and integers
    + [3, 4, 6, 10, 18]  # small extensions
    + [0] * 3  # strings
    + [3, 5, 3, 5]  # arrays and maps
    + [1] * 32  # small negative integers
)
# For those that say more: how many bytes hold the length, and what comes on top of it.
_LENGTHS = {
    0xC4: (1, 2), 0xC5: (2, 3), 0xC6: (4, 5),  # binary data
    0xC7: (1, 3), 0xC8: (2, 4), 0xC9: (4, 6),  # extensions
    0xD9: (1, 2), 0xDA: (2, 3), 0xDB: (4, 5),  # strings
}  # fmt: skip
_LAST_BINARY = 0xC6


def _skim(frame: bytes | bytearray) -> None:
    """Hop from part to part; WireError where there are too many, or too much beside arrays."""
    if len(frame) <= min(MAX_PARTS, MAX_STRUCTURE):
        return  # a part has a byte at least
    place = parts = data = 0
    while place < len(frame) and parts <= MAX_PARTS:
        head = frame[place]
        width = _WIDTHS[head]
        if not width:
            size, width = _LENGTHS[head]
            width += int.from_bytes(frame[place + 1 : place + 1 + size])
            data += width if head <= _LAST_BINARY else 0
        place += width
        parts += 1
    if parts > MAX_PARTS or place - data > MAX_STRUCTURE:
        raise WireError("a value is too deep or too large")


# --- frames over a socket -----------------------------------------------------------------------


def send_frame(connection: socket.socket, payload: bytes) -> None:
    """Send one message: four bytes of length, then the payload."""
    header = _HEADER.pack(len(payload))
    try:
        if len(payload) <= LARGE:
            connection.sendall(header + payload)  # at once: each piece would wake the reader
            return
        connection.sendall(header)
        connection.sendall(payload)
    except (BrokenPipeError, ConnectionResetError) as error:
        raise ConnectionClosed from error


def receive_frame(
    connection: socket.socket,
    cap: int,
    before_read: Callable[[], None] = lambda: None,
) -> bytearray:
    """Receive one message of at most `cap` bytes; `before_read` may set a new timeout."""
    (size,) = _HEADER.unpack(_receive(connection, _HEADER.size, before_read))
    if size > cap:
        raise WireError(f"a message of {_in_words(size)} is above the cap of {_in_words(cap)}")
    return _receive(connection, size, before_read)


def _in_words(size: int) -> str:
    return f"{size} bytes" if size < 2**20 else f"{size / 2**20:.1f} MiB"


def _receive(connection: socket.socket, size: int, before_read: Callable[[], None]) -> bytearray:
    buffer = bytearray()
    # Grown as bytes arrive: a lying header alone must not cost the grader memory.
    while len(buffer) < size:
        before_read()
        try:
            piece = connection.recv(min(size - len(buffer), 2**20))
        except ConnectionResetError as error:
            raise ConnectionClosed from error
        if not piece:
            raise ConnectionClosed
        buffer += piece
    return buffer


# --- values to and from the wire ----------------------------------------------------------------


def pack(value: Any, other: Callable[[Any], Value] | None = None) -> Value:
    """Turn a Python or NumPy object into a wire value; what `other` doesn't know is Opaque."""
    return _Packer(other or (lambda thing: Opaque(type(thing).__name__[:200]))).pack(value, 0)


class _Packer:
    def __init__(self, other: Callable[[Any], Value]) -> None:
        self._other = other
        self._nodes = 0

    def pack(self, value: Any, depth: int) -> Value:
        self._nodes += 1
        if depth > MAX_DEPTH or self._nodes > MAX_NODES:
            return Opaque("a structure too deep or too large to send")
        if isinstance(value, np.ndarray):
            return _pack_array(np.asarray(value))
        if isinstance(value, np.generic) and not isinstance(value, np.str_):
            return _pack_array(np.asarray(value), scalar=True)
        return self._pack_plain(value, depth)

    def _pack_plain(self, value: Any, depth: int) -> Value:
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, int):
            return int(value) if abs(int(value)) < 2**63 else Opaque("an integer beyond 64 bits")
        if isinstance(value, float):
            return float(value)
        if isinstance(value, str):
            return _clean(value)
        if isinstance(value, list | tuple):
            room = max(0, MAX_NODES - self._nodes)
            items = [self.pack(item, depth + 1) for item in value[: room + 1]]
            return Items(items, fixed=isinstance(value, tuple))
        if isinstance(value, dict) and all(isinstance(key, str) for key in value):
            return Table({_clean(key): self.pack(item, depth + 1) for key, item in value.items()})
        return self._other(value)


def _clean(text: str) -> str:
    """Cut and make encodable: lone surrogates would stop the encoder."""
    return str(text)[:MAX_TEXT].encode("utf-8", "backslashreplace").decode("utf-8")


def _pack_array(array: npt.NDArray[Any], *, scalar: bool = False) -> Value:
    name = _NAMES.get(array.dtype) or array.dtype.name  # looked up: `name` is slow
    if name not in DTYPES:
        return Opaque("an array of strings" if array.dtype.kind in "US" else f"an array of {name}")
    fortran = bool(array.flags.fnc)
    lines = array.T if fortran else array
    native = np.ascontiguousarray(lines, dtype=array.dtype.newbyteorder("="))
    # Small ones are copied: a later call of the same batch may write into them. For large ones a
    # memoryview spares a copy; struct fields aren't validated on the way out.
    bytes_ = native.reshape(-1).view(np.uint8).data if native.nbytes > LARGE else native.tobytes()
    return Array(name, array.shape, bytes_, scalar, fortran)  # type: ignore[arg-type]


def unpack(value: Value, other: Callable[[Any], Any] = lambda token: token) -> Any:
    """Turn a wire value into plain objects; `other` resolves tokens. WireError beyond the caps."""
    return _Unpacker(other).unpack(value, 0)


_NUMBERS = frozenset({type(None), bool, int, float})


class _Unpacker:
    def __init__(self, other: Callable[[Any], Any]) -> None:
        self._other = other
        self._nodes = 0

    def unpack(self, value: Value, depth: int) -> Any:
        self._nodes += 1
        if depth > MAX_DEPTH + 1 or self._nodes > MAX_NODES + 1:
            raise WireError("a value is too deep or too large")
        kind = type(value)
        # What a long list is made of comes first.
        if kind in _NUMBERS:
            return value
        if kind is str:
            return _text(value)
        if isinstance(value, Array):
            return _unpack_array(value)
        if isinstance(value, Items):
            items = [self.unpack(item, depth + 1) for item in value.items]
            return tuple(items) if value.fixed else items
        if isinstance(value, Table):
            return {key: self.unpack(item, depth + 1) for key, item in value.items.items()}
        return self._other(value)


def _text(value: Any) -> str:
    if len(value) > MAX_TEXT * 10:
        raise WireError("a string is too long")
    return str(value)


def _unpack_array(value: Array) -> Any:
    if value.dtype not in DTYPES:
        raise WireError(f"dtype {value.dtype[:40]!r} is not allowed")
    if len(value.shape) > MAX_DIMENSIONS or any(size < 0 for size in value.shape):
        raise WireError("an array's shape is out of bounds")
    dtype = np.dtype(value.dtype)
    if math.prod(value.shape) * dtype.itemsize != len(value.data):
        raise WireError("an array's bytes don't fill its shape")
    try:
        order: Literal["F", "C"] = "F" if value.fortran else "C"
        array = np.ndarray(value.shape, dtype, buffer=value.data, order=order)
    except (ValueError, TypeError, OverflowError) as error:
        raise WireError(f"an array of shape {value.shape} can't be built") from error
    return array[()] if value.scalar and not value.shape else array
