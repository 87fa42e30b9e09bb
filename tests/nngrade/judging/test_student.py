"""A check sees a submission through `student`: each call is examined before its value is."""

from types import SimpleNamespace

import numpy as np
import pytest

from nngrade.compare import Kind
from nngrade.diagnosis import Failure
from nngrade.judging.failures import CheckFailure
from nngrade.judging.student import Student
from nngrade.results import GradientCheck, Outcome
from nngrade.sandbox import protocol
from nngrade.sandbox.protocol import Array, Batched, Done, Opaque, Raised, Taken
from nngrade.sandbox.runner import Settings
from nngrade.submission import Submission

X = np.array([[1.0, -2.0], [3.0, 4.0]])
HEAD = "import numpy as np\n"
NET = """
import numpy as np
class Net:
    def __init__(self, rng, width=2, dtype=np.float64):
        self.W1 = rng.normal(size=(width, width)).astype(dtype)
        self.b1 = np.zeros(width, dtype)
    @property
    def params(self): return [(self.W1, self.b1)]
    def forward(self, x): return x @ self.W1 + self.b1
    def spoil(self, x): x[...] = 0
    def later(self): raise NotImplementedError("Net.forward: see course/lessons/e01_tools.md")
"""


def failure(function, *args, **kwargs) -> CheckFailure:
    with pytest.raises(CheckFailure) as error:
        function(*args, **kwargs)
    return error.value


# --- a call and what came of it -------------------------------------------------------------


def test_a_call_gives_the_value_that_came_back(student):
    returned = student("def f(x, times=2): return x * times\n").f(X, times=3)
    np.testing.assert_array_equal(returned.value, 3 * X)
    returned.must_equal(3 * X)


def test_a_wrong_value_is_told_with_the_call(student):
    returned = student("def f(x): return x * 3\n").f(np.array([1.0, 2.0]))
    failed = failure(returned.must_equal, np.array([2.0, 4.0]))
    assert failed.outcome is Outcome.FAILED
    assert failed.message == (
        "f(np.array([1., 2.]))\n  2 of 2 entries differ; the first, at [0]: got 3, expected 2"
    )


def test_kind_scale_and_note_are_passed_on(student):
    returned = student("def f(x): return x\n").f(1.0)
    returned.must_equal(np.float32(1.00001))
    assert failure(returned.must_equal, 2.0, note=" (by hand)").message.endswith("2 (by hand)")
    returned = student("def f(x): return x + x\n").f(np.array([1.0], np.float32))
    returned.must_equal(np.array([2.0]), kind=Kind.FLOATING)
    returned.must_equal(np.array([2.0]), kind="floating")
    returned.must_equal(np.array([2.01], np.float32), scale=1e5)
    failure(returned.must_equal, np.array([2.01], np.float32))


def test_a_changed_argument_fails_the_check_before_its_value_is_seen(student):
    s = student("def f(x, y):\n    y += 1\n    return x\n")
    failed = failure(s.f, 1.0, X)
    assert failed.outcome is Outcome.FAILED
    assert "argument 2 was changed by the call: f must return its result" in failed.message
    assert "y was changed" in failure(s.f, 1.0, y=X).message
    s.parameters = {"f": ("a", "b")}.get
    assert "\n  b was changed by the call: f must" in failure(s.f, 1.0, X).message


def test_shared_memory_fails_the_check(student):
    failed = failure(student("def f(x): return x[1:]\n").f, X)
    assert "shares its memory with an argument" in failed.message


def test_in_place_the_change_is_what_is_asked_for(student):
    s = student("def f(params, n):\n    params[0] -= n\n    params[1] = params[1] - n\n")
    returned = s.f.in_place([np.ones(2), np.ones(3)], 1)
    returned.must_equal(None)
    after, n = returned.after
    assert [array.tolist() for array in after] == [[0, 0], [0, 0, 0]]
    assert n == 1
    assert [array.tolist() for array in returned.held] == [[0, 0], [1, 1, 1]]


def test_unchanged_arguments_stand_in_after_as_they_were(student):
    returned = student("def f(x): return 1\n").f.in_place(X)
    assert returned.after[0] is X


