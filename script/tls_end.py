# ruff: noqa: INP001 a script, no part of a package
"""The end of TLS before a server on this machine, as a council's proxy is: for looking at the service from outside.

    python script/tls_end.py PORT CERTIFICATE KEY SERVER_PORT

Answers on 127.0.0.1 alone. What comes without TLS on the same port is passed on as such, and says so.
"""

import http.client
import socket
import ssl
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TLS_HANDSHAKE = b"\x16"
PATIENCE = 120
# What belongs to one connection, and what nobody but this end may say.
NOT_PASSED_ON = {"connection", "keep-alive", "transfer-encoding", "x-forwarded-proto", "x-forwarded-for"}


class Front(ThreadingHTTPServer):
    """Takes connections, and knows where they lead."""

    daemon_threads = True

    def __init__(self, port: int, *, context: ssl.SSLContext, server_port: int) -> None:
        self.context, self.passed_to = context, server_port
        super().__init__(("127.0.0.1", port), Passing)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a client that went away or spoke no TLS: attackers do both all the time."""


class Passing(BaseHTTPRequestHandler):
    """One connection."""

    server: Front
    timeout = PATIENCE

    def setup(self) -> None:
        """Shake hands where the client wants to."""
        begins_with = self.request.recv(1, socket.MSG_PEEK)
        self.scheme = "https" if begins_with == TLS_HANDSHAKE else "http"
        if self.scheme == "https":
            self.request = self.server.context.wrap_socket(self.request, server_side=True)
        super().setup()

    def pass_on(self) -> None:
        """Ask the server what was asked here, and answer what it answers."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        server = http.client.HTTPConnection("127.0.0.1", self.server.passed_to, timeout=PATIENCE)
        server.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            if name.lower() not in NOT_PASSED_ON:
                server.putheader(name, value)
        server.putheader("X-Forwarded-Proto", self.scheme)
        server.putheader("X-Forwarded-For", self.client_address[0])
        server.endheaders(body)
        self._answer(server.getresponse())
        server.close()

    def _answer(self, answer: http.client.HTTPResponse) -> None:
        content = answer.read()
        self.send_response_only(answer.status, answer.reason)
        for name, value in answer.getheaders():
            if name.lower() not in NOT_PASSED_ON | {"content-length"}:
                self.send_header(name, value)
        if self.command != "HEAD" and answer.status != http.client.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(content)))
        elif length := answer.getheader("Content-Length"):
            self.send_header("Content-Length", length)
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(content)

    def __getattr__(self, name: str) -> Any:
        """Every method is passed on alike; the base class looks for `do_GET`, `do_POST` and so on."""
        if name.startswith("do_"):
            return self.pass_on
        raise AttributeError(name)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        """The server behind has a log of its own."""


def main(port: str, certificate: str, key: str, server_port: str) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with Front(int(port), context=context, server_port=int(server_port)) as front:
        front.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
