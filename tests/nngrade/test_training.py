"""Training a submission's networks: small made-up images, four classes, a second in all."""

import signal
from dataclasses import replace

import numpy as np
import pytest

from nngrade import training
from nngrade.errors import TrainingError, UsageFault
from nngrade.judging.reference import Reference
from nngrade.sandbox import protocol
from nngrade.sandbox.protocol import Call
from nngrade.submission import read_submission
from nngrade.training import Data, Plan, evaluate, logits_of, scaled, train

SIMPLE = Plan("simple", (36, 8, 4), epochs=4)
GENERAL = Plan("general", (36, 9, 7, 4), epochs=4)
CLASSES = 4

# A network of which each test replaces a method; nothing in it is random.
NETWORK = """
import numpy as np

class SimpleNetwork:
    def __init__(self, rng, input_size=784, hidden_size=10, output_size=10, dtype=np.float64):
        w = np.linspace(-1, 1, input_size * hidden_size, dtype=dtype)
        self.W1, self.b1 = w.reshape(input_size, hidden_size), np.zeros(hidden_size, dtype)
        self.W2, self.b2 = np.eye(hidden_size, output_size, dtype=dtype), np.zeros(output_size)

    @property
    def params(self):
        return [(self.W1, self.b1), (self.W2, self.b2)]

    def forward(self, x):
        return np.maximum(x @ self.W1 + self.b1, 0) @ self.W2 + self.b2

    def fit(self, x, labels, *, epochs, batch_size, learning_rate, rng, on_epoch=None):
        return [learning_rate]
"""


def a_part(count, seed):
    """Return images whose class shows as one bright pixel, and their labels."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, CLASSES, count).astype(np.uint8)
    images = rng.integers(0, 60, (count, 6, 6), dtype=np.uint8)
    images[np.arange(count), 0, labels] += 190
    return images, labels


@pytest.fixture(scope="module")
def data():
    return Data("made up", *a_part(300, 1), *a_part(60, 2))


@pytest.fixture
def reference(course):
    return Reference(course.solutions, course.catalog)


@pytest.fixture
def run(data, course, launcher, settings):
    """Return a function that trains a plan's network, of the solutions or of the source given."""

    def trained(plan=SIMPLE, source=None, *, data=data, progress=lambda *_: None):
        name = training.NETWORKS[plan.network]
        exercise = next(one for one in course.catalog.exercises if name in one.exports)
        work = read_submission(course.solutions, course.catalog)
        if source is not None:
            work = replace(work, sources=work.sources | {exercise.module: source.encode()})
        return train(plan, data, work, exercise, launcher, settings, progress)

    return trained


@pytest.fixture
def requests(monkeypatch):
    """Collect what is sent to the worker."""
    sent = []

    class Recorder(training.Worker):
        def request(self, request, seconds=None):
            sent.append(request)
            return super().request(request, seconds)

    monkeypatch.setattr(training, "Worker", Recorder)
    return sent


def with_method(text):
    """Return the network above with one more method, which replaces one of the same name."""
    return NETWORK + "".join(f"    {line}\n" for line in text.splitlines())


# --- the way of a training -----------------------------------------------------------------------


def test_the_learners_network_is_trained_as_its_own_fit_would_train_it(run, data, reference):
    """Epoch by epoch in the worker, or all at once by hand: the same losses, the same accuracy."""
    result = run(SIMPLE)
    rng = np.random.default_rng(SIMPLE.seed)
    network = reference.SimpleNetwork(rng, *SIMPLE.layer_sizes, dtype=np.float32)
    x = scaled(data.train_images)
    options = {"batch_size": SIMPLE.batch_size, "rng": rng}
    losses = network.fit(x, data.train_labels, epochs=3, learning_rate=0.1, **options)
    losses += network.fit(x, data.train_labels, epochs=1, learning_rate=0.01, **options)
    right = network.predict(scaled(data.test_images)) == data.test_labels
    np.testing.assert_allclose(result.losses, losses, rtol=1e-5)
    assert result.accuracy == result.accuracies[-1] == right.mean() > 0.5


