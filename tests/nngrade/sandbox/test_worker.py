"""The worker runs learner code from memory, and sends back what happened and nothing else."""

import io

import numpy as np
import pytest

from nngrade.sandbox.protocol import (
    MISSING,
    Answer,
    Batch,
    Batched,
    Call,
    Callback,
    Done,
    Dtype,
    Get,
    Handle,
    Opaque,
    Put,
    Raised,
    Refusal,
    Rng,
    StandIn,
    Take,
    Write,
    pack,
    unpack,
)
from nngrade.sandbox.runner import Violation, WorkerFailure
from nngrade.sandbox.worker import MAX_PRINTED, Printed

X = np.array([[1.0, -2.0], [3.0, 4.0]])


def raised(reply) -> Raised:
    assert isinstance(reply, Raised), reply
    return reply


# --- loading --------------------------------------------------------------------------------


def test_a_file_is_loaded_and_its_functions_are_called(loaded):
    talk = loaded("import numpy as np\ndef double(x, times=2): return times * x\n")
    assert talk.value("double", 21) == 42
    assert talk.value("double", 21, times=3) == 63
    np.testing.assert_array_equal(talk.value("double", X), 2 * X)


def test_exercises_import_one_another_as_siblings(loaded):
    talk = loaded(
        "from e04_relu import relu, _hidden as h\nimport e03_linear\ndef f(x): return "
        "relu(x) + h + e03_linear.one()",
        e04_relu="def relu(x): return x\n_hidden = 10\n",
        e03_linear="from e04_relu import relu\ndef one(): return relu(1)\n",
    )
    assert talk.value("f", 5) == 16


def test_a_star_imports_what_a_sibling_defines(loaded):
    talk = loaded("from e04_relu import *\ndef f(x): return relu(x)\n", e04_relu="relu = abs\n")
    assert talk.value("f", -5) == 5


@pytest.mark.parametrize(
    "source",
    [
        b"\xef\xbb\xbfdef f(): return 'gr\xc3\xbc\xc3\x9fe'",
        b"# -*- coding: latin-1 -*-\ndef f(): return 'gr\xfc\xdfe'\n",
        b"# gr\xfcn\r\n# vim: set fileencoding=latin-1 :\r\ndef f(): return 'gr\xfc\xdfe'\n",
        b"# -*- coding: utf-8 -*-\ndef f(): return 'gr\xc3\xbc\xc3\x9fe'",
        b"def f():\r\n\treturn 'gr\\xfc\\xdfe'\r\n",
        b"def f():\r    return 'gr\\xfc\\xdfe'\r",
        "def f():\n\tλ, Δw = 'grü', 'ße'\n\treturn λ + Δw".encode(),
        b"\x0cdef f():\n    return 'gr\\xfc\\xdfe'  # no newline at the end",
    ],
)
def test_a_file_is_compiled_from_its_bytes(loaded, source):
    """Byte order mark, coding line, CRLF, tabs, Greek names: what Python takes, we take."""
    assert loaded(source).value("f") == "grüße"


def test_what_needs_the_module_by_name_finds_it(loaded):
    """Dataclasses with string annotations look their module up; caches and doctest, too."""
    talk = loaded(
        """
        from __future__ import annotations
        import doctest, inspect, sys
        from dataclasses import dataclass, fields
        from functools import lru_cache
        from typing import ClassVar

        @dataclass
        class Layer:
            count: ClassVar[int] = 3
            width: int = 4

        @lru_cache
        def cached(n):
            '''
            >>> cached(2)
            4
            '''
            return n * n

        def f():
            names = [field.name for field in fields(Layer)]
            here = sys.modules[__name__]
            tried = doctest.testmod(here).attempted
            return names, cached(3), tried, "lru_cache" in inspect.getsource(here)
        """
    )
    assert talk.value("f") == (["width"], 9, 1, True)


def test_a_file_is_imported_not_run_as_a_program(loaded):
    talk = loaded("main = __name__ == '__main__'\ndef f(): return main, __name__, __file__\n")
    assert talk.value("f") == (False, "exercise", "exercise.py")


