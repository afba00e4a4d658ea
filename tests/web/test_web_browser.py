"""The pages in a real browser without JavaScript: boxes over the drawing, desktop and phone, by keyboard, in Korean."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import Browser
from web_browsing import DESKTOP, PHONE, SMALL_PHONE, Visit, address, browser, needs_browser

__all__ = ["address", "browser"]

pytestmark = needs_browser
BOXES = ["value.g", "value.f", "grad.g", "grad.b", "grad.W", "grad.x"]
ANSWER = {"value.g": "-10", "value.f": "-7", "grad.g": "1", "grad.b": "1", "grad.W": "-2", "grad.x": "5"}
WRONG_CODE = "def backward(W, x, b):\n    return {'W': W, 'x': x, 'b': 1.0}\n"


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_boxes_are_filled_in_over_the_drawing_and_the_verdict_marks_them(
    browser: Browser, address: str, width: int
) -> None:
    visit = Visit(browser, address, width)
    visit.sign_up()
    visit.page.goto("/exercises/graph/linear")
    visit.fill(ANSWER)
    visit.page.click("main .btn.main")
    visit.page.wait_for_selector(".score")
    assert visit.page.inner_text(".score").split() == ["4.5", "/", "6"]
    assert visit.page.locator(".fld.no").count() == 2
    assert visit.page.locator(".g-halo:visible").count() == 1
    assert visit.complaints == []


@pytest.mark.parametrize(("width", "drawing"), [(DESKTOP, "svg.wide"), (PHONE, "svg.tall"), (SMALL_PHONE, "svg.tall")])
@pytest.mark.parametrize("exercise", ["graph/linear", "graph/deep", "graph/two-paths", "sigmoid/by-chain-rule"])
def test_every_box_lies_within_the_drawing_and_on_no_other(
    browser: Browser, address: str, exercise: str, width: int, drawing: str
) -> None:
    visit = Visit(browser, address, width)
    visit.page.goto(f"/exercises/{exercise}")
    assert visit.page.locator(".graph > svg:visible").count() == 1
    frame = visit.page.locator(drawing).bounding_box()
    assert frame is not None
    boxes = [box.bounding_box() for box in visit.page.locator(".fld").all()]
    for index, box in enumerate(boxes):
        assert box is not None
        assert box["x"] >= frame["x"] - 1
        assert box["y"] >= frame["y"] - 1
        assert box["x"] + box["width"] <= frame["x"] + frame["width"] + 1
        assert box["y"] + box["height"] <= frame["y"] + frame["height"] + 1
        for other in boxes[:index]:
            assert other is not None
            apart_x = box["x"] >= other["x"] + other["width"] or other["x"] >= box["x"] + box["width"]
            apart_y = box["y"] >= other["y"] + other["height"] or other["y"] >= box["y"] + box["height"]
            assert apart_x or apart_y


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_the_tab_key_walks_forwards_through_the_values_and_back_through_the_gradients(
    browser: Browser, address: str, width: int
) -> None:
    visit = Visit(browser, address, width)
    visit.page.goto("/exercises/graph/linear")
    visit.page.focus('[name="value.g"]')
    walked = []
    for _ in BOXES:
        walked.append(visit.page.evaluate("document.activeElement.name"))
        visit.page.keyboard.press("Tab")
    assert walked == BOXES
    assert visit.page.evaluate("document.activeElement.className") == "btn main"


def test_an_answer_is_given_by_keyboard_alone(browser: Browser, address: str) -> None:
    visit = Visit(browser, address, DESKTOP)
    visit.sign_up()
    visit.page.goto("/exercises/partial/quadratic")
    visit.page.focus("[name=dz_dx]")
    visit.page.keyboard.type("2x + y")
    visit.page.keyboard.press("Tab")
    visit.page.keyboard.type("x + 1")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_selector(".score")
    assert visit.page.inner_text(".score").split() == ["2", "/", "2"]


def test_the_first_tab_stop_skips_to_the_question(browser: Browser, address: str) -> None:
    visit = Visit(browser, address, DESKTOP)
    visit.page.goto("/exercises/graph/linear")
    visit.page.keyboard.press("Tab")
    assert visit.page.evaluate("document.activeElement.className") == "skip"
    skip = visit.page.locator(".skip").bounding_box()
    assert skip is not None
    assert skip["x"] > 0


@pytest.mark.parametrize("width", [PHONE, SMALL_PHONE])
@pytest.mark.parametrize("locale", ["en-US", "ko-KR"])
def test_no_page_is_wider_than_a_phone(browser: Browser, address: str, app: Flask, width: int, locale: str) -> None:
    visit = Visit(browser, address, width, locale)
    paths = ["/", "/exercises", "/signin", "/signup", "/nothing/here"]
    paths += [f"/exercises/{exercise.id}" for exercise in app.extensions["grader"].catalogue]
    for path in paths:
        visit.page.goto(path)
        assert visit.overflow() == 0, path
    visit.sign_up()
    answers = {
        "graph/linear": ANSWER,
        "partial/quadratic": {"dz_dx": "2x + * y", "dz_dy": "(x + 1)" * 12},
        "backprop/linear": {"code": "def backward(W, x, b):\n    raise ValueError('" + "x" * 200 + "')\n"},
        "sigmoid/line-by-line": {"derivation": "(x + 1)" * 30 + "\n2x + * 3" + "x" * 60},
        "program/product": {"program": "f = " + "x*y*z + " * 30 + "x"},
        "graph/wrong-programs": {"W": "1.23456789012345", "x": "1.23456789012345", "b": "1"},
    }
    for exercise, answer in answers.items():
        visit.page.goto(f"/exercises/{exercise}")
        for name, text in answer.items():
            visit.page.fill(f'[name="{name}"]', text)
        visit.page.click("main .btn.main")
        visit.page.wait_for_selector(".score")
        assert visit.overflow() == 0, f"verdict on {exercise}"
    for path in ("/scores", "/", "/exercises/partial/quadratic"):  # now with the best score beside the steps
        visit.page.goto(path)
        assert visit.overflow() == 0, path


def test_a_korean_browser_gets_korean_pages(browser: Browser, address: str) -> None:
    visit = Visit(browser, address, PHONE, "ko-KR")
    visit.page.goto("/exercises/graph/linear")
    assert visit.page.get_attribute("html", "lang") == "ko"
    assert visit.page.inner_text("h1") == "앞으로, 그리고 거꾸로 그래프 채우기"
    assert visit.page.inner_text("main .btn.main") == "로그인하고 제출"
    visit.page.click("header >> text=English")
    assert visit.page.get_attribute("html", "lang") == "en"
    assert visit.page.url.endswith("/exercises/graph/linear")


def test_going_back_from_the_verdict_finds_the_code_and_a_changed_one_counts_anew(
    browser: Browser, address: str
) -> None:
    visit = Visit(browser, address, DESKTOP)
    visit.sign_up()
    visit.page.goto("/exercises/backprop/linear")
    visit.page.fill("[name=code]", WRONG_CODE)
    visit.page.click("main .btn.main")
    visit.page.wait_for_selector(".score")
    assert visit.page.inner_text(".score").split() == ["1.5", "/", "3"]
    visit.page.go_back()
    assert visit.page.input_value("[name=code]") == WRONG_CODE
    visit.page.fill("[name=code]", WRONG_CODE.replace("'W': W, 'x': x", "'W': x, 'x': W"))
    visit.page.click("main .btn.main")
    visit.page.wait_for_selector(".score")
    assert visit.page.inner_text(".score").split() == ["3", "/", "3"]


def test_numbers_and_boxes_change_sides_without_a_reload_when_the_window_is_narrowed(
    browser: Browser, address: str
) -> None:
    visit = Visit(browser, address, DESKTOP)
    visit.page.goto("/exercises/graph/linear")
    visit.page.fill('[name="grad.W"]', "5")
    visit.page.set_viewport_size({"width": PHONE, "height": 844})
    assert visit.page.locator("svg.tall").is_visible()
    assert not visit.page.locator("svg.wide").is_visible()
    assert visit.page.input_value('[name="grad.W"]') == "5"
