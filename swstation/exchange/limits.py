"""What a bundle may be at most. A file beyond any of these is refused before more of it is read.

The writer keeps the same limits, so that nothing this program writes is refused by this program.
"""

from __future__ import annotations

from typing import Final

MIB: Final = 1 << 20

FILE_BYTES: Final = 200 * MIB
"""The whole file, clear header included."""

RECIPIENTS: Final = 20
"""Keys that can open one bundle. Opening as the last of 300 took seconds."""

STANZAS: Final = RECIPIENTS + 2
"""Stanzas in the age header: the recipients, and what age itself adds to keep readers honest."""

AGE_HEADER_BYTES: Final = 16 << 10

MANIFEST_BYTES: Final = MIB

MEMBERS: Final = 5_000
"""Files inside one bundle: the manifest, its signature, the records and the attachments."""

RAW_BYTES: Final = 1 << 30
"""All records of one bundle once inflated."""

INFLATE_RATIO: Final = 200
"""Inflated size over compressed size; real records give 3 to 30."""

LINE_BYTES: Final = 256 << 10
"""One record, without its newline."""

RECEIPT_ITEMS: Final = 500
"""Holes, records set aside and bundles that one receipt names."""

LINES: Final = 2_000_000

CARD_BYTES: Final = 16 << 10

CHUNK: Final = 1 << 16