@pytest.mark.parametrize("name", ["numpy", "random", "conftest", "sitecustomize", "msgspec"])
def test_a_file_with_the_name_of_a_library_shadows_nothing(loaded, name):
    talk = loaded(
        "import random, numpy\ndef f(): return random.Random(0).random(), numpy.ones(2).sum()\n",
        **{name: "raise SystemExit('shadowed')"},
    )
    assert talk.value("f") == (pytest.approx(0.844, abs=1e-3), 2.0)


@pytest.mark.parametrize(
    "name",
    ["nngrade.judging", "nngrade.compare", "nncourse", "pytest", "matplotlib", "e05_softmax"],
)
def test_nothing_is_there_but_numpy_and_the_standard_library(talk, name):
    """Neither the grader nor the solutions can be imported; the learner is told a plain name."""
    error = raised(talk.load(f"\nimport {name}\n"))
    assert "ModuleNotFoundError" in error.bases
    assert error.message.startswith("No module named ")
    assert [(frame.file, frame.line) for frame in error.frames] == [("exercise.py", 2)]


def test_bad_syntax_is_told_with_its_place(talk):
    error = raised(talk.load("x = 1\ny = (2 +\ndef f(): pass\n"))
    assert "SyntaxError" in error.bases
    assert error.frames[-1].file == "exercise.py"
    assert (error.frames[-1].line, error.column) == (2, 5)


def test_bad_syntax_of_a_sibling_is_told_with_its_own_file(talk):
    error = raised(talk.load("\nimport e04_relu\n", e04_relu="def relu(x)\n    return x\n"))
    assert [(frame.file, frame.line) for frame in error.frames] == [
        ("exercise.py", 2),
        ("e04_relu.py", 1),
    ]


@pytest.mark.parametrize(
    "source", [b"x = 'gr\xfc\xdfe'\n", b"x = 1\x00\n", b"# coding: klingon\n", b"\xff\xfex\x00"]
)
def test_bytes_that_are_no_source_are_told_as_an_exception(talk, source):
    error = raised(talk.load(source))
    assert {"SyntaxError", "ValueError"} & set(error.bases)
    assert error.message


@pytest.mark.parametrize(
    ("source", "line", "byte"),
    [
        (b"# caf\xe9\n", 1, "0xe9"),
        (b"x = 1\r\n\r\n# caf\xe9", 3, "0xe9"),
        (b"# coding: utf-8\nx = 1\rx = 2  # \xff\n", 3, "0xff"),
        (b"x = 'gr\xfcn'\n", 1, "0xfc"),
        (b"x = 1\n\n# coding: latin-1\n# \xfc\n", 4, "0xfc"),
        ("x = 1\n".encode("utf-16"), 1, "0xff"),
    ],
)
def test_a_byte_that_is_no_utf8_is_told_with_its_line(talk, source, line, byte):
    """Also in a comment, where `compile` would take it: Python itself refuses to run the file."""
    error = raised(talk.load(source))
    assert "SyntaxError" in error.bases
    assert error.message == (f"a byte of line {line} is no UTF-8 ({byte}): save the file as UTF-8")
    assert [(frame.file, frame.line) for frame in error.frames] == [("exercise.py", line)]


@pytest.mark.parametrize("end", ["SystemExit", "KeyboardInterrupt", "GeneratorExit"])
def test_an_exit_while_loading_is_an_exception_like_others(talk, end):
    assert raised(talk.load(f"raise {end}('bye')\n")).kind == end


def test_hidden_generators_draw_the_same_each_time_that_a_file_is_graded(talk, another_talk):
    source = (
        "import random\nimport numpy as np\nfirst = np.random.rand()\n"
        "def f(): return first, np.random.rand(), random.random(), list({'a', 'b', 'c', 'd'})\n"
    )
    drawn = []
    for one in (talk, another_talk):
        one.load(source)
        drawn.append((one.value("f"), one.value("f")))
    assert drawn[0] == drawn[1]
    once, again = drawn[0]
    assert once[1:3] != again[1:3]


