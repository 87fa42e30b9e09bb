"""The one error of this package."""


class DataError(ValueError):
    """A data set can't be used: one sentence with the file's name and the cure."""
