"""The grader outlives every worker: deadlines are kept, rubbish is refused, ends are told.

The worker is played here: a few lines over a socket, as well or as badly behaved as one likes.
"""

import contextlib
import signal
import socket
import threading
import time

import numpy as np
import pytest

from nngrade.sandbox import protocol
from nngrade.sandbox.confine import Limits
from nngrade.sandbox.protocol import (
    Answer,
    Array,
    Asked,
    Batch,
    Batched,
    Call,
    ConnectionClosed,
    Done,
    Items,
    Load,
    Raised,
    Refusal,
    Taken,
    pack,
    unpack,
)
from nngrade.sandbox.runner import Settings, Violation, Worker, WorkerFailure

CALL = Call("f", [])


class PlayedChild:
    """The other end of a worker's socket, and how its process is said to have ended."""

    def __init__(self, connection, status):
        self.connection = connection
        self.status = status
        self.kills = 0

    def kill(self):
        """Hang up."""
        self.kills += 1
        self.connection.close()
        return self.status

    def cpu_seconds(self):
        """Tell a time of its own."""
        return 1.5


class Actor:
    """What a script says and hears on the worker's side."""

    def __init__(self, connection):
        self.connection = connection

    def hear(self):
        """Wait for a request."""
        return protocol.decode_request(protocol.receive_frame(self.connection, 2**31))

    def say(self, reply):
        """Send a reply."""
        protocol.send_frame(self.connection, protocol.encode(reply))

    def wait(self):
        """Do nothing until the grader hangs up."""
        while self.connection.recv(65536):
            pass


class PlayedLauncher:
    """Starts a script in a thread instead of a process."""

    def __init__(self, script, status=0):
        self.script, self.status = script, status
        self.limits = None

    def launch(self, limits, seconds):
        """Raise the curtain."""
        self.limits, self.seconds = limits, seconds
        ours, theirs = socket.socketpair()
        self.thread = threading.Thread(target=self._play, args=(theirs,))
        self.thread.start()
        self.child = PlayedChild(ours, self.status)
        return self.child

    def _play(self, connection):
        connection.settimeout(10.0)
        with connection, contextlib.suppress(ConnectionClosed, ConnectionError):
            self.script(Actor(connection))


@pytest.fixture
def played():
    """Give a worker that a script plays."""
    with contextlib.ExitStack() as stack:

        def play(script, *, status=0, **settings):
            launcher = PlayedLauncher(script, status)
            worker = Worker(launcher, Settings(**settings))
            stack.callback(launcher.thread.join)
            stack.enter_context(worker)
            worker.played = launcher
            return worker

        yield play


def replying(*replies):
    """Play a worker that gives these replies, one a request."""

    def script(actor):
        for reply in replies:
            actor.hear()
            actor.say(reply)
        actor.wait()

    return script


def failure_of(worker, request=CALL, **how) -> str:
    with pytest.raises(WorkerFailure) as error:
        worker.request(request, **how)
    return error.value.message


def test_the_settings_are_those_that_are_promised():
    """Seconds and bytes that learners read about: a call 5 s, an exercise 10, a submission 60."""
    settings = Settings()
    assert (settings.call_seconds, settings.exercise_seconds) == (5.0, 10.0)
    assert (settings.submission_seconds, settings.epoch_seconds) == (60.0, 120.0)
    assert (settings.memory, settings.training_memory) == (2**30, 4 * 2**30)
    assert (settings.callback_elements, settings.callback_calls) == (10**6, 10**5)
    assert (settings.loop_cpu_seconds, settings.loop_cpu_factor) == (0.01, 20.0)


# --- requests and replies -------------------------------------------------------------------


