"""A case file for the screens: what is missing, its parts, what is decided about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.errors import Refusal
from screens.backend.base import Part
from screens.backend.seeing import seen_in, token
from screens.widgets.fields import SEEN, SEPARATOR

if TYPE_CHECKING:
    from db.queries.casework import CaseMore as StoredMore
    from screens.ports import Choice, Fact, Saved
    from screens.ports_casework import CaseEvent, CaseMore, Gate
    from swstation.operations.book import Book, Changes

_TEXTS = (
    "problem", "assessment", "plan", "risk", "pre_test", "post_test", "review_due", "next_contact", "agreed_on",
    "agreement_form", "summary", "effect", "follow_up_due",
)  # fmt: skip
"""Parts of the file that are kept as they are typed."""
TENTHS = 10


_REFERRED = ("receiving_person", "phone", "reason", "answer_by", "service_log")


class CaseworkPart(Part):
    """Case files."""

    async def case_more(self, case_id: str, as_of: date) -> CaseMore:
        return await self.call(_more, case_id, as_of)

    async def case_gate(self, case_id: str, as_of: date) -> Gate:
        return await self.call(_gate, case_id, as_of)

    async def case_values(self, case_id: str) -> Mapping[str, str]:
        return await self.call(_values, case_id)

    async def save_case(self, case_id: str, values: Mapping[str, str]) -> Saved:
        from swstation.operations.cases import edit_case

        given: dict[str, Any] = {key: value or None for key, value in values.items() if key in _TEXTS}
        if "satisfaction" in values:
            given["satisfaction"] = whole(values["satisfaction"], "satisfaction")
        changes = await self.call(edit_case, case_id, given, seen=seen_in(values.get(SEEN, "")))
        return self.saved(changes, case_id)

    async def close_case(self, case_id: str, on: date, reason: str, anyway: str) -> Saved:
        from swstation.operations.cases import move_case

        changes = await self.call(
            move_case, case_id, "closure", on.isoformat(), reason=reason or None, anyway=anyway or None
        )
        return self.saved(changes, case_id)

    async def reopen_case(self, case_id: str, stage: str, on: date, because: str) -> Saved:
        from swstation.operations.cases import move_case

        return self.saved(await self.call(move_case, case_id, stage, on.isoformat(), because=because), case_id)

    async def decide_case(self, case_id: str, decision: str, on: date, said: str) -> Saved:
        return self.saved(await self.call(_decide, case_id, decision, on.isoformat(), said), case_id)

    async def comment_case(self, case_id: str, on: date, comment: str) -> Saved:
        from swstation.operations.case_approval import comment_case

        return self.saved(await self.call(comment_case, case_id, on.isoformat(), comment), case_id)

    async def case_goals(self, case_id: str) -> Sequence[Choice]:
        return await self.call(_goals, case_id)

    async def open_steps(self, case_id: str) -> Sequence[Choice]:
        return await self.call(_open_steps, case_id)

    async def add_step(self, case_id: str, values: Mapping[str, str]) -> Saved:
        from swstation.operations.case_parts import add_step

        _row, changes = await self.call(
            add_step, case_id, values["step"], due_on=values.get("due_on") or None, goal=values.get("case_goal") or None
        )
        return self.saved(changes, case_id)

    async def finish_step(self, case_id: str, step: str, values: Mapping[str, str]) -> Saved:
        from swstation.operations.case_parts import finish_step

        done = values["done_on"]
        return self.saved(await self.call(finish_step, case_id, step, done, values.get("result") or None), case_id)

    async def add_conference(self, case_id: str, values: Mapping[str, str]) -> Saved:
        from swstation.operations.case_parts import hold_conference

        more = {key: values.get(key) or None for key in ("participants", "content", "decision")}
        _row, changes = await self.call(hold_conference, case_id, values["held_on"], **more)
        return self.saved(changes, case_id)

    async def add_referral(self, case_id: str, client_id: str, values: Mapping[str, str]) -> Saved:
        from swstation.operations.case_parts import refer

        more = {key: values.get(key) or None for key in _REFERRED}
        _row, changes = await self.call(
            refer, values["referred_on"], values["receiver"], case=case_id or None, client=client_id or None,
            consented=values.get("consented") == "yes", **more,
        )  # fmt: skip
        return self.saved(changes, case_id or client_id)

    async def open_referrals(self, case_id: str) -> Sequence[Choice]:
        return await self.call(_open_referrals, case_id)

    async def answer_referral(self, referral: str, values: Mapping[str, str]) -> Saved:
        return self.saved(await self.call(_answer, referral, values), referral)

    async def session_values(self, log_id: str) -> Mapping[str, str]:
        return await self.call(_session, log_id)

    async def save_session(self, log_id: str, values: Mapping[str, str]) -> Saved:
        from swstation.operations.case_parts import note_session

        touched = [goal for goal in values.get("goals", "").split(SEPARATOR) if goal]
        changes = await self.call(
            note_session, log_id, next_step=values.get("next_step") or None, touched=touched,
            stage=values.get("case_stage") or None,
        )  # fmt: skip
        return self.saved(changes, log_id)

    async def case_file(self, case_id: str, folder: Path, form: str, *, masked: bool) -> Path:
        return await self.call(_print, case_id, folder, form, masked)

    async def list_choices(self, name: str) -> Sequence[Choice]:
        from screens.ports import Choice
        from swstation import lists

        return [Choice(entry.code, entry.label) for entry in lists.entries(name)]


def _print(book: Book, case_id: str, folder: Path, form: str, masked: bool) -> Path:
    from swstation.i18n import _
    from swstation.reports.case_file import write_case_file

    # The number of the case says which it is; a name would say whose.
    name = f"{_('Case file')}-{_stored(book, case_id).number}{'-***' if masked else ''}".replace("*", "x")
    return write_case_file(book, case_id, folder / f"{name}.{form}", form, masked=masked)


def whole(typed: str, field: str) -> int | None:
    """A whole number as it was typed; ``None`` for nothing. Refuses anything else."""
    text = typed.strip().rstrip("%％分")
    if not text:
        return None
    if not text.isdigit():
        raise Refusal("value.number", field=field, token=typed)
    return int(text)


def tenths(typed: str, field: str) -> int | None:
    """A score with at most one decimal in tenths of a point; ``None`` for nothing. Refuses anything else."""
    text = typed.strip().rstrip("分")
    if not text:
        return None
    head, _dot, tail = text.partition(".")
    if not (head.isdigit() and len(tail) <= 1 and (tail.isdigit() or not _dot)):
        raise Refusal("value.number", field=field, token=typed)
    return int(head) * TENTHS + int(tail or 0)


def score_words(value: int | None) -> str:
    """A score in points: 35 tenths is 3.5."""
    if value is None:
        return ""
    return str(value // TENTHS) if value % TENTHS == 0 else f"{value / TENTHS:.1f}"


def _stored(book: Book, case_id: str) -> StoredMore:
    from db.queries.casework import case_more

    more = case_more(book.connection, case_id)
    if more is None:
        raise Refusal("case.unknown", token=case_id)
    return more


def _more(book: Book, case_id: str, as_of: date) -> CaseMore:
    from db.queries import casework
    from db.queries.attachments import attachments
    from db.queries.cases import case_by_id
    from screens.ports import Choice
    from screens.ports_casework import CaseMore, CaseSession
    from swstation import lists
    from swstation.i18n import _
    from swstation.operations.case_file import gaps_of, goal_fact
    from swstation.rules.case_closing import attainment, holding_up

    more, row = _stored(book, case_id), case_by_id(book.connection, case_id)
    goals = casework.scored_goals(book.connection, case_id)
    reached = attainment([goal_fact(one) for one in goals])
    percent = reached.percent
    attained = "" if percent is None else _("attained {percent}%").format(percent=percent)
    scores = {
        one.id: " > ".join(
            score_words(part) or "?" for part in (one.baseline_score, one.target_score, one.result_score)
        )
        for one in goals
        if one.target_score is not None or one.result_score is not None
    }
    sessions = {
        one.id: CaseSession(lists.label("stage", one.case_stage), one.goals or "", one.next_step or "")
        for one in casework.sessions(book.connection, case_id)
    }
    missing = 0 if more.state == "closed" else len(holding_up(gaps_of(book.connection, case_id, as_of)))
    words, tone = _approval(more)
    ids, names = (row.client_ids or "").split() if row else [], (row.clients or "").split("、") if row else []
    return CaseMore(
        words, tone, _facts(more), missing, attained, scores, _events(book, case_id, more), sessions,
        more.state == "closed", more.approval or "", more.archived_on is not None,
        len(attachments(book.connection, "service_case", case_id)),
        [Choice(one, name) for one, name in zip(ids, names, strict=False)],
    )  # fmt: skip


def _approval(more: StoredMore) -> tuple[str, str]:
    from swstation import lists
    from swstation.i18n import _

    if more.archived_on is not None:
        return _("archived {number}").format(number=more.archive_number or ""), "good"
    if not more.approval:
        return "", ""
    tone = {"approved": "good", "returned": "bad"}.get(more.approval, "caution")
    words = lists.label("approval", more.approval)
    said = more.approval_reason or ""
    return f"{words}  {more.approver or ''} {said}".strip(), tone


def _facts(more: StoredMore) -> list[Fact]:
    from screens.ports import Fact
    from swstation import lists
    from swstation.errors import field_label

    agreed = f"{more.agreed_on} {lists.label('agreement_form', more.agreement_form)}" if more.agreed_on else ""
    lines = (
        ("assessment", more.assessment),
        ("agreed_on", agreed.strip()),
        ("pre_test", more.pre_test),
        ("post_test", more.post_test),
        ("effect", more.effect),
        ("summary", more.summary),
        ("satisfaction", None if more.satisfaction is None else str(more.satisfaction)),
        ("supervisor_comment", more.supervisor_comment),
        ("reopen_reason", more.reopen_reason),
        ("follow_up_due", more.follow_up_due),
    )
    return [Fact(field_label(name), value) for name, value in lines if value]


def _events(book: Book, case_id: str, more: StoredMore) -> list[CaseEvent]:
    from db.queries import casework
    from screens.ports_casework import CaseEvent
    from swstation import lists
    from swstation.i18n import _

    out = [
        CaseEvent(
            date.fromisoformat(one.held_on), _("Conference"),
            "  ".join(part for part in (one.participants, one.content, one.decision) if part),
        )
        for one in casework.conferences(book.connection, case_id)
    ]  # fmt: skip
    for one in casework.referrals(book.connection, case_id):
        result = lists.label("case_referral_result", one.result) or _("no answer yet")
        words = "  ".join(part for part in (one.receiver, one.reason, result, one.answer_note) if part)
        out.append(CaseEvent(date.fromisoformat(one.referred_on), _("Referral"), words, f"referral/{one.id}"))
    for step in casework.steps(book.connection, case_id):
        if step.done_on:
            words = "  ".join(part for part in (step.step, step.result) if part)
            out.append(CaseEvent(date.fromisoformat(step.done_on), _("Step done"), words))
        else:
            due = step.due_on or more.next_contact or ""
            if due:
                out.append(CaseEvent(date.fromisoformat(due), _("Step planned"), step.step, f"step/{step.id}"))
    return out + [event for one in casework.decisions(book.connection, case_id) if (event := _decision(one))]


def _decision(one: Any) -> CaseEvent | None:
    from screens.ports_casework import CaseEvent
    from swstation import lists
    from swstation.i18n import _

    values, by = one.values, one.worker or ""
    written = date.fromisoformat(one.at[:10])
    if one.group == "state" and values.get("state") == "closed" and values.get("closed_on"):
        reason = lists.label("close_reason", values.get("close_reason"))
        return CaseEvent(date.fromisoformat(values["closed_on"]), _("Closed"), reason)
    if one.group == "reopening" and values.get("reopened_on"):
        return CaseEvent(date.fromisoformat(values["reopened_on"]), _("Reopened"), values.get("reopen_reason") or "")
    if one.group == "approval" and values.get("approval"):
        words = "  ".join(part for part in (by, values.get("approval_reason")) if part)
        on = date.fromisoformat(values["approved_on"]) if values.get("approved_on") else written
        return CaseEvent(on, lists.label("approval", values["approval"]), words)
    return None


def _gate(book: Book, case_id: str, as_of: date) -> Gate:
    from screens.ports_casework import Gate, GateLine
    from swstation import lists, standards
    from swstation.operations.case_file import gaps_of

    found = gaps_of(book.connection, case_id, as_of)
    return Gate(
        standards.closing().title,
        [
            GateLine(
                one.requirement.code, lists.label("stage", one.requirement.stage), one.requirement.label, one.missing,
                one.requirement.needed,
            )
            for one in found
        ],
    )  # fmt: skip


def _values(book: Book, case_id: str) -> Mapping[str, str]:
    with book.store.snapshot():
        more = _stored(book, case_id)
        seen = token(book, "service_case", case_id)
    values = {name: str(getattr(more, name) or "") for name in _TEXTS}
    values["satisfaction"] = "" if more.satisfaction is None else str(more.satisfaction)
    values["supervisor_comment"] = more.supervisor_comment or ""
    values[SEEN] = seen
    return values


def _decide(book: Book, case_id: str, decision: str, on: str, said: str) -> Changes:
    from swstation.operations import case_approval

    if decision == "submit":
        return case_approval.submit_case(book, case_id)
    if decision == "approve":
        return case_approval.approve_case(book, case_id, on, said or None)
    if decision == "return":
        return case_approval.return_case(book, case_id, on, said)
    return case_approval.archive_case(book, case_id, on, said or None)


def _goals(book: Book, case_id: str) -> Sequence[Choice]:
    from db.queries.cases import goals
    from screens.ports import Choice

    return [Choice(one.id, f"{one.position} {one.goal}") for one in goals(book.connection, case_id)]


def _open_steps(book: Book, case_id: str) -> Sequence[Choice]:
    from db.queries.casework import steps
    from screens.ports import Choice

    return [Choice(one.id, one.step, one.due_on or "") for one in steps(book.connection, case_id) if not one.done_on]


def _open_referrals(book: Book, case_id: str) -> Sequence[Choice]:
    from db.queries.casework import referrals
    from screens.ports import Choice

    found = referrals(book.connection, case_id)
    return [Choice(one.id, one.receiver, one.referred_on) for one in found if not one.result]


def _answer(book: Book, referral: str, values: Mapping[str, str]) -> Changes:
    from swstation.operations.case_parts import answer_referral, follow_referral

    if values.get("followed_up_on"):
        return follow_referral(book, referral, values["followed_up_on"], values.get("follow_note") or None)
    note = values.get("answer_note") or None
    return answer_referral(book, referral, values["result"], values["answered_on"], note=note)


def _session(book: Book, log_id: str) -> Mapping[str, str]:
    from db.queries.casework import goals_of_log, sessions
    from swstation.operations.logs import known_log

    log = known_log(book, log_id)
    found = sessions(book.connection, log.service_case) if log.service_case else []
    one = next((session for session in found if session.id == log_id), None)
    touched = [goal for goal, still in goals_of_log(book.connection, log_id).items() if still]
    return {
        "case_stage": (one.case_stage if one else "") or "",
        "next_step": (one.next_step if one else "") or "",
        "goals": SEPARATOR.join(touched),
    }
