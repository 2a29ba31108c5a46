"""Chromium. Without it these tests are skipped with a line that says how to get it; CI must have it."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

CHROMIUM = next(
    filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None
)
HOW = "Chromium is missing: apt-get install chromium (or install Google Chrome), then make test"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests."""
    if CHROMIUM is None:
        if os.environ.get("CI") == "true":
            pytest.fail(HOW)
        pytest.skip(HOW)
    # Playwright keeps an event loop in this thread, which Django would take for an async view.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
        )
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def somebody(chromium: Browser) -> Iterator["Somebody"]:
    """Opens browsers for several people in one test."""
    people = Somebody(chromium)
    yield people
    people.leave()


class Somebody:
    """Makes a fresh browser for each person; whatever it complains of fails the test."""

    def __init__(self, chromium: Browser) -> None:
        self.chromium = chromium
        self.contexts: list[BrowserContext] = []
        self.complaints: list[str] = []

    def opens(self, url: str, **options: object) -> Page:
        """A page at `url`, in a browser that has never been here."""
        context = self.chromium.new_context(locale="en-GB", **options)
        context.set_default_timeout(20_000)
        self.contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on(
            "console",
            lambda said: self.complaints.append(said.text) if said.type == "error" else None,
        )
        page.goto(url)
        return page

    def leave(self) -> None:
        for context in self.contexts:
            context.close()
        refused = [said for said in self.complaints if "status of 4" not in said]
        assert refused == [], "a page broke its own rules"