def test_a_request_arrives_and_its_reply_comes_back(played):
    heard = []

    def script(actor):
        heard.append(actor.hear())
        actor.say(Done(7))
        heard.append(actor.hear())
        actor.say(Batched([Done(1), Taken([], True, True)]))
        actor.wait()

    worker = played(script)
    batch = Batch([CALL, CALL])
    assert worker.request(CALL) == Done(7)
    assert worker.request(batch) == Batched([Done(1), Taken([], True, True)])
    assert heard == [CALL, batch]


def test_an_exception_of_the_learner_is_a_reply_not_a_failure(played):
    raised = Raised("ValueError", ["ValueError"], "no", [])
    worker = played(replying(raised, Done(1)))
    assert worker.request(CALL) == raised
    assert worker.failure is None
    assert worker.request(CALL) == Done(1)


def test_numbers_for_objects_are_never_given_twice(played):
    worker = played(replying())
    numbers = [worker.new_id(), worker.register(lambda *_: Answer(None)), worker.new_id()]
    assert len(set(numbers)) == 3


def test_a_worker_gets_the_memory_that_the_settings_name(played):
    assert played(replying(), memory=123).played.limits.memory == 123


def test_limits_of_its_own_come_before_the_settings():
    launcher = PlayedLauncher(replying())
    with Worker(launcher, Settings(memory=123), Limits(memory=456)):
        pass
    launcher.thread.join()
    assert launcher.limits.memory == 456


def test_the_processor_time_is_the_childs(played):
    assert played(replying()).cpu_seconds() == 1.5


def test_leaving_the_context_ends_the_child():
    launcher = PlayedLauncher(Actor.wait)
    with Worker(launcher, Settings()):
        assert launcher.child.kills == 0
    launcher.thread.join()
    assert launcher.child.kills == 1


# --- functions that the worker calls --------------------------------------------------------


def asking(*asked, heard=None):
    """Play a worker that asks these before its reply, and notes the answers."""

    def script(actor):
        actor.hear()
        for one in asked:
            actor.say(one)
            answer = actor.hear()
            if heard is not None:
                heard.append(answer)
        actor.say(Done("the end"))
        actor.wait()

    return script


def test_a_function_is_answered_in_the_middle_of_a_request(played):
    heard, seen = [], []
    array = np.array([[1.0, 2.0]])
    asked = Asked(1, [pack(array), pack([1, "a"])], {"scale": 2.0})
    worker = played(asking(asked, asked, heard=heard))

    def answer(args, kwargs):
        seen.append((args, kwargs))
        return Answer(pack(args[0] * kwargs["scale"]))

    assert worker.register(answer) == 1
    assert worker.request(CALL) == Done("the end")
    np.testing.assert_array_equal(seen[0][0][0], array)
    assert seen[0][0][1] == [1, "a"]
    assert len(seen) == 2
    np.testing.assert_array_equal(unpack(heard[1].value), [[2.0, 4.0]])


def test_a_violation_is_answered_as_an_exception_over_there(played):
    heard = []
    worker = played(asking(Asked(1, []), heard=heard))

    def refuse(*_):
        raise Violation("a float64 array of shape (2, 3), please", "TypeError")

    worker.register(refuse)
    assert worker.request(CALL) == Done("the end")
    assert heard == [Refusal("TypeError", "a float64 array of shape (2, 3), please")]


def test_too_large_an_array_never_reaches_the_function(played):
    heard, seen = [], []
    sizes = [np.zeros((3, 4)), np.zeros((3, 5)), np.zeros((3, 5))]
    asked = [Asked(1, [pack(sizes[0])]), Asked(1, [pack(sizes[1])]), Asked(1, [], {"k": None})]
    asked[2] = Asked(1, [], {"k": pack(sizes[2])})
    worker = played(asking(*asked, heard=heard), callback_elements=12)
    worker.register(lambda args, _: Answer(seen.append(args)))
    worker.request(CALL)
    assert len(seen) == 1
    assert heard[1:] == [Refusal("ValueError", "an array of shape (3, 5) is too large here")] * 2


