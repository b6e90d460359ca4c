"""Words that look ahead behind an achieved category: "will be published", "is due to be agreed", "is being drafted".

What counts is that the recommendation's own work is still to be done. So the verb must be one of finishing something
(publish, agree, launch); what an achieved thing will go on to do ("will help", "will continue", "is reported each
year") is no contradiction, nor is what others are quoted as asking for, nor a promise told together with its keeping.
"""

import re
from typing import Final

from tracking.claim_check.facts import Finding, LeafFacts, Severity, finding
from tracking.claim_check.plain import blocks, sentences


def _words(text: str) -> list[str]:
    return text.split()


# Whoever or whatever is said to do this has not done it yet.
_FINISHING: Final = _words(
    "adopt advertise agree amend announce appoint approve begin build buy carry circulate commence commission complete "
    "conclude confirm construct consult convene distribute draft draw enact endorse finalise finalize finish go hire "
    "hold implement incorporate install introduce issue launch negotiate nominate obtain open organise organize pilot "
    "prepare procure publish purchase ratify recruit redesign refer refurbish report roll sign start submit tender "
    "test train trial undertake update upgrade upload write"
)
# A finished plan will "bring savings" and "provide a framework"; people who will do so have it before them.
_FINISHING_FOR_PEOPLE: Final = _words(
    "add arrange award bring come consider create deliver deploy design develop display embed establish explore extend "
    "fit fix give include let make present produce propose provide put redact release renew restructure review revise "
    "scope secure send set share supply table take transfer vary"
)
_PARTICIPLES: Final = {
    "begin": "begun",
    "bring": "brought",
    "build": "built",
    "buy": "bought",
    "come": "come",
    "draw": "drawn",
    "embed": "embedded",
    "fit": "fitted",
    "give": "given",
    "go": "gone",
    "hold": "held",
    "let": "let",
    "make": "made",
    "put": "put",
    "refer": "referred",
    "send": "sent",
    "set": "set",
    "submit": "submitted",
    "take": "taken",
    "transfer": "transferred",
    "trial": "trialled",
    "undertake": "undertaken",
    "write": "written",
}
_UNDER_WAY: Final = ["arranged", "considered", "designed", "developed", "produced", "redacted", "revised", "scoped"]
_STATES: Final = ["available", "complete", "in force", "in place", "in use", "live", "operational", "ready"]


def _done(verb: str) -> str:
    """The participle: publish, published; agree, agreed; vary, varied."""
    if verb in _PARTICIPLES:
        return _PARTICIPLES[verb]
    if verb.endswith("e"):
        return verb + "d"
    return f"{verb[:-1]}ied" if verb.endswith("y") and verb[-2] not in "aeou" else f"{verb}ed"


def _any_of(words: list[str]) -> str:
    return "(?:" + "|".join(sorted(set(words), key=lambda word: (-len(word), word))) + ")"


