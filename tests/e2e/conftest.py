"""Browser journeys: a real server process, a real browser, the demo council."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.e2e.demo_site import DemoData, copied, prepared_demo, served, working
from tests.e2e.visitor import Visitor
from tests.e2e.watch import Watch
from tests.migrated import shared_by_the_run

# Without these Chromium tries to reach its makers at every start.
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
CHROMIUM = os.environ.get("CHROMIUM_PATH", "/usr/bin/chromium")
# Milliseconds; a step that takes this long on a busy machine has failed.
TIMEOUT = 60_000
expect.set_options(timeout=TIMEOUT)

NewVisitor = Callable[..., Visitor]
Worker = Callable[[], AbstractContextManager[None]]


@pytest.fixture(scope="session")
def watch() -> Watch:
    """What looks at every page that any journey opens."""
    return Watch()


@pytest.fixture(autouse=True)
def _no_page_breaks_its_rules(watch: Watch) -> Iterator[None]:
    """Fail a journey on whose way a page did what its own policy forbids, or a script ended in an error."""
    yield
    assert watch.taken() == []


@pytest.fixture(scope="module")
def browser(watch: Watch) -> Iterator[Browser]:
    """Chromium, watched. Closed with the module: while Playwright runs, Django believes itself inside an event loop."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        unwatched = browser.new_context
        browser.new_context = lambda **options: watch.over(unwatched(**options))  # type: ignore[method-assign]
        yield browser
        browser.close()


@pytest.fixture
def council_data(
    request: pytest.FixtureRequest, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[DemoData]:
    """A demo council that this journey has to itself."""
    with own_council(request, tmp_path, tmp_path_factory) as data:
        yield data


@pytest.fixture
def site(council_data: DemoData) -> Iterator[str]:
    """Its address."""
    with served(council_data) as address:
        yield address


@pytest.fixture
def worker(council_data: DemoData) -> Worker:
    """Begins, as a context, what is done in the background."""
    return partial(working, council_data)


@contextmanager
def own_council(
    request: pytest.FixtureRequest, directory: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[DemoData]:
    """A demo council of its own for whatever asks: a journey, or a module of them."""
    shared = shared_by_the_run(tmp_path_factory)
    name = re.sub(r"\W+", "_", f"{os.environ.get('PYTEST_XDIST_WORKER', 'only')}_{request.node.name}").lower()[:40]
    with copied(prepared_demo(shared), name, directory / "council") as data:
        yield data


@pytest.fixture
def new_visitor(browser: Browser, site: str) -> Iterator[NewVisitor]:
    """Seat people at browsers of their own; `javascript=False` turns scripts off, `width` is the window's."""
    contexts = []

    def seat(*, javascript: bool = True, width: int = 1280) -> Visitor:
        context = browser.new_context(
            base_url=site,
            java_script_enabled=javascript,
            locale="en-GB",
            viewport={"width": width, "height": 900},
        )
        context.set_default_timeout(TIMEOUT)
        contexts.append(context)
        return Visitor(context) if javascript else Visitor(context, double=double())

    def double() -> Page:
        """A page of the site that can run axe-core and be written on, and on which none of the site's scripts run."""
        context = browser.new_context(base_url=site, viewport={"width": 1280, "height": 900}, bypass_csp=True)
        contexts.append(context)
        page = context.new_page()
        page.route("**/*.js", lambda route: route.abort())
        page.goto("/accessibility/")
        return page

    yield seat
    for context in contexts:
        context.close()
