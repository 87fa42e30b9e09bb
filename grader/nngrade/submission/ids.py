"""Names that a terminal, a spreadsheet, a web page and a file system all take."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping

_LONGEST = 60  # of four bytes each, with a suffix and ".html": below 255
_LETTERS = frozenset("-_.+@ ")
# Letters and marks that show nothing, so that two names would look the same.
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)\s*(\.|$)", re.IGNORECASE)


def unique_ids(names: Mapping[str, str]) -> dict[str, str]:
    """Return an id for each key from its name; those that would share one get a digest.

    Ids that differ in case only would share a file on some systems.
    """
    ids = {key: clean(name) for key, name in names.items()}
    while clashing := _clashing(ids):
        ids.update({key: f"{ids[key]}-{_digest(key)}" for key in clashing})
    return ids


def clean(name: str) -> str:
    """Return the name with "_" for what could act or hide; never empty, never long.

    A spreadsheet would take a first "-", "+" or "@" for a formula, a shell the "-" for an
    option, and a file that begins with a dot is hidden.
    """
    text = _UNSEEN.sub("_", unicodedata.normalize("NFC", name))
    text = "".join(letter if _is_plain(letter) else "_" for letter in text)
    text = text.lstrip("-+@. ")[:_LONGEST].rstrip(". ")
    return f"_{text}" if not text or _DEVICE.match(text) else text


def _is_plain(letter: str) -> bool:
    return letter in _LETTERS or letter.isalnum() or unicodedata.category(letter).startswith("M")


def _clashing(ids: dict[str, str]) -> list[str]:
    counts = Counter(one.casefold() for one in ids.values())
    return [key for key, one in ids.items() if counts[one.casefold()] > 1]


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:8]
