"""Asking ClamAV's daemon whether there is a virus in a file."""

import re
import socket
import time
from typing import IO, Final
from urllib.parse import urlsplit

from django.conf import settings

from tracking.exceptions import ScrutinyError

CHUNK_BYTES: Final = 64 * 1024
SECONDS: Final = 60
_LONGEST_ANSWER: Final = 1000
_PORT: Final = 3310


class ScannerUnavailable(ScrutinyError):
    """The scanner has not said whether there is a virus: it is down or too slow."""


class FileNotJudged(ScannerUnavailable):
    """The scanner is there, but breaks off at this file or answers something else: it may be larger than it takes."""


def is_set_up() -> bool:
    """Whether the council has a virus scanner."""
    return bool(settings.CLAMAV_SOCKET)


def virus_in(file: IO[bytes]) -> str:
    """Return the name of the virus found in a file, nothing for none.

    Raises ScannerUnavailable, or FileNotJudged, unless the daemon says one or the other in so many words. The file
    travels over the socket, so the daemon needs no access to the store (clamd's command INSTREAM).
    """
    try:
        with _connection() as connection:
            answer = _answer_to(file, connection)
    except OSError as error:
        raise ScannerUnavailable(f"The virus scanner cannot be asked: {error}.") from error
    if answer == "stream: OK":
        return ""
    found = re.fullmatch(r"stream: (\S.*) FOUND", answer)
    if found is None:
        raise FileNotJudged(f"The virus scanner answers “{answer}”.")
    return found[1]


def _answer_to(file: IO[bytes], connection: socket.socket) -> str:
    deadline = time.monotonic() + SECONDS
    try:
        connection.sendall(b"zINSTREAM\0")
        while chunk := file.read(CHUNK_BYTES):
            _check_time(connection, deadline)
            connection.sendall(len(chunk).to_bytes(4, "big") + chunk)
        connection.sendall(bytes(4))
        return _answer(connection, deadline)
    except ConnectionError as error:
        raise FileNotJudged(f"The virus scanner breaks off: {error}.") from error


def _connection() -> socket.socket:
    address = urlsplit(settings.CLAMAV_SOCKET)
    if address.scheme != "unix":
        return socket.create_connection((address.hostname or "", address.port or _PORT), timeout=SECONDS)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(SECONDS)
    try:
        connection.connect(address.path)
    except OSError:
        connection.close()
        raise
    return connection


def _answer(connection: socket.socket, deadline: float) -> str:
    """Read one answer, which ends with a zero byte or the connection."""
    said = b""
    while b"\0" not in said and len(said) < _LONGEST_ANSWER:
        _check_time(connection, deadline)
        more = connection.recv(_LONGEST_ANSWER)
        if not more:
            break
        said += more
    return said.partition(b"\0")[0].decode("utf-8", "replace").strip()


def _check_time(connection: socket.socket, deadline: float) -> None:
    """Give the next step the time that is left."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("it takes too long")
    connection.settimeout(left)
