"""The unit of work: a submission's bytes in, its result out; any engine can carry it."""

import msgspec

from nngrade.results import SubmissionResult


class Task(msgspec.Struct, frozen=True):
    """One submission to grade, with everything about it that the grader needs."""

    id: str
    sources: dict[str, bytes]
    problems: dict[str, str]


class Trained(msgspec.Struct, frozen=True):
    """How a training ended: an accuracy on the test images, or in words why there is none."""

    network: str
    accuracy: float | None
    problem: str = ""


class Graded(msgspec.Struct, frozen=True):
    """A graded submission, or in words why it could not be graded.

    fresh: the results of exercises that were not known before, by key; trainings likewise
    """

    id: str
    result: SubmissionResult | None
    problem: str = ""
    fresh: dict[str, bytes] = {}
    trained: tuple[Trained, ...] = ()
    fresh_trainings: dict[str, bytes] = {}


class Setup(msgspec.Struct, frozen=True):
    """What all tasks of a run have in common; each grader gets it once."""

    course: str
    ledger: str
    seed: int
    trusted: bool
    core: int | None = None
    epochs: int = 0  # of training; none where 0


def encode(message: Task | Graded | Setup) -> bytes:
    """Return a message as bytes."""
    return _ENCODER.encode(message)


def decode_task(data: bytes) -> Task:
    """Read a task."""
    return _TASK.decode(data)


def decode_graded(data: bytes) -> Graded:
    """Read a result; raises msgspec.ValidationError for anything else."""
    return _GRADED.decode(data)


def decode_setup(data: bytes) -> Setup:
    """Read what a run has in common."""
    return _SETUP.decode(data)


_ENCODER = msgspec.msgpack.Encoder()
_TASK = msgspec.msgpack.Decoder(Task)
_GRADED = msgspec.msgpack.Decoder(Graded)
_SETUP = msgspec.msgpack.Decoder(Setup)
