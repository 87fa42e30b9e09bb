"""`nngrade demo` from checks to report, on a small part of MNIST."""

import subprocess
import sys

import pytest

from nngrade.store import ResultStore

# The real command takes minutes; here it is given few images and few epochs.
QUICK = """
from dataclasses import replace
from nngrade.cli import demo, main

load, plan = demo.load_data, demo.Plan
demo.Plan = lambda network, sizes: plan(network, sizes, epochs=2)

def few(source):
    data = load(source)
    return replace(data, train_images=data.train_images[:500], train_labels=data.train_labels[:500])

demo.load_data = few
main()
"""


@pytest.fixture
def done(course_copy, environment):
    return subprocess.run(
        [sys.executable, "-P", "-c", QUICK, "demo", "-o", "demo.html"],
        cwd=course_copy.root,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def test_the_demo_grades_trains_reports_and_leaves_the_learners_results_alone(done, course_copy):
    assert (done.returncode, done.stderr) == (0, "")
    assert "100 of 100 points" in done.stdout
    assert done.stdout.index("simple 784-10-10:") < done.stdout.index("general 784-100-100-10:")
    assert "The report is demo.html." in done.stdout
    assert "<svg" in (course_copy.root / "demo.html").read_text(encoding="utf-8")
    assert not course_copy.results.exists()
    with ResultStore(course_copy.results.with_name("demo.sqlite")) as store:
        assert store.latest_run("general").epochs == 2
        assert list(store.latest_checks()) == [one.slug for one in course_copy.catalog.exercises]
