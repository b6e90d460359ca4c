"""What the measurements were made on."""

import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path


def machine() -> str:
    return f"{_processor()}, {len(os.sched_getaffinity(0))} cores, {_memory_gb():.0f} GB"


def versions(*packages: str) -> str:
    return ", ".join([f"Python {platform.python_version()}", *(f"{name} {version(name)}" for name in packages)])


def commit() -> str:
    """Return which commit was measured, and whether something was changed since."""
    described = ["git", "describe", "--always", "--dirty=, with changes", "--exclude=*"]
    return subprocess.run(described, capture_output=True, text=True, check=False).stdout.strip() or "unknown"  # noqa: S603


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")


def _memory_gb() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
