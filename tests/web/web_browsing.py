"""A real browser before the real service, with a worker beside it. What the browser complains about is kept."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from web_actor import PASSWORD
from werkzeug.serving import make_server

from grader.work import Bell, Worker

CHROMIUM = Path("/usr/bin/chromium")
DESKTOP, PHONE, SMALL_PHONE = 1280, 390, 320

needs_browser = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"needs Chromium at {CHROMIUM}"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def address(app: Flask, worker: Worker) -> Iterator[str]:
    """The service as people reach it, with a worker beside it."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    bell = Bell()
    threads = [threading.Thread(target=server.serve_forever), threading.Thread(target=worker.run, args=(bell,))]
    for thread in threads:
        thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    bell.stop()
    server.shutdown()
    for thread in threads:
        thread.join()


class Visit:
    """Someone's browser at a width, without JavaScript unless `scripts` says so; what it complains about is kept."""

    def __init__(
        self, browser: Browser, address: str, width: int, locale: str = "en-US", *, scripts: bool = False
    ) -> None:
        self.context = browser.new_context(
            base_url=address, viewport={"width": width, "height": 844}, locale=locale, java_script_enabled=scripts
        )
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def sign_up(self) -> None:
        self.page.goto("/signup")
        for name, text in {"login": "minji", "name": "김민지", "password": PASSWORD}.items():
            self.page.fill(f"main [name={name}]", text)
        self.page.click("main button")

    def fill(self, answer: dict[str, str]) -> None:
        for name, text in answer.items():
            self.page.click(f'[name="{name}"]')
            self.page.keyboard.type(text)

    def overflow(self) -> int:
        """By how many pixels the page is wider than the window."""
        wide: int = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        return wide
