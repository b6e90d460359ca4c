"""The named sets of the domain: every choice a row may hold, and the groups of choices that rules speak of."""

from django.db import models


class InquiryState(models.TextChoices):
    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"
    CONCLUDED = "concluded", "Concluded"
    WITHDRAWN = "withdrawn", "Withdrawn"

    @classmethod
    def public(cls) -> frozenset["InquiryState"]:
        """States in which anyone may read the inquiry."""
        return frozenset({cls.PUBLISHED, cls.CONCLUDED})


class ReportState(models.TextChoices):
    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Submitted"
    RETURNED = "returned", "Returned"
    ACCEPTED = "accepted", "Accepted"
    PUBLISHED = "published", "Published"
    CONSIDERED = "considered", "Considered"
    WITHDRAWN = "withdrawn", "Withdrawn"

    @classmethod
    def editable(cls) -> frozenset["ReportState"]:
        """States in which the executive side may write."""
        return frozenset({cls.DRAFT, cls.RETURNED})

    @classmethod
    def public(cls) -> frozenset["ReportState"]:
        """States in which anyone may read the report."""
        return frozenset({cls.PUBLISHED, cls.CONSIDERED})

    @classmethod
    def seen_by_scrutiny(cls) -> frozenset["ReportState"]:
        """States in which the committee's officers may read it: everything once handed in."""
        return frozenset(cls) - {cls.DRAFT}

    @classmethod
    def handed_in(cls) -> frozenset["ReportState"]:
        """States in which it is signed, with the committee and not given back."""
        return frozenset({cls.SUBMITTED, cls.ACCEPTED, cls.PUBLISHED, cls.CONSIDERED})

    @classmethod
    def open(cls) -> frozenset["ReportState"]:
        """States in which somebody still has something to do."""
        return frozenset({cls.DRAFT, cls.SUBMITTED, cls.RETURNED, cls.ACCEPTED, cls.PUBLISHED})


class MeetingState(models.TextChoices):
    PLANNED = "planned", "Planned"
    PAPERS_ISSUED = "papers_issued", "Papers issued"
    HELD = "held", "Held"
    MINUTES_APPROVED = "minutes_approved", "Minutes approved"
    CANCELLED = "cancelled", "Cancelled"

    @classmethod
    def views_public(cls) -> frozenset["MeetingState"]:
        """States in which the clerk may publish, or has published, the views recorded at the meeting."""
        return frozenset({cls.HELD, cls.MINUTES_APPROVED})

    @classmethod
    def views_recorded(cls) -> frozenset["MeetingState"]:
        """States in which a first view may be recorded."""
        return frozenset({cls.PAPERS_ISSUED, cls.HELD})

    @classmethod
    def agenda_open(cls) -> frozenset["MeetingState"]:
        """States in which the clerk may still change the agenda: what was issued stays as it is."""
        return frozenset({cls.PLANNED, cls.PAPERS_ISSUED, cls.HELD})


class SupplementState(models.TextChoices):
    HANDED_IN = "handed_in", "Handed in"
    PUBLISHED = "published", "Published"
    DECLINED = "declined", "Declined"


class PostKind(models.TextChoices):
    """What a post is. Only a cabinet post keeps its people from recording views."""

    PORTFOLIO = "portfolio", "Cabinet post"
    OFFICER = "officer", "Officer"
    COLLECTIVE = "collective", "Collective"
    OUTSIDE_BODY = "outside_body", "Outside body"

    @classmethod
    def of_the_council(cls) -> frozenset["PostKind"]:
        """Those within the council, who read what it withholds."""
        return frozenset({cls.PORTFOLIO, cls.OFFICER, cls.COLLECTIVE})


class CommitteeKind(models.TextChoices):
    """What a committee is. Only scrutiny tracks inquiries and records views."""

    SCRUTINY = "scrutiny", "Overview and scrutiny committee"
    CABINET = "cabinet", "Cabinet"
    COUNCIL = "council", "Council"


class Capacity(models.TextChoices):
    HOLDER = "holder", "Holder"
    CONTRIBUTOR = "contributor", "Contributor"


class CommitteeRole(models.TextChoices):
    MEMBER = "member", "Member"
    SUBSTITUTE = "substitute", "Substitute member"
    SCRUTINY_OFFICER = "scrutiny_officer", "Scrutiny officer"
    CLERK = "clerk", "Clerk"

    @classmethod
    def officers(cls) -> frozenset["CommitteeRole"]:
        """Those who run the committee's business."""
        return frozenset({cls.SCRUTINY_OFFICER, cls.CLERK})


class Timing(models.TextChoices):
    """What a category says about the date: data on the row, so that no code compares numbers."""

    ON_TIME = "on_time", "on time"
    LATE = "late", "late"
    NOT_YET_DUE = "not_yet_due", "not yet due"
    NONE = "none", "not said"


class AsksFor(models.TextChoices):
    """What a category asks the Cabinet Member for."""

    COMPLETED_ON = "completed_on", "completion date"
    ANTICIPATED_DATE = "anticipated_date", "anticipated completion date"
    OBSTACLE = "obstacle", "obstacle outside the council's control"
    NOTHING = "nothing", "nothing more"


