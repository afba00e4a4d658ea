"""Make the data folder and the server's secret in it, or say what stands in the way and what to do."""

from __future__ import annotations

import errno
import os
import secrets
import tempfile
from pathlib import Path

SHORTEST_SECRET = 32
OTHERS = 0o077
# As much as a small database needs to begin with.
PROBE = bytes(64 * 1024)

REASONS = {
    errno.EACCES: "this user may not write there: give it permission",
    errno.EPERM: "this user may not write there: give it permission",
    errno.EROFS: "its file system is read-only: mount it for writing",
    errno.ENOSPC: "the disk is full: make room",
    errno.EDQUOT: "the disk quota is used up: make room",
    errno.ENOTDIR: "a part of its path is a file: move that away",
    errno.EEXIST: "it is a file: move that away",
}


class SettingsError(Exception):
    """A setting, or what it names, that cannot be used. The message says which, why, and what to do."""


def make_folder(folder: Path) -> None:
    """Make the data folder, for this user alone, if it is not there, and try that it can be written."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(PROBE)
            probe.flush()
            os.fsync(probe.fileno())
    except OSError as error:
        reason = REASONS.get(error.errno or 0, str(error.strerror))
        raise SettingsError(
            f"The data folder {folder} cannot be used: {reason}, or name another one (--data, GRADER_DATA)."
        ) from error


def own_secret(path: Path) -> bytes:
    """The secret kept in this file, made with mode 0600 the first time.

    Two processes that make it at once end with the same one, and a crash leaves a whole one or none.
    """
    try:
        if not path.exists():
            _write_once(path, secrets.token_hex(32).encode())
        mode = path.stat().st_mode
    except OSError as error:
        reason = REASONS.get(error.errno or 0, str(error.strerror))
        raise SettingsError(f"The secret {path} cannot be made: {reason}.") from error
    if os.name == "posix" and mode & OTHERS:
        raise SettingsError(f"Other users may read the secret {path}: run `chmod 600 {path}`.")
    return read_secret(path)


def read_secret(path: Path) -> bytes:
    """The secret in this file, without blanks around it; SettingsError when it is missing or short."""
    try:
        secret = path.read_bytes().strip()
    except OSError as error:
        raise SettingsError(f"The secret {path} cannot be read: {error.strerror}.") from error
    if len(secret) < SHORTEST_SECRET:
        raise SettingsError(
            f"The secret {path} is shorter than {SHORTEST_SECRET} characters: write a new one there, "
            "for instance with `openssl rand -hex 32`. Everybody will have to sign in again."
        )
    return secret


def _write_once(path: Path, content: bytes) -> None:
    # mkstemp gives mode 0600 from the first moment; a link, unlike a rename, never replaces another's file.
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(name, path)
        except FileExistsError:
            return
    finally:
        Path(name).unlink()
