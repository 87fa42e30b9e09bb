"""A submission as it was read."""

import re
from dataclasses import dataclass

MAX_SOURCE = 1_000_000


@dataclass(frozen=True, slots=True)
class Submission:
    """The source of each file by module name, and a sentence for each that can't be had."""

    origin: str
    sources: dict[str, bytes]
    problems: dict[str, str]

    def line(self, file: str, number: int) -> str:
        """Return a line of a file, for showing where something happened; "" if there is none."""
        source = self.sources.get(file.removesuffix(".py"), b"")
        # Python's own line ends alone: splitlines() would count a form feed, too.
        lines = re.split(r"\r\n|\r|\n", source.decode("utf-8-sig", "replace"))
        return lines[number - 1] if 0 < number <= len(lines) else ""