def test_an_exception_is_an_error_with_the_learners_lines_alone(student):
    s = student("import numpy as np\ndef f(x):\n    return np.linalg.inv(x)\n")
    failed = failure(s.f, np.zeros((2, 2)))
    assert failed.outcome is Outcome.ERROR
    assert failed.message == (
        "f(np.array([[0., 0.], [0., 0.]])) raised LinAlgError: Singular matrix\n"
        "  e01_tools.py, line 3 in f\n"
        "      return np.linalg.inv(x)"
    )


@pytest.mark.parametrize("name", ["f", "Net.forward"])
def test_a_stub_is_not_started(student, name):
    s = student(f"def f(): raise NotImplementedError('{name}: see course/lessons/e01_tools.md')\n")
    failed = failure(s.f)
    assert failed.outcome is Outcome.NOT_STARTED
    assert failed.message == f"{name} is not written yet."


@pytest.mark.parametrize(
    "error", ["NotImplementedError('f')", "NotImplementedError", "ValueError('f: see course/')"]
)
def test_any_other_error_is_the_learners_own(student, error):
    assert failure(student(f"def f(): raise {error}\n").f).outcome is Outcome.ERROR


def test_a_function_that_is_missing_fails_with_what_is_there(student):
    failed = failure(student("def g(): pass\ndef h(): pass\n").f)
    assert failed.outcome is Outcome.FAILED
    assert failed.message == "e01_tools.py has nothing called f. It has g, h."


def test_an_empty_file_is_told_as_such(student):
    told = "e01_tools.py has nothing called f. It defines nothing yet."
    assert failure(student("").f).message == told


def test_the_end_of_the_worker_is_an_error_that_names_the_function(student):
    s = student("import os\ndef f(): os._exit(0)\ndef g(): pass\n")
    failed = failure(s.f)
    assert failed.outcome is Outcome.ERROR
    assert failed.message.startswith("f: it ended the process.")
    assert s.worker.failure is not None


def test_of_several_calls_the_end_names_the_file(student):
    s = student("import os\ndef f(): os._exit(0)\ndef g(): pass\n")
    assert failure(s.gather, s.g.later(), s.f.later()).message.startswith("e01_tools.py: it ended")


def test_private_names_are_no_functions_of_a_submission(student):
    s = student("def _f(): pass\n")
    with pytest.raises(AttributeError):
        s._f  # noqa: B018, SLF001
    with pytest.raises(AttributeError):
        student(NET).Net.build(s.seeded(1))._hidden  # noqa: B018, SLF001


# --- several calls in one journey -----------------------------------------------------------


def test_calls_that_are_gathered_come_back_in_order(student):
    s = student("def f(x): return -x\ndef g(x): return x * 2\n")
    first, second, third = s.gather(s.f.later(1), s.g.later(2), s.f.later(3))
    assert [first.value, second.value, third.value] == [-1, 4, -3]


def test_each_gathered_call_is_examined(student):
    s = student("def f(x): x += 1\ndef g(x): return x\ndef h(x): 1 / 0\ndef i(x): pass\n")
    assert "was changed" in failure(s.gather, s.i.later(X), s.f.later(X)).message
    assert "shares its memory" in failure(s.gather, s.i.later(X), s.g.later(X)).message
    assert "ZeroDivisionError" in failure(s.gather, s.i.later(X), s.h.later(X)).message


def test_gathered_calls_travel_together(student):
    s = student("def f(x): return x\n")
    requests = []
    honest = s.worker.request
    s.worker.request = lambda request: requests.append(request) or honest(request)
    s.gather(*(s.f.later(i) for i in range(5)))
    assert len(requests) == 1


# --- arguments that stay or that call back --------------------------------------------------


def test_a_seeded_generator_is_new_each_time_and_goes_on_when_kept(student):
    s = student("def f(rng): return float(rng.random())\n")
    first, second = np.random.default_rng(5).random(2)
    assert [s.f(s.seeded(5)).value, s.f(s.seeded(5)).value] == [first, first]
    kept = s.keep(s.seeded(5))
    assert [s.f(kept).value, s.f(kept).value] == [first, second]