class Tone(models.TextChoices):
    """The supporting colour of a category's tag. Number and words carry the meaning."""

    ACHIEVED = "achieved", "achieved"
    LATE = "late", "achieved late"
    PROGRESS = "progress", "progress made"
    OBSTACLE = "obstacle", "obstacle"
    INSUFFICIENT = "insufficient", "insufficient progress"
    IN_PROGRESS = "in-progress", "in progress"


class Decision(models.TextChoices):
    CONTINUE = "continue", "Continue tracking"
    CONCLUDE = "conclude", "Conclude tracking"


class ConclusionReason(models.TextChoices):
    IMPLEMENTED = "implemented", "Implemented"
    OVERTAKEN = "overtaken", "Overtaken by events"
    TRANSFERRED = "transferred", "Transferred"
    MERGED = "merged", "Merged"
    NOT_ACHIEVABLE = "not_achievable", "Not achievable"
    WITHDRAWN = "withdrawn", "Withdrawn"

    @classmethod
    def with_target(cls) -> frozenset["ConclusionReason"]:
        """Reasons that must say where the recommendation went."""
        return frozenset({cls.TRANSFERRED, cls.MERGED})


class Outcome(models.TextChoices):
    VIEWED = "viewed", "View given"
    DEFERRED = "deferred", "Deferred"
    NO_VIEW = "no_view", "No view"
    UNDONE = "undone", "Undone"

    @classmethod
    def settles(cls) -> frozenset["Outcome"]:
        """Those after which a leaf no longer waits for a view: not one that is deferred, nor one that was undone."""
        return frozenset({cls.VIEWED, cls.NO_VIEW})


class ViewAnswer(models.TextChoices):
    """What the form for recording a view offers beside categories, outcomes and decisions."""

    AGREE = "agree", "Agree with the Cabinet Member’s assessment"
    WITHOUT_CATEGORY = "none", "No category"
    USUAL = "usual", "As usual for the category"


class Exemption(models.TextChoices):
    PUBLIC = "public", "Public"
    EXEMPT = "exempt", "Exempt"
    CONFIDENTIAL = "confidential", "Confidential"

    @classmethod
    def withheld(cls) -> frozenset["Exemption"]:
        """Never in anything the public can reach."""
        return frozenset({cls.EXEMPT, cls.CONFIDENTIAL})


class ExemptParagraph(models.IntegerChoices):
    """Schedule 12A to the Local Government Act 1972, Part 1 (England)."""

    INDIVIDUAL = 1, "1: information relating to any individual"
    IDENTITY = 2, "2: information likely to reveal the identity of an individual"
    BUSINESS_AFFAIRS = 3, "3: financial or business affairs of any person, the council included"
    LABOUR_RELATIONS = 4, "4: consultations or negotiations on labour relations"
    LEGAL_PRIVILEGE = 5, "5: legal professional privilege"
    NOTICES = 6, "6: notices, orders or directions the council proposes to make"
    CRIME = 7, "7: prevention, investigation or prosecution of crime"


class Edition(models.TextChoices):
    PUBLIC = "public", "Public"
    RESTRICTED = "restricted", "Restricted"


class PackJobState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    MAKING = "making", "Being made"
    READY = "ready", "Ready"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"
    ISSUED = "issued", "Issued"

    @classmethod
    def unfinished(cls) -> frozenset["PackJobState"]:
        """States in which a worker has it, or will take it up."""
        return frozenset({cls.WAITING, cls.MAKING})


class TrackingState(models.TextChoices):
    """Derived from the standing assessment, never stored: a tracking state is not a category."""

    TRACKED = "tracked", "Still tracked"
    CONCLUDED = "concluded", "Concluded"


class Ending(models.TextChoices):
    """What became of a leaf, each counted once: still tracked, achieved, or concluded without being achieved."""

    TRACKED = "tracked", "Still tracked"
    ON_TIME = "on_time", "Achieved on time"
    LATE = "late", "Achieved late"
    ACHIEVED = "achieved", "Achieved"
    IMPLEMENTED = "implemented", "Implemented"
    OVERTAKEN = "overtaken", "Overtaken by events"
    TRANSFERRED = "transferred", "Transferred"
    MERGED = "merged", "Merged"
    NOT_ACHIEVABLE = "not_achievable", "Not achievable"
    WITHDRAWN = "withdrawn", "Withdrawn"

    @classmethod
    def achieved(cls) -> frozenset["Ending"]:
        """Those in which the committee's view is a category that means achieved."""
        return frozenset({cls.ON_TIME, cls.LATE, cls.ACHIEVED})


class Audience(models.TextChoices):
    """Who the register is read by: the two differ in views that the clerk has not published yet."""

    EVERYONE = "everyone", "Everyone"
    USERS = "users", "Those who sign in"


class NewsKind(models.TextChoices):
    """What happened, as feeds and mails tell it."""

    REPORT = "report", "Progress Report published"
    VIEWS = "views", "Committee's views published"
    CONCLUDED = "concluded", "Recommendation concluded"
    REOPENED = "reopened", "Recommendation tracked again"
    DATE_MOVED = "date-moved", "Completion date moved"
    LATE_NEWS = "late-news", "Late news published"


class DraftPage(models.TextChoices):
    """The pages of a report that keep what was typed before it is saved."""

    SECTION = "section", "Recommendation"
    OVERVIEW = "overview", "Overview"
    CONTACT_OFFICERS = "contact_officers", "Contact officers"
    CHECK = "check", "Reasons against warnings"


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
