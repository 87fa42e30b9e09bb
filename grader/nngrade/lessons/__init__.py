"""The lessons as they are read: in the terminal, or all of them as one HTML page.

`lessons.text` reads them, `lessons.terminal` and `lessons.book` show them; both load libraries
that no other command needs.
"""
