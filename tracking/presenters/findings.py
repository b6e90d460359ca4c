"""The words of places in a public edition that may say something exempt, for the clerk who answers for each."""

from dataclasses import dataclass
from typing import Any

from tracking.models import Job
from tracking.presenters.withheld import NOT_COMPARED
from tracking.presenters.wording import counted
from tracking.queries.jobs import open_findings


@dataclass(frozen=True)
class FindingsWords:
    """What the page on findings says: the `ways` out of each, where the reasons are `kept`, and, in short, what can be
    done `instead` of giving one.
    """

    ways: tuple[str, ...]
    kept: str
    instead: str


@dataclass(frozen=True)
class FindingLine:
    """A place in the public edition where something exempt was found: the words, what they are from, and where.

    `key` is the same in packs made again where the very same was found; `number` is that of this job alone.
    `question` asks for the reason, and `required` is said where there is none.
    """

    number: int
    key: str
    words: str
    source: str
    where: str
    question: str
    required: str
    is_compared: bool = True


def to_explain(job: Job) -> str:
    """In how many places the clerk has yet to say why what was found is not exempt there; nothing where in none."""
    count = len(open_findings(job))
    if not count:
        return ""
    return f"Something that may be exempt was found in {counted(count, 'place')} of the public edition."


def finding_lines(job: Job, *, instead: str) -> tuple[FindingLine, ...]:
    """The places to look at, by their number in the job. `instead` is what the clerk can do but say why."""
    return tuple(_finding_line(job, number, finding, instead) for number, finding in enumerate(job.findings))


def _finding_line(job: Job, number: int, finding: dict[str, Any], instead: str) -> FindingLine:
    words, source, where = finding["words"], finding["source"], finding["where"]
    is_compared = where != NOT_COMPARED
    identity = finding.get("identity", "") if is_compared else ""
    if is_compared:
        question = f"Why is “{words}” not exempt here?"
        required = f"{where}: say why this is not exempt here, or {instead}."
    else:
        question = f"What did you check, and what did you find ({source})?"
        required = f"{source}: say what you checked by eye, and what you found."
    return FindingLine(number, identity or f"{job.pk}-{number}", words, source, where, question, required, is_compared)
