"""How a line of the log is written: one line for each message, with a time that means the same everywhere."""

import logging
from datetime import UTC, datetime
from typing import Any

# What would begin a new line, or move the cursor of whoever reads it.
_CONTROLS = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160))} | {
    10: "\\n",
    13: "\\r",
    0x2028: "\\u2028",
}
_CONTROLS[0x2029] = "\\u2029"


class LineFormatter(logging.Formatter):
    """Time in UTC, level, logger and message. Nothing that somebody sent can begin a line of its own."""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name}: {message}", style="{")

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802 - logging's name
        return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        record.message = record.message.translate(_CONTROLS)
        return super().formatMessage(record)

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's name
        """Indent a trace: what an error quotes begins no line either."""
        return "  " + super().formatException(ei).replace("\n", "\n  ")