def test_a_shape_without_end_costs_the_grader_no_time(played):
    """Multiplying a million sizes would take minutes, and no deadline runs meanwhile."""
    endless = Array("float64", (2**62,) * 300_000, bytearray(8))
    worker = played(asking(Asked(1, [endless])))
    worker.register(lambda *_: Answer(None))
    started = time.monotonic()
    assert "can't be used" in failure_of(worker, seconds=5.0)
    assert time.monotonic() - started < 3.0


def test_a_function_that_was_never_given_ends_the_worker(played):
    worker = played(asking(Asked(99, [])))
    assert failure_of(worker) == (
        "what it returned can't be used: a function that was never given."
    )


def test_a_fault_inside_a_function_is_the_graders_own(played):
    """A KeyError of ours must not pass for a mistake of the worker."""

    def faulty(*_):
        return Answer({}["missing"])

    worker = played(asking(Asked(1, [])))
    worker.register(faulty)
    with pytest.raises(KeyError, match="missing"):
        worker.request(CALL)


def test_calling_a_function_without_end_is_ended(played):
    def script(actor):
        actor.hear()
        while True:
            actor.say(Asked(1, []))
            actor.hear()

    calls = []
    worker = played(script, callback_calls=25)
    worker.register(lambda *_: Answer(calls.append(1)))
    assert "called far too often" in failure_of(worker, seconds=5.0)
    assert len(calls) == 25


def test_the_calls_are_counted_over_all_requests(played):
    def script(actor):
        for _ in range(3):
            actor.hear()
            for _ in range(10):
                actor.say(Asked(1, []))
                actor.hear()
            actor.say(Done())

    worker = played(script, callback_calls=25)
    worker.register(lambda *_: Answer(None))
    worker.request(CALL)
    worker.request(CALL)
    assert "called far too often" in failure_of(worker)


# --- deadlines ------------------------------------------------------------------------------


def test_a_worker_that_says_nothing_is_ended(played):
    worker = played(Actor.wait, call_seconds=0.2)
    assert failure_of(worker) == "it took longer than 0.2 s. Is there a loop that never ends?"
    assert worker.played.child.kills == 1


def test_a_request_may_have_a_deadline_of_its_own(played):
    worker = played(Actor.wait, call_seconds=60.0)
    assert failure_of(worker, seconds=0.1).startswith("it took longer than 0.1 s.")


def test_all_requests_together_have_a_deadline(played):
    worker = played(Actor.wait, call_seconds=60.0)
    worker.allow(0.1)
    assert failure_of(worker) == "the exercise as a whole took longer than it may."


def test_time_that_is_allowed_anew_counts_from_now(played):
    worker = played(replying(Done(1), Done(2)), exercise_seconds=0.1)
    time.sleep(0.15)
    worker.allow(60.0)
    assert worker.request(CALL) == Done(1)


def test_the_time_of_an_exercise_comes_from_the_settings(played):
    worker = played(Actor.wait, call_seconds=60.0, exercise_seconds=0.1)
    assert failure_of(worker) == "the exercise as a whole took longer than it may."


def test_a_reply_in_small_pieces_wins_no_time(played):
    def script(actor):
        actor.hear()
        actor.connection.sendall((10**6).to_bytes(4, "big"))
        while True:
            actor.connection.sendall(b"x")
            time.sleep(0.01)

    assert failure_of(played(script, call_seconds=0.2)).startswith("it took longer than 0.2 s.")


def test_questions_without_end_win_no_time(played):
    def script(actor):
        actor.hear()
        while True:
            actor.say(Asked(1, []))
            actor.hear()
            time.sleep(0.01)

    worker = played(script, call_seconds=0.2)
    worker.register(lambda *_: Answer(None))
    assert failure_of(worker).startswith("it took longer than 0.2 s.")


