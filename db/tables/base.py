"""What every register is made of: validated field groups, and the bookkeeping of its rows."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import ConfigDict
from sqlmodel import Field, SQLModel

from db.tables.kinds import HexBlob


class Group(SQLModel):
    """Fields that belong together and are merged as one. A record that sets a group gives all of its fields."""

    # Built when somebody asks: db.registry makes checks of its own from the fields, and start-up would wait for these.
    model_config = ConfigDict(strict=True, extra="forbid", defer_build=True)  # type: ignore[assignment]


class Row(SQLModel):
    """A register row: the fold of the change records that name it. Only ``db/gateway.py`` and the merge write it."""

    GROUPS: ClassVar[dict[str, type[Group]]]
    REQUIRED: ClassVar[tuple[str, ...]]
    """Groups without which the row is not complete and is not shown."""
    OWNED: ClassVar[bool] = True
    """Its rows belong to a unit. False: rows of a world-wide name that every unit may write."""

    id: Annotated[str, Field(sa_type=HexBlob, primary_key=True)]
    alive: bool = True
    """False: deleted (can be restored), or a required group has not arrived yet."""
    owner: str = ""
    """The unit it belongs to: that of the first record, or whom a county transferred it to."""
    ops: int = 1
    conflicts: int = 0
    """Groups with more than one live value."""
    entered_at: str = ""
    """Wall time of the first record, ISO 8601 with offset."""
    entered_by: Annotated[str | None, Field(sa_type=HexBlob)] = None
    changed_at: str = ""
