"""Take the pictures of the documentation: `python tools/screenshots.py [FOLDER]` (by default docs/images).

Starts the service with an empty data folder, answers some exercises, and photographs the pages. Needs Chromium
(CHROMIUM=/path, by default /usr/bin/chromium) and fonts for Korean.
"""

from __future__ import annotations

import argparse
import logging
import os
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from grader.exercises import load_catalogue
from grader.exercises.engine_files import model_engine
from grader.scores import upgrade
from grader.web import create_app
from grader.work import Settings, start_workers

FOLDER = Path(__file__).parents[1] / "docs" / "images"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
NAMES = {"en": "Kim Seoyeon", "ko": "김서연"}
LOCALES = {"en": "en-US", "ko": "ko-KR"}

SLIP = {"value.g": "-10", "value.f": "-7", "grad.g": "1", "grad.b": "1", "grad.W": "-2", "grad.x": "5"}
PATHS = {"grad.a": "1", "grad.b": "1", "grad.r": "1", "grad.k": "1", "grad.p": "1", "grad.w": "3", "grad.v": "3"}
FORMULAS = {"dz_dx": "2x", "dz_dy": "x + 1"}
TWO_READINGS = {"dz_dx": "2x + y", "dz_dy": "x + 1/2x"}
CODE = """# exercise: sigmoid/derivative
import math


def sigmoid_derivative(x):
    s = 1 / (1 + math.exp(-x))
    print("s =", s)
    return s * (1 - s)
"""
NETWORK = """# exercise: backprop/xor
import numpy as np


def gradients(X, Y, W1, b1, W2, b2):
    H = 1 / (1 + np.exp(-(X @ W1 + b1)))
    P = 1 / (1 + np.exp(-(H @ W2 + b2)))
    d2 = (P - Y) / len(X)
    d1 = d2 @ W2.T
    return {"W1": X.T @ d1, "b1": d1.sum(axis=0), "W2": H.T @ d2, "b2": d2.sum(axis=0)}
"""


def overwriting_engine() -> str:
    """A right engine, but for one sign: what arrives at an object replaces what came before."""
    spec = load_catalogue().get("engine/value").engine
    source = model_engine(spec) if spec else ""
    return source.replace("part.grad += slope", "part.grad = slope")


class Screen(NamedTuple):
    """A device: its width, how many pixels a CSS pixel has, and its colours."""

    width: int
    scale: float
    scheme: str = "light"


SCREENS = {"desktop": Screen(1280, 1), "phone": Screen(390, 2), "desktop-dark": Screen(1280, 1, "dark")}


class Picture(NamedTuple):
    """A page to photograph: the exercise, what is typed, and what comes then: the verdict, where it is handed in, or
    what the page tells while one types. `most` cuts a page off that shows a long file."""

    name: str
    exercise: str
    typed: Mapping[str, str]
    then: str
    screens: tuple[str, ...]
    languages: tuple[str, ...] = ("en", "ko")
    most: int = 4000


BOTH = ("desktop", "phone")
PICTURES = [
    Picture("exercise", "graph/linear", {"value.g": "-10", "value.f": "-7", "grad.g": "1"}, "form", BOTH),
    Picture("verdict", "graph/linear", SLIP, ".score", (*BOTH, "desktop-dark")),
    Picture("two-paths", "graph/two-paths", {**PATHS, "grad.x": "4"}, ".score", ("desktop",), ("en",)),
    Picture("formula", "partial/quadratic", TWO_READINGS, ".meant", ("desktop",), ("en",)),
    Picture("formula-verdict", "partial/quadratic", FORMULAS, ".score", ("desktop",), ("en",)),
    Picture("code-verdict", "sigmoid/derivative", {"code": CODE}, ".score", ("desktop",), ("en",)),
    Picture("network-verdict", "backprop/xor", {"code": NETWORK}, ".score", ("desktop",), ("en",)),
    Picture("engine-verdict", "engine/value", {"code": overwriting_engine()}, ".score", ("desktop",), ("en",), 1480),
]


@contextmanager
def service() -> Iterator[str]:
    """A running service with an empty data folder; gives its address."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.from_environment({}, data=Path(folder))
        upgrade(settings.database_url)
        with start_workers(settings, count=1) as workers:
            server = make_server("127.0.0.1", 0, create_app(settings, wake=workers.wake), threaded=True)
            thread = threading.Thread(target=server.serve_forever)
            thread.start()
            try:
                yield f"http://127.0.0.1:{server.server_port}"
            finally:
                server.shutdown()
                thread.join()


@contextmanager
def visit(browser: Browser, address: str, screen: Screen, lang: str, login: str) -> Iterator[Page]:
    """A newcomer's page on that screen, signed up."""
    context = browser.new_context(
        base_url=address,
        viewport={"width": screen.width, "height": 700},
        device_scale_factor=screen.scale,
        color_scheme="dark" if screen.scheme == "dark" else "light",
        locale=LOCALES[lang],
    )
    page = context.new_page()
    page.goto("/signup")
    for field, text in {"login": login, "name": NAMES[lang], "password": "correct horse battery"}.items():
        page.fill(f"main [name={field}]", text)
    page.click("main button")
    try:
        yield page
    finally:
        context.close()


def take(page: Page, picture: Picture, file: Path) -> None:
    """Fill the page in, hand it in where the verdict is wanted, and photograph what comes."""
    page.goto(f"/exercises/{picture.exercise}")
    for name, text in picture.typed.items():
        page.fill(f'[name="{name}"]', text)
    if picture.then == ".score":
        page.click("main .btn.main")
    page.wait_for_selector(picture.then)
    if picture.then == "form" and "grad.b" not in picture.typed and page.locator('[name="grad.b"]').count():
        page.focus('[name="grad.b"]')
    tall, wide = page.evaluate("[document.body.scrollHeight, innerWidth]")
    page.screenshot(path=file, full_page=True, clip={"x": 0, "y": 0, "width": wide, "height": min(tall, picture.most)})


def main(folder: Path) -> None:
    """Take every picture and write it into the folder."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    folder.mkdir(parents=True, exist_ok=True)
    with service() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for picture in PICTURES:
            for lang in picture.languages:
                for name in picture.screens:
                    file = folder / f"{picture.name}-{lang}-{name}.png"
                    with visit(browser, address, SCREENS[name], lang, file.stem) as page:
                        take(page, picture, file)
                    print(file)
        browser.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER)
    main(parser.parse_args().folder)
