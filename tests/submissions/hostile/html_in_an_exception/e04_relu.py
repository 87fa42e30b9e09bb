"""Raises an exception whose name and words are a web page's."""

HTML = "<script>alert(1)</script><img src=x onerror=alert(1)>'\"&"
Page = type(HTML, (Exception,), {})


def relu(z):
    raise Page(HTML)
