"""Bytes that are carried from one connection to another."""

import contextlib
import socket
import threading
from collections.abc import Callable

PIECE = 65536


def carry(one: socket.socket, other: socket.socket) -> None:
    """Carries both ways until both have said all, then closes both."""
    back = threading.Thread(target=_pour, args=(other, one), daemon=True)
    back.start()
    _pour(one, other)
    back.join()
    for end in (one, other):
        end.close()


def _pour(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while piece := source.recv(PIECE):
            sink.sendall(piece)
    with contextlib.suppress(OSError):
        sink.shutdown(socket.SHUT_WR)


def listen(address: str, answer: Callable[[socket.socket], None]) -> int:
    """Answers connections, each in a thread of its own, until the process ends; returns the port."""
    server = socket.create_server((address, 0), backlog=128)

    def answered(connection: socket.socket) -> None:
        try:
            answer(connection)
        except (OSError, ValueError):
            # Whoever asked is gone, or speaks something else.
            connection.close()

    def accept() -> None:
        while True:
            connection, _ = server.accept()
            threading.Thread(target=answered, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    return int(server.getsockname()[1])
