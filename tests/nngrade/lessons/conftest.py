"""A course of two lessons."""

from pathlib import Path

import pytest

from nngrade.catalog import Catalog, Exercise
from nngrade.course import Course

FIRST = """\
# Exercise 1 · One

See [the second](e02_two.md#when), [its list](../list.md), <b>raw</b> and
[the paper](https://example.org/paper).

![A line that rises](figures/e01_line.svg)

![A picture that is
not there](figures/none.svg)

## first

    z │ 1 < 2
    ──┴──────

```python
>>> first(1)
2
```

| a | b |
|---|---|
| `x` | y |

## When something is off

Look.

<!-- mistakes -->

<details>
<summary>The grader knows 1 mistake here</summary>

`first`

- You took *all*

</details>

<!-- /mistakes -->

## Now you

Begin.
"""
SECOND = "# Exercise 2 · Two\n\nBack to [the first](e01_one.md).\n\n## when\n\nLater.\n"
LINE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="440" height="20" role="img">'
    '<title>Line</title><path d="M 0 0 L 9 9" style="stroke: #2a7fc4"/></svg>\n'
)


@pytest.fixture
def two_lessons(tmp_path: Path) -> Course:
    """Return a course of two lessons and one figure."""
    course = Course(
        tmp_path,
        Catalog(
            (
                Exercise("e01_one", "e01_one.py", "one", ("first",), 50.0),
                Exercise("e02_two", "e02_two.py", "two", ("when",), 50.0),
            )
        ),
    )
    course.figures.mkdir(parents=True)
    for path, text in {
        course.lessons / "e01_one.md": FIRST,
        course.lessons / "e02_two.md": SECOND,
        course.figures / "e01_line.svg": LINE,
    }.items():
        path.write_text(text, encoding="utf-8")
    return course