@pytest.mark.parametrize("plan", [SIMPLE, GENERAL], ids=["simple", "general"])
def test_a_run_tells_what_was_trained_and_how(run, plan):
    result = run(plan)
    assert (result.network, result.layer_sizes) == (plan.network, plan.layer_sizes)
    assert (result.epochs, result.batch_size, result.seed) == (4, 64, 0)
    assert result.learning_rates == (0.1, 0.1, 0.1, 0.01)
    assert len(result.losses) == len(result.accuracies) == 4
    assert result.losses[-1] < result.losses[0]
    assert (result.source, result.interrupted, result.notes) == ("made up", False, ())


def test_the_same_seed_gives_the_same_run_and_another_seed_another(run):
    first, again, other = run(SIMPLE), run(SIMPLE), run(replace(SIMPLE, seed=1))
    assert first.losses == again.losses != other.losses


def test_fit_is_called_one_epoch_at_a_time_with_the_planned_rates(run):
    """The network returns the learning rate as its loss."""
    assert run(source=NETWORK).losses == SIMPLE.rates == (0.1, 0.1, 0.1, 0.01)


def test_images_and_labels_enter_the_worker_once(run, data, requests):
    run(GENERAL)
    images = scaled(data.train_images).tobytes()
    assert sum(images in protocol.encode(request) for request in requests) == 1
    fits = [one for one in requests if isinstance(one, Call) and one.name == "fit"]
    assert len(fits) == GENERAL.epochs
    assert max(len(protocol.encode(fit)) for fit in fits) < 1000


def test_test_images_and_their_labels_never_enter_the_worker(run, data, requests):
    run(SIMPLE)
    everything = b"".join(protocol.encode(request) for request in requests)
    for dtype in (np.uint8, np.int64):
        assert data.test_labels.astype(dtype).tobytes() not in everything
    for kind in (data.test_images, scaled(data.test_images)):
        assert kind[0].tobytes() not in everything
    assert data.train_labels.astype(np.int64).tobytes() in everything


def test_progress_is_told_of_each_epoch_as_it_ends(run):
    told = []
    result = run(progress=lambda *epoch: told.append(epoch))
    assert told == list(zip((1, 2, 3, 4), result.losses, result.accuracies, strict=True))


# --- what the grader believes --------------------------------------------------------------------


def test_accuracy_is_the_graders_and_another_forward_is_noted(run):
    honest = run(source=NETWORK)
    liar = run(source=with_method("def forward(self, x):\n    return np.ones((len(x), 4))"))
    assert honest.accuracy == liar.accuracy
    assert honest.notes == ()
    assert "On 256 training images your forward gives other scores" in liar.notes[0]


@pytest.mark.parametrize(
    ("forward", "words"),
    [
        ("return None", "forward(x) returned None, expected shape (256, 4)"),
        ("return x @ self.W1", "expected shape (256, 4)"),
        ("raise ValueError('no')", "raised ValueError: no"),
        ("x[...] = 0; return np.zeros((len(x), 4))", "was changed by the call"),
    ],
)
def test_a_forward_that_fails_is_noted_and_the_run_is_kept(run, forward, words):
    """All epochs were trained: the last comparison must not throw them away."""
    result = run(source=with_method(f"def forward(self, x):\n    {forward}"))
    assert result.epochs == 4
    assert words in result.notes[0]


def test_a_loss_that_diverges_is_kept_as_it_is(run):
    source = with_method(
        "def fit(self, x, labels, **options):\n"
        "    self.W1 = self.W1 * np.float32(np.nan)\n"
        "    return [float('nan')]"
    )
    result = run(source=source)
    assert np.isnan(result.losses).all()
    assert result.accuracy <= 0.5
    assert result.notes == ("The parameters are no longer finite: the training diverged.",)


