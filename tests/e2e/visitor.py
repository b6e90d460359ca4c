"""Somebody at a browser, who finds everything by what it says, and whose every page is looked at."""

import re
from pathlib import Path
from typing import ClassVar

from playwright.sync_api import BrowserContext, ConsoleMessage, Download, Locator, Page, expect

from tests.e2e.accessibility import assert_accessible
from tests.e2e.demo_site import DEMO_PASSWORD

DATE_PARTS = ("Day", "Month", "Year")

# Each kind of element in each place where one stands: its name, its attributes, what those say that axe-core heeds,
# whether it has words, and whether what it refers to is there. Beside them the order of the headings.
_MAKE = """() => {
    const ids = [...document.querySelectorAll("[id]")].map(element => element.id);
    const said = ["role", "type", "class", "alt", "aria-hidden", "aria-expanded"];
    const referring = ["for", "aria-labelledby", "aria-describedby", "aria-controls"];
    const dangles = reference => reference.split(" ").some(id => !ids.includes(id));
    const kind = element => [
        element.localName,
        ...element.getAttributeNames().sort(),
        ...said.map(name => element.getAttribute(name)),
        ...referring.filter(name => element.hasAttribute(name) && dangles(element.getAttribute(name))),
        element.textContent.trim() === "",
    ].join();
    const places = new Map([[null, ""]]);
    for (const element of document.querySelectorAll("*"))
        places.set(element, `${places.get(element.parentElement)} > ${kind(element)}`);
    const headings = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map(heading => heading.localName);
    const twice = ids.length - new Set(ids).size;
    return [...new Set(places.values())].sort().join("\\n") + headings + twice;
}"""


class Visitor:
    """A person with a browser of their own. Every page they reach is checked as they reach it."""

    _makes_looked_at: ClassVar[set[str]] = set()

    def __init__(self, context: BrowserContext, *, double: Page | None = None) -> None:
        """`double`: a page on which copies are looked at, because axe-core cannot run where scripts are off."""
        self.page: Page = context.new_page()
        self._double = double
        self._complaints: list[str] = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self._complaints.append(str(error)))

    def _heard(self, message: ConsoleMessage) -> None:
        """A browser tells of every refused answer to a script, also of those that the page puts into words."""
        is_put_into_words = "the server responded with a status of 422" in message.text
        if message.type in {"error", "warning"} and not is_put_into_words:
            self._complaints.append(f"{message.text} ({message.location.get('url')})")

    # --- Getting about ---

    def arrive(self) -> None:
        """Start at the front page, as everyone does."""
        self.open("/")

    def open(self, path: str) -> None:
        """Go to an address one knows, and look at the page."""
        self.page.goto(path)
        self.look()

    def sign_in(self, name: str) -> None:
        """Sign in as one of the demo council's users, from the front page."""
        self.arrive()
        self.follow("Sign in")
        self.page.get_by_label("E-mail address").fill(f"{name}@example.org")
        self.page.get_by_label("Password", exact=True).fill(DEMO_PASSWORD)
        self.press("Sign in")
        expect(self.page.get_by_role("button", name="Sign out")).to_be_visible()

    def follow(self, name: str | re.Pattern[str], *, within: Locator | None = None) -> None:
        """Click a link by its words (`within`: of this part of the page) and look at the page it leads to."""
        self._go(self._one((within or self.page).get_by_role("link", name=name, exact=isinstance(name, str))))

    def press(self, name: str | re.Pattern[str], *, within: Locator | None = None) -> None:
        """Press a button, or a link that looks like one, by its words and look at the page that answers."""
        self._go(self._one((within or self.page).get_by_role("button", name=name, exact=isinstance(name, str))))

    def press_in_place(self, name: str) -> None:
        """Press a button that may answer on the page as it stands; wait for what it says with `errors`."""
        self._one(self.page.get_by_role("button", name=name, exact=True)).click()

    def _go(self, control: Locator) -> None:
        """Click what leads to a page; it leads there by itself, without a script of the page's."""
        with self.page.expect_navigation():
            control.click()
        self.look()

    def download(self, name: str | re.Pattern[str], directory: Path, *, within: Locator | None = None) -> Path:
        """Follow a link to a file and keep it."""
        link = self._one((within or self.page).get_by_role("link", name=name))
        with self.page.expect_download() as started:
            # A PDF opens in the browser's own reader; asking for it as a file is what "save link as" does.
            link.evaluate("link => link.setAttribute('download', '')")
            link.click()
        download: Download = started.value
        path = directory / download.suggested_filename
        download.save_as(path)
        return path

    # --- Looking ---

    def look(self) -> None:
        """Check what must hold of every page."""
        assert self._complaints == []
        assert self.page.locator("h1").count() == 1, f"{self.page.url} has no single main heading"
        assert self.page.locator("a[href='']").count() == 0, f"{self.page.url} has a link that leads nowhere"
        make = self._make()
        if make not in self._makes_looked_at:
            self._assert_accessible()
            self._makes_looked_at.add(make)

    def _make(self) -> str:
        """How the page is made, whatever its words: axe-core has nothing new to say about a second of the make."""
        scripted, width = self._double is None, self.page.viewport_size["width"]  # type: ignore[index]
        return f"{scripted} {width} {self.page.evaluate(_MAKE)}"

    def _assert_accessible(self) -> None:
        if self._double is None:
            assert_accessible(self.page)
            return
        self._double.set_content(self.page.content())
        assert_accessible(self._double)

    def heading(self) -> str:
        return self.page.locator("h1").inner_text()

    def expect_success(self, words: str | re.Pattern[str]) -> None:
        """Expect the banner that says what was done."""
        expect(self.page.locator(".govuk-notification-banner--success")).to_contain_text(words)

    def errors(self) -> list[str]:
        """The sentences of the error summary; checks that each link leads to a field that exists."""
        summary = self.page.locator(".govuk-error-summary")
        expect(summary).to_be_visible()
        assert self.page.title().startswith("Error: ")
        for link in summary.get_by_role("link").all():
            target = link.get_attribute("href") or ""
            assert target.startswith("#")
            expect(self.page.locator(f'[id="{target[1:]}"]')).to_have_count(1)
        return summary.locator("li").all_inner_texts()

    # --- Filling in ---

    def choose(self, question: str, answer: str | re.Pattern[str]) -> None:
        """Choose a radio of the group with that legend."""
        self._group(question).get_by_role("radio", name=answer, exact=isinstance(answer, str)).check()

    def fill(self, label: str, words: str) -> None:
        self._one(self.page.get_by_label(label, exact=True)).fill(words)

    def unfold(self, summary: str) -> None:
        """Open what is folded away behind a summary."""
        self._one(self.page.locator("summary").filter(has_text=summary)).click()

    def attach(self, label: str, file: Path) -> None:
        self.page.get_by_label(label, exact=True).set_input_files(file)

    def fill_date(self, question: str, day: int, month: int, year: int) -> None:
        for label, number in zip(DATE_PARTS, (day, month, year), strict=True):
            self._group(question).get_by_label(label).fill(str(number))

    def date_in(self, question: str) -> tuple[str, ...]:
        """What stands in a date's three boxes."""
        return tuple(self._group(question).get_by_label(label).input_value() for label in DATE_PARTS)

    def _group(self, question: str) -> Locator:
        """The group of fields under a legend; the first that can be used, as categories may ask the same."""
        return self.page.get_by_role("group", name=question).filter(visible=True).first

    @staticmethod
    def _one(locator: Locator) -> Locator:
        """The first that can be seen: a page may name the same thing in its text and in its menu."""
        return locator.filter(visible=True).first
