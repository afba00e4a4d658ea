"""Run everything from a terminal: `grader COMMAND`. Each command lives in a module of its own, loaded when it runs.

Exit statuses are the same everywhere: see `grader.cli.status`.
"""

from __future__ import annotations

import importlib
import os
import sys
import traceback

import click

from grader import __version__

from .status import CommandError, Status

# Command, the module that holds it (as an attribute of that name), and the line shown by `grader --help`. Help is
# kept here so that listing the commands loads none of them: a student's machine may lack what the service needs.
COMMANDS = {
    "check": ("check", "Mark one answer: a file, or typed with --answer."),
    "grade": ("grade", "Mark many answers: JSONL, or a folder of files."),
    "start": ("start", "Write a folder to work in for one exercise."),
    "compare": ("compare", "Is one formula equal to another?"),
    "exercises": ("exercises", "List, show, check or begin exercises."),
    "serve": ("serve", "Run the quiz service on this machine."),
    "worker": ("service", "Mark what is waiting (one part of a large installation)."),
    "retry": ("service", "Mark again what the grader failed on."),
    "migrate": ("service", "Bring the database to this version's form."),
    "operator-link": ("service", "Print the one-time link that makes its user the operator."),
    "doctor": ("doctor", "What works on this machine, what is missing, and what to do."),
}


class LazyGroup(click.Group):
    """A group that imports a command only when that command runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (click's signature)
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module, _ = COMMANDS[cmd_name]
        try:
            command = getattr(importlib.import_module(f"grader.cli.{module}"), cmd_name.replace("-", "_"))
        except ModuleNotFoundError as missing:
            raise CommandError(
                f"`grader {cmd_name}` needs the package {missing.name!r}, which is not installed.",
                "Install the service's parts: pip install 'backprop-grader[service,scale]'",
            ) from missing
        assert isinstance(command, click.Command)  # noqa: S101  (a slip in COMMANDS, not a user's error)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="grader")
def cli() -> None:
    """Exercises in back-propagation, marked at once: which step went wrong, and why."""


def main(args: list[str] | None = None) -> None:
    """Run the command line and end the process with the documented status."""
    sys.exit(run(args))


def run(args: list[str] | None = None) -> int:
    """Run the command line; return its exit status instead of ending the process."""
    try:
        result = cli.main(args=args, prog_name="grader", standalone_mode=False)
        return int(result) if isinstance(result, int) else Status.YES
    except CommandError as error:
        error.show()
        return Status.USAGE
    except click.ClickException as error:
        error.show()
        return Status.USAGE
    except click.Abort:
        click.echo("Stopped.", err=True)
        return 130
    except BrokenPipeError:
        # Whoever read our output (`head`, a pager) has gone: nothing is left to say, and Python must not try to.
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
        return Status.NO
    except Exception as error:  # noqa: BLE001  (the last line of defence: a message and status 4, never a traceback)
        return _failed(error)


def _failed(error: Exception) -> int:
    from grader.messages import plain_lines  # noqa: PLC0415  (it loads a lot, and most commands end well)

    click.echo(plain_lines(f"grader: the grader itself failed ({type(error).__name__}: {error})."), err=True)
    if os.environ.get("GRADER_DEBUG"):
        traceback.print_exception(error)
    else:
        click.echo("This is not the answer's fault, and no verdict was given. GRADER_DEBUG=1 shows where.", err=True)
    return Status.FAILED
