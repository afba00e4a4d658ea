"""Read the service's settings from the environment, once, with a clear word on what is wrong with them.

GRADER_DATA, GRADER_DATABASE_URL, GRADER_DATABASE_PASSWORD_FILE, GRADER_SECRET_KEY_FILE, GRADER_WORKERS,
GRADER_EXERCISES and GRADER_PROOF: docs/operators.md says what each means.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from sqlalchemy.engine import URL

from grader.scores.database import database_url
from grader.scores.errors import StorageError
from grader.work.folder import SettingsError, make_folder, own_secret, read_secret

MOST_WORKERS = 64


@dataclass(frozen=True)
class Settings:
    """What web, command line and workers share. Neither the database's password nor the secret is shown."""

    data: Path
    database_url: str = field(repr=False)
    secret: bytes = field(repr=False)
    workers: int
    exercises: tuple[Path, ...] = ()
    prove: bool = True

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None, *, data: Path | None = None) -> Self:
        """The settings of this process; `data` goes before GRADER_DATA.

        Makes the data folder and the secret where they are needed. Raises SettingsError.
        """
        environ = os.environ if environ is None else environ
        folder = Path(data or environ.get("GRADER_DATA") or "data").absolute()
        address = environ.get("GRADER_DATABASE_URL")
        secret_file = environ.get("GRADER_SECRET_KEY_FILE")
        if not address or not secret_file:
            make_folder(folder)
        return cls(
            data=folder,
            database_url=_database_url(environ, address, folder),
            secret=read_secret(Path(secret_file)) if secret_file else own_secret(folder / "secret.key"),
            workers=_workers(environ.get("GRADER_WORKERS")),
            exercises=_folders(environ.get("GRADER_EXERCISES", "")),
            prove=_switch("GRADER_PROOF", environ),
        )

    def key(self, purpose: str) -> bytes:
        """A key of 32 bytes for one purpose (`"sessions"`, `"marking"`), so that none gives another away."""
        return hmac.digest(self.secret, purpose.encode(), hashlib.sha256)


def _database_url(environ: Mapping[str, str], address: str | None, folder: Path) -> str:
    if not address:
        return URL.create("sqlite", database=str(folder / "grader.sqlite3")).render_as_string()
    try:
        read = database_url(address)
    except StorageError as error:
        raise SettingsError(f"GRADER_DATABASE_URL: {error}") from None
    password_file = environ.get("GRADER_DATABASE_PASSWORD_FILE")
    if password_file:
        try:
            password = Path(password_file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(f"GRADER_DATABASE_PASSWORD_FILE cannot be read: {error}") from None
        read = read.set(password=password)
    return read.render_as_string(hide_password=False)


def _workers(text: str | None) -> int:
    if not text:
        return min(os.cpu_count() or 1, 4)
    if not text.isascii() or not text.isdigit() or int(text) > MOST_WORKERS:
        raise SettingsError(f"GRADER_WORKERS is a number from 0 to {MOST_WORKERS}, not {text!r}")
    return int(text)


def _switch(name: str, environ: Mapping[str, str]) -> bool:
    """Whether something that is on by itself is left on."""
    text = environ.get(name) or "on"
    if text not in ("on", "off"):
        raise SettingsError(f"{name} is on or off, not {text!r}")
    return text == "on"


def _folders(text: str) -> tuple[Path, ...]:
    folders = tuple(Path(part).absolute() for part in text.split(os.pathsep) if part)
    for folder in folders:
        if not folder.is_dir():
            raise SettingsError(f"GRADER_EXERCISES names {folder}, which is not a folder")
    return folders
