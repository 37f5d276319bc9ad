"""Whom a line is about: clients with their outcomes, and the case."""

from __future__ import annotations

from swstation.quicklog.hits import Hit, Reader
from swstation.quicklog.result import CaseRef, ClientRef, Option, Problem, Question

MET = "met"
_ALL = "all"


class People:
    """The clients of a line and its case; ``problems`` and ``questions`` are what they leave open."""

    def __init__(self, reader: Reader, hits: list[Hit], case: CaseRef | None, visited: bool) -> None:
        self.reader = reader
        self.problems: list[Problem] = []
        self.questions: list[Question] = []
        self.case = case
        found = [hit.value for hit in hits if hit.kind == "client" and isinstance(hit.value, ClientRef)]
        self.clients = tuple(dict.fromkeys(found))
        open_person = any(hit.is_person and hit.kind != "client" for hit in hits)
        casework = next((hit for hit in hits if hit.kind == "casework"), None)
        if casework is not None and case is None and not open_person:
            self.case = self._only_case(casework)
        if self.case is not None and not self.clients and not open_person:
            self.clients = self._clients_of(self.case, hits, casework)
        self.outcome: str | None = MET if self.clients else None
        if visited:
            self._set_outcomes([hit for hit in hits if hit.kind == "outcome"])

    def _only_case(self, hit: Hit) -> CaseRef | None:
        ids = {client.id for client in self.clients if client.id is not None}
        cases = self.reader.index.open_cases(ids)
        if not cases:
            token = self.reader.token(hit.start, hit.end)
            reason = "no_open_case" if self.clients else "case_of_whom"
            self.problems.append(Problem(reason, token, hit.start, hit.end, "service_case"))
            return None
        if len(cases) > 1:
            options = tuple(Option("case", case.id, f"{case.short} {case.title}".strip()) for case in cases)
            chosen = self._ask("case", hit, options)
            return CaseRef(chosen, self.reader.index.cases[chosen].short) if chosen else None
        return CaseRef(cases[0].id, cases[0].short)

    def _clients_of(self, case: CaseRef, hits: list[Hit], casework: Hit | None) -> tuple[ClientRef, ...]:
        """With nobody named the case says who: its only client, or one asks."""
        known = self.reader.index.clients
        ids = [id_ for id_ in self.reader.index.cases[case.id].client_ids if id_ in known]
        hit = next((hit for hit in hits if hit.kind == "case"), casework)
        chosen: str | None = _ALL
        if len(ids) > 1 and hit is not None:
            each = (Option("case_clients", id_, known[id_].name) for id_ in ids)
            everyone = Option("case_clients", _ALL, "、".join(known[id_].name for id_ in ids))
            chosen = self._ask("case_clients", hit, (*each, everyone))
        if chosen is None:
            return ()
        return tuple(ClientRef(id_, known[id_].name) for id_ in ids if chosen in (_ALL, id_))

    def _ask(self, kind: str, hit: Hit, options: tuple[Option, ...]) -> str | None:
        if (chosen := self.reader.decided(hit.start, hit.end, options)) is not None:
            return chosen.id
        token = self.reader.token(hit.start, hit.end)
        self.questions.append(Question(kind, hit.start, hit.end, token, options))
        return None

    def _set_outcomes(self, hits: list[Hit]) -> None:
        general = [hit for hit in hits if hit.owner is None and not hit.owners]
        of_line = self._one(general)
        outcomes = []
        for client in self.clients:
            own = self._one([hit for hit in hits if _is_about(hit, client)])
            outcomes.append(own or of_line or MET)
        self.clients = tuple(c._replace(outcome=o) for c, o in zip(self.clients, outcomes, strict=True))
        if not self.clients:
            self.outcome = of_line
        else:
            self.outcome = outcomes[0] if len(set(outcomes)) == 1 else None

    def _one(self, hits: list[Hit]) -> str | None:
        codes = dict.fromkeys(str(hit.value) for hit in hits)
        if len(codes) < 2:
            return next(iter(codes), None)
        last = hits[-1]
        options = {str(hit.value): Option("outcome", str(hit.value), hit.label) for hit in hits}
        return self._ask("outcome", last, tuple(options.values()))

    def asks(self, has_next: bool) -> tuple[str, ...]:
        """What is worth asking after an outcome other than met."""
        others = {client.outcome for client in self.clients} - {MET}
        ends = self.reader.index.ends_file
        out = ["next_contact"] if others - ends and not has_next else []
        return (*out, "end_file") if others & ends else tuple(out)


def _is_about(hit: Hit, client: ClientRef) -> bool:
    if hit.owner is not None:
        owner = hit.owner.value
        return isinstance(owner, ClientRef) and (owner.id, owner.name) == (client.id, client.name)
    return client.id is not None and client.id in hit.owners
