"""What no request may do: forge a form, leave the site, see another's work, bring code into a page, be too large."""

from __future__ import annotations

import io
import re

import pytest
from flask import Flask
from web_actor import PASSWORD, Actor

from grader.web.security import BODY_LIMIT, UPLOAD_LIMIT, local_path

FORMS = [
    "/signup",
    "/signin",
    "/signout",
    "/language",
    "/exercises/graph/linear/submissions",
    "/exercises/graph/linear",
    "/exercises/graph/linear/reading",
]


@pytest.mark.slow
@pytest.mark.parametrize("path", FORMS)
def test_every_form_needs_its_token(student: Actor, path: str) -> None:
    assert student.client.post(path, data={"value.g": "1", "lang": "ko"}).status_code == 400
    forged = {"csrf_token": "forged", "value.g": "1", "lang": "ko"}
    assert student.client.post(path, data=forged).status_code == 400
    assert student.get("/scores").status_code == 200, "still signed in"


def test_every_form_on_every_page_carries_a_token(student: Actor) -> None:
    for path in ("/", "/exercises", "/exercises/graph/linear", "/exercises/backprop/linear", "/scores"):
        page = student.get(path).text
        forms = re.findall(r"<form method=\"post\".*?</form>", page, re.DOTALL)
        assert forms
        assert all('name="csrf_token"' in form for form in forms), path


@pytest.mark.slow
def test_another_persons_submission_is_not_there(student: Actor, classmate: Actor) -> None:
    path = student.submit("graph/linear", value__g="-10")
    assert classmate.get(path).status_code == 404
    assert student.get(path).status_code == 200
    assert classmate.get("/submissions/999999999999999999999999").status_code == 404


def test_a_submission_asks_who_is_not_signed_in_to_sign_in(student: Actor, visitor: Actor) -> None:
    path = student.submit("graph/linear", value__g="-10")
    response = visitor.get(path)
    assert (response.status_code, response.location) == (303, f"/signin?next={path}")


@pytest.mark.slow
@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/", "//evil.example/", "/\\evil.example", "\\/evil.example", "javascript:alert(1)",
        "http:evil", " //evil.example", "/\t/evil.example", "/\n/evil.example", "///evil.example", "evil.example", "",
    ],
)  # fmt: skip
def test_a_redirect_stays_on_this_site(student: Actor, app: Flask, target: str) -> None:
    assert local_path(target) is None
    other = Actor(app.test_client(), login=student.login)
    assert other.sign_in(next_page=target).location == "/exercises"
    language = {"csrf_token": other.token(), "lang": "ko", "next": target}
    assert other.client.post("/language", data=language).location == "/"


def test_a_path_of_this_site_is_kept_with_its_query() -> None:
    assert local_path("/exercises/graph/linear?seed=3#g") == "/exercises/graph/linear?seed=3#g"


def test_addresses_are_paths_whatever_host_is_claimed(visitor: Actor) -> None:
    response = visitor.client.get("/scores", headers={"Host": "evil.example"})
    assert response.location == "/signin?next=/scores"
    assert "evil.example" not in visitor.client.get("/", headers={"Host": "evil.example"}).text


@pytest.mark.parametrize("path", ["/", "/exercises/graph/linear", "/signin", "/no/such/page", "/static/css/base.css"])
def test_every_response_carries_the_protective_headers(visitor: Actor, path: str) -> None:
    headers = visitor.get(path).headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    nonce = re.fullmatch(r"'self' 'nonce-([\w-]{20,})'", policy.pop("style-src"))
    assert nonce
    assert policy == {
        "default-src": "'none'", "script-src": "'self'", "connect-src": "'self'",
        "img-src": "'self' data:", "font-src": "'self'", "form-action": "'self'",
        "frame-ancestors": "'none'", "base-uri": "'none'",
    }  # fmt: skip
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


OWN_SCRIPT = re.compile(r'<script type="module" src="/static/js/[\w.-]+\?v=\w+"></script>')


