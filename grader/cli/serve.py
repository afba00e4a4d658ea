"""`grader serve`: the whole quiz service with one command, on SQLite unless told otherwise."""

from __future__ import annotations

import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import click
from waitress.server import create_server

from grader.sandbox import capabilities
from grader.scores import upgrade
from grader.web import create_app, operator_link
from grader.work import Settings, start_workers

from .options import data_option, trusted_code_option
from .output import warn
from .service import service_settings, storage_errors
from .status import CommandError, Status

WEB_THREADS = 8


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one.")
@data_option
@trusted_code_option
def serve(host: str, port: int, data: Path | None, trusted_code: bool) -> int:
    """Run the quiz service: make the database, load the exercises, start the workers, and print the address."""
    settings = service_settings(data)
    listener = _listen(host, port)
    with storage_errors():
        upgrade(settings.database_url)
    _say_isolation(trusted_code)
    with _stopped_by_signals(), start_workers(settings, trusted=trusted_code) as workers:
        app = create_app(settings, wake=workers.wake)
        server = create_server(app, sockets=[listener], threads=WEB_THREADS, ident=None)
        _greet(f"http://{_shown(host)}:{listener.getsockname()[1]}", settings)
        try:
            server.run()
        except (KeyboardInterrupt, SystemExit):
            click.echo("Stopping …", err=True)
        finally:
            server.close()
    return Status.YES


def _say_isolation(trusted_code: bool) -> None:
    """Say before the first answer comes what will become of code."""
    if trusted_code:
        warn("--trusted-code: students' code runs WITHOUT isolation.")
        return
    missing = [layer.name for layer in capabilities() if layer.required and not layer.works]
    if missing:
        warn(f"code will be stored but NOT marked here: isolation lacks {', '.join(missing)} (see `grader doctor`).")


def _greet(address: str, settings: Settings) -> None:
    link = operator_link(settings)
    if link is not None:
        click.echo(f"You become its operator, once, at {address}{link}")
    click.echo(f"The quiz service is at {address}  (data in {settings.data}; Ctrl-C stops it)")


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket, taken before anything else is done, so that a port in use is said at once."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        remedy = "Stop what uses it, or take another: grader serve --port 8001 (make serve PORT=8001)"
        raise CommandError(f"cannot listen at {host}:{port}: {error.strerror}.", remedy) from error
    return listener


def _shown(host: str) -> str:
    if host in ("0.0.0.0", "::"):  # noqa: S104  (compared with, not bound to)
        return "localhost"
    return f"[{host}]" if ":" in host else host


@contextmanager
def _stopped_by_signals() -> Iterator[None]:
    """SIGTERM stops the service as Ctrl-C does: requests end, workers are told, the database is closed."""

    def stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001  (the signal module's signature)
        raise SystemExit(0)

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