def test_a_kept_value_may_be_passed_again_and_again(student):
    s = student("def f(x): return x.sum()\n")
    kept = s.keep(X)
    assert [s.f(kept).value, s.f(kept).value] == [6.0, 6.0]


def test_a_kept_argument_reads_as_what_it_was(student):
    s = student("def f(rng, x): return 1\n")
    shown = failure(s.f(s.keep(s.seeded(5)), s.keep(X)).must_equal, 2).message
    assert shown.startswith("f(np.random.default_rng(5), …)\n")


def test_a_dtype_passes_as_the_type(student):
    s = student("import numpy as np\ndef f(dtype): return np.zeros(1, dtype)\n")
    s.f(np.float32).must_equal(np.zeros(1, np.float32))


def test_a_function_passes_as_a_callback(student):
    s = student("def f(g, x): return g(x) + g(x=x)\n")
    s.f(lambda x: x * 10, 2).must_equal(40)


@pytest.mark.parametrize("call", ["g()", "g(1, 2)", "g(y=1)", "g(1, x=1)"])
def test_calling_it_with_other_arguments_is_the_learners_mistake(student, call):
    failed = failure(student(f"def f(g): return {call}\n").f, lambda x: x)
    assert failed.outcome is Outcome.ERROR
    assert "raised TypeError" in failed.message
    assert "e01_tools.py, line 1 in f" in failed.message


def test_what_can_not_travel_is_the_check_s_own_mistake(student):
    with pytest.raises(TypeError, match="a check passed a set"):
        student("def f(x): pass\n").f({1, 2})


# --- exceptions that are asked for ----------------------------------------------------------


def test_the_exception_that_must_come_may_come(student):
    s = student(
        """
        class Mine(ValueError): pass
        def f(x, y=0): raise ValueError(f"label {x} is out of range")
        def g(x): raise Mine(str(x))
        """
    )
    s.f.must_raise(ValueError, -1, naming="-1")
    s.f.must_raise(ValueError, -1, y=3)
    s.g.must_raise(ValueError, 10, naming="10")


def test_an_exception_that_does_not_come_is_told(student):
    failed = failure(student("def f(x): return x\n").f.must_raise, ValueError, -1)
    assert failed.outcome is Outcome.FAILED
    assert failed.message == "f(-1)\n  returned int -1, must raise ValueError"


def test_an_exception_of_another_kind_is_an_error(student):
    failed = failure(student("def f(x): raise KeyError(x)\n").f.must_raise, ValueError, -1)
    assert failed.outcome is Outcome.ERROR
    assert failed.message.startswith("f(-1) must raise ValueError, but raised KeyError: -1\n")


def test_an_exception_that_does_not_name_the_culprit_is_told(student):
    s = student("def f(x): raise ValueError('bad\\x1b label')\n")
    failed = failure(s.f.must_raise, ValueError, -1, naming="-1")
    assert failed.outcome is Outcome.FAILED
    assert "doesn't name -1" in failed.message
    assert "\x1b" not in failed.message


def test_a_stub_or_a_missing_function_raises_nothing_that_counts(student):
    s = student("def f(x): raise NotImplementedError('f: see course/lessons/e01_tools.md')\n")
    assert failure(s.f.must_raise, ValueError, 1).outcome is Outcome.NOT_STARTED
    assert "nothing called g" in failure(s.g.must_raise, ValueError, 1).message


# --- generators -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    [
        "def f(x):\n    for row in x: yield row\n",
        "def f(x): return [row for row in x]\n",
        "def f(x): return (row for row in x)\n",
        "def f(x): return iter(x)\n",
        "def f(x): return x\n",
        "def g(x): yield from x\ndef f(x): return g(x)\n",
    ],
)
def test_items_are_drawn_from_whatever_yields_them(student, source):
    items = student(source).f.items(X).value
    assert [item.tolist() for item in items] == X.tolist()


def test_items_without_end_are_told(student):
    failed = failure(student("import itertools\nf = itertools.count\n").f.items, limit=50)
    assert failed.message == "f()\n  yields more than 49 items"


def test_items_that_do_not_stay_are_told(student):
    s = student(HEAD + "def f(x):\n    b = np.empty(2)\n    for b[:] in x:\n        yield b\n")
    assert "changed when a later one was drawn" in failure(s.f.items, X).message


