"""What can go wrong, in the product's own terms. Each message is written for the person who reads it."""


class ScrutinyError(Exception):
    """Base of every error the product raises on purpose."""


class NotAllowed(ScrutinyError):
    """This person may not do this. Views answer it as "not found", so that nothing is given away."""


class NotPossible(ScrutinyError):
    """The thing cannot be done now, whoever asks. The message says why and what to do next."""


class StaleState(NotPossible):
    """Somebody else moved the thing on between reading and writing."""


class StaleReport(StaleState):
    """Somebody else moved the Progress Report on between reading and writing."""


class StaleText(StaleState):
    """Somebody else saved the same part of a Progress Report since it was opened for writing."""


class UnacceptableFile(NotPossible):
    """An upload that is refused. The message names the file and says what to do about it."""


class ClaimContradicted(NotPossible):
    """The claim check found an error, or a warning that nobody has answered.

    `findings` holds them in the order of the report, or of the update on a plan.
    """

    def __init__(self, findings: tuple[object, ...], *, thing: str = "report") -> None:
        super().__init__(f"The {thing} cannot be submitted yet: some answers contradict each other.")
        self.findings = findings
