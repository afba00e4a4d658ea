"""Compile the message catalogues while the package is built, so that no binary lies in the repository."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def compile_catalogues(root: Path) -> list[Path]:
    """Write `x.mo` beside every `x.po` under `grader/messages/locale` and return what was written."""
    from babel.messages.mofile import write_mo  # noqa: PLC0415  (only a build needs Babel)
    from babel.messages.pofile import read_po  # noqa: PLC0415

    written = []
    for po in sorted((root / "grader" / "messages" / "locale").glob("*/LC_MESSAGES/*.po")):
        with po.open("rb") as source:
            catalogue = read_po(source, locale=po.parent.parent.name, abort_invalid=True)
        mo = po.with_suffix(".mo")
        with mo.open("wb") as target:
            write_mo(target, catalogue)
        written.append(mo)
    return written


class CatalogueHook(BuildHookInterface[Any]):
    """Hatchling calls this for wheels and editable installs alike."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        compile_catalogues(Path(self.root))
