"""Registers: 督导, 督导对象, 传帮带 (docs/glossary.md)."""

from typing import ClassVar, Self

from pydantic import model_validator

from db.tables.base import Group, Row
from db.tables.kinds import (
    Code,
    Day,
    Minutes,
    OptClock,
    OptCode,
    OptDay,
    OptRef,
    OptText,
    OptUnitCode,
    Ref,
    in_order,
)


class SupervisionIdent(Group):
    """督导."""

    supervisor: OptRef
    supervisor_name: OptText
    qualification: OptText
    held_on: Day
    start_time: OptClock
    end_time: OptClock
    minutes: Minutes

    @model_validator(mode="after")
    def _whole(self) -> Self:
        in_order(self.start_time, self.end_time)
        return self


class SupervisionForm(Group):
    """形式."""

    form: Code
    onsite: bool | None
    aim: OptCode
    unit: OptUnitCode
    project: OptRef


class SupervisionContent(Group):
    """内容."""

    topics: OptText
    advice: OptText


class SupervisionFollow(Group):
    """落实."""

    due_on: OptDay
    carried_out: OptText
    carried_out_on: OptDay


class SupervisionSigning(Group):
    """签字."""

    supervisor_signed_on: OptDay
    supervisee_signed_on: OptDay


class Supervision(
    SupervisionIdent,
    SupervisionForm,
    SupervisionContent,
    SupervisionFollow,
    SupervisionSigning,
    Row,
    table=True,
):
    """督导."""

    __tablename__ = "supervision"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": SupervisionIdent,
        "form": SupervisionForm,
        "content": SupervisionContent,
        "follow": SupervisionFollow,
        "signing": SupervisionSigning,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident", "form")


class SuperviseeLink(Group):
    """督导对象."""

    supervision: Ref
    staff: Ref


class Supervisee(SuperviseeLink, Row, table=True):
    """督导对象."""

    __tablename__ = "supervisee"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "link": SuperviseeLink,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("link",)


class MentoringIdent(Group):
    """结对."""

    mentor: Ref
    mentee: Ref
    start_on: Day
    end_on: OptDay

    @model_validator(mode="after")
    def _whole(self) -> Self:
        in_order(self.start_on, self.end_on)
        return self


class MentoringAim(Group):
    """目标."""

    aim: OptText
    outcome: OptText


class Mentoring(MentoringIdent, MentoringAim, Row, table=True):
    """传帮带."""

    __tablename__ = "mentoring"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": MentoringIdent,
        "aim": MentoringAim,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident",)
