"""Results are saved once and for all, and come back as they were."""

import math
import resource
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from threading import Timer

import pytest

import nngrade
from nngrade.errors import NNGradeError
from nngrade.results import (
    CheckResult,
    Diagnosis,
    Evaluation,
    Example,
    ExerciseResult,
    GradientCheck,
    Outcome,
    SubmissionResult,
    TrainingRun,
)
from nngrade.store import _SCHEMA, ResultStore

HOSTILE = (
    "<script>alert(1)</script> $\\frac{ \x1b[31m \u202e {{7*7}} \x00 \ud800 '; DROP TABLE result;"
)


def exercise(slug="e05_softmax", score=8.0, points=8.0, message="", gradients=()):
    checks = (
        CheckResult(
            id=f"{slug}::rows",
            title="Each row adds up to 1",
            function="softmax",
            outcome=Outcome.FAILED,
            message=message,
            diagnosis=Diagnosis("softmax-over-the-batch", "Over the batch", "Print p.sum(axis=1)"),
            gradients=gradients,
            printed=message,
        ),
    )
    return ExerciseResult(slug, "Softmax", Outcome.FAILED, score, points, ("relu",), checks)


def submission(*exercises):
    return SubmissionResult(
        score=sum(one.score for one in exercises),
        points=sum(one.points for one in exercises),
        seed=0,
        isolation="tier B",
        versions={"numpy": "2.0"},
        exercises=exercises,
    )


def run(network="simple", accuracy=0.93, losses=(0.5, 0.25), notes=()):
    example = Example(index=3, label=7, prediction=1, probability=0.75, pixels=bytes(range(256)))
    evaluation = Evaluation(
        accuracy=accuracy,
        confusion=((1, 0), (2, 3)),
        image_shape=(16, 16),
        examples=(example,),
        confident_mistakes=(example,),
        first_layer=(b"\x00\xff" * 512,),
    )
    return TrainingRun(
        network=network,
        layer_sizes=(256, 10, 2),
        seed=0,
        source="bundled",
        epochs=2,
        batch_size=64,
        learning_rates=(0.1, 0.01),
        losses=losses,
        accuracies=(0.9, accuracy),
        accuracy=accuracy,
        seconds=12.5,
        isolation="tier B",
        evaluation=evaluation,
        notes=notes,
    )


@pytest.fixture
def path(tmp_path):
    return tmp_path / ".nngrade" / "results.sqlite"


def test_a_new_store_is_empty_and_makes_its_own_folder(path):
    with ResultStore(path) as store:
        assert store.latest_checks() == {}
        assert store.history() == []
        assert store.latest_run("simple") is None
        assert store.best_run("simple") is None
    assert path.is_file()


def test_results_outlive_the_process_that_saved_them(path):
    with ResultStore(path) as store:
        store.save_run(run())
        store.save_check(submission(exercise("e04_relu", 6.0, 6.0)))
    with ResultStore(path) as store:
        assert store.latest_run("simple") == run()
        assert store.latest_checks() == {"e04_relu": exercise("e04_relu", 6.0, 6.0)}


def test_hostile_text_comes_back_to_the_letter(path):
    with ResultStore(path) as store:
        store.save_check(submission(exercise(message=HOSTILE)))
        store.save_run(run(notes=(HOSTILE,)))
        (check,) = store.latest_checks()["e05_softmax"].checks
        assert check.message == check.printed == HOSTILE
        assert store.latest_run("simple").notes == (HOSTILE,)


def test_numbers_that_are_not_finite_come_back_as_they_were(path):
    gradients = (GradientCheck("dW", math.nan, (1.0, math.inf), (1.0, -math.inf)),)
    with ResultStore(path) as store:
        store.save_check(submission(exercise(gradients=gradients)))
        store.save_run(run(losses=(math.nan, math.inf, -math.inf), accuracy=math.nan))
        (gradient,) = store.latest_checks()["e05_softmax"].checks[0].gradients
        losses = store.latest_run("simple").losses
    assert math.isnan(gradient.relative_error)
    assert gradient.analytic == (1.0, math.inf)
    assert gradient.numeric == (1.0, -math.inf)
    assert math.isnan(losses[0])
    assert losses[1:] == (math.inf, -math.inf)