def test_a_generator_must_leave_its_arguments_alone_to_the_end(student):
    s = student("def f(x):\n    yield 1\n    x[0] = 0\n")
    assert "argument 1 was changed by the call" in failure(s.f.items, X).message


def test_a_value_that_yields_nothing_is_an_error(student):
    assert "TypeError" in failure(student("def f(x): return 3\n").f.items, X).message


# --- properties of a value ------------------------------------------------------------------


def test_an_array_of_the_right_form_may_be_reckoned_with(student):
    returned = student("def f(x): return x * 2\n").f(X)
    np.testing.assert_array_equal(returned.array((2, 2)), 2 * X)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("None", "got None, expected an array of shape (2, 2)"),
        ("[[1, 2], [3, 4]]", "got a list of length 2"),
        ("x.ravel() * 1", "got shape (4,), expected (2, 2)"),
        ("x.astype('float32')", "got dtype float32, expected float64"),
        ("x * float('nan')", "at [0, 0]: got nan, expected finite numbers"),
        ("object()", "got an object of type object"),
        ("np.array([[None, 1], [2, 3]])", "got an array of object"),
    ],
)
def test_whatever_else_came_back_ends_the_check_in_words(student, body, told):
    returned = student(HEAD + f"def f(x): return {body}\n").f(X)
    assert told in failure(returned.array, (2, 2)).message


def test_a_property_must_hold(student):
    returned = student("def f(x): return x + 1\n").f(1)
    returned.must(returned.value == 2, "must be 2")
    assert failure(returned.must, np.False_, "got 2, must be 3").message == (
        "f(1)\n  got 2, must be 3"
    )


# --- networks -------------------------------------------------------------------------------


def test_a_network_is_built_there_and_its_parameters_are_read(student):
    s = student(NET)
    net = s.Net.build(s.seeded(3), 2, dtype=np.float32)
    W = np.random.default_rng(3).normal(size=(2, 2)).astype(np.float32)
    ((got_W, got_b),) = net.params
    np.testing.assert_array_equal(got_W, W)
    np.testing.assert_array_equal(net.attribute("W1"), W)
    assert got_b.tolist() == [0, 0]
    assert net.forward.qualified == "Net.forward"


def test_parameters_are_written_in_place_and_the_methods_use_them(student):
    s = student(NET)
    net = s.Net.build(s.seeded(3))
    net.write_params([(X, np.ones(2))])
    net.forward(np.eye(2)).must_equal(X + 1)
    first, second = s.gather(net.forward.later(np.eye(2)), net.forward.later(-np.eye(2)))
    assert (first.value + second.value).tolist() == [[2, 2], [2, 2]]


def test_a_method_is_told_with_its_class(student):
    s = student(NET)
    net = s.Net.build(s.seeded(3))
    assert failure(net.forward(np.eye(2)).must_equal, None).message.startswith(
        "Net.forward(np.array([[1"
    )
    assert "Net.spoil must return its result" in failure(net.spoil, X).message
    assert failure(net.later).outcome is Outcome.NOT_STARTED
    assert failure(net.backward).message == (
        "e01_tools.py has nothing called backward. It has forward, later, spoil."
    )


@pytest.mark.parametrize(
    ("params", "told"),
    [
        ("None", "got None, expected a list of tuples (W, b)"),
        ("{'W1': self.W1}", "expected a list of tuples (W, b)"),
        ("(self.W1, self.b1)", "got a tuple of length 2, expected a list of tuples (W, b)"),
        ("[self.W1, self.b1]", "expected a list of tuples (W, b)"),
        ("[[self.W1, self.b1]]", "expected a list of tuples (W, b)"),
        ("[(self.W1, 0.0)]", "expected a list of tuples (W, b)"),
        ("[(self.W1,)]", "expected a list of tuples (W, b)"),
    ],
)
def test_parameters_of_another_form_end_the_check(student, params, told):
    s = student(NET.replace("[(self.W1, self.b1)]", params))
    net = s.Net.build(s.seeded(3))
    with pytest.raises(CheckFailure) as error:
        net.params  # noqa: B018
    assert error.value.outcome is Outcome.FAILED
    assert error.value.message.startswith("Net.params\n  got ")
    assert told in error.value.message


