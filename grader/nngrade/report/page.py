"""What every page that is written has in common: its templates' rules, and how it gets to disk."""

import contextlib
import os
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from nngrade.errors import NNGradeError

SHARED = Path(__file__).with_name("templates")


def templates(folder: Path) -> Environment:
    """Return a folder's templates, and those that pages share.

    All values are escaped, and each must be there.
    """
    return Environment(
        loader=FileSystemLoader([folder, SHARED], encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def write_page(path: Path, page: str, *, what: str, command: str) -> None:
    """Write a page whole or not at all; NNGradeError where it can't be written.

    what: what it is, such as `report`; command: what made it, such as `nngrade report`
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    if path.exists() and not path.is_file():
        raise NNGradeError(f"{path} is no file.", f"Name a file, such as {what}.html.")
    try:
        draft.write_text(page, encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise NNGradeError(
            f"The {what} {path} can't be written: {error.strerror}.",
            f"Name another place with {command} -o FILE.",
        ) from error