def test_parameters_too_large_for_float32_make_no_noise(run):
    """Warnings are errors in these tests."""
    source = with_method(
        "def fit(self, x, labels, **options):\n"
        "    self.W1 = np.full(self.W1.shape, 1e300)\n"
        "    return [1.0]"
    )
    assert run(source=source).epochs == 4


# --- what can't be trained -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("returned", "words"),
    [
        ("None", "returned None, expected a list with one mean loss"),
        ("[]", "returned a list of length 0, expected"),
        ("[0.1, 0.2]", "returned a list of length 2, expected"),
        ("['low']", "returned a list of length 1, expected"),
        ("0.1", "returned 0.1, expected"),
    ],
)
def test_a_fit_that_returns_no_loss_is_told(run, returned, words):
    with pytest.raises(TrainingError, match="fit") as raised:
        run(source=with_method(f"def fit(self, x, labels, **options):\n    return {returned}"))
    assert words in str(raised.value)
    assert raised.value.exit_code == 1


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ("[(self.W1.T, self.b1), (self.W2, self.b2)]", "shapes (8, 36), (8,); (8, 4), (4,)"),
        ("[(self.W1, self.b1)]", "has the shapes (36, 8), (8,), expected (36, 8), (8,); (8, 4)"),
        ("[]", "has the shapes of no layer, expected (36, 8)"),
        ("[(self.W1, self.b1)] * 50", "(36, 8), (8,); …, expected"),
        ("None", "got None, expected a list of tuples"),
        ("[('W', 'b'), 3]", "expected a list of tuples"),
    ],
)
def test_params_of_another_form_are_told(run, params, words):
    with pytest.raises(TrainingError, match="params") as raised:
        run(source=with_method(f"@property\ndef params(self):\n    return {params}"))
    assert words in str(raised.value)


def test_an_exception_in_fit_is_told_with_the_learners_line(run):
    source = with_method("def fit(self, x, labels, **options):\n    return [1 / 0]")
    with pytest.raises(TrainingError, match="ZeroDivisionError") as raised:
        run(source=source)
    assert "e10_simple_network.py, line" in str(raised.value)
    assert "return [1 / 0]" in str(raised.value)


def test_a_stub_is_told_as_unfinished(run, course):
    stub = (course.exercises / "e10_simple_network.py").read_text(encoding="utf-8")
    with pytest.raises(TrainingError, match=r"e10_simple_network.py is not finished yet"):
        run(source=stub)


def test_a_file_that_does_not_load_is_told(run):
    with pytest.raises(TrainingError, match="SyntaxError"):
        run(source="def broken(")


def test_a_missing_file_is_told(data, course, launcher, settings, tmp_path):
    exercise = course.catalog.find("simple_network")
    work = read_submission(tmp_path, course.catalog)
    with pytest.raises(
        TrainingError, match=r"^e10_simple_network.py is missing\. `nngrade reset simple_"
    ):
        train(SIMPLE, data, work, exercise, launcher, settings, lambda *_: None)


def test_an_epoch_that_never_ends_is_ended(run, monkeypatch, settings):
    monkeypatch.setattr(training, "_patient", lambda *_: settings)
    source = with_method("def fit(self, x, labels, **options):\n    while True: pass")
    with pytest.raises(TrainingError, match=r"it took longer than 1 s"):
        run(source=source)


def test_memory_beyond_the_limit_of_training_is_told_by_that_limit(run):
    source = with_method("def fit(self, x, labels, **options):\n    return [np.ones(2**40)]")
    with pytest.raises(TrainingError, match="used more than 4 GiB of memory"):
        run(source=source)


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (replace(SIMPLE, layer_sizes=(784, 10, 10)), "have 36 pixels"),
        (replace(GENERAL, layer_sizes=(35, 4)), "have 36 pixels"),
        (replace(SIMPLE, layer_sizes=(36, 8, 3)), "go up to 3"),
        (replace(SIMPLE, layer_sizes=(36, 8, 8, 4)), "simple network has three layer sizes"),
    ],
)
def test_layer_sizes_that_do_not_fit_are_refused_before_anything_starts(run, requests, plan, words):
    with pytest.raises(UsageFault, match=words):
        run(plan)
    assert requests == []