def test_a_named_tuple_is_a_tuple_here(student):
    s = student(
        NET.replace("[(self.W1, self.b1)]", "[Layer(self.W1, self.b1)]")
        + "from typing import NamedTuple\nclass Layer(NamedTuple):\n    W: 'a'\n    b: 'a'\n"
    )
    assert len(s.Net.build(s.seeded(3)).params) == 1


def test_parameters_that_are_copies_are_told(student):
    s = student(NET.replace("[(self.W1, self.b1)]", "[(self.W1.copy(), self.b1)]"))
    failed = failure(s.Net.build(s.seeded(3)).write_params, [(X, np.ones(2))])
    assert failed.outcome is Outcome.FAILED
    assert "are gone when" in failed.message


def test_parameters_of_another_shape_are_told_before_anything_is_written(student):
    s = student(NET)
    net = s.Net.build(s.seeded(3))
    before = net.attribute("W1")
    failed = failure(net.write_params, [(X[:1], np.ones(2))])
    assert "got the shapes [((2, 2), (2,))], expected [((1, 2), (2,))]" in failed.message
    np.testing.assert_array_equal(net.attribute("W1"), before)


def test_an_attribute_that_is_missing_is_an_error_in_words(student):
    s = student(NET)
    failed = failure(s.Net.build(s.seeded(3)).attribute, "W9")
    assert failed.outcome is Outcome.ERROR
    assert failed.message.startswith("Net.W9 raised AttributeError: 'Net' object has no attribute")


# --- gradient checks ------------------------------------------------------------------------


def test_right_gradients_pass_and_leave_their_figures(student):
    s = student("")
    s.gradient_check({"W": X, "b": X[0]}, {"W": X * (1 + 1e-9), "b": X[0]})
    assert [check.tensor for check in s.gradients] == ["W", "b"]
    assert s.gradients[1] == GradientCheck("b", 0.0, (1.0, -2.0), (1.0, -2.0))


@pytest.mark.parametrize("factor", [2.001 / 2, 1 + 1e-5, -1.0, 0.0, 2.0, np.nan, np.inf])
def test_a_wrong_gradient_fails_with_its_figures(student, factor):
    s = student("")
    with np.errstate(invalid="ignore"):
        failed = failure(s.gradient_check, {"W": X, "b": X[0] * factor}, {"W": X, "b": X[0]}, "So.")
    assert failed.outcome is Outcome.FAILED
    assert failed.message.startswith("b: relative error ")
    assert "must be below 1e-6" in failed.message
    assert "analytic     numeric\n" in failed.message
    assert "\nright: W" in failed.message
    assert failed.message.endswith("\nSo.")
    assert len(s.gradients) == 2


def test_of_a_wrong_gradient_the_first_wrong_entries_are_shown_side_by_side(student):
    s = student("")
    numeric = np.arange(12.0).reshape(2, 6)
    analytic = np.where(numeric % 2, numeric, numeric + 1)
    failed = failure(
        s.gradient_check, {"W": analytic}, {"W": numeric}, reference={"W": numeric + 1e-12}
    )
    assert failed.message.splitlines()[1:] == [
        "  entry         analytic     numeric   reference",
        "  [0, 0]               1           0       1e-12",
        "  [0, 2]               3           2           2",
        "  [0, 4]               5           4           4",
        "  [1, 0]               7           6           6",
        "  6 of 12 entries differ",
    ]


def test_a_wrong_gradient_can_be_laid_to_its_call(student):
    s = student("def f(x): return 2.001 * x\n")
    returned = s.f(X)
    failed = failure(s.gradient_check, {"dx": returned.value}, {"dx": 2 * X}, call=returned)
    assert failed.message.startswith(
        "f(np.array([[1., -2.], [3., 4.]]))\n  dx: relative error 2.5e-04"
    )
    assert failed.evidence.function == "f"


# --- what is known of a failure -------------------------------------------------------------


