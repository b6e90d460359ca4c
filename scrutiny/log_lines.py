"""How a line of the log is written: one line for each message, with a time that means the same everywhere."""

import logging
import re
from datetime import UTC, datetime
from typing import Any

# What would begin a new line, or move the cursor of whoever reads it.
_CONTROLS = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160))} | {
    10: "\\n",
    13: "\\r",
    0x2028: "\\u2028",
}
_CONTROLS[0x2029] = "\\u2029"
# Addresses that let in whoever has them: invitations, new passwords, following by e-mail, the answer of single sign-on.
# `deploy/nginx.conf` has the same.
_KEYS = re.compile(
    r"(/accounts/(?:invitation|password/reset/key)/|/follow/)[^/?#\s\"'<>]+"
    r"|(/accounts/single-sign-on/callback/\?)[^#\s\"'<>]+"
)


def without_keys(text: str) -> str:
    """Return a text without the keys that let in whoever has them: they stand in addresses, and addresses in logs."""
    return _KEYS.sub(r"\1\2[key]", text)


class WithoutKeys(logging.Filter):
    """Takes keys out of what somebody else's formatter writes."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = without_keys(record.getMessage()), None
        return True


class LineFormatter(logging.Formatter):
    """Time in UTC, level, logger and message. Nothing that was sent begins a line of its own, no key is in it."""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name}: {message}", style="{")

    def format(self, record: logging.LogRecord) -> str:
        return without_keys(super().format(record))

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802 - logging's name
        return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        record.message = record.message.translate(_CONTROLS)
        return super().formatMessage(record)

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's name
        """Indent a trace: what an error quotes begins no line either."""
        return _indented(super().formatException(ei))

    def formatStack(self, stack_info: str) -> str:  # noqa: N802 - logging's name
        return _indented(super().formatStack(stack_info))


def _indented(text: str) -> str:
    return "\n".join(f"  {line.translate(_CONTROLS)}" for line in text.split("\n"))
