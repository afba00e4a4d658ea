"""Run `grader serve` as a real process and use it over HTTP as a student does."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Self

import httpx

from support.environments import clean_environ

START_SECONDS = 60.0
MARK_SECONDS = 60.0
UNSENT = ("submit", "file", "checkbox", "radio")


class Service:
    """A running `grader serve` with a data folder; killed for sure at the end."""

    def __init__(self, grader: Path, data: Path, **env: str) -> None:
        self._command = [str(grader), "serve", "--port", "0", "--data", str(data)]
        # What it leaves when it is killed goes with its folder.
        self._env = clean_environ(grader.parent, PYTHONUNBUFFERED="1", TMPDIR=str(data.parent), **env)
        self._cwd = data.parent
        self.process: subprocess.Popen[str] | None = None
        self.address = ""
        self.greeting = ""

    def start(self, **env: str) -> Self:
        """Start it and wait until it has printed its address."""
        self.process = subprocess.Popen(
            self._command,
            cwd=self._cwd,
            env={**self._env, **env},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        assert self.process.stdout is not None
        self.greeting = ""
        while line := self.process.stdout.readline():
            self.greeting += line
            if found := re.search(r"service is at (http://\S+)", line):
                self.address = found[1]
                return self
        raise AssertionError(f"grader serve did not start:\n{self.greeting}")

    def kill(self) -> None:
        """SIGKILL, as the kernel's out-of-memory killer would."""
        self._end(signal.SIGKILL)

    def terminate(self) -> int:
        """SIGTERM, as a service manager would; the exit status."""
        return self._end(signal.SIGTERM)

    def _end(self, number: int) -> int:
        assert self.process is not None
        os.kill(self.process.pid, number)
        status = self.process.wait(timeout=30)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return status

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(timeout=30)


class _Forms(HTMLParser):
    """Every form of a page: its action and the fields it would send."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append((given.get("action", ""), {}))
        elif self.forms and given.get("name") and tag in ("input", "textarea") and given.get("type") not in UNSENT:
            self.forms[-1][1][given["name"]] = given.get("value", "")


@dataclass
class Student:
    """Someone with a browser that has no JavaScript."""

    address: str
    login: str = "minji"
    password: str = "correct horse battery"
    http: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self.http = httpx.Client(base_url=self.address, follow_redirects=True, timeout=60)

    def get(self, path: str) -> httpx.Response:
        """Fetch a page."""
        return self.http.get(path)

    def send(self, path: str, action: str, fields: Mapping[str, str]) -> httpx.Response:
        """Open a page and send its form with that action, these fields filled in; hidden ones go as they are."""
        page = self.get(path)
        parser = _Forms()
        parser.feed(page.text)
        hidden = next((fields for target, fields in parser.forms if target.split("?")[0] == action), None)
        assert hidden is not None, f"{path} has no form for {action}: {[target for target, _ in parser.forms]}"
        return self.http.post(action, data={**hidden, **fields})

    def sign_up(self) -> httpx.Response:
        """Make an account, which also signs in."""
        fields = {"login": self.login, "name": "Kim Minji", "password": self.password}
        return self.send("/signup", "/signup", fields)

    def sign_in(self) -> httpx.Response:
        """Sign in to the account."""
        return self.send("/signin", "/signin", {"login": self.login, "password": self.password})

    def submit(self, exercise: str, **fields: str) -> str:
        """Submit an answer; the path of the submission's page."""
        path = f"/exercises/{exercise}"
        named = {name.replace("__", "."): text for name, text in fields.items()}
        response = self.send(path, f"{path}/submissions", named)
        assert response.status_code == 200, response.text
        return response.url.path

    def verdict(self, path: str) -> str:
        """The page of a submission once it is marked."""
        deadline = time.monotonic() + MARK_SECONDS
        while time.monotonic() < deadline:
            page = self.get(path)
            assert page.status_code == 200, page.text
            if 'http-equiv="refresh"' not in page.text:
                return page.text
            time.sleep(0.2)
        raise AssertionError(f"{path} was not marked")