# --- stand-ins and files that don't load ----------------------------------------------------


def test_a_stand_in_replaces_one_name_and_leaves_the_others(talk):
    """Helpers beyond the contract stay the learner's own, and see the stand-in as well."""
    number = talk.worker.register(lambda args, _: Answer(args[0] + 100))
    reply = talk.load(
        "from e04_relu import *\nimport e04_relu as m\n"
        "def f(x): return relu(x), helper(x), m.relu(x), relu.__name__\n",
        e04_relu="def relu(x): return 'wrong'\ndef helper(x): return relu(x), -x\n",
        stand_ins=[StandIn("e04_relu", "relu", number)],
    )
    assert reply == Done()
    assert talk.value("f", 5) == (105, (105, -5), 105, "relu")


def test_a_stand_in_may_be_asked_for_by_name_and_by_keyword(talk):
    number = talk.worker.register(lambda args, kwargs: Answer(pack([args, kwargs])))
    talk.load(
        "from e01_data import one_hot\ndef f(): return one_hot([1], num_classes=4)\n",
        e01_data="",
        stand_ins=[StandIn("e01_data", "one_hot", number)],
    )
    assert talk.value("f") == [[[1]], {"num_classes": 4}]


def test_a_generator_stands_in_for_a_generator(talk):
    calls = []
    number = talk.worker.register(lambda args, _: calls.append(1) or Answer(pack([args[0], "b"])))
    talk.load(
        """
        from e09_sgd import minibatches
        made = []
        def make(): made.append(minibatches("a"))
        def draw(): return next(made[0]), list(made[0])
        """,
        e09_sgd="def minibatches(x): return [x]\n",
        stand_ins=[StandIn("e09_sgd", "minibatches", number, generator=True)],
    )
    talk.value("make")
    assert calls == []
    assert talk.value("draw") == ("a", ["b"])


def test_a_stand_in_writes_its_in_place_results_back(talk):
    """Also into views, tuples and keyword arguments; the arrays stay the same objects."""

    def step(args, kwargs):
        (W, b), *_ = args[0]
        return Answer(None, {"0": pack([(W - 1, b - 1)]), "grads": pack(kwargs["grads"] * 2)})

    number = talk.worker.register(step)
    talk.load(
        """
        import numpy as np
        from e09_sgd import sgd_step
        def f():
            whole = np.zeros((4, 2))
            W, b, grads = whole[::2], whole[1], np.ones(2)
            params = [(W, b)]
            result = sgd_step(params, grads=grads)
            return result, whole, params[0][0] is W, grads
        """,
        e09_sgd="",
        stand_ins=[StandIn("e09_sgd", "sgd_step", number)],
    )
    result, whole, same, grads = talk.value("f")
    assert (result, same) == (None, True)
    assert whole.tolist() == [[-1, -1], [-1, -1], [-1, -1], [0, 0]]
    assert grads.tolist() == [2, 2]


def test_a_generator_of_random_numbers_goes_on_through_a_stand_in(talk):
    """One integer is drawn there, and seeds the one here: each call gets another seed."""
    seeds = []
    number = talk.worker.register(lambda args, _: seeds.append(args[0]) or Answer(None))
    talk.load(
        """
        import numpy as np
        from e02_init import he_normal
        def f(rng):
            he_normal(rng); he_normal(rng)
            return int(rng.integers(2**62))
        """,
        e02_init="",
        stand_ins=[StandIn("e02_init", "he_normal", number)],
    )
    drawn = talk.value("f", Rng(5))
    own = np.random.default_rng(5)
    assert [token.seed for token in seeds] == own.integers(2**62, size=2).tolist()
    assert drawn == own.integers(2**62)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("np.float32", "float32"),
        ("np.dtype('float32')", "float32"),
        ("float", "float64"),
        ("bool", "bool"),
        ("X.dtype", "float16"),
    ],
)
def test_a_dtype_reaches_a_stand_in_however_it_is_written(talk, written, name):
    seen = []
    number = talk.worker.register(lambda args, _: seen.append(args[0]) or Answer(None))
    talk.load(
        f"""
        import numpy as np
        from e02_init import he_normal
        X = np.ones(2, np.float16)
        def f(): return he_normal({written})
        """,
        e02_init="",
        stand_ins=[StandIn("e02_init", "he_normal", number)],
    )
    talk.value("f")
    assert seen == [Dtype(name)]


