"""A small mail server on loopback: it speaks as much SMTP as Django's backend does, and keeps what it gets."""

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from threading import Event, Thread


class MailServer(socketserver.ThreadingTCPServer):
    """`received` holds the mails in order. While it `holds`, it keeps whoever sends waiting for the last answer."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.received: list[Message] = []
        self.got_one = Event()
        self.may_answer = Event()
        self.may_answer.set()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def hold(self) -> None:
        """Take mails, but do not say so."""
        self.may_answer.clear()

    def release(self) -> None:
        self.may_answer.set()

    @property
    def message_ids(self) -> list[str]:
        return [mail["Message-ID"] for mail in self.received]


class _Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self._say("220 ready")
        while line := self.rfile.readline():
            match line.split(maxsplit=1)[0].upper():
                case b"DATA":
                    self._say("354 go ahead")
                    self._take()
                case b"QUIT":
                    self._say("221 goodbye")
                    return
                case _:
                    self._say("250 ok")

    def _take(self) -> None:
        lines: list[bytes] = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        self.server.received.append(message_from_bytes(b"".join(lines)))
        self.server.got_one.set()
        self.server.may_answer.wait(timeout=60)
        self._say("250 taken")

    def _say(self, words: str) -> None:
        try:
            self.wfile.write(f"{words}\r\n".encode())
        except OSError:
            # Whoever was sending is gone.
            return


@contextmanager
def running_mail_server() -> Iterator[MailServer]:
    """Serve on a free port until the block ends."""
    with MailServer() as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.release()
            server.shutdown()
            thread.join()