def test_a_failure_carries_the_call_as_evidence(student):
    s = student("def f(x, y):\n    x[0] = 9\n    return x\n")
    returned = s.f.in_place(X, y=2)
    evidence = failure(returned.must_equal, None).evidence
    assert (evidence.function, evidence.kwargs) == ("f", {"y": 2})
    assert evidence.args[0] is X
    assert evidence.got.tolist() == [[9, 9], [3, 4]]
    assert evidence.after[0].tolist() == [[9, 9], [3, 4]]
    assert evidence.aliased is True
    assert evidence.params is None


def test_a_method_s_evidence_has_what_the_network_held(student):
    s = student(NET)
    net = s.Net.build(s.seeded(3))
    params = [(X.copy(), np.ones(2))]
    net.write_params(params)
    params[0][0][...] = 0
    evidence = failure(net.forward(X).must_equal, None).evidence
    assert evidence.function == "Net.forward"
    np.testing.assert_array_equal(evidence.params[0][0], X)


def test_what_was_printed_is_collected_until_the_next_check_begins(student):
    s = student("def f(x):\n    print(x)\n    return x\ndef g():\n    print('end')\n    1 / 0\n")
    s.f(1)
    s.gather(s.f.later(2), s.f.later(3))
    failure(s.g)
    assert s.printed == "1\n2\n3\nend\n"
    s.gradients = (GradientCheck("W", 0.0, (), ()),)
    s.begin()
    assert (s.printed, s.gradients) == ("", ())


# --- a worker that lies ---------------------------------------------------------------------


@pytest.fixture
def lied_to(exercise):
    """Return a student whose worker gives this reply to whatever it is asked."""

    def make(reply) -> Student:
        worker = SimpleNamespace(request=lambda _: reply, new_id=lambda: 1)
        return Student(worker, exercise, Submission("", {}, {}), Settings())

    return make


@pytest.mark.parametrize(
    "reply",
    [
        Taken([], True, True),
        Done(Array("object", (1,), bytearray(8))),
        Done(Array("float64", (9,), bytearray(8))),
        Raised("E", [], "", []),
    ],
)
def test_a_reply_that_fits_nothing_is_an_error(lied_to, reply):
    assert failure(lied_to(reply).f, 1).outcome is Outcome.ERROR
    assert failure(lied_to(Batched([reply])).f, 1).outcome is Outcome.ERROR
    gathering = lied_to(Batched([reply]))
    assert failure(gathering.gather, gathering.f.later(1)).outcome is Outcome.ERROR
    assert failure(lied_to(Batched([reply])).keep, 1).outcome is Outcome.ERROR
    assert failure(lied_to(Done()).f.items, 1).outcome is Outcome.ERROR
    assert failure(lied_to(Taken([], True, True)).f.must_raise, ValueError).outcome is Outcome.ERROR


def test_names_and_words_from_the_worker_can_not_act(lied_to):
    evil = "\x1b[2J\u202e" * 1000
    replies = [
        Raised(evil, [evil], evil, [protocol.Frame(evil, 1, evil)] * 1000, 10**9),
        Raised(protocol.MISSING, [evil], evil, []),
        Raised("NotImplementedError", [evil], "f: see course/lessons/" + evil, []),
        Done(1, {evil: 1}),
    ]
    for reply in replies:
        message = failure(lied_to(reply).f, 1).message
        assert "\x1b" not in message
        assert "\u202e" not in message
        assert len(message) < 3000
    returned = lied_to(Done(Opaque(evil))).f(1)
    assert "\x1b" not in failure(returned.must_equal, 1.0).message


REUSING = """
import numpy as np
kept = np.zeros((2, 2))
def f(x):
    kept[:] = x
    return kept
"""


def test_a_reply_keeps_what_a_later_call_of_the_same_journey_overwrites(student):
    s = student(REUSING)
    first, second = s.gather(s.f.later(X), s.f.later(2 * X))
    first.must_equal(X)
    second.must_equal(2 * X)


def test_an_exception_that_names_nothing_is_evidence(student):
    s = student("def f(x): raise ValueError('no')")
    failed = failure(s.f.must_raise, ValueError, X, naming="10")
    assert failed.evidence.got == Failure("ValueError", "no")
