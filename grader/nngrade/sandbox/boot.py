"""The first lines of a worker's process, run as a file: `python -P -s -S boot.py PLAN`.

It sees the standard library, NumPy and the codec, and loads the worker's own files singly,
never through the installed package: an installed package brings its whole folder along.
With a control socket it is the fork server: NumPy is loaded once, each worker is a fork of it.
"""

import gc
import importlib
import importlib.util
import json
import os
import socket
import sys
from types import ModuleType
from typing import Any

PACKAGES = ("nngrade", "nngrade.sandbox")


def load_worker_files(plan: dict[str, Any]) -> None:
    """Import NumPy and the codec, then take their folders off the path again."""
    standard = list(sys.path)
    sys.path += plan["libraries"]
    for name in plan["preload"]:
        importlib.import_module(name)
    for package in PACKAGES:
        sys.modules[package] = ModuleType(package)
        sys.modules[package].__path__ = []
    for name, file in plan["files"].items():
        spec = importlib.util.spec_from_file_location(name, file)
        assert spec is not None  # noqa: S101 - a file location always has a spec
        assert spec.loader is not None  # noqa: S101 - and a loader
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        setattr(sys.modules["nngrade.sandbox"], name.rpartition(".")[2], module)
        spec.loader.exec_module(module)
    sys.path[:] = standard


def connect(plan: dict[str, Any]) -> socket.socket:
    """Take over the socket that the grader handed down."""
    if plan["socket"] is None:  # Windows hands sockets down as bytes
        return socket.fromshare(sys.stdin.buffer.read())  # type: ignore[attr-defined,no-any-return,unused-ignore]
    return socket.socket(fileno=plan["socket"])


def work(connection: socket.socket, plan: dict[str, Any], limits: dict[str, int]) -> None:
    """Bind this process, then serve one submission's one exercise."""
    confine = sys.modules["nngrade.sandbox.confine"]
    worker = sys.modules["nngrade.sandbox.worker"]
    server = worker.Server(connection)
    confine.bind_worker(confine.Limits(**limits), connection.fileno(), seccomp=plan["seccomp"])
    server.serve()


def serve_forks(control: socket.socket, plan: dict[str, Any]) -> None:
    """Fork a worker at each request; `reap` answers how one ended."""
    confine = sys.modules["nngrade.sandbox.confine"]
    remember_folders()
    landlock = confine.bind_server(plan["readable"]) if plan["readable"] else 0
    plan["seccomp"] = plan["seccomp"] and confine.seccomp_available()
    gc.collect()
    gc.freeze()
    control.send(json.dumps({"landlock": landlock, "seccomp": plan["seccomp"]}).encode())
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 65536, 1)
        if not message:
            os._exit(0)  # nothing here needs tidying up, and the grader waits
        request = json.loads(message)
        if "reap" in request:
            _, status = os.waitpid(request["reap"], 0)
            control.send(json.dumps({"status": status}).encode())
        else:
            fork_worker(control, descriptors[0], plan, request["limits"])


def remember_folders() -> None:
    """List the library's folders once: later they may be read from, but not listed."""
    for folder in sys.path:
        finder = sys.path_importer_cache.get(folder)
        if finder is not None and hasattr(finder, "find_spec"):
            finder.find_spec("remembered")


def fork_worker(
    control: socket.socket, descriptor: int, plan: dict[str, Any], limits: dict[str, int]
) -> None:
    """Start one worker on the socket received; answer with its pid and a pidfd."""
    pid = os.fork()
    if pid == 0:
        control.close()
        try:
            work(socket.socket(fileno=descriptor), plan, limits)
        finally:
            os._exit(0)
    os.close(descriptor)
    pidfd = os.pidfd_open(pid)
    socket.send_fds(control, [json.dumps({"pid": pid}).encode()], [pidfd])
    os.close(pidfd)


def main() -> None:
    """Follow the plan that the grader passed as JSON."""
    plan = json.loads(sys.argv[1])
    load_worker_files(plan)
    connection = connect(plan)
    if plan["limits"] is None:
        serve_forks(connection, plan)
    else:
        work(connection, plan, plan["limits"])


if __name__ == "__main__":
    main()
