"""The child in which learner code runs: imports it from memory, calls it, sends values back.

It holds no checks, no reference and no labels, and decides nothing: whatever it sends
is a value, an exception's name and words, or a question to the grader.
"""

import contextlib
import gc
import importlib.abc
import importlib.machinery
import importlib.util
import io
import random
import re
import socket
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from types import CodeType, FrameType, ModuleType
from typing import Any

import numpy as np

from nngrade.sandbox import protocol
from nngrade.sandbox.protocol import (
    Answer,
    Array,
    Asked,
    Batch,
    Batched,
    Call,
    Callback,
    Done,
    Dtype,
    Frame,
    Get,
    Handle,
    Items,
    Load,
    Put,
    Raised,
    Refusal,
    Reply,
    Request,
    Rng,
    StandIn,
    Step,
    Table,
    Take,
    Taken,
    Value,
    Write,
    pack,
    unpack,
)

# The line, one of the first two, in which a file names its encoding.
CODING = re.compile(rb"(?:[ \t\f]*(?:#.*)?(?:\r\n|\r|\n))?[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
MAX_PRINTED = 16 * 2**10
REQUEST_CAP = 2**32 - 1


class Printed(io.TextIOBase):
    """Standard output of the learner's code: the beginning is kept, the rest dropped."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._room = MAX_PRINTED

    def writable(self) -> bool:
        """Say that it can be written to."""
        return True

    def write(self, text: str) -> int:
        """Keep what there is room for."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        piece = text[: self._room]
        self._room -= len(piece)
        if piece:
            self._pieces.append(piece)
        return len(text)

    def drain(self) -> str:
        """Return what was printed since the last time."""
        text = "".join(self._pieces)
        self._pieces.clear()
        self._room = MAX_PRINTED
        return text.encode("utf-8", "backslashreplace").decode("utf-8")


class SubmissionFinder(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    """Imports the submission's files from memory; stands last, so it can shadow nothing."""

    def __init__(self, request: Load, stand_in: Callable[[StandIn], Any]) -> None:
        self._sources = request.sources
        self._broken = request.broken
        self._stand_ins = request.stand_ins
        self._known = {*self._sources, *self._broken, *(one.module for one in self._stand_ins)}
        self._build = stand_in

    def find_spec(
        self, fullname: str, path: object = None, target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Know the submission's own files, and no others."""
        del path, target
        known = fullname in self._known
        return importlib.machinery.ModuleSpec(fullname, self) if known else None

    def get_source(self, fullname: str) -> str:
        """Return a file's text, for `inspect` and `doctest`."""
        return importlib.util.decode_source(self._sources[fullname])

    def get_code(self, fullname: str) -> CodeType:
        """Compile from bytes, so that byte order marks and coding lines are honoured."""
        source, file = self._sources[fullname], f"{fullname}.py"
        _must_be_text(source, file)
        return compile(source, file, "exec", dont_inherit=True)

    def exec_module(self, module: ModuleType) -> None:
        """Run a file, then put stand-ins in the place of single names."""
        name = module.__name__
        replaced = [stand_in for stand_in in self._stand_ins if stand_in.module == name]
        if name in self._sources and name not in self._broken:
            module.__file__ = f"{name}.py"
            exec(self.get_code(name), module.__dict__)  # noqa: S102 - this is what a worker is for
        elif not replaced:
            raise ImportError(f"{name}.py does not load: {self._broken[name]}", name=name)
        for stand_in in replaced:
            setattr(module, stand_in.name, self._build(stand_in))


class Server:
    """Serves one submission's one exercise over a connected socket."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._objects: dict[int, Any] = {}
        self._made_by: dict[int, tuple[dict[str, bytes], list[Any], dict[str, Any]]] = {}
        self._printed = Printed()
        self._module: ModuleType | None = None
        self._files: frozenset[str] = frozenset()

    def serve(self) -> None:
        """Answer requests until the grader hangs up."""
        sys.stdout = sys.stderr = self._printed
        while True:
            try:
                request = self._receive()
            except protocol.ConnectionClosed:
                return
            self._send(self._answer(request))

    def _receive(self) -> Request:
        return protocol.decode_request(protocol.receive_frame(self._connection, REQUEST_CAP))

    def _send(self, reply: Reply) -> None:
        protocol.send_frame(self._connection, protocol.encode(reply))

    def _answer(self, request: Request) -> Reply:
        if isinstance(request, Load):
            return self._guarded(lambda: self._load(request))
        if isinstance(request, Batch):
            return Batched([self._step(step) for step in request.steps])
        if isinstance(request, Answer | Refusal):
            raise protocol.WireError("an answer that was not asked for")
        return self._step(request)

    def _step(self, step: Step) -> Done | Taken | Raised:
        return self._guarded(lambda: self._perform(step))

    def _perform(self, step: Step) -> Done | Taken | Raised:
        actions: dict[type, Callable[[Any], Done | Taken]] = {
            Call: self._call,
            Get: self._get,
            Put: self._put,
            Take: self._take,
            Write: self._write,
        }
        if isinstance(step, Call) and not hasattr(self._owner(step), step.name):
            return self._missing(step)
        return actions[type(step)](step)

    def _guarded(self, action: Callable[[], Done | Taken | Raised]) -> Done | Taken | Raised:
        try:
            return action()
        except BaseException as error:  # noqa: BLE001 - SystemExit is a learner's mistake, too
            return self._raised(error)

    # --- loading ------------------------------------------------------------------------------

    def _load(self, request: Load) -> Done:
        # What draws from a hidden generator is wrong, but the same each time that it is graded.
        random.seed(0)
        np.random.seed(0)  # noqa: NPY002 - it is the one that learners find by mistake
        self._files = frozenset(f"{name}.py" for name in request.sources)
        sys.meta_path.append(SubmissionFinder(request, self._stand_in))
        self._module = importlib.import_module(request.main)
        return Done(printed=self._printed.drain())

    def _stand_in(self, stand_in: StandIn) -> Callable[..., Any]:
        def function(*args: Any, **kwargs: Any) -> Any:
            return self._ask(stand_in.callback, args, kwargs)

        def generator(*args: Any, **kwargs: Any) -> Iterator[Any]:
            yield from function(*args, **kwargs)

        chosen: Callable[..., Any] = generator if stand_in.generator else function
        chosen.__name__ = chosen.__qualname__ = stand_in.name
        return chosen

    # --- steps --------------------------------------------------------------------------------

    def _call(self, call: Call) -> Done:
        function = getattr(self._owner(call), call.name)
        args = [self._unpack(value) for value in call.args]
        kwargs = {name: self._unpack(value) for name, value in call.kwargs.items()}
        held = list(_arrays(_sent(call, args))) if call.hold else []
        before = _snapshot(call)
        tracer = Tracer() if call.trace else None
        result = tracer.run(function, args, kwargs) if tracer else function(*args, **kwargs)
        if call.keep is not None:
            self._objects[call.keep] = result
            self._made_by[call.keep] = before, args, kwargs
        return Done(
            None if call.keep is not None else self._pack(result),
            self._changed(before, args, kwargs),
            _shares_memory(result, [*args, *kwargs.values()]),
            tracer.events if tracer else -1,
            tracer.stood if tracer else True,
            self._printed.drain(),
            [self._pack(array) for array in held],
        )

    def _owner(self, call: Call) -> Any:
        return self._module if call.handle is None else self._objects.get(call.handle)

    def _missing(self, call: Call) -> Raised:
        owner = self._owner(call)
        found = [name for name in dir(owner) if self._is_own(name, getattr(owner, name, None))]
        return Raised(protocol.MISSING, [call.name], ", ".join(found[:20]), [])

    def _is_own(self, name: str, thing: Any) -> bool:
        own = getattr(thing, "__module__", None) == getattr(self._module, "__name__", "")
        return own and callable(thing) and not name.startswith("_")

    def _changed(
        self, before: Mapping[str, bytes], args: list[Any], kwargs: Mapping[str, Any]
    ) -> dict[str, Value]:
        after = {str(index): value for index, value in enumerate(args)} | dict(kwargs)
        return {
            name: packed
            for name, encoded in before.items()
            if protocol.encode(packed := self._pack(after[name])) != encoded
        }

    def _get(self, get: Get) -> Done:
        held = self._objects[get.handle]
        value = _params(held) if get.name == "params" else getattr(held, get.name)
        return Done(self._pack(value), printed=self._printed.drain())

    def _put(self, put: Put) -> Done:
        self._objects[put.keep] = self._unpack(put.value)
        return Done()

    def _take(self, take: Take) -> Taken:
        iterator = iter(self._objects[take.handle])
        self._objects[take.handle] = iterator
        items: list[Any] = []
        drawn: list[bytes] = []
        for item in iterator:
            items.append(item)
            drawn.append(protocol.encode(self._pack(item)))
            if len(items) == take.limit:
                break
        packed = [self._pack(item) for item in items]
        stable = drawn == [protocol.encode(item) for item in packed]
        changed = self._changed(*self._made_by[take.handle])
        return Taken(packed, len(items) < take.limit, stable, self._printed.drain(), changed)

    def _write(self, write: Write) -> Done:
        params = _params(self._objects[write.handle])
        pairs = [
            (array, self._unpack(value))
            for layer, values in zip(params, write.values, strict=True)
            for array, value in zip(layer, values, strict=True)
        ]
        # First looked at, then written: NumPy would repeat a value of another shape.
        if any(array.shape != value.shape for array, value in pairs):
            raise ValueError("the arrays have other shapes")
        for array, value in pairs:
            array[...] = value
        return Done(printed=self._printed.drain())

    # --- values -------------------------------------------------------------------------------

    def _pack(self, value: Any) -> Value:
        return pack(value, self._token)

    def _token(self, value: Any) -> Value:
        if isinstance(value, np.random.Generator):
            # A stand-in's generator continues the learner's: one integer seeds the grader's.
            return Rng(int(value.integers(2**62)))
        if isinstance(value, type) and issubclass(value, np.generic):
            return Dtype(value.__name__)
        if isinstance(value, np.dtype) or any(value is kind for kind in (bool, int, float)):
            return Dtype(np.dtype(value).name)
        return protocol.Opaque(type(value).__name__[:200])

    def _unpack(self, value: Value) -> Any:
        return unpack(value, self._resolve)

    def _resolve(self, token: Any) -> Any:
        if isinstance(token, Rng):
            return np.random.default_rng(token.seed)
        if isinstance(token, Dtype):
            return np.dtype(token.name).type
        if isinstance(token, Handle):
            return self._objects[token.id]
        if isinstance(token, Callback):
            return lambda *args, **kwargs: self._ask(token.id, args, kwargs)
        raise protocol.WireError("an unknown token")

    def _ask(self, callback: int, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        with _untraced():
            return self._conversed(callback, args, kwargs)

    def _conversed(self, callback: int, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        packed = [self._pack(value) for value in args]
        named = {str(name): self._pack(value) for name, value in kwargs.items()}
        self._send(Asked(callback, packed, named))
        reply = self._receive()
        if isinstance(reply, Refusal):
            raise {"ValueError": ValueError, "TypeError": TypeError}.get(reply.kind, RuntimeError)(
                reply.message
            )
        if not isinstance(reply, Answer):
            raise protocol.WireError("an answer was expected")
        self._write_back(reply, args, kwargs)
        return self._unpack(reply.value)

    def _write_back(self, reply: Answer, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> None:
        given = {str(index): value for index, value in enumerate(args)} | dict(kwargs)
        for name, value in reply.changed.items():
            _copy_into(given[name], self._unpack(value))

    # --- exceptions ---------------------------------------------------------------------------

    def _raised(self, error: BaseException) -> Raised:
        frames = [
            Frame(frame.filename, frame.lineno or 0, frame.name)
            for frame in _frames(error)
            if frame.filename in self._files
        ]
        column = 0
        if isinstance(error, SyntaxError) and error.filename in self._files:
            frames.append(Frame(str(error.filename), error.lineno or 0, ""))
            column = error.offset or 0
        return Raised(
            type(error).__name__[:200],
            [base.__name__[:200] for base in type(error).__mro__[:20]],
            _message(error),
            frames[-20:],
            column,
            self._printed.drain(),
        )


def _must_be_text(source: bytes, file: str) -> None:
    """Refuse what is no UTF-8: `compile` takes it in comments, running the file does not."""
    coding = CODING.match(source)
    if coding and coding[1].lower() not in {b"utf-8", b"utf8"}:
        return
    try:
        source.decode("utf-8")
    except UnicodeDecodeError as error:
        line = len(re.split(rb"\r\n|\r|\n", source[: error.start]))
        raise SyntaxError(
            f"a byte of line {line} is no UTF-8 (0x{source[error.start]:02x}): "
            "save the file as UTF-8",
            (file, line, None, None),
        ) from error


class Tracer:
    """Counts the line and call events of one call: a loop over the batch shows as a count."""

    def __init__(self) -> None:
        self.events = 0
        self.stood = False

    def run(self, function: Callable[..., Any], args: list[Any], kwargs: Mapping[str, Any]) -> Any:
        """Call under trace; a collection in the middle would add the events of finalizers."""
        gc.disable()
        sys.settrace(self._trace)
        try:
            result = function(*args, **kwargs)
            # A submission can switch tracing off: see whether it still stands.
            self.stood = sys.gettrace() == self._trace
        finally:
            sys.settrace(None)
            gc.enable()
        return result

    def _trace(self, frame: FrameType, event: str, arg: object) -> Any:
        del frame, arg
        if event in {"line", "call"}:
            self.events += 1
        return self._trace


@contextlib.contextmanager
def _untraced() -> Iterator[None]:
    """Leave out of the count what a question costs here: it grows with the batch."""
    trace = sys.gettrace()
    sys.settrace(None)
    try:
        yield
    finally:
        sys.settrace(trace)


def _frames(error: BaseException) -> list[traceback.FrameSummary]:
    try:
        return list(traceback.extract_tb(error.__traceback__, limit=-200))
    except Exception:  # noqa: BLE001 - a hostile exception must not end the worker
        return []


def _message(error: BaseException) -> str:
    try:
        text = str(error.msg if isinstance(error, SyntaxError) else error)
        return text[:2000].encode("utf-8", "backslashreplace").decode("utf-8")
    except BaseException:  # noqa: BLE001 - a hostile __str__ must not end the worker
        return ""


def _is_data(value: Value) -> bool:
    return isinstance(value, Array | Items | Table)


def _snapshot(call: Call) -> dict[str, bytes]:
    """Encode the data among the arguments: their arrays share the message's own memory.

    Bytes also compare token by token, where `==` would call NaN different from itself.
    """
    given = {str(index): value for index, value in enumerate(call.args)} | call.kwargs
    return {name: protocol.encode(value) for name, value in given.items() if _is_data(value)}


def _sent(call: Call, args: list[Any]) -> list[Any]:
    """Leave out what stays in the worker: it travelled once, and may be large."""
    pairs = zip(call.args, args, strict=True)
    return [value for wire, value in pairs if not isinstance(wire, Handle)]


def _params(held: Any) -> Any:
    """Return a network's `params`; a list, as `init_params` makes it, is its own."""
    return held if isinstance(held, list) else held.params


def _arrays(value: Any) -> Iterator[np.ndarray[Any, Any]]:
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, list | tuple):
        for item in value[:1000]:
            yield from _arrays(item)


def _shares_memory(result: Any, args: list[Any]) -> bool:
    given = [array for arg in args for array in _arrays(arg)]
    return any(np.may_share_memory(one, two) for one in _arrays(result) for two in given)


def _copy_into(target: Any, source: Any) -> None:
    if isinstance(target, np.ndarray):
        target[...] = source
    elif isinstance(target, list | tuple):
        for one, two in zip(target, source, strict=True):
            _copy_into(one, two)
