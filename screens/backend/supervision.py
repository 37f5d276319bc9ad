"""Supervision and mentoring in words: who waits longest, sessions, open advice, rounds, budget lines, pairs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from screens.backend.base import Part
from screens.backend.people import clause_of
from screens.backend.posts import rule_words
from screens.backend.seeing import seen_in, token
from screens.ports_supervision import MentoringSeen, SessionForm, SupervisionSeen
from screens.widgets.fields import SEEN, SEPARATOR
from screens.widgets.rows import Cell, Row

if TYPE_CHECKING:
    from screens.ports import Choice, Saved
    from swstation.operations.book import Book
    from swstation.operations.supervision_standing import SupervisionBoard
    from swstation.rules.supervision import BudgetLine

LONG_AGO = 90
"""Days without supervision after which a row is coloured. Ours: no policy says how often."""
_FIELDS = (
    "held_on", "form", "supervisor", "supervisor_name", "qualification", "minutes", "onsite", "aim", "topics", "advice",
    "due_on", "project", "start_time", "end_time",
)  # fmt: skip


class SupervisionPart(Part):
    """Supervision and mentoring."""

    async def supervision(self, view: str, as_of: date) -> SupervisionSeen:
        return await self.call(_seen, view, as_of)

    async def supervision_form(self, row: str | None, staff: Sequence[str]) -> SessionForm:
        return await self.call(_form, row, staff, self.today)

    async def supervised_choices(self) -> Sequence[Choice]:
        return await self.call(_choices)

    async def save_supervision(self, row: str | None, values: Mapping[str, str]) -> Saved:
        from swstation.operations.supervision import edit, record

        stored, staff = await self.call(_stored, values, row is None)
        if row is None:
            made, changes = await self.call(record, stored, staff)
            return self.saved(changes, made)
        return self.saved(await self.call(edit, row, stored, staff, seen=seen_in(values.get(SEEN, ""))), row)

    async def carry_out(self, row: str, values: Mapping[str, str]) -> Saved:
        from swstation.operations.supervision import carry_out

        changes = await self.call(carry_out, row, values["carried_out_on"], values.get("carried_out") or None)
        return self.saved(changes, row)

    async def sign_supervision(self, row: str, on: date) -> Saved:
        from swstation.operations.supervision import sign

        return self.saved(await self.call(sign, row, on.isoformat()), row)

    async def mentoring(self, as_of: date) -> MentoringSeen:
        return await self.call(_mentoring, as_of)


def _stored(book: Book, values: Mapping[str, str], new: bool) -> tuple[dict[str, Any], list[str]]:
    from swstation.sheets import sheet
    from swstation.sheets.values import parse

    found = sheet("supervision")
    out: dict[str, Any] = {"unit": book.unit} if new else {}
    for name in _FIELDS:
        field = found.field(name)
        if field is not None and name in values:
            out[name] = parse(field, values[name])
    return out, [one for one in values.get("staff", "").split(SEPARATOR) if one]


def _choices(book: Book) -> Sequence[Choice]:
    from screens.ports import Choice
    from swstation.operations.sheets import row_choices

    return [Choice(*one) for one in row_choices(book, "staff")]


def _form(book: Book, row: str | None, staff: Sequence[str], today: date) -> SessionForm:
    from db.queries.registers import one_row
    from swstation.operations.sheets import Wording
    from swstation.operations.supervision_standing import supervision_board
    from swstation.sheets import sheet
    from swstation.sheets.values import shown

    found, wording = sheet("supervision"), Wording(book)
    rows = supervision_board(book, today).rows
    values: dict[str, str]
    if row is not None:
        kept = one_row(book.connection, "supervision", row) or {}
        fields = (field for name in _FIELDS if (field := found.field(name)) is not None)
        values = {field.name: shown(field, kept.get(field.name)) for field in fields}
        own = next((one for one in rows if one.id == row), None)
        staff = (own.staff or "").split() if own else []
        values[SEEN] = token(book, "supervision", row)
    else:
        # Whoever supervised last is likely to have done so again.
        values = {"held_on": today.isoformat(), "form": "group" if len(staff) > 1 else "individual"}
        if rows:
            last = one_row(book.connection, "supervision", rows[0].id) or {}
            names = ("supervisor", "supervisor_name", "qualification", "minutes")
            values |= {name: str(last[name]) for name in names if last.get(name) is not None}
    values["staff"] = SEPARATOR.join(staff)
    labels = {one: wording.row("staff", one) for one in staff}
    for name, table in (("supervisor", "staff"), ("project", "project")):
        if values.get(name):
            labels[values[name]] = wording.row(table, values[name])
    return SessionForm(values, labels)


def _seen(book: Book, view: str, as_of: date) -> SupervisionSeen:
    from swstation.operations.supervision_standing import supervision_board

    found = supervision_board(book, as_of)
    told = [(_line_words(one), clause_of(one.rule.clause, one.rule.decision or None)) for one in found.lines]
    return SupervisionSeen({"people": _people, "sessions": _sessions, "advice": _advice, "rounds": _rounds,
                            "lines": _lines}[view](book, found, as_of), told)  # fmt: skip


def _people(book: Book, found: SupervisionBoard, as_of: date) -> list[Row]:
    from swstation.i18n import _

    rows = []
    for one in found.people:
        tone = "bad" if one.days is None else "caution" if one.days > LONG_AGO else ""
        ago = _("never yet") if one.days is None else _("{n} days ago").format(n=one.days)
        last = one.last_on.isoformat() if one.last_on else ""
        cells = (one.person.name, Cell(ago, tone), Cell(last, "muted"), str(one.sessions or ""), hours(one.minutes))
        rows.append(Row(one.person.id, cells))
    return rows


def hours(minutes: int) -> str:
    """Minutes as hours with one decimal; empty for none."""
    return f"{minutes * 10 // 60 / 10:.1f}" if minutes else ""


def _sessions(book: Book, found: SupervisionBoard, as_of: date) -> list[Row]:
    from swstation import lists
    from swstation.i18n import _

    rows = []
    for one in found.rows:
        signed = _("signed") if one.supervisor_signed_on and one.supervisee_signed_on else _("~ not signed")
        rows.append(
            Row(
                one.id,
                (
                    Cell(one.held_on, "muted"),
                    one.supervisor_name or "",
                    lists.label("supervision_form", one.form),
                    one.names or "",
                    Cell(one.topics or "", "muted"),
                    Cell(signed, "muted" if signed == _("signed") else "caution"),
                ),
            )
        )
    return rows


def _advice(book: Book, found: SupervisionBoard, as_of: date) -> list[Row]:
    from swstation.i18n import _

    of = {one.id: one for one in found.rows}
    rows = []
    for one in found.open_advice:
        row = of[one.id]
        late = one.due_on is not None and one.due_on < as_of
        due = f"! {row.due_on}" if late else row.due_on or ""
        advice = row.advice or _("advice not written down")
        rows.append(Row(one.id, (Cell(due, "bad" if late else ""), row.supervisor_name or "", row.names or "", advice)))
    return rows


def _rounds(book: Book, found: SupervisionBoard, as_of: date) -> list[Row]:
    from swstation.i18n import _
    from swstation.operations.sheets import Wording

    wording = Wording(book)
    return [
        Row(
            f"{one.supervisor}/{one.unit}",
            (
                one.name,
                wording.unit(one.unit),
                Cell(one.last_on.isoformat() if one.last_on else _("never yet"), "" if one.last_on else "bad"),
                str(one.sessions or ""),
            ),
        )
        for one in found.rounds
    ]


def _lines(book: Book, found: SupervisionBoard, as_of: date) -> list[Row]:
    from swstation.i18n import _

    return [
        Row(
            one.project,
            (
                one.title,
                str(one.person_months),
                yuan(one.wanted),
                yuan(one.budget) if one.budget is not None else Cell(_("no line"), "caution"),
                Cell(
                    _("! {n} short").format(n=yuan(one.short)) if one.short else _("enough"),
                    "bad" if one.short else "good",
                ),
                Cell(str(len(one.without)) if one.without else "", "caution"),
            ),
        )
        for one in found.lines
    ]


def yuan(fen: int) -> str:
    """Fen as yuan."""
    return f"{fen / 100:,.2f}".removesuffix(".00")


def _line_words(one: BudgetLine) -> str:
    from swstation.i18n import _

    sums = _("{n} person-months x {amount} yuan = {wanted} yuan").format(
        n=one.person_months, amount=yuan(one.amount), wanted=yuan(one.wanted)
    )
    return f"{one.title}  {rule_words(one.rule)}  {sums}"


def _mentoring(book: Book, as_of: date) -> MentoringSeen:
    from swstation.i18n import N_, _
    from swstation.operations.supervision_standing import mentoring_board

    found = mentoring_board(book, as_of)
    kinds = {"certificate": N_("holder leads none"), "seniority": N_("old hand leads beginner")}
    rows = [
        Row(
            one.row.id,
            (
                Cell(one.row.mentor_name or "", "" if one.runs else "muted"),
                Cell(one.row.mentee_name or "", "" if one.runs else "muted"),
                Cell(_(kinds[one.kind]) if one.kind else "", "muted"),
                Cell(one.row.start_on, "muted"),
                Cell(one.row.end_on or "", "muted"),
            ),
        )
        for one in found.pairs
    ]
    alone = {f"alone/{one.id}": one.name for one in found.alone}
    if alone:
        rows.append(Row("#alone", (_("Without a certificate and without a mentor"),), heading=True))
        rows += [Row(key, ("", Cell(name, "caution"), "", "", "")) for key, name in alone.items()]
    told = [(rule_words(found.rule), clause_of(found.rule.clause, found.rule.decision or None))] if found.rule else []
    return MentoringSeen(rows, alone, told)
