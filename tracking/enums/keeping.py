"""What becomes of drafts, files, mails and ways of signing in."""

from django.db import models


class DraftPage(models.TextChoices):
    """The pages that keep what was typed before it is saved."""

    SECTION = "section", "Recommendation"
    OVERVIEW = "overview", "Overview"
    CONTACT_OFFICERS = "contact_officers", "Contact officers"
    CHECK = "check", "Reasons against warnings"
    PLAN_UPDATE = "plan_update", "Update on a plan"
    INTRODUCTION = "introduction", "Introduction"
    ANSWER = "answer", "Answer to a recommendation"
    CABINET_HEADER = "cabinet_header", "Header"
    CABINET_SECTION = "cabinet_section", "Section of a report to Cabinet"


class ScanState(models.TextChoices):
    """What the virus scanner says of a file. Without a scanner, files are not scanned."""

    NOT_SCANNED = "not_scanned", "Not scanned"
    WAITING = "waiting", "Waiting to be scanned"
    CLEAN = "clean", "No virus found"
    INFECTED = "infected", "Virus found"

    @classmethod
    def held_back(cls) -> frozenset["ScanState"]:
        """Files in these states leave the store for nobody but, while they wait, whoever uploaded them."""
        return frozenset({cls.WAITING, cls.INFECTED})


class MailKind(models.TextChoices):
    """What a mail is for."""

    ASKED = "asked", "Updates asked for"
    REMINDER = "reminder", "Reminder"
    RETURNED = "returned", "Report returned"
    HANDED_IN = "handed_in", "Report handed in"
    RECEIPT = "receipt", "Receipt"
    OVERDUE = "overdue", "Reports overdue"
    ACTIONS = "actions", "Actions after a meeting"
    SUPPLEMENT = "supplement", "Late news handed in"
    PACK = "pack", "Pack made"
    CONFIRM = "confirm", "Subscription to confirm"
    NEWS = "news", "News for a subscriber"
    AUDIT = "audit", "Head of the audit trail"
    INVITATION = "invitation", "Invitation to sign in"
    PASSWORD = "password", "Link to choose a password"
    NOTICE = "notice", "Change of how somebody signs in"

    @classmethod
    def to_posts(cls) -> frozenset["MailKind"]:
        """Mails that tell the people of a report that they have to write it."""
        return frozenset({cls.ASKED, cls.REMINDER, cls.RETURNED})


class MailState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    SENT = "sent", "Sent"
    FAILED = "failed", "Given up"


class SignInChange(models.TextChoices):
    """What changes how somebody signs in: as the audit trail calls it, and as a mail tells its owner."""

    PASSWORD_CHANGED = "changed password", "Your password was changed."
    PASSWORD_RESET = "set new password", "A new password was set with a link from a mail to you."
    PASSWORD_TAKEN = "took password away", "An administrator has taken your password away."
    APP_ADDED = "set up app", "An authenticator app was set up for your second step."
    APP_REMOVED = "took app away", "Your authenticator app was taken away: it is no second step any more."
    PASSKEY_ADDED = "added passkey", "A passkey was added to your account."
    PASSKEY_REMOVED = "took passkey away", "A passkey was taken away from your account."
    CODES_MADE = "made recovery codes", "New recovery codes were made. The ones before no longer work."
    CODE_USED = "used recovery code", "One of your recovery codes was used."
    SECOND_STEP_TAKEN = "took second step away", "An administrator has taken your second step away."
    IDENTITY_CONNECTED = "connected identity", "The council’s account was connected: you can sign in with it."
    IDENTITY_REMOVED = "disconnected identity", "The council’s account was disconnected."
    ADDRESS_CHANGED = "changed address", "An administrator has changed the e-mail address that you sign in with."