# --- Ctrl-C --------------------------------------------------------------------------------------


@pytest.fixture
def ctrl_c():
    """Return a function that lets Ctrl-C arrive after some seconds."""

    def pressed(*_):
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, pressed)
    yield lambda seconds: signal.setitimer(signal.ITIMER_REAL, seconds)
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


SLOW_FROM_EPOCH = """
def fit(self, x, labels, **options):
    import time
    self.epochs = getattr(self, "epochs", 0) + 1
    time.sleep(60 if self.epochs >= {epoch} else 0)
    return [0.5]
"""


def test_ctrl_c_keeps_the_epochs_that_were_finished(run, ctrl_c):
    def progress(epoch, *_):
        if epoch == 2:
            ctrl_c(0.1)

    result = run(source=with_method(SLOW_FROM_EPOCH.format(epoch=3)), progress=progress)
    assert result.interrupted
    assert (result.epochs, result.losses) == (2, (0.5, 0.5))
    assert len(result.accuracies) == len(result.learning_rates) == 2


def test_ctrl_c_between_two_epochs_keeps_whole_epochs(run):
    def progress(epoch, *_):
        if epoch == 3:
            raise KeyboardInterrupt

    result = run(progress=progress)
    assert result.interrupted
    assert len(result.losses) == len(result.accuracies) == result.epochs == 3


def test_ctrl_c_before_the_first_epochs_end_keeps_nothing(run, ctrl_c):
    ctrl_c(0.5)
    assert run(source=with_method(SLOW_FROM_EPOCH.format(epoch=1))) is None


# --- the grader's view ---------------------------------------------------------------------------


def test_scaled_images_are_rows_of_float32_up_to_one():
    images = np.array([[[0, 51], [102, 255]]], np.uint8)
    rows = scaled(images)
    assert rows.dtype == np.float32
    np.testing.assert_allclose(rows, [[0, 0.2, 0.4, 1]], rtol=1e-6)


def test_scores_pass_through_relu_after_every_layer_but_the_last():
    first = (np.array([[1.0, -1.0]]), np.array([0.0, 0.5]))
    last = (np.array([[1.0], [10.0]]), np.array([-7.0]))
    np.testing.assert_allclose(logits_of([first, last], np.array([[2.0], [-2.0]])), [[-5], [18]])


def test_an_evaluation_shows_right_and_wrong_images():
    """A network that says class 1, whatever it sees."""
    images, labels = a_part(40, 3)
    data = Data("made up", images, labels, images, labels)
    params = [(np.zeros((36, 30)), np.zeros(30)), (np.zeros((30, 4)), np.array([0, 1.0, 0, 0]))]
    found = evaluate(params, data)
    counts = np.bincount(labels, minlength=4)
    assert found.accuracy == counts[1] / 40
    assert found.confusion == tuple((0, int(count), 0, 0) for count in counts)
    assert found.image_shape == (6, 6)
    assert len(found.examples) == 25
    assert {one.prediction == one.label for one in found.examples} == {True, False}
    assert all(one.prediction != one.label for one in found.confident_mistakes)
    assert len(found.confident_mistakes) == 12
    assert [len(unit) for unit in found.first_layer] == [36 * 4] * 25


def test_the_most_confident_mistakes_come_first():
    images, labels = np.zeros((4, 1, 1), np.uint8), np.array([1, 1, 0, 1])
    images[:, 0, 0] = [10, 200, 100, 50]
    data = Data("made up", images, labels, images, labels)
    found = evaluate([(np.array([[5.0, -5.0]]), np.zeros(2))], data)
    assert [one.index for one in found.confident_mistakes] == [1, 3, 0]
