"""Somebody who uses the service with a browser that keeps cookies and runs no scripts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

PASSWORD = "correct horse battery"


@dataclass
class Actor:
    """Somebody with a browser that keeps cookies and runs no scripts."""

    client: FlaskClient
    login: str = "minji"

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.client.get(path, **options)

    def token(self, path: str = "/") -> str:
        """The token of the forms on a page."""
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.get(path).text)
        assert found, path
        return found[1]

    def hidden(self, path: str) -> dict[str, str]:
        """The hidden fields of the answer form, or of the only form beside those in the bar on top."""
        main = self.get(path).text.partition("<main")[2]
        fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', main)
        return {name: unescape(value) for name, value in fields}

    def post(self, path: str, data: dict[str, Any], page: str | None = None) -> TestResponse:
        """Open a page, fill in its form, and send it to `path`."""
        return self.client.post(path, data={**self.hidden(page or path), **data})

    def sign_up(self, next_page: str = "") -> TestResponse:
        data = {"login": self.login, "name": "김민지", "password": PASSWORD, "next": next_page}
        return self.post("/signup", data)

    def sign_in(self, password: str = PASSWORD, next_page: str = "") -> TestResponse:
        return self.post("/signin", {"login": self.login, "password": password, "next": next_page})

    def sign_out(self) -> TestResponse:
        return self.client.post("/signout", data={"csrf_token": self.token()})

    def submit(self, exercise: str, seed: int | None = None, **answer: Any) -> str:
        """Hand an answer in (`grad__W` for `grad.W`); the path of its verdict."""
        page = f"/exercises/{exercise}" + (f"?seed={seed}" if seed is not None else "")
        data: dict[str, Any] = {name.replace("__", "."): text for name, text in answer.items()}
        response = self.post(f"/exercises/{exercise}/submissions", data, page)
        assert response.status_code == 303, response.text
        return response.location