def test_a_file_that_does_not_load_is_not_run_again(talk):
    error = raised(
        talk.load(
            "import e04_relu",
            e04_relu="while True: pass",
            broken={"e04_relu": "it took longer than 5 s."},
        )
    )
    assert error.message == "e04_relu.py does not load: it took longer than 5 s."
    assert "ImportError" in error.bases


def test_a_module_of_stand_ins_takes_the_place_of_a_file_that_does_not_load(talk):
    number = talk.worker.register(lambda args, _: Answer(args[0] + 100))
    broken = {"e04_relu": "it is missing."}
    stand_ins = [StandIn("e04_relu", "relu", number)]
    talk.load(
        """
        from e04_relu import *
        def f(x): return relu(x)
        def g():
            from e04_relu import helper
        """,
        stand_ins=stand_ins,
        broken=broken,
    )
    assert talk.value("f", 1) == 101
    assert raised(talk.ask("g")).kind == "ImportError"


# --- calls ----------------------------------------------------------------------------------


def test_what_is_missing_is_told_with_what_is_there(loaded):
    talk = loaded(
        """
        from math import sqrt
        def soft_max(x): return x
        def helper(): pass
        def _hidden(): pass
        class Net:
            def forwards(self): pass
        number = 3
        """
    )
    assert raised(talk.ask("softmax", 1)) == Raised(
        MISSING, ["softmax"], "Net, helper, soft_max", []
    )
    talk.ask("Net", keep=1)
    assert raised(talk.ask("forward", handle=1)) == Raised(MISSING, ["forward"], "forwards", [])


def test_a_stored_object_has_methods_and_attributes(loaded):
    talk = loaded(
        """
        import numpy as np
        class Net:
            def __init__(self, rng, width, dtype=np.float64):
                self.W1 = rng.normal(size=width).astype(dtype)
            def forward(self, x): return x @ self.W1
        """
    )
    reply = talk.ask("Net", Rng(3), 2, keep=7, dtype=Dtype("float32"))
    assert reply == Done()
    W = unpack(talk.worker.request(Get(7, "W1")).value)
    np.testing.assert_array_equal(W, np.random.default_rng(3).normal(size=2).astype(np.float32))
    np.testing.assert_allclose(talk.value("forward", X, handle=7), X @ W)


def test_an_attribute_that_is_missing_is_an_exception(loaded):
    talk = loaded("class Net: pass\n")
    talk.ask("Net", keep=7)
    assert raised(talk.worker.request(Get(7, "W1"))).kind == "AttributeError"


def test_a_value_that_is_stored_travels_once_and_stays_one_object(loaded):
    talk = loaded("def f(a, b): return a is b\ndef add(x): x += 1\ndef get(x): return x\n")
    assert talk.worker.request(Put(4, pack(X))) == Done()
    assert talk.value("f", Handle(4), Handle(4)) is True
    assert talk.ask("add", Handle(4)).changed == {}
    np.testing.assert_array_equal(talk.value("get", Handle(4)), X + 1)


def test_a_generator_of_random_numbers_is_new_each_time_unless_it_is_stored(loaded):
    talk = loaded("def draw(rng): return float(rng.random())\n")
    first, second = np.random.default_rng(9).random(2)
    assert [talk.value("draw", Rng(9)), talk.value("draw", Rng(9))] == [first, first]
    talk.worker.request(Put(1, Rng(9)))
    assert [talk.value("draw", Handle(1)), talk.value("draw", Handle(1))] == [first, second]


