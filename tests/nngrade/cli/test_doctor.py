"""`nngrade doctor`: what the machine and the course have, line by line."""

PROBES = ["Python", "worker", "course", "checks", "data", "results", "TensorFlow"]


def test_a_healthy_machine_is_exit_0(small_nngrade):
    done = small_nngrade("doctor")
    assert (done.returncode, done.stderr) == (0, "")
    marks = {line.split()[1]: line.split()[0] for line in done.stdout.splitlines()[: len(PROBES)]}
    assert list(marks) == PROBES
    assert set(marks.values()) == {"✓"}
    assert "60000 + 10000 images, checksums right" in done.stdout


def test_what_is_broken_is_marked_and_the_rest_examined(small_nngrade, small_course):
    (small_course.checks / "test_e04_relu.py").unlink()
    small_course.results.parent.mkdir()
    small_course.results.write_bytes(b"not a database, not at all" * 100)
    done = small_nngrade("doctor")
    assert done.returncode == 3
    failed = [line.split()[1] for line in done.stdout.splitlines() if line.startswith("  ✗")]
    assert failed[:2] == ["checks", "results"]
    assert "lacks test_e04_relu.py" in done.stdout


def test_the_confinement_of_workers_is_told(small_nngrade):
    assert "\n\n  Confinement: tier " in small_nngrade("doctor").stdout


def test_its_lines_fit_a_terminal_of_80_columns(small_nngrade, small_course):
    lines = small_nngrade("doctor").stdout.splitlines()
    own = [line for line in lines if str(small_course.root) not in line]
    assert len(own) >= len(lines) - 1
    assert max(map(len, own)) <= 80
