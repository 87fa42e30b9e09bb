"""Which of a submission's files an exercise's worker gets: those that can matter, and no others.

They are the exercise's own file, the files that it names, and those that they name in turn;
but none of which nothing but stood-in functions is asked for.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

_WORD = re.compile(rb"[A-Za-z_]\w*")
# Possessive, so that no line can make it try again and again.
_IMPORT = rb"^[ \t]*+from[ \t]++%s[ \t]++import[ \t]++([\w \t,]++|\([\w\s,]++\))[ \t]*+\r?$"


def reachable(sources: Mapping[str, bytes], module: str) -> dict[str, bytes]:
    """Return the files that a module names, and those that they name; its own first."""
    found: dict[str, bytes] = {}
    waiting = [module]
    while waiting:
        name = waiting.pop()
        if name in sources and name not in found:
            found[name] = sources[name]
            words = _words(sources[name])
            waiting += [other for other in sorted(sources) if other.encode() in words]
    return found


def named_in(sources: Mapping[str, bytes], modules: Iterable[str]) -> list[str]:
    """Return those of the modules that one of these files names."""
    words = {word for text in sources.values() for word in _words(text)}
    return [name for name in modules if name.encode() in words]


@lru_cache(maxsize=100)
def _words(text: bytes) -> Counter[bytes]:
    """Count a file's words; for each exercise of a submission the same files are asked about."""
    return Counter(_WORD.findall(text))


def without_replaced(
    sources: Mapping[str, bytes], replaced: Mapping[str, set[str]]
) -> dict[str, bytes]:
    """Return the files but those from which the others import stood-in functions alone.

    replaced: the names that the reference stands in for, by module
    """
    return {
        module: text
        for module, text in sources.items()
        if module not in replaced
        or not all(
            _asks_only_for(replaced[module], module, other)
            for name, other in sources.items()
            if name != module
        )
    }


def _asks_only_for(names: set[str], module: str, text: bytes) -> bool:
    """Whether a file mentions a module only to import some of these names from it."""
    if module.encode() not in _words(text):
        return True
    imports = re.findall(_IMPORT % re.escape(module.encode()), text, re.MULTILINE)
    imported = {
        item.split()[0].decode()
        for one in imports
        for item in one.strip(b"() \t\r\n").split(b",")
        if item.strip()
    }
    return _words(text)[module.encode()] == len(imports) and imported <= names
