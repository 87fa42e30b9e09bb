"""Makes text that others wrote safe to show: nothing in it hides, nothing in it acts."""

from bisect import bisect_right
from itertools import accumulate

_LAYOUT = "\n\t"
_CUT = "…"


def visible(text: str, limit: int) -> str:
    r"""Return at most `limit` (1 or more) characters of `text`; a cut ends in "…".

    Newline and tab stay. Control, bidi and other invisible characters, odd spaces and lone
    surrogates become escapes such as `\x1b` and `\u202e`, the ones that `repr` shows.
    """
    if len(text) <= limit and text.replace("\n", "").replace("\t", "").isprintable():
        return text  # nearly always, and of a class's pages most of the work
    pieces = [_seen(character) for character in text[: limit + 1]]
    ends = list(accumulate(len(piece) for piece in pieces))
    if not ends or ends[-1] <= limit:
        return "".join(pieces)
    return "".join(pieces[: bisect_right(ends, limit - len(_CUT))]) + _CUT


def _seen(character: str) -> str:
    if character.isprintable() or character in _LAYOUT:
        return character
    return character.encode("unicode_escape").decode("ascii")