def test_the_newest_result_of_each_exercise_counts_over_all_checks(path):
    with ResultStore(path) as store:
        store.save_check(submission(exercise("e04_relu", 0.0, 6.0), exercise("e05_softmax", 1.0)))
        store.save_check(submission(exercise("e05_softmax", 8.0)))
        store.save_check(submission(exercise("e03_linear", 6.0, 6.0)))
        latest = store.latest_checks()
    scores = {slug: result.score for slug, result in latest.items()}
    assert scores == {"e03_linear": 6.0, "e04_relu": 0.0, "e05_softmax": 8.0}


def test_a_newer_result_counts_even_when_it_is_worse(path):
    with ResultStore(path) as store:
        store.save_check(submission(exercise(score=8.0)))
        store.save_check(submission(exercise(score=2.0)))
        assert store.latest_checks()["e05_softmax"].score == 2.0


def test_history_adds_up_the_newest_scores_after_each_check(path):
    before = datetime.now(UTC) - timedelta(seconds=1)
    with ResultStore(path) as store:
        store.save_check(submission(exercise("e04_relu", 0.0, 6.0), exercise("e05_softmax", 2.0)))
        store.save_run(run())
        store.save_check(submission(exercise("e05_softmax", 8.0)))
        history = store.history()
    assert [(point.score, point.points) for point in history] == [(2.0, 14.0), (8.0, 14.0)]
    assert all(before <= point.when <= datetime.now(UTC) for point in history)


def test_the_latest_and_the_best_run_are_each_networks_own(path):
    with ResultStore(path) as store:
        for accuracy in (0.91, 0.94, 0.92, math.nan):
            store.save_run(run("simple", accuracy))
        store.save_run(run("general", 0.97))
        assert math.isnan(store.latest_run("simple").accuracy)
        assert store.best_run("simple").accuracy == 0.94
        assert store.best_run("general") == store.latest_run("general") == run("general", 0.97)


def test_of_equally_good_runs_the_newest_is_the_best(path):
    with ResultStore(path) as store:
        store.save_run(run(notes=("first",)))
        store.save_run(run(notes=("second",)))
        assert store.best_run("simple").notes == ("second",)


SAVE_MANY = """
import sys
from pathlib import Path
from nngrade.results import ExerciseResult, Outcome, SubmissionResult
from nngrade.store import _SCHEMA, ResultStore

for number in range(20):
    with ResultStore(Path(sys.argv[1])) as store:
        one = ExerciseResult(sys.argv[2], "", Outcome.PASSED, float(number), 20.0)
        store.save_check(SubmissionResult(float(number), 20.0, 0, "", {}, (one,)))
"""


def in_a_new_process(script, *arguments, **options):
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        env={"PYTHONPATH": nngrade.__path__[0].removesuffix("nngrade")},
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


def test_two_processes_that_start_and_save_at_once_both_succeed(path):
    workers = [in_a_new_process(SAVE_MANY, path, slug) for slug in ("e01_data", "e02_init")]
    assert [worker.communicate(timeout=60)[1] for worker in workers] == ["", ""]
    with ResultStore(path) as store:
        assert len(store.history()) == 40
        assert {one.score for one in store.latest_checks().values()} == {19.0}


def test_a_store_that_another_process_is_just_creating_is_waited_for(path):
    path.parent.mkdir()
    first = sqlite3.connect(path, timeout=5, isolation_level=None, check_same_thread=False)
    with closing(first):
        first.execute("BEGIN IMMEDIATE")
        for statement in _SCHEMA:
            first.execute(statement)
        finish = Timer(0.2, first.execute, ["COMMIT"])
        finish.start()
        with ResultStore(path, patience=2) as store:
            store.save_run(run())
            assert store.latest_run("simple") == run()
        finish.join()