_VERBS: Final = [*_FINISHING, *_FINISHING_FOR_PEOPLE]
_FINISH: Final = _any_of([*_FINISHING, "take place", "come back", "set up"])
_FINISH_OR_PROVIDE: Final = _any_of(_VERBS)
_FINISHED: Final = _any_of([*map(_done, _VERBS), *_STATES])
_BEING_FINISHED: Final = _any_of([_done(verb) for verb in _FINISHING if verb not in {"hold", "report"}] + _UNDER_WAY)
_PEOPLE: Final = (
    r"(?:we|they|board|cabinet|committee|company|contractor|council|department|director|directorate|group|leader"
    r"|members?|officers?|partners?|partnership|service|staff|team)"
)
_PASSING: Final = (
    r"(?:\s+(?:also|then|now|next|soon|shortly|first|only|both|all|each|still|yet|once|therefore|again|in\s+turn"
    r"|in\s+due\s+course|as\s+well|[a-z]{2,20}ly))?"
)
_AHEAD: Final = (
    r"(?:due|scheduled|planned|planning|expected|expecting|anticipated|intended|intending|proposed|proposing"
    r"|programmed|timetabled|hoped|hoping|aiming|going|about|set)"
)
_WHEN: Final = (
    r"(?:in|by|on|for|before|next|later|early|within|shortly|soon|during|around|towards?|at\s+the\s+end|this\s+\w+)\b"
)
_BE_DONE: Final = rf"(?:have\s+)?be(?:en)?{_PASSING}\s+{_FINISHED}"
_PHRASES: Final = re.compile(
    r"\b(?:"
    + "|".join(
        (
            rf"(?:will|shall){_PASSING}\s+(?:{_BE_DONE}|{_FINISH})\b",
            rf"{_PEOPLE}\s+(?:will|shall){_PASSING}\s+{_FINISH_OR_PROVIDE}\b",
            rf"(?:is|are){_PASSING}\s+{_AHEAD}\s+to\s+(?:{_BE_DONE}|{_FINISH})\b",
            rf"(?:is|are){_PASSING}\s+(?:due|scheduled|planned|expected|anticipated|programmed|timetabled)\s+{_WHEN}",
            rf"(?:is|are){_PASSING}\s+to\s+be{_PASSING}\s+{_FINISHED}\b",
            rf"(?:is|are|has|have){_PASSING}\s+yet\s+to\s+(?:be\s+)?\w+",
            rf"(?:has|have|is|are)\s+not\s+yet\s+(?:been\s+)?{_FINISHED}\b",
            rf"(?:has|have|is|are)\s+still\s+to\s+(?:{_BE_DONE}|{_FINISH_OR_PROVIDE})\b",
            rf"(?:plan|intend)s?\s+to\s+(?:{_BE_DONE}|{_FINISH_OR_PROVIDE})\b",
            rf"(?:aim|hope|expect|propose)s?\s+to\s+(?:{_BE_DONE}|{_FINISH})\b",
            rf"(?:is|are){_PASSING}\s+being{_PASSING}\s+{_BEING_FINISHED}\b",
            rf"(?:still|yet)\s+to\s+be\s+{_FINISHED}\b",
            rf"to\s+be\s+{_FINISHED}\s+{_WHEN}",
            r"to\s+be\s+(?:agreed|announced|arranged|confirmed|decided|determined)(?=\s*(?:[.,;:)]|$))",
            r"(?<!was )(?<!were )(?<!got )(?<!once )under[ -]?way\b",
            r"to\s+be\s+implemented\b",
            r"(?<!was )(?<!were )not\s+yet\s+complete\b",
            rf"to\s+follow\s+{_WHEN}",
        )
    )
    + rf"|(?<=')ll{_PASSING}\s+(?:{_BE_DONE}|{_FINISH_OR_PROVIDE})\b"
    + r")",
    re.IGNORECASE,
)
_TO_BE: Final = re.compile(r"to\s+be\b", re.IGNORECASE)

# Just before the phrase, in the same clause.
_DENIED: Final = re.compile(r"\b(?:no|nothing|none|nobody|neither|nor)\b[^.;,]{0,60}$", re.IGNORECASE)
_TELLS_HOW: Final = re.compile(r"\b(?:how|what|who|whom|whose|when|where|why|whether)\b[^.;,]{0,60}$", re.IGNORECASE)
_NEXT_TIME: Final = re.compile(r"\b(?:next|following|future|further)\b[^.;,]{0,60}$", re.IGNORECASE)
_NOT_ALONE: Final = re.compile(
    r"\b(?:was|were|been|had|able|agreed|allow\w*|ask\w*|enabl\w*|for|help\w*|it|meant|order|ready|requir\w*|them|us"
    r"|used|want\w*)\s+(?:\w+\s+){0,3}$",
    re.IGNORECASE,
)
_RECOMMENDED: Final = re.compile(
    r"^\W*(?:(?:the\s+)?recommendation\s+(?:is|was)\s+)?that\s|\brecommend(?:s|ed)\s+that\b|\brecommendation\s+asks\b",
    re.IGNORECASE,
)
# What is said again and again is done already.
_REGULAR: Final = re.compile(
    r"\b(?:annual(?:ly)?|yearly|quarterly|monthly|weekly|daily|regular(?:ly)?|routine(?:ly)?|ongoing|on-going|continu\w+"
    r"|from\s+now\s+on|as\s+(?:usual|before)|(?:each|every)\s+(?:other\s+)?(?:year|quarter|month|week|day|term|spring"
    r"|summer|autumn|winter|meeting)|(?:each|every)\s+\w+\s+(?:years|months|weeks)|within\s+\w+\s+(?:working\s+)?(?:days|hours))\b",
    re.IGNORECASE,
)
# A promise told together with its keeping: "we said that it will be published in May, and it was".
_SAID: Final = re.compile(
    r"\b(?:said|told|stated|reported|promised|expected|explained|committed|last\s+(?:time|report)|previously)\b",
    re.IGNORECASE,
)
_KEPT: Final = re.compile(
    r"\b(?:it|this|that|they|these|those|both|all|which|and)\s+(?:\w+\s+)?(?:was|were|has|have|had|did|is\s+now|are\s+now)\b"
    r"(?!\s+(?:not|yet|never|been\s+(?:delayed|postponed)))",
    re.IGNORECASE,
)
_QUOTED: Final = re.compile(r"[“\"][^“”\"]{3,2000}[”\"]|(?<!\w)[‘'][^‘'’]{12,2000}['’](?!\w)")
_OF_A_PART: Final = re.compile(r"\(?(?:(?:R\d{1,3}|part)\s*)?([a-z])\)", re.IGNORECASE)
_WORDS_BEFORE: Final = 3
_MOST_WORDS: Final = 10


