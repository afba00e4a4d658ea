"""Reading while one types, in a real browser: in place, escaped, by keyboard, and with the button where it fails."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect
from web_browsing import DESKTOP, PHONE, Visit, address, browser, needs_browser

__all__ = ["address", "browser"]

pytestmark = needs_browser

QUADRATIC = "/exercises/partial/quadratic"
LINES = "/exercises/sigmoid/line-by-line"
CHECK = "[data-check]"


def visit_to(browser: Browser, address: str, path: str, *, scripts: bool = True, locale: str = "en-US") -> Visit:
    visit = Visit(browser, address, DESKTOP, locale, scripts=scripts)
    visit.page.goto(path)
    return visit


def readings_asked(page: Page) -> list[Request]:
    """The questions that the page puts to the service from now on."""
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request) if request.url.endswith("/reading") else None)
    return asked


def test_the_reading_appears_below_the_field_while_one_types(browser: Browser, address: str) -> None:
    visit = visit_to(browser, address, QUADRATIC)
    visit.fill({"dz_dx": "2x + y"})
    expect(visit.page.locator("#read0")).to_contain_text("We read")
    assert visit.page.locator("#read0 mi").all_text_contents() == ["x", "y"]
    assert visit.page.get_attribute("#read0", "aria-live") == "polite"
    visit.fill({"dz_dy": "x + "})
    expect(visit.page.locator("#read1")).to_contain_text("cannot be read at column 5")
    expect(visit.page.locator("[name=dz_dy]")).to_have_attribute("aria-invalid", "true")
    visit.page.keyboard.type("1")
    expect(visit.page.locator("#read1")).to_contain_text("We read")
    assert visit.page.get_attribute("[name=dz_dy]", "aria-invalid") is None
    assert visit.page.url.endswith(QUADRATIC)
    assert visit.complaints == []


def test_in_hangul_mode_the_korean_reader_is_asked_at_once(browser: Browser, address: str) -> None:
    visit = visit_to(browser, address, QUADRATIC, locale="ko-KR")
    visit.fill({"dz_dx": "2ㅌ"})
    expect(visit.page.locator("#read0")).to_contain_text("한글 입력 상태입니다. 다음을 입력하려고 했나요? x")


def test_one_question_is_asked_for_a_pause_and_not_for_every_key(browser: Browser, address: str) -> None:
    visit = visit_to(browser, address, QUADRATIC)
    asked = readings_asked(visit.page)
    visit.fill({"dz_dx": "2x + y + 2x + y"})
    expect(visit.page.locator("#read0 mi")).to_have_count(4)
    assert len(asked) < 5


def test_an_answer_that_is_overtaken_is_never_shown(browser: Browser, address: str) -> None:
    visit = visit_to(browser, address, QUADRATIC)
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        held.append(route)
        if len(held) > 1:
            route.continue_()

    visit.page.route("**/reading", hold_the_first)
    visit.fill({"dz_dx": "x"})
    while not held:
        visit.page.wait_for_timeout(20)
    visit.fill({"dz_dx": "+ 1"})
    expect(visit.page.locator("#read0 mn")).to_have_text("1")
    held[0].continue_()
    visit.page.wait_for_timeout(200)
    assert visit.page.locator("#read0 mn").count() == 1
    assert not visit.page.locator(CHECK).is_visible()


def test_the_button_stays_without_scripts_and_goes_with_them(browser: Browser, address: str) -> None:
    assert visit_to(browser, address, QUADRATIC, scripts=False).page.locator(CHECK).is_visible()
    assert not visit_to(browser, address, QUADRATIC).page.locator(CHECK).is_visible()


@pytest.mark.parametrize("status", [429, 500])
def test_the_button_comes_back_where_the_service_does_not_answer(browser: Browser, address: str, status: int) -> None:
    visit = visit_to(browser, address, QUADRATIC)
    visit.page.route("**/reading", lambda route: route.fulfill(status=status))
    visit.fill({"dz_dx": "2x"})
    expect(visit.page.locator(CHECK)).to_be_visible()
    visit.page.unroute_all()
    visit.page.keyboard.type(" + y")
    expect(visit.page.locator("#read0")).to_contain_text("We read")
    expect(visit.page.locator(CHECK)).to_be_hidden()


def test_a_students_text_becomes_no_element_of_the_page(browser: Browser, address: str) -> None:
    visit = visit_to(browser, address, QUADRATIC)
    visit.fill({"dz_dx": "<img src=x onerror=document.title=1><script>document.title=1</script>"})
    expect(visit.page.locator("#read0")).to_contain_text("<img src=x")
    assert visit.page.locator("#read0 img, #read0 script").count() == 0
    assert visit.page.title() != "1"
    assert visit.complaints == []


def test_of_two_readings_the_chosen_one_is_written_into_the_field(browser: Browser, address: str) -> None:
    visit = visit_to(browser, address, QUADRATIC)
    visit.fill({"dz_dx": "x + 1/2x"})
    expect(visit.page.locator("#read0 legend")).to_contain_text("Which do you mean?")
    visit.page.click("#read0 label >> nth=1")
    expect(visit.page.locator("#read0")).to_contain_text("We read")
    assert visit.page.input_value("[name=dz_dx]") == "x + 1/(2x)"
    assert visit.page.evaluate("document.activeElement.name") == "dz_dx"
    assert visit.page.locator("#read0 input").count() == 0
    assert visit.complaints == []


def test_the_choice_can_be_made_by_keyboard(browser: Browser, address: str) -> None:
    visit = visit_to(browser, address, QUADRATIC)
    visit.fill({"dz_dx": "1/2x"})
    expect(visit.page.locator("#read0 legend")).to_be_visible()
    visit.page.keyboard.press("Tab")
    visit.page.keyboard.press("Space")
    expect(visit.page.locator("[name=dz_dx]")).to_have_value("(1/2)x")


def test_a_choice_changes_its_own_line_also_behind_letters_of_two_units(browser: Browser, address: str) -> None:
    visit = visit_to(browser, address, LINES)
    visit.page.fill("[name=derivation]", "𝑥 + 1\n1/2x\ns")
    expect(visit.page.locator("#read0 legend")).to_be_visible()
    visit.page.click("#read0 .meant label >> nth=1")
    expect(visit.page.locator("[name=derivation]")).to_have_value("𝑥 + 1\n1/(2x)\ns")


@pytest.mark.parametrize("scripts", [False, True])
def test_submitting_asks_back_once_and_then_hands_in(browser: Browser, address: str, scripts: bool) -> None:
    visit = Visit(browser, address, PHONE, scripts=scripts)
    visit.sign_up()
    visit.page.goto(QUADRATIC)
    visit.fill({"dz_dx": "2x + y", "dz_dy": "x + 2/2x"})
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_selector("text=nothing was handed in yet")
    assert visit.overflow() == 0
    visit.page.click(".meant label >> nth=1")
    if scripts:
        expect(visit.page.locator("[name=dz_dy]")).to_have_value("x + 2/(2x)")
    visit.page.click("main .btn.main")
    visit.page.wait_for_selector(".score")
    assert visit.page.inner_text(".score").split() == ["1", "/", "2"]
    assert visit.page.url.endswith("/submissions/1"), "the question that was asked back is no attempt"


def test_what_stands_in_the_form_already_is_read_when_the_page_opens(browser: Browser, address: str) -> None:
    visit = visit_to(browser, address, LINES)
    visit.page.fill("[name=derivation]", "e^-x")
    expect(visit.page.locator("#read0 .read")).to_have_count(1)
    visit.page.goto("/exercises")
    visit.page.go_back()
    expect(visit.page.locator("[name=derivation]")).to_have_value("e^-x")
    expect(visit.page.locator("#read0 .read")).to_have_count(1)


def test_the_enter_that_ends_a_syllable_submits_nothing(browser: Browser, address: str) -> None:
    visit = visit_to(browser, address, QUADRATIC)
    visit.fill({"dz_dx": "2x"})
    composing = "new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true, cancelable: true})"
    goes_on = visit.page.evaluate(f"document.querySelector('[name=dz_dx]').dispatchEvent({composing})")
    assert goes_on is False


def test_programs_and_numbers_are_read_while_one_types_too(browser: Browser, address: str) -> None:
    visit = visit_to(browser, address, "/exercises/program/product")
    visit.page.fill("[name=program]", "p = x*y\nf = p*z")
    expect(visit.page.locator("#read0 math")).to_have_count(2)
    visit.page.goto("/exercises/graph/linear")
    visit.fill({"value.g": "-10", "grad.W": "2/3"})
    expect(visit.page.locator("#read0 mfrac")).to_have_count(1)
    expect(visit.page.locator("#read0 .read")).to_have_count(1)
    assert visit.complaints == []
