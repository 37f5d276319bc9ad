"""Register: 同人认定 (docs/glossary.md)."""

from typing import ClassVar, Self

from pydantic import model_validator

from db.tables.base import Group, Row
from db.tables.kinds import Code, OptText, Ref, refuse


class PersonLinkVerdict(Group):
    """认定: whether two files are of one person. ``a`` is the smaller row id, so that a pair has one row."""

    a: Ref
    b: Ref
    verdict: Code
    reason: OptText

    @model_validator(mode="after")
    def _two_in_order(self) -> Self:
        if self.a >= self.b:
            raise refuse("pair")
        return self


class PersonLink(PersonLinkVerdict, Row, table=True):
    """同人认定."""

    __tablename__ = "person_link"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "verdict": PersonLinkVerdict,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("verdict",)
    OWNED: ClassVar[bool] = False