def still_to_be_done(facts: LeafFacts) -> Finding | None:
    """Warning: said to be achieved, while its evidence speaks of what is still to be done.

    What is written for another part ("c) …") is no evidence against this one. A leaf that recurs is achieved for this
    cycle, so its next time may lie ahead. Source: the criteria of the "achieved" categories, which ask for evidence
    that the recommendation "has been fully implemented"; Progress Reports that say "achieved" of what will be available
    when other work is complete.
    """
    if not facts.achieved:
        return None
    phrase = looks_ahead(facts.evidence_text, facts) or looks_ahead(facts.overall_statement, facts)
    if not phrase:
        return None
    apart = f" If it is about another part, begin it with that part’s letter, as “{_other(facts.part)})”."
    return finding(
        facts,
        "still-to-be-done",
        Severity.WARNING,
        field="evidence_text",
        message=f"{facts.label} is said to be {facts.done_word}, but its evidence looks ahead: “{phrase}”.",
        settle=f"Say what was done and when, or choose a category that says it is not {facts.done_word} yet."
        + (apart if facts.part else ""),
    )


def looks_ahead(text: str, facts: LeafFacts) -> str:
    """Return the first words of a text that say a leaf is still to be done, with a few around them; none: ""."""
    for block in blocks(text):
        about = _OF_A_PART.match(block)
        if about and facts.part and about[1].lower() != facts.part:
            continue
        said = sentences(_QUOTED.sub("“…”", block))
        for sentence, following in zip(said, [*said[1:], ""], strict=True):
            for phrase in _PHRASES.finditer(sentence):
                if not _is_harmless(phrase, following, facts):
                    return _in_context(phrase)
    return ""


def _is_harmless(phrase: re.Match[str], following: str, facts: LeafFacts) -> bool:
    before, after = phrase.string[: phrase.start()], phrase.string[phrase.end() :]
    near = before[-120:]
    return bool(
        _DENIED.search(near)
        or _TELLS_HOW.search(near)
        or _REGULAR.search(phrase.string)
        or _RECOMMENDED.search(before)
        or (facts.has_no_end and _NEXT_TIME.search(near))
        or (_TO_BE.match(phrase[0]) and _NOT_ALONE.search(near))
        or _was_kept(phrase, f"{after} {following}")
        or (_SAID.search(before) and (_KEPT.search(after) or _KEPT.match(following.strip())))
    )


def _was_kept(phrase: re.Match[str], told_after: str) -> bool:
    """Whether the very thing that was to be done is told as done right after."""
    verb = phrase[0].split()[-1].lower()
    done = verb if verb not in _VERBS else _done(verb)
    return bool(re.search(rf"\b(?:was|were|has been|have been)\s+(?:\w+ly\s+)?{re.escape(done)}\b", told_after))


def _in_context(phrase: re.Match[str]) -> str:
    """The phrase with a few words before and after it, cut ends marked."""
    words = list(re.finditer(r"\S+", phrase.string))
    first = next(place for place, word in enumerate(words) if word.end() > phrase.start())
    start = max(0, first - _WORDS_BEFORE)
    end = min(len(words), start + _MOST_WORDS)
    told = " ".join(_short(word[0]) for word in words[start:end]).rstrip(".,;: ")
    return f"{'… ' if start else ''}{told}{' …' if end < len(words) else ''}"


def _short(word: str) -> str:
    return word if len(word) <= 30 else f"{word[:29]}…"


def _other(part: str) -> str:
    return "b" if part == "a" else "a"