def test_pages_have_no_script_inside_and_no_inline_style_but_the_one_with_the_nonce(student: Actor) -> None:
    for path in ("/", "/exercises", "/exercises/graph/linear", "/exercises/partial/quadratic", "/scores"):
        response = student.get(path)
        assert not re.search(r"<script|\sstyle=|\son\w+=|javascript:", OWN_SCRIPT.sub("", response.text)), path
        nonce = re.search(r"nonce-([\w-]+)", response.headers["Content-Security-Policy"])
        assert nonce
        styles = re.findall(r"<style[^>]*>", response.text)
        assert all(style == f'<style nonce="{nonce[1]}">' for style in styles)


def test_the_nonce_is_new_every_time(visitor: Actor) -> None:
    policies = {visitor.get("/").headers["Content-Security-Policy"] for _ in range(3)}
    assert len(policies) == 3


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(visitor: Actor) -> None:
    plain = visitor.get("/").headers["Set-Cookie"]
    assert "HttpOnly" in plain
    assert "SameSite=Lax" in plain
    assert "Secure" not in plain, "make serve runs without HTTPS"


def test_cookies_are_secure_over_https(app: Flask) -> None:
    response = app.test_client().get("/?lang=ko", base_url="https://grader.example")
    cookies = response.headers.getlist("Set-Cookie")
    assert len(cookies) == 2
    assert all("Secure" in cookie and "HttpOnly" in cookie for cookie in cookies)


def test_a_body_that_is_too_large_gets_a_page_that_says_so(student: Actor) -> None:
    data = {"csrf_token": student.token(), "code": "x" * (BODY_LIMIT + 1)}
    response = student.client.post("/exercises/backprop/linear/submissions", data=data)
    assert response.status_code == 413
    assert "That is too large" in response.text
    assert "256 kB" in response.text


def test_only_a_form_with_a_file_may_be_larger(student: Actor) -> None:
    path = "/exercises/graph/linear/submissions"
    typed = {"csrf_token": student.token(), "value.g": "1" * (BODY_LIMIT - 100), "grad.W": "1" * (BODY_LIMIT - 100)}
    assert student.client.post(path, data=typed).status_code == 413
    assert student.client.post(path, data=typed, content_type="multipart/form-data").status_code == 400
    file = {"csrf_token": typed["csrf_token"], "file": (io.BytesIO(b"x" * (UPLOAD_LIMIT + 1)), "hw.ipynb")}
    assert student.client.post("/exercises/backprop/linear/submissions", data=file).status_code == 413


def test_a_form_of_very_many_fields_is_refused(student: Actor) -> None:
    data = {"csrf_token": student.token(), **{f"field{n}": "1" for n in range(2000)}}
    path = "/exercises/backprop/linear/submissions"
    response = student.client.post(path, data=data, content_type="multipart/form-data")
    assert response.status_code == 413


def test_the_secret_outlives_a_restart_and_sessions_with_it(student: Actor, app: Flask) -> None:
    from grader.web import create_app  # noqa: PLC0415
    from grader.web.service import EXTENSION  # noqa: PLC0415
    from grader.work import Settings  # noqa: PLC0415

    data = app.extensions[EXTENSION].database.url.database.removesuffix("/grader.sqlite3")
    again = create_app(Settings.from_environment({"GRADER_DATA": data}))
    cookie = student.client.get_cookie("grader")
    assert cookie is not None
    client = again.test_client()
    client.set_cookie("grader", cookie.value)
    assert client.get("/scores").status_code == 200


def test_a_session_signed_with_another_secret_is_nobodys(visitor: Actor, app: Flask) -> None:
    visitor.client.set_cookie("grader", ".eJwrLS1OTVGyUkpMTFTSUUosKlGqBQAqCgTq.forged.signature")
    assert visitor.get("/scores").status_code == 303
    assert PASSWORD not in visitor.get("/").text
