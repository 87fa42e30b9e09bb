"""A real worker, with whatever source a test writes for it."""

from textwrap import dedent

import pytest

from nngrade.sandbox.protocol import Call, Done, Load, pack, unpack
from nngrade.sandbox.runner import Worker


class Talk:
    """Talks to a worker in plain Python values, the message's form aside."""

    def __init__(self, worker):
        self.worker = worker

    def load(self, source, *, stand_ins=(), broken=None, **others):
        """Load `exercise.py`, beside `others`; return the reply."""
        files = {"exercise": source} | others
        sources = {
            name: text if isinstance(text, bytes) else dedent(text).encode()
            for name, text in files.items()
        }
        return self.worker.request(Load(sources, "exercise", list(stand_ins), broken or {}))

    def ask(self, name, *args, handle=None, keep=None, trace=False, hold=False, **kwargs):
        """Call a function; return the reply."""
        packed = [pack(arg, lambda token: token) for arg in args]
        named = {key: pack(value, lambda token: token) for key, value in kwargs.items()}
        return self.worker.request(Call(name, packed, named, handle, keep, trace, hold))

    def value(self, name, *args, **kwargs):
        """Call a function; return what it returned."""
        reply = self.ask(name, *args, **kwargs)
        assert isinstance(reply, Done), reply
        return unpack(reply.value)


@pytest.fixture
def talk(launcher, settings):
    """Give an empty worker to talk to."""
    with Worker(launcher, settings) as worker:
        yield Talk(worker)


@pytest.fixture
def another_talk(launcher, settings):
    """Give a second empty worker to talk to."""
    with Worker(launcher, settings) as worker:
        yield Talk(worker)


@pytest.fixture
def loaded(talk):
    """Give a function that loads a source, which must succeed, and returns the talk."""

    def load(source, **others):
        reply = talk.load(source, **others)
        assert isinstance(reply, Done), reply
        return talk

    return load
