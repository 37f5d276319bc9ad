"""Compiles the catalogues into the wheel: an installed program has nothing to compile, a checkout stays as it is."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogueHook(BuildHookInterface[Any]):
    """Adds ``locales/<language>/LC_MESSAGES/swstation.mo`` for every ``.po`` there is."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile into a folder of its own and hand the files to the wheel."""
        if version == "editable":
            return
        self._folder = Path(tempfile.mkdtemp(prefix="swstation-catalogues-"))
        for source in sorted(Path(self.root, "locales").glob("*/LC_MESSAGES/swstation.po")):
            language = source.parent.parent.name
            target = self._folder / f"{language}.mo"
            with source.open("rb") as po, target.open("wb") as mo:
                write_mo(mo, read_po(po, locale=language))
            build_data["force_include"][str(target)] = f"locales/{language}/LC_MESSAGES/swstation.mo"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Take the folder away again."""
        if version != "editable":
            shutil.rmtree(self._folder, ignore_errors=True)
