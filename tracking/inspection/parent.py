"""Having a file looked into by another process."""

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tracking.inspection.verdicts import Facts, Refusal, Refused

MEMORY_BYTES = 1024 * 1024 * 1024
SECONDS = 20
_ROOT = Path(__file__).resolve().parents[2]
_PROGRAM = """
import sys
sys.path.insert(0, sys.argv[1])
from tracking.inspection.child import main
main(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
"""


def look_into(kind: str, content: bytes) -> Facts:
    """Return the facts of a file of a kind (one of `child.KINDS`); raises Refused for one that may not be kept.

    One that cannot be read within the limits, for whatever reason, is not of its kind or is damaged.
    """
    command = [sys.executable, "-I", "-c", _PROGRAM, str(_ROOT), kind, str(MEMORY_BYTES), str(SECONDS)]
    try:
        # Nothing of our environment, and what a killed process leaves behind goes with its directory. Without a home
        # it would look one up among the users of the machine.
        with TemporaryDirectory() as scratch:
            done = subprocess.run(  # noqa: S603 - our own interpreter and program
                command,
                input=content,
                capture_output=True,
                timeout=SECONDS + 10,
                check=True,
                env={"HOME": scratch, "TMPDIR": scratch},
            )
        answer = json.loads(done.stdout.splitlines()[-1])
    except (subprocess.SubprocessError, ValueError, IndexError):
        raise Refused(Refusal.NOT_ITS_KIND) from None
    if "refusal" in answer:
        raise Refused(Refusal(answer["refusal"]))
    return Facts(**answer["facts"])
