"""One family of errors: what happened, the cure, and the exit status it leads to."""


class NNGradeError(Exception):
    """A fault that is told in one sentence, with its cure, and never as a traceback."""

    exit_code = 3

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".rstrip()


class UsageFault(NNGradeError):
    """The command was asked for something that doesn't exist (exit 2)."""

    exit_code = 2


class CatalogError(NNGradeError):
    """`course/catalog.toml` is malformed; names file and key."""


class SubmissionError(UsageFault):
    """A submission's folder can't be read at all."""


class GraderError(NNGradeError):
    """The grader itself failed: nothing that a learner wrote is to blame."""


class ProtocolError(NNGradeError):
    """A worker sent bytes that are no message; its exercise fails, the run goes on."""


class TrainingError(NNGradeError):
    """The learner's network could not be trained (exit 1)."""

    exit_code = 1
