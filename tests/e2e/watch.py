"""Looks for what breaks a page's rules, on every page of every journey: violations of its policy, and errors."""

from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, WebError

# In the page before anything of its own: each violation is told while the page is still there.
_TELL = """addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sample, sourceFile }) =>
    window.tellOfViolation(`${effectiveDirective}: ${blockedURI} ${sample} ${sourceFile}`));"""
# Chromium's own words, on pages too where no script runs.
_POLICY_WORDS = ("Content Security Policy", "Permissions-Policy", "Cross-Origin-Opener-Policy", "Trusted")


class Watch:
    """What was seen on the pages of the contexts it was given, since it was last asked."""

    def __init__(self) -> None:
        self._seen: list[str] = []

    def over(self, context: BrowserContext) -> BrowserContext:
        """Watch every page that is opened in a context; returns the context."""
        context.expose_binding("tellOfViolation", lambda source, words: self._note(words, source["page"].url))
        context.add_init_script(_TELL)
        context.on("console", self._heard)
        context.on("weberror", self._failed)
        return context

    def taken(self) -> list[str]:
        """What was seen; from now on it is forgotten."""
        seen, self._seen = self._seen, []
        return seen

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and any(words in message.text for words in _POLICY_WORDS):
            self._note(message.text, message.location.get("url"))

    def _failed(self, failure: WebError) -> None:
        self._note(str(failure.error), failure.page.url if failure.page else "")

    def _note(self, words: str, where: Any) -> None:
        self._seen.append(f"{words} ({where})")