def test_a_dtype_arrives_as_the_type_itself(loaded):
    talk = loaded("import numpy as np\ndef f(dtype): return dtype is np.float32\n")
    assert talk.value("f", Dtype("float32")) is True


def test_params_are_written_in_place(loaded):
    talk = loaded(
        """
        import numpy as np
        class Net:
            def __init__(self): self.W1, self.b1 = np.zeros((2, 2)), np.zeros(2)
            @property
            def params(self): return [(self.W1, self.b1)]
        def listed(): return Net().params
        """
    )
    values = [(pack(X), pack(np.ones(2)))]
    for make in ("Net", "listed"):
        talk.ask(make, keep=1)
        assert talk.worker.request(Write(1, values)) == Done()
        ((W, b),) = unpack(talk.worker.request(Get(1, "params")).value)
        assert (W.tolist(), b.tolist()) == (X.tolist(), [1.0, 1.0])
    assert raised(talk.worker.request(Write(1, values * 2))).kind == "ValueError"


def test_items_are_drawn_up_to_a_limit_and_the_rest_later(loaded):
    talk = loaded("def f(n):\n    yield from range(n)\ndef listed(n): return [n, n]\n")
    talk.ask("f", 5, keep=1)
    first = talk.worker.request(Take(1, 3))
    assert (first.items, first.exhausted, first.stable) == ([0, 1, 2], False, True)
    rest = talk.worker.request(Take(1, 3))
    assert (rest.items, rest.exhausted) == ([3, 4], True)
    talk.ask("listed", 4, keep=2)
    assert talk.worker.request(Take(2, 9)).items == [4, 4]


def test_items_that_share_one_buffer_are_told(loaded):
    talk = loaded(
        """
        import numpy as np
        def reused(x):
            buffer = np.empty(2)
            for row in x:
                buffer[:] = row
                yield buffer
        def fresh(x):
            for row in x:
                yield row
        """
    )
    for name, stable in [("reused", False), ("fresh", True)]:
        talk.ask(name, X, keep=1)
        assert talk.worker.request(Take(1, 9)).stable is stable


def test_arguments_that_a_generator_changes_later_are_told(loaded):
    talk = loaded("def f(x, y):\n    x[0] = 9.0\n    yield x, y\n")
    assert talk.ask("f", X, X, keep=1).changed == {}
    changed = talk.worker.request(Take(1, 9)).changed
    assert list(changed) == ["0"]
    assert unpack(changed["0"]).tolist() == [[9.0, 9.0], [3.0, 4.0]]


def test_an_exception_in_a_generator_is_an_exception(loaded):
    talk = loaded("def f():\n    yield 1\n    raise ValueError('late')\n")
    talk.ask("f", keep=1)
    assert raised(talk.worker.request(Take(1, 9))).message == "late"


def test_a_function_that_was_passed_is_answered_here(loaded):
    talk = loaded("def f(g, x): return g(x) + g(x, scale=10)\n")
    number = talk.worker.register(lambda args, kwargs: Answer(args[0] * kwargs.get("scale", 1)))
    assert talk.value("f", Callback(number), 2) == 22


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("ValueError", "ValueError"), ("TypeError", "TypeError"), ("Weird", "RuntimeError")],
)
def test_a_refusal_is_an_exception_over_there_that_can_be_caught(loaded, kind, expected):
    def refuse(*_):
        raise Violation("not like this", kind)

    talk = loaded(
        """
        def f(g): return g()
        def careful(g):
            try:
                g()
            except Exception as error:
                return str(error)
        """
    )
    number = talk.worker.register(refuse)
    error = raised(talk.ask("f", Callback(number)))
    assert (error.kind, error.message) == (expected, "not like this")
    assert talk.value("careful", Callback(number)) == "not like this"


