"""Files of rows for the screens: listed, attached, taken out, removed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from screens.backend.base import Part

if TYPE_CHECKING:
    from screens.ports import Saved
    from screens.ports_casework import FileLine
    from swstation.operations.book import Book


class AttachingPart(Part):
    """Files of rows."""

    async def files_of(self, table: str, row: str) -> Sequence[FileLine]:
        return await self.call(_files, table, row)

    async def attach_file(self, table: str, row: str, file: Path, values: Mapping[str, str]) -> Saved:
        from swstation.operations.attachments import attach

        made, changes = await self.call(
            attach, table, row, file, values["kind"], title=values.get("title") or None,
            taken_on=values.get("taken_on") or None,
            shows_face={"yes": True, "no": False}.get(values.get("shows_face", "")),
        )  # fmt: skip
        return self.saved(changes, made)

    async def take_out_file(self, attachment: str, folder: Path) -> Path:
        from swstation.operations.attachments import take_out

        return await self.call(take_out, attachment, folder)

    async def remove_file(self, attachment: str) -> Saved:
        from swstation.operations.attachments import remove_attachment

        return self.saved(await self.call(remove_attachment, attachment), attachment)


def _files(book: Book, table: str, row: str) -> Sequence[FileLine]:
    from screens.ports_casework import FileLine
    from swstation import lists
    from swstation.exchange.words import size_words
    from swstation.operations.attachments import files_of

    return [
        FileLine(
            one.row.id, lists.label("attachment_kind", one.row.kind), one.row.title or one.row.taken_on or "",
            "  ".join(part for part in (one.row.media or "", size_words(one.row.bytes)) if part),
            bool(one.row.shows_face), one.here,
        )
        for one in files_of(book, table, row)
    ]  # fmt: skip