def test_a_worker_that_does_not_listen_is_ended(played):
    """A request that is larger than the pipe would be waited for without end."""
    hung_up = threading.Event()

    def script(_):
        hung_up.wait(5.0)

    worker = played(script, call_seconds=0.2)
    large = Load({"e01_data": b"x" * 10**7}, "e01_data")
    assert failure_of(worker, large).startswith("it took longer than 0.2 s.")
    hung_up.set()


# --- rubbish --------------------------------------------------------------------------------


def sending(*pieces: bytes):
    """Play a worker that answers with these bytes."""

    def script(actor):
        actor.hear()
        for piece in pieces:
            actor.connection.sendall(piece)
        actor.wait()

    return script


@pytest.mark.parametrize(
    "sent",
    [
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"\xff\xff\xff\xff",
        b"\x00\x00\x00\x01\xc1",
        b"\x00\x00\x00\x00",
        b"\x00\x00\x00\x02{}",
    ],
)
def test_bytes_that_are_no_message_end_the_worker(played, sent):
    worker = played(sending(sent))
    assert failure_of(worker).startswith("what it returned can't be used: ")
    assert worker.played.child.kills == 1


def test_a_reply_above_the_cap_ends_the_worker(played):
    frame = protocol.encode(Done("x" * 1000))
    worker = played(replying(Done("x" * 1000), Done("x" * 1001)), reply_bytes=len(frame))
    assert worker.request(CALL) == Done("x" * 1000)
    assert "above the cap" in failure_of(worker)


def test_a_flood_ends_the_worker(played):
    """Gigabytes that nobody asked for are neither read nor kept."""

    def script(actor):
        actor.hear()
        while True:
            actor.connection.sendall(b"\xff" * 65536)

    assert "above the cap" in failure_of(played(script))


@pytest.mark.parametrize(
    ("request_", "reply"),
    [
        (CALL, Batched([Done()])),
        (Batch([CALL]), Done()),
        (Batch([CALL]), Raised("E", [], "", [])),
        (Batch([CALL, CALL]), Batched([Done()])),
        (Batch([CALL]), Batched([Done(), Done()])),
        (Batch([CALL]), Batched([])),
    ],
)
def test_a_reply_of_another_kind_ends_the_worker(played, request_, reply):
    failure = failure_of(played(replying(reply)), request_)
    assert failure.startswith("what it returned can't be used: a ")


def test_an_argument_of_a_question_that_is_rubbish_ends_the_worker(played):
    worker = played(asking(Asked(1, [Items([Array("float64", (5,), bytearray(8))])])))
    worker.register(lambda *_: Answer(None))
    assert "an array's bytes don't fill its shape" in failure_of(worker)


# --- ends -----------------------------------------------------------------------------------


def dying(actor) -> None:
    """Hear the request, then end without a word."""
    actor.hear()


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (0, "it ended the process. Exercises return values; they never exit."),
        (3, "it ended the process."),
        (-signal.SIGKILL, "it ended the process."),
        (-signal.SIGXCPU, "it used more processor time than it may."),
        (-signal.SIGSEGV, "the process crashed (SIGSEGV), or aborted itself."),
        (-signal.SIGABRT, "the process crashed (SIGABRT), or aborted itself."),
        (-63, "the process crashed (signal 63), or aborted itself."),
    ],
)
def test_how_a_worker_ended_is_told(played, status, told):
    assert failure_of(played(dying, status=status)) == told


def test_an_end_in_the_middle_of_a_reply_is_an_end(played):
    def script(actor):
        actor.hear()
        actor.connection.sendall(b"\x00\x00\x00\x10half")

    assert failure_of(played(script)).startswith("it ended the process.")


def test_after_its_end_a_worker_is_asked_nothing_more(played):
    worker = played(Actor.wait, call_seconds=0.2)
    first = failure_of(worker)
    assert worker.failure.message == first
    assert (
        failure_of(worker) == first == "it took longer than 0.2 s. Is there a loop that never ends?"
    )
    assert worker.played.child.kills == 1