def test_several_steps_make_one_journey_and_one_failure_stops_no_other(loaded):
    talk = loaded("def f(x): return 1 / x\n")
    steps = [Call("f", [1]), Call("f", [0]), Call("g", []), Put(3, 4.0), Call("f", [Handle(3)])]
    reply = talk.worker.request(Batch(steps))
    assert isinstance(reply, Batched)
    kinds = [one.kind if isinstance(one, Raised) else one.value for one in reply.replies]
    assert kinds == [1.0, "ZeroDivisionError", MISSING, None, 0.25]


def test_an_answer_that_nobody_asked_for_ends_the_worker(loaded):
    talk = loaded("")
    with pytest.raises(WorkerFailure):
        talk.worker.request(Refusal("ValueError", "what?"))


# --- what a call did to its arguments -------------------------------------------------------

CHANGING = """
import numpy as np
def nothing(a, b): return a + b
def second(a, b): b[0] = 7.0
def by_view(a, b): b.T[...] = 7.0
def undone(a, b):
    a += 1
    a -= 1
def shape(a, b): b.shape = (4,)
def append(a, b): b.append(3)
def replace(a, b): b[0] = b[0] * 2
def deep(a, b): b["k"][0][0] = 7.0
"""


@pytest.mark.parametrize(
    ("name", "argument", "changed"),
    [
        ("nothing", X, False),
        ("second", X, True),
        ("by_view", X, True),
        ("undone", X, False),
        ("shape", X, True),
        ("append", [1, 2], True),
        ("replace", [X, X], True),
        ("replace", [0], False),
        ("deep", {"k": (X,)}, True),
        ("undone", np.array([np.nan, 1.0]), False),
    ],
)
def test_only_arguments_that_changed_come_back(loaded, name, argument, changed):
    talk = loaded(CHANGING)
    before = pack(np.full(2, np.nan)) if name == "undone" else X
    assert list(talk.ask(name, before, argument).changed) == (["1"] if changed else [])
    assert list(talk.ask(name, before, b=argument).changed) == (["b"] if changed else [])


def test_a_changed_argument_comes_back_as_it_is_now(loaded):
    talk = loaded(CHANGING)
    reply = talk.ask("second", X, X)
    assert unpack(reply.changed["1"]).tolist() == [[7.0, 7.0], [3.0, 4.0]]
    reply = talk.ask("append", X, [1])
    assert unpack(reply.changed["1"]) == [1, 3]


def test_arrays_that_are_held_come_back_whatever_their_list_holds_by_now(loaded):
    """A step on new arrays, put into the list, changes the list but not the caller's arrays."""
    talk = loaded(
        """
        def rebuilt(params): params[0] = (params[0][0] * 2, params[0][1])
        def written(params): params[0][0][...] *= 2
        """
    )
    params = [(X, np.ones(2))]
    for name, held in [("rebuilt", X), ("written", 2 * X)]:
        reply = talk.ask(name, params, hold=True)
        np.testing.assert_array_equal(unpack(reply.changed["0"])[0][0], 2 * X)
        assert [unpack(array).tolist() for array in reply.held] == [held.tolist(), [1.0, 1.0]]
    assert talk.ask("written", params).held == []


@pytest.mark.parametrize(
    ("body", "aliased"),
    [
        ("x", True),
        ("x[1:]", True),
        ("x.T", True),
        ("x.reshape(-1)", True),
        ("(1.0, [x[0]])", True),
        ("np.asarray(x)", True),
        ("x.copy()", False),
        ("x + 0", False),
        ("x[[0, 1]]", False),
        ("x.sum()", False),
        ("None", False),
        ("(x * 2, [x * 3])", False),
        ("np.ones(3)", False),
    ],
)
def test_a_result_that_shares_memory_with_an_argument_is_told(loaded, body, aliased):
    talk = loaded(f"import numpy as np\ndef f(n, x): return {body}\n")
    assert talk.ask("f", 1, X).aliased is aliased
    assert talk.ask("f", 1, x=X).aliased is aliased
    assert talk.ask("f", 1, x=X, keep=1).aliased is aliased


def test_memory_inside_a_list_of_arguments_is_seen(loaded):
    talk = loaded("def f(params): return [W[0] for W, b in params]\n")
    assert talk.ask("f", [(X, X[0])]).aliased is True