def refusal(path, **options):
    """Return the words of the refusal, once it is sure that the file stayed as it was."""
    before = path.read_bytes()
    with pytest.raises(NNGradeError) as caught:
        ResultStore(path, **options)
    assert path.read_bytes() == before
    assert str(path) in caught.value.message
    assert "\n" not in str(caught.value)
    assert caught.value.hint
    return str(caught.value)


def test_a_file_that_is_no_database_is_refused_and_kept(tmp_path):
    path = tmp_path / "results.sqlite"
    path.write_text("my notes, " * 100, encoding="utf-8")
    assert "is no results database. Move it away" in refusal(path)


def test_another_programs_database_is_refused_and_kept(tmp_path):
    path = tmp_path / "results.sqlite"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE photos (name)")
    assert "is another program's database" in refusal(path)


def test_a_database_of_a_newer_nngrade_is_refused_and_kept(path):
    ResultStore(path).__exit__(None, None, None)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA user_version = 7")
    assert "newer nngrade (format 7, not 1). Update nngrade" in refusal(path)


def test_a_damaged_database_is_refused(path):
    with ResultStore(path) as store:
        store.save_run(run())
    whole = path.read_bytes()
    path.write_bytes(whole[:100] + b"\xff" * (len(whole) - 100))
    with (
        pytest.raises(NNGradeError, match=r"is damaged\. Move it away"),
        ResultStore(path) as store,
    ):
        store.latest_run("simple")


@pytest.mark.parametrize("body", ["{", "{}", "[" * 100_000, '{"network": 1}'])
def test_a_damaged_result_is_told_in_one_sentence(path, body):
    with ResultStore(path) as store:
        store.save_run(run())
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("UPDATE result SET body = ?", (body,))
        with pytest.raises(NNGradeError, match="holds a result that is damaged"):
            store.latest_run("simple")


def test_a_locked_database_is_waited_for_and_then_told(path):
    with ResultStore(path, patience=0.05) as store:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            with pytest.raises(NNGradeError, match=r"is locked by another program\. Wait for it"):
                store.save_run(run())
        store.save_run(run())
        assert store.latest_run("simple") == run()


def test_a_folder_in_the_files_place_is_told(tmp_path):
    with pytest.raises(NNGradeError, match=r"can't be opened\. Check that you may"):
        ResultStore(tmp_path)


def test_a_file_in_the_folders_place_is_told(tmp_path):
    (tmp_path / ".nngrade").write_text("", encoding="utf-8")
    with pytest.raises(NNGradeError, match="can't be created"):
        ResultStore(tmp_path / ".nngrade" / "results.sqlite")


SAVE_ONE = """
import sys
from pathlib import Path
from nngrade.errors import NNGradeError
from nngrade.results import SubmissionResult
from nngrade.store import _SCHEMA, ResultStore

with ResultStore(Path(sys.argv[1])) as store:
    try:
        store.save_check(SubmissionResult(0.0, 0.0, 0, "x" * 100_000, {}, ()))
    except NNGradeError as error:
        sys.exit(str(error))
"""


def no_room():
    """Let the process write no file beyond 32 KiB, as on a full disk."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (32_768, 32_768))


def test_on_a_full_disk_what_was_saved_before_stays(path):
    with ResultStore(path) as store:
        store.save_check(submission(exercise()))
    worker = in_a_new_process(SAVE_ONE, path, preexec_fn=no_room)
    message = worker.communicate(timeout=60)[1]
    assert worker.returncode == 1
    assert "disk is full" in message
    assert "Traceback" not in message
    with ResultStore(path) as store:
        assert store.latest_checks() == {"e05_softmax": exercise()}
        assert len(store.history()) == 1
