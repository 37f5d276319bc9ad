"""The records of a person as lines: fields, papers, posts, appraisals, money, and everything by date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from screens.backend.masks import masked_id, masked_phone
from swstation.i18n import N_

if TYPE_CHECKING:
    from screens.ports_people import PersonLine
    from swstation.operations.book import Book
    from swstation.operations.sheets import Wording

_MASKS = {"resident_id": masked_id, "phone": masked_phone}
_LEAVING = ("left_on", "left_reason")


class Records:
    """What is recorded of one person; each method gives the lines of a section."""

    def __init__(self, book: Book, staff: str, wording: Wording) -> None:
        self._connection = book.connection
        self._staff = staff
        self._wording = wording

    def _rows(self, table: str, field: str, order: str) -> list[dict[str, Any]]:
        from db.queries.registers import rows_of

        return rows_of(self._connection, table, {field: self._staff}, (order,))

    def _word(self, table: str, row: dict[str, Any], field: str) -> str:
        return self._wording.value(table, field, row[field])

    def fields(self) -> Sequence[PersonLine]:
        """Everything the person's own record says, part by part; what is empty is left out."""
        from db.queries.registers import one_row
        from screens.ports_people import PersonLine
        from swstation.errors import field_label
        from swstation.i18n import _
        from swstation.sheets.people import PARTS, STAFF

        row = one_row(self._connection, "staff", self._staff) or {}
        lines: list[PersonLine] = []
        for _name, label, names in PARTS:
            shown = (*names, *_LEAVING) if "joined_on" in names else names
            part = []
            for name in shown:
                value = self._wording.value("staff", name, row.get(name))
                if not value:
                    continue
                field = STAFF.field(name)
                mask = _MASKS.get(name)
                words = mask(value) if mask else value
                part.append(PersonLine(f"field:{name}", _(field.label) if field else field_label(name), words, "", "",
                                       masked=name if mask else ""))  # fmt: skip
            heading = PersonLine(f"part:{names[0]}", _(label), heading=True)
            empty = PersonLine(f"field:{names[0]}", "", _("nothing recorded"), "", "muted")
            lines += [heading, *(part or [empty])]
        return lines

    def assignments(self) -> Sequence[PersonLine]:
        """Where the person worked, and what was handed over."""
        from db.queries.people import assignments
        from screens.ports_people import PersonLine
        from swstation.i18n import _

        lines = [
            PersonLine(f"row:assignment:{one.id}", _span(one.start_on, one.end_on), self._wording.unit(one.unit),
                       one.reason or "")
            for one in assignments(self._connection, self._staff)
        ]  # fmt: skip
        sheets = [*self._rows("handover_sheet", "giver", "-handed_on"),
                  *self._rows("handover_sheet", "receiver", "-handed_on")]  # fmt: skip
        for row in sheets:
            who = _("{giver} to {receiver}").format(
                giver=self._word("handover_sheet", row, "giver"), receiver=self._word("handover_sheet", row, "receiver")
            )
            signed = row["giver_signed_on"] and row["receiver_signed_on"]
            lines.append(
                PersonLine(f"row:handover_sheet:{row['id']}", row["handed_on"], "  ".join((_("Handover sheet"), who)),
                           _("signed") if signed else _("to be signed"), "" if signed else "caution")
            )  # fmt: skip
        return [PersonLine("part:assignment", _("Places and handovers"), heading=True), *lines] if lines else []

    def certificates(self) -> Sequence[PersonLine]:
        """Certificates with their registrations, and exam results."""
        from db.queries.people import certificates, registrations
        from db.queries.workers import exam_results
        from screens.ports_people import PersonLine
        from swstation.i18n import _

        held = certificates(self._connection, self._staff)
        lines: list[PersonLine] = []
        if held:
            lines.append(PersonLine("part:certificate", _("Certificates and registrations"), heading=True))
        registered = registrations(self._connection)
        for one in held:
            level = self._wording.listed("@levels", one.level)
            lines.append(PersonLine(f"row:certificate:{one.id}", one.issued_on, level, one.number or ""))
            lines += [
                PersonLine(f"row:registration:{r.id}", r.registered_on,
                           "  " + self._wording.listed("registration_kind", r.kind),
                           _("valid until {day}").format(day=r.valid_until))
                for r in registered
                if r.certificate == one.id
            ]  # fmt: skip
        results = exam_results(self._connection, self._staff)
        if results:
            lines.append(PersonLine("part:exam_result", _("Exam results"), heading=True))
        for result in results:
            tone = {"passed": "good", "failed": "bad"}.get(result.state, "muted")
            subject = self._wording.listed("@exam_subjects", result.subject)
            lines.append(
                PersonLine(f"row:exam_result:{result.id}", str(result.year),
                           f"{self._wording.listed('@levels', result.level)}  {subject}",
                           self._wording.listed("exam_result_state", result.state), tone)
            )  # fmt: skip
        return lines

    def trainings(self) -> Sequence[PersonLine]:
        """What was attended."""
        from db.queries.people import attendances
        from screens.ports_people import PersonLine
        from swstation.i18n import _

        units = {"hour": _("hours"), "class_hour": _("class hours")}
        words = {True: _("approved"), False: _("not approved")}
        return [
            PersonLine(
                f"training:{one.training}", one.end_on,
                f"{one.title}  {self._wording.listed('@training_kinds', one.kind or '')}".strip(),
                f"{one.tenths / 10:.1f} {units.get(one.measure, '')}  {words[bool(one.approved)]}",
                "" if one.approved else "caution",
            )
            for one in attendances(self._connection, self._staff)
        ]  # fmt: skip

    def posts(self) -> Sequence[PersonLine]:
        """Posts held, supervision received and given, mentoring."""
        from db.queries.registers import one_row
        from db.queries.workers import held_posts
        from screens.ports_people import PersonLine
        from swstation.i18n import _

        lines: list[PersonLine] = []
        held = held_posts(self._connection, self._staff)
        if held:
            lines.append(PersonLine("part:post_holding", _("Posts held"), heading=True))
        for one in held:
            words = [self._wording.listed("employment", one.employment or ""),
                     self._wording.listed("post_holding_track", one.track or ""), one.project_title or "",
                     _("lent to {unit}").format(unit=one.lent_to) if one.lent_to else ""]  # fmt: skip
            tone = "muted" if one.end_on else ""
            lines.append(PersonLine(f"row:post_holding:{one.id}", _span(one.start_on, one.end_on), one.title,
                                    "  ".join(word for word in words if word), tone))  # fmt: skip
        attended = [
            found
            for link in self._rows("supervisee", "staff", "supervision")
            if (found := one_row(self._connection, "supervision", link["supervision"])) is not None
        ]
        lines += self._supervisions(_("Supervision received"), attended)
        lines += self._supervisions(_("Supervision given"), self._rows("supervision", "supervisor", "-held_on"))
        pairs = [*self._rows("mentoring", "mentee", "-start_on"), *self._rows("mentoring", "mentor", "-start_on")]
        if pairs:
            lines.append(PersonLine("part:mentoring", _("Mentoring"), heading=True))
        for row in pairs:
            pair = _("{mentor} mentors {mentee}").format(
                mentor=self._word("mentoring", row, "mentor"), mentee=self._word("mentoring", row, "mentee")
            )
            lines.append(PersonLine(f"row:mentoring:{row['id']}", _span(row["start_on"], row["end_on"]), pair,
                                    row["aim"] or "", "muted" if row["end_on"] else ""))  # fmt: skip
        return lines

    def _supervisions(self, title: str, rows: Iterable[dict[str, Any]]) -> Sequence[PersonLine]:
        from screens.ports_people import PersonLine
        from swstation.i18n import _

        lines = [
            PersonLine(
                f"row:supervision:{row['id']}", row["held_on"],
                "  ".join(part for part in (self._wording.listed("supervision_form", row["form"]),
                                            self._word("supervision", row, "supervisor")
                                            or row["supervisor_name"] or "", row["topics"] or "") if part),
                _("{n} min").format(n=row["minutes"]) if row["minutes"] else "",
            )
            for row in sorted(rows, key=lambda row: str(row["held_on"]), reverse=True)
        ]  # fmt: skip
        return [PersonLine("part:supervision", title, heading=True), *lines] if lines else []

    def evaluations(self) -> Sequence[PersonLine]:
        """Appraisals, credit entries and complaints."""
        from screens.ports_people import PersonLine
        from swstation.i18n import _

        lines: list[PersonLine] = []
        for row in self._rows("evaluation", "staff", "-end_on"):
            grade = "  ".join(part for part in (row["grade"] or "", _tenths(row["total"])) if part)
            lines.append(PersonLine(f"row:evaluation:{row['id']}", _span(row["start_on"], row["end_on"]),
                                    self._word("evaluation", row, "scheme"),
                                    grade or self._wording.listed("evaluation_state", row["state"])))  # fmt: skip
        for row in self._rows("credit_entry", "staff", "-happened_on"):
            tone = "good" if row["kind"] == "commendation" else "bad"
            words = "  ".join(part for part in (self._wording.listed("credit_entry_kind", row["kind"]),
                                                row["content"] or "") if part)  # fmt: skip
            public = _("public") if row["public"] else _("not public")
            lines.append(PersonLine(f"row:credit_entry:{row['id']}", row["happened_on"], words, public, tone))
        for row in self._rows("complaint", "staff", "-received_on"):
            words = "  ".join((_("Complaint"), self._wording.listed("complaint_kind", row["kind"] or "")))
            state = self._wording.listed("complaint_state", row["state"])
            lines.append(PersonLine(f"row:complaint:{row['id']}", row["received_on"], words, state, "caution"))
        return lines

    def money(self) -> Sequence[PersonLine]:
        """Payments and honours."""
        from db.queries.workers import honours, payments
        from screens.ports_people import PersonLine
        from swstation.i18n import _
        from swstation.reports.listing import Yuan

        paid = payments(self._connection, self._staff)
        lines: list[PersonLine] = []
        if paid:
            total = Yuan(sum(one.value_fen for one in paid))
            lines.append(PersonLine("part:paid", _("Paid, {n} yuan in all").format(n=total), heading=True))
        lines += [
            PersonLine(f"row:subsidy_payment:{one.id}", one.paid_on,
                       self._wording.listed("subsidy_payment_kind", one.kind),
                       "  ".join(part for part in (_("{n} yuan").format(n=Yuan(one.value_fen)), one.payer or "")
                                 if part))
            for one in paid
        ]  # fmt: skip
        granted = honours(self._connection, self._staff)
        if granted:
            lines.append(PersonLine("part:honour", _("Honours"), heading=True))
        lines += [
            PersonLine(f"row:honour:{one.id}", one.granted_on, one.title,
                       "  ".join(part for part in (self._wording.listed("honour_level", one.level or ""),
                                                   self._wording.listed("honour_state", one.state or "")) if part),
                       "good" if one.state in (None, "granted") else "muted")
            for one in granted
        ]  # fmt: skip
        return lines

    def timeline(self) -> Sequence[PersonLine]:
        """Everything with a day, the latest first."""
        from db.queries.registers import one_row
        from screens.ports_people import PersonLine
        from swstation.i18n import _

        row = one_row(self._connection, "staff", self._staff) or {}
        dated = [
            PersonLine(f"field:{name}", row[name], _(words), row["left_reason"] or "" if name == "left_on" else "")
            for name, words in _DATED.items()
            if row.get(name)
        ]
        sections = (self.assignments, self.certificates, self.trainings, self.posts, self.evaluations, self.money)
        for section in sections:
            dated += [line._replace(text=line.text.strip()) for line in section() if not line.heading]
        # A span is dated by its beginning, an exam by its year.
        return sorted(dated, key=lambda line: line.label[:10].ljust(10, "-"), reverse=True)


_DATED = {
    "joined_on": N_("Joined"), "left_on": N_("Left"), "social_work_since": N_("Social work since"),
    "appointed_on": N_("Appointed"), "filed_on": N_("Filed"),
}  # fmt: skip


def _span(start: str | None, end: str | None) -> str:
    return f"{start or '?'} - {end or ''}".strip(" -") if end else f"{start or '?'} -"


def _tenths(value: int | None) -> str:
    return "" if value is None else f"{value / 10:g}"
