"""The progress report: one HTML page that needs no network and no script.

`report.view.build_view` computes all that the page says, and is cheap to import.
`report.html.write_report` writes it, and loads Matplotlib and Jinja2: import it only where a report
is made.
"""
