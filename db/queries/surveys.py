"""Reads of surveys: how satisfied people were with what, and surveys of needs."""

from __future__ import annotations

from typing import NamedTuple

from db.queries.sql import rows
from db.store import Connection


class AskedRow(NamedTuple):
    """A satisfaction survey with what it was about; ``title`` empty where it was the station as a whole."""

    id: str
    unit: str
    subject_table: str
    subject: str | None
    title: str | None
    surveyed_on: str
    sent: int
    returned: int
    very_satisfied: int
    satisfied: int
    neutral: int
    dissatisfied: int
    very_dissatisfied: int
    note: str | None

    @property
    def rate(self) -> str:
        """Satisfied or very satisfied of those returned, with one decimal; empty where nothing came back."""
        if not self.returned:
            return ""
        tenths = (2000 * (self.very_satisfied + self.satisfied) + self.returned) // (2 * self.returned)
        return f"{tenths // 10}.{tenths % 10}%"


def satisfaction_surveys(connection: Connection, first: str, last: str) -> list[AskedRow]:
    """The satisfaction surveys of a span of days, by day."""
    return rows(
        connection,
        AskedRow,
        "SELECT s.id, s.unit, s.subject_table, s.subject, coalesce(g.title, a.title, k.number, p.title, t.title),"
        " s.surveyed_on, s.sent, s.returned, s.very_satisfied, s.satisfied, s.neutral, s.dissatisfied,"
        " s.very_dissatisfied, s.note FROM satisfaction_survey s"
        " LEFT JOIN service_group g ON g.id = s.subject LEFT JOIN activity a ON a.id = s.subject"
        " LEFT JOIN service_case k ON k.id = s.subject LEFT JOIN project p ON p.id = s.subject"
        " LEFT JOIN training t ON t.id = s.subject"
        " WHERE s.alive AND s.surveyed_on BETWEEN ? AND ? ORDER BY s.surveyed_on, s.id",
        (first, last),
    )


class NeedSurveyRow(NamedTuple):
    """A survey of needs."""

    id: str
    unit: str
    title: str
    surveyed_on: str
    population: str | None
    sent: int | None
    returned: int | None
    findings: str | None


def need_surveys(connection: Connection, first: str, last: str) -> list[NeedSurveyRow]:
    """The surveys of needs of a span of days, by day."""
    return rows(
        connection,
        NeedSurveyRow,
        "SELECT id, unit, title, surveyed_on, population, sent, returned, findings FROM need_survey"
        " WHERE alive AND surveyed_on BETWEEN ? AND ? ORDER BY surveyed_on, id",
        (first, last),
    )