# --- counting lines -------------------------------------------------------------------------

LOOPS = """
import sys
import numpy as np
def vectorised(x):
    y = np.maximum(x, 0)
    return y * 2
def loop(x):
    y = np.empty_like(x)
    for i in range(len(x)):
        y[i] = x[i]
    return y
def comprehension(x): return np.array([row * 2 for row in x])
def mapped(x): return np.array(list(map(lambda row: row * 2, x)))
def applied(x): return np.apply_along_axis(lambda row: row * 2, 1, x)
def blind(x):
    sys.settrace(None)
    return loop(x)
def broken(x): raise ValueError
"""


def events(talk, name, rows) -> int:
    return talk.ask(name, np.ones((rows, 3)), trace=True).events


def test_array_code_runs_the_same_lines_for_any_batch(loaded):
    talk = loaded(LOOPS)
    assert events(talk, "vectorised", 8) == events(talk, "vectorised", 64) == 3


@pytest.mark.parametrize("name", ["loop", "comprehension", "mapped", "applied"])
def test_a_loop_runs_more_lines_for_a_larger_batch(loaded, name):
    talk = loaded(LOOPS)
    events(talk, name, 8)
    assert events(talk, name, 64) >= events(talk, name, 8) + 56


def test_tracing_that_was_switched_off_is_told(loaded):
    talk = loaded(LOOPS)
    assert talk.ask("blind", X, trace=True).traced is False
    assert talk.ask("loop", X, trace=True).traced is True


def test_only_traced_calls_are_counted(loaded):
    talk = loaded(LOOPS)
    assert talk.ask("loop", X).events == -1
    assert raised(talk.ask("broken", X, trace=True)).kind == "ValueError"
    assert talk.ask("loop", X).events == -1


def test_no_collection_disturbs_a_count_and_all_others_go_on(loaded):
    talk = loaded("import gc\ndef f(): return gc.isenabled()\ndef g(): 1 / 0\n")
    assert talk.value("f", trace=True) is False
    assert talk.value("f") is True
    raised(talk.ask("g", trace=True))
    assert talk.value("f") is True


def test_what_a_stand_in_costs_is_not_counted(talk):
    """Its answer may arrive in more pieces for a larger batch: that is no loop of theirs."""
    number = talk.worker.register(lambda args, _: Answer(pack(list(args[0]))))
    talk.load(
        "from e04_relu import relu\ndef f(x):\n    return relu(x)\n",
        e04_relu="",
        stand_ins=[StandIn("e04_relu", "relu", number)],
    )
    assert events(talk, "f", 8) == events(talk, "f", 64)


# --- printing -------------------------------------------------------------------------------


def test_what_is_printed_comes_with_the_reply_it_belongs_to(talk):
    reply = talk.load(
        """
        import sys
        print("loading")
        def f():
            print("one", 2)
            print("three", file=sys.stderr, flush=True)
        def g():
            print("before")
            raise ValueError
        def h():
            print("made")
            def items():
                print("drawn")
                yield 1
            return items()
        """
    )
    assert reply == Done(printed="loading\n")
    assert talk.ask("f").printed == "one 2\nthree\n"
    assert raised(talk.ask("g")).printed == "before\n"
    assert talk.ask("h", keep=1).printed == "made\n"
    assert talk.worker.request(Take(1, 5)).printed == "drawn\n"


def test_of_a_flood_of_words_the_beginning_is_kept(loaded):
    talk = loaded("def f():\n    for i in range(100_000): print(i)\ndef g(): print('after')\n")
    printed = talk.ask("f").printed
    assert len(printed) == MAX_PRINTED
    assert printed.startswith("0\n1\n2\n")
    assert talk.ask("g").printed == "after\n"


def test_words_that_can_not_be_encoded_are_escaped(loaded):
    assert loaded("def f(): print('\\ud800')\n").ask("f").printed == "\\ud800\n"


