"""Somebody who has only a keyboard: what Visitor does by mouse, done by Tab, Enter, Space and the arrows."""

import re

from playwright.sync_api import Locator

from tests.e2e.visitor import DATE_PARTS, Visitor

# More than any page has stops; whoever has not arrived by then never will.
MOST_STOPS = 200

# Where the focus is, seen from the control that is meant, and what is wrong with the stop it is at: a stop must be
# drawn differently from how it is drawn without the focus, and stand where it can be seen. What is drawn of a radio or
# a checkbox stands before its label.
_LOOK_AT_STOP = """(control) => {
    const stop = document.activeElement;
    const position = stop.compareDocumentPosition(control);
    const where = stop === control ? "here" : position & Node.DOCUMENT_POSITION_PRECEDING ? "before" : "after";
    if (stop === document.body) return [where, []];
    const drawn = (element, part) => {
        const style = getComputedStyle(element, part);
        const outline = style.outlineStyle === "none" ? "" : style.outlineColor + style.outlineWidth;
        return [outline, style.boxShadow, style.backgroundColor, style.borderColor].join();
    };
    const look = () => drawn(stop) + (stop.labels?.[0] ? drawn(stop.labels[0], "::before") : "");
    const focused = look();
    stop.blur();
    const blurred = look();
    stop.focus({preventScroll: true});
    const {top, bottom} = stop.getBoundingClientRect();
    const faults = focused === blurred ? ["looks the same without the focus"] : [];
    if (bottom <= 0 || top >= innerHeight) faults.push("is out of sight");
    if (stop.tabIndex > 0) faults.push("comes out of its order");
    return [where, faults.map(fault => `${stop.outerHTML.slice(0, 200)} ${fault}`)];
}"""


class KeyboardVisitor(Visitor):
    """Everything is reached by Tab, each stop on the way is marked, and no page scrolls sideways."""

    def reach(self, control: Locator) -> None:
        """Press Tab, or Shift and Tab, until a control has the focus."""
        handle = control.element_handle()
        where, _ = self.page.evaluate(_LOOK_AT_STOP, handle)
        for _ in range(MOST_STOPS):
            if where == "here":
                return
            self.page.keyboard.press("Shift+Tab" if where == "before" else "Tab")
            where, faults = self.page.evaluate(_LOOK_AT_STOP, handle)
            assert faults == [], f"{self.page.url}: {faults}"
        raise AssertionError(f"Tab does not lead to {control} on {self.page.url}")

    def _go(self, control: Locator) -> None:
        self.reach(control)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.look()

    def look(self) -> None:
        super().look()
        self.assert_fits()

    def assert_fits(self) -> None:
        """The page does not scroll sideways."""
        assert self.page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0, self.page.url

    def choose(self, question: str, answer: str | re.Pattern[str]) -> None:
        """Go into the group of radios, and with the arrows to the one that is meant."""
        radios = self._group(question).get_by_role("radio")
        wanted = radios.and_(self.page.get_by_role("radio", name=answer, exact=isinstance(answer, str)))
        checked = radios.and_(self.page.locator(":checked"))
        self.reach(checked.first if checked.count() else radios.first)
        self.press_keys("Space")
        for _ in range(radios.count()):
            if wanted.is_checked():
                return
            self.press_keys("ArrowDown")
        raise AssertionError(f"The arrows do not lead to {answer}")

    def choices(self, question: str) -> list[str]:
        """The words on the checkboxes of a group, without those that a choice reveals."""
        own = self._group(question).locator(":scope > * > .govuk-checkboxes__item > .govuk-checkboxes__label")
        return [words.strip() for words in own.all_inner_texts()]

    def tick(self, box: str) -> None:
        """Tick a checkbox, or take its tick away."""
        self.reach(self._one(self.page.get_by_role("checkbox", name=box)))
        self.press_keys("Space")

    def fill(self, label: str, words: str) -> None:
        """Type in place of what stands there."""
        self._retype(self._one(self.page.get_by_label(label, exact=True)), words)

    def unfold(self, summary: str) -> None:
        self.reach(self._one(self.page.locator("summary").filter(has_text=summary)))
        self.press_keys("Enter")

    def fill_date(self, question: str, day: int, month: int, year: int) -> None:
        for label, number in zip(DATE_PARTS, (day, month, year), strict=True):
            self._retype(self._group(question).get_by_label(label), str(number))

    def _retype(self, box: Locator, words: str) -> None:
        self.reach(box)
        self.press_keys("Control+a", "Delete")
        self.type(words)

    def type(self, words: str) -> None:
        """Type where the focus is."""
        self.page.keyboard.type(words)

    def press_keys(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
