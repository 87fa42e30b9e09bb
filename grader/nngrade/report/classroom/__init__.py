"""What a class gets back: a page for each learner, and one page for the instructor.

`feedback` and `overview` compute what they say; `pages` lays it out, and loads Jinja2.
Submissions come one at a time, and only counts and short rows of them are kept.
"""
