"""Compile the message catalogues while the package is built, so that no binary lies in the repository."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogueHook(BuildHookInterface[Any]):
    """Hatchling calls this for wheels and editable installs alike."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  (Hatchling's signature)
        root = Path(self.root)
        catalogues = sorted((root / "grader" / "messages" / "locale").glob("*/LC_MESSAGES/*.po"))
        compiler = root / "tools" / "compile_messages.py"
        subprocess.run([sys.executable, str(compiler), *map(str, catalogues)], check=True)  # noqa: S603  (our own file)