def test_printing_bytes_is_the_mistake_that_it_is_elsewhere(loaded):
    talk = loaded("import sys\ndef f(): sys.stdout.write(b'x')\ndef g(): return 1\n")
    assert raised(talk.ask("f")).message == "write() argument must be str, not bytes"
    assert talk.value("g") == 1


def test_asking_the_keyboard_finds_nobody_there(loaded):
    assert raised(loaded("def f(): return input('?')\n").ask("f")).kind in {"EOFError", "OSError"}


def test_the_printed_text_is_a_stream_that_can_be_written_to():
    printed = Printed()
    assert isinstance(printed, io.TextIOBase)
    assert printed.writable()
    assert printed.write("words") == 5
    assert (printed.drain(), printed.drain()) == ("words", "")


# --- exceptions -----------------------------------------------------------------------------


def test_an_exception_is_told_by_names_words_and_the_learners_own_lines(loaded):
    talk = loaded(
        """
        import numpy as np
        from e04_relu import relu
        class Mine(KeyError): pass
        def f(x):
            return relu(x)
        """,
        e04_relu="import numpy as np\ndef relu(x):\n    return np.linalg.inv(x)\n",
    )
    error = raised(talk.ask("f", np.zeros((2, 2))))
    assert (error.kind, error.message) == ("LinAlgError", "Singular matrix")
    assert error.bases[:2] == ["LinAlgError", "ValueError"]
    assert [(frame.file, frame.line, frame.function) for frame in error.frames] == [
        ("exercise.py", 6, "f"),
        ("e04_relu.py", 3, "relu"),
    ]


def test_lines_that_are_in_no_file_are_left_out(loaded):
    talk = loaded("def f(): exec('1 / 0')\n")
    assert [frame.file for frame in raised(talk.ask("f")).frames] == ["exercise.py"]


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("def f(): return f()", "RecursionError"),
        ("def f(): return bytearray(10**12)", "MemoryError"),
        ("def f(): raise SystemExit(0)", "SystemExit"),
        ("def f(): raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("def f(): raise BaseException", "BaseException"),
        ("def f(): assert 1 == 2", "AssertionError"),
        (
            "class E(Exception):\n    def __str__(self): raise SystemExit\ndef f(): raise E",
            "E",
        ),
        ("class E(Exception): __str__ = 3\ndef f(): raise E", "E"),
    ],
)
def test_no_exception_ends_the_worker(loaded, source, kind):
    talk = loaded(source + "\ndef g(): return 1\n")
    assert raised(talk.ask("f")).kind == kind
    assert talk.value("g") == 1


def test_a_long_message_is_cut(loaded):
    talk = loaded(
        "def f(): raise ValueError('x' * 10**6)\nclass E" + "x" * 500 + "(Exception): 0\n"
    )
    assert len(raised(talk.ask("f")).message) == 2000


def test_a_result_that_is_no_value_is_told_by_its_type(loaded):
    talk = loaded("class Tensor: pass\ndef f(): return [Tensor(), 1]\n")
    assert talk.value("f") == [Opaque("Tensor"), 1]


# --- the end --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("os._exit(0)", "it ended the process. Exercises return values; they never exit."),
        ("os._exit(7)", "it ended the process."),
        ("os.abort()", "the process crashed (SIG"),
        ("ctypes.string_at(0)", "the process crashed (SIGSEGV), or aborted itself."),
        ("[0 for _ in iter(int, 1)]", "it took longer than 1 s. Is there a loop that never ends?"),
    ],
)
def test_an_end_is_told_and_the_next_worker_lives(launcher, talk, loaded, body, told):
    loaded(f"import ctypes, os, time\ndef f(): {body}\n")
    with pytest.raises(WorkerFailure) as error:
        talk.ask("f")
    assert error.value.message.startswith(told)
    with type(talk.worker)(launcher, talk.worker._settings) as another:  # noqa: SLF001
        next_talk = type(talk)(another)
        next_talk.load("def f(): return 1\n")
        assert next_talk.value("f") == 1
