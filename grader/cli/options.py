"""Options that several commands share, written once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from grader.exercises import MAX_SEED
from grader.messages.catalogues import LANGUAGES, system_language


def _compose(*decorators: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def apply(command: Any) -> Any:
        for decorator in reversed(decorators):
            command = decorator(command)
        return command

    return apply


exercise_folders = click.option(
    "--exercises",
    "folders",
    multiple=True,
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A further folder of exercises; may be given several times.",
)

lang_option = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default=system_language,
    show_default="the terminal's, else en",
    help="The language of messages.",
)

seed_option = click.option(
    "--seed", type=click.IntRange(0, MAX_SEED), help="Which variant; none means the exercise's own numbers."
)

trusted_code_option = click.option(
    "--trusted-code", is_flag=True, help="Run code WITHOUT isolation: for your own files only."
)

marking_options = _compose(
    exercise_folders,
    click.option("--show-answers", is_flag=True, help="Let the evidence show what was expected."),
    trusted_code_option,
)

data_option = click.option(
    "--data",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="The data folder.  [default: GRADER_DATA, else ./data]",
)
