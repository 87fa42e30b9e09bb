"""The page of a class, computed: for none, for one, for many."""

from nngrade.results import Outcome


def test_mean_median_and_reach_are_those_of_graded_submissions(view_of, make_graded, make_refused):
    scores = (10.0, 20.0, 60.0, 100.0)
    view = view_of(*(make_graded(score=one) for one in scores), make_refused())
    assert (view.graded, view.total) == (4, 5)
    assert view.scores == "Mean 47.5 and median 40 of 100 points, from 10 to 100."
    assert view.eyebrow == "Class report, seed 7"


def test_one_submission_has_no_reach(view_of, make_graded):
    assert view_of(make_graded(score=40.0)).scores == "Mean 40 and median 40 of 100 points."


def test_problems_keep_their_sentences(view_of, make_graded, make_refused):
    view = view_of(make_graded(), make_refused("bob", "missing", "No file."))
    assert [(one.link.name, one.status, one.sentence) for one in view.problems] == [
        ("bob", "missing", "No file.")
    ]
    assert view.statuses == ("graded", "missing")


def test_a_class_of_nobody_claims_nothing(view_of):
    view = view_of()
    assert (view.graded, view.total, view.scores, view.histogram) == (0, 0, "", None)
    assert (view.exercises, view.mistakes, view.rows, view.small_print) == ((), (), (), "")


def test_a_class_of_unreadable_submissions_has_no_rates(view_of, make_refused):
    view = view_of(make_refused())
    assert (view.exercises, view.histogram, view.untouched) == ((), None, "")


def test_columns_are_the_courses_exercises(view_of, make_graded):
    columns = view_of(make_graded()).columns
    assert [(one.number, one.name, one.points) for one in columns] == [
        ("e01", "data", "20"),
        ("e02", "softmax", "30"),
        ("e03", "simple network", "50"),
    ]


def test_only_networks_that_were_trained_have_a_column(view_of, make_graded):
    assert view_of(make_graded()).networks == ()
    assert view_of(make_graded(accuracies={"general": 0.9})).networks == ((1, "general"),)


def test_what_graded_is_said_once(view_of, make_graded, make_exercise):
    one = make_graded(make_exercise(outcome=Outcome.PASSED))
    assert view_of(one, one).small_print == "Graded with nngrade 1, numpy 2. Isolation: tier A."
