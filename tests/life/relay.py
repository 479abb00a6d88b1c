"""The network between the bot and Discord: a relay that can swallow everything without a word."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Self


class Relay:
    """``http://127.0.0.1:port`` leads to ``target``; within ``swallowing()`` nothing passes and nothing is refused."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.passes = threading.Event()
        self.passes.set()
        self.swallowed = threading.Event()
        self.ear = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.ear.getsockname()[1]
        self.sockets: list[socket.socket] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self.accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ear.close()
        for one in self.sockets:
            one.close()

    def accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self.ear.accept()
                with suppress(OSError):
                    self.join(self.greet(near))

    def greet(self, near: socket.socket) -> socket.socket:
        """What happens first on a connection from the bot."""
        return near

    def join(self, near: socket.socket) -> None:
        """Lead a connection on to Discord."""
        far = socket.create_connection(("127.0.0.1", self.target))
        self.sockets += [near, far]
        for one, other in ((near, far), (far, near)):
            threading.Thread(target=self.carry, args=(one, other), daemon=True).start()

    def carry(self, one: socket.socket, other: socket.socket) -> None:
        """Pass bytes on; what arrives while the relay swallows is lost, as is its connection."""
        with suppress(OSError):
            while data := one.recv(65536):
                if not self.passes.is_set():
                    self.swallowed.set()
                    return
                other.sendall(data)
        if self.passes.is_set():
            with suppress(OSError):
                other.shutdown(socket.SHUT_WR)

    @contextmanager
    def swallowing(self) -> Iterator[None]:
        """Within the block connections stay open and nothing comes through; those of before stay dead."""
        self.passes.clear()
        try:
            yield
        finally:
            self.passes.set()
