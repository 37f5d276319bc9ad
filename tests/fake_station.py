"""A station in memory behind the screens' ports: for what a screen looks like and does, without a database."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from itertools import count
from pathlib import Path
from typing import Any

from fake_county import FakeCounty
from fake_policies import FakePolicies
from fake_training import FakeTraining
from made_board import made_board, made_inbox
from made_people import made_parting, made_person, made_workforce
from made_posts import made_institutions, made_posts
from made_rehearsal import made_bundle, made_compared, made_rehearsal, made_rows
from made_snapshots import made_snapshot, made_snapshots

from db.errors import Refusal
from screens.files import Offered
from screens.ports import (
    BundleOpened,
    BundleSeen,
    CardTaken,
    CasePage,
    CaseRow,
    Choice,
    ClientPage,
    ClientRow,
    Conflict,
    ConflictValue,
    Door,
    Draft,
    Due,
    Entry,
    ExchangeState,
    Explained,
    Exported,
    Fact,
    Figure,
    Goal,
    Handed,
    InboxState,
    LedgerNote,
    LedgerRead,
    Merged,
    NewCase,
    Place,
    Plan,
    PolicyOffer,
    Progress,
    ReceiptWritten,
    RegisterCompared,
    RowOpened,
    Saved,
    Sender,
    Session,
    SetUp,
    StaffRow,
    Stage,
    Theirs,
    Village,
    Visit,
)
from screens.ports_behind import BehindSeen
from screens.ports_casework import CaseEvent, CaseMore, CaseSession, Gate, GateLine
from screens.ports_devices import CardSeen, DeviceSeen
from screens.ports_due import Owed, UnitDue
from screens.ports_erasing import ErasePlan
from screens.ports_finding import Found, WholeEntry
from screens.ports_groups import ActivityRow, GroupRow
from screens.ports_households import ClientCare, LikelyFile
from screens.ports_months import MonthSeen
from screens.ports_needs import NeedRow
from screens.ports_ownership import Uncounted, Waiting
from screens.ports_people import Parting, PersonPage, Workforce
from screens.ports_posts import InstitutionsSeen, PostsSeen
from screens.ports_projects import ProjectRow
from screens.ports_quick import EntryLine, ReferralDraft
from screens.ports_rounds import PaperRow
from screens.ports_together import PairSide, PersonPair, ProblemRow
from screens.ports_waiting import SurgeRow
from screens.widgets.quick_line import Line, Reader, Reading
from swstation.exchange.board import Board, months_to
from swstation.exchange.months import Months
from swstation.reports.behind_cells import Asked

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 14, 2, tzinfo=timezone(timedelta(hours=8)))
STAGES = [
    Choice("intake", "接案"),
    Choice("assessment", "预估"),
    Choice("planning", "计划"),
    Choice("intervention", "介入"),
    Choice("evaluation", "评估"),
    Choice("closure", "结案"),
    Choice("follow_up", "跟进"),
]
HOSTILE = (
    "[/x]",
    "[@click=app.quit]x",
    "\u202e反了\u202c",
    "👨‍👩‍👧‍👦一家",
    "长" * 10_000,
    "a\nb\tc\x1b[31m",
    "[red]红[/red]",
)


def clock() -> datetime:
    return NOW


def _entry(
    number: int,
    start: str,
    method: str,
    who: str,
    minutes: int | None,
    note: str,
    outcome: str = "",
    day: date = TODAY,
    state: str = "submitted",
) -> Entry:
    return Entry(f"log{number}", day, start, method, who, minutes, outcome, note, "李娜", state)


class FakeStation(FakeCounty, FakePolicies, FakeTraining):
    """Enough of a station to look at. ``names`` replaces every name and note, for hostile ones."""

    def __init__(
        self, door: Door = "open", *, empty: bool = False, name: str = "", clients: int = 0, collects: bool = False
    ) -> None:
        super().__init__()
        self._door = door
        self.locks_asked = 0
        self.passphrase = ""
        self.empty = empty
        self.hostile = name
        self.many = clients
        self.collects = collects
        self.preferences: dict[str, str] = {}
        self.written: list[tuple[str, object]] = []
        self.merged: list[list[Path]] = []
        self.closed = 0
        self.made: SetUp | None = None
        self._numbers = count(100)
        self._undone: list[str] = []
        self._drafts: dict[str, Draft] = {}
        self.logs = (
            []
            if empty
            else [
                _entry(
                    1,
                    "09:10",
                    "入户走访",
                    self._n("张桂芳"),
                    90,
                    self._n("送米油，量血压 142/88，情绪稳定，女儿下周回来"),
                ),
                _entry(2, "10:40", "电话", self._n("李秀英"), None, self._n("约下周复诊"), "未接"),
                _entry(3, "11:05", "咨询接待", self._n("王建国"), 20, self._n("咨询高龄津贴认证，已告知材料")),
            ]
        )
        self._writer = Choice("s1", self._n("李娜"))

    def _n(self, text: str) -> str:
        return self.hostile or text

    def _saved(self, op: str, table: str, row: str, words: str = "") -> Saved:
        self._undone.append(words or op)
        self.written.append((op, row))
        return Saved(op, frozenset({table}), (row,), words or op)

    # Door

    def door(self) -> Door:
        return self._door

    async def open(self, passphrase: str | None) -> Session:
        if self._door == "locked" and passphrase != "五月 石桥 米油 晴天":
            raise Refusal("form.passphrases_differ")
        return self._session()

    def _session(self) -> Session:
        tier = "county_station" if self.collects else "township_station"
        return Session(
            self._n("楚雄市社工总站" if self.collects else "东瓜镇社工站"),
            tier,
            self.collects,
            self._writer,
            self._door != "open",
            "chuxiong",
        )

    async def close(self) -> None:
        return None

    def on_guard(self, ask: Callable[[Refusal], None]) -> None:
        return None

    async def recovery_code(self) -> str:
        return "0000-0000-0000-0000-0000-0000-0000-0000"

    def lock_asked(self) -> int:
        return self.locks_asked

    async def change_passphrase(self, old: str, new: str) -> None:
        if old != "五月 石桥 米油 晴天":
            raise Refusal("store.passphrase_wrong", field="passphrase")
        self.passphrase = new

    async def write_recovery_sheet(self) -> Path:
        return Path("/data/station.db.d/recovery/recovery-sheet.html")

    async def renew(self) -> Session:
        return self._session()

    async def accept_place(self) -> None:
        return None

    async def back_before_merge(self) -> Session:
        return self._session()

    async def tiers(self) -> Sequence[Choice]:
        return [
            Choice("village_room", "村社工室", "一个村或社区"),
            Choice("township_station", "乡镇社工站", "一个乡镇或街道"),
            Choice("county_station", "县级社工总站", "汇总全县各站"),
            Choice("prefecture_centre", "市州指导中心", "汇总各县"),
        ]

    async def places(self, typed: str, tier: str) -> Sequence[Place]:
        places = [
            Place("532301102", "东瓜镇", "云南 楚雄州 楚雄市", "东瓜镇社工站"),
            Place("532301103", "吕合镇", "云南 楚雄州 楚雄市", "吕合镇社工站"),
        ]
        from swstation.pinyin import match

        return [place for place in places if match(typed, place.name) is not None or place.code.startswith(typed)]

    async def policies(self, division: str) -> Sequence[PolicyOffer]:
        return [
            PolicyOffer("chuxiong", "楚雄州社会工作人才队伍建设", "楚办发〔2021〕12号", date(2025, 12, 31)),
            PolicyOffer("national", "全国通用", "民发〔2009〕123号"),
        ]

    async def set_up(self, answers: SetUp) -> Session:
        self.made = answers
        self._writer = Choice("s1", answers.worker)
        return replace(self._session(), unit=answers.unit)

    # Everywhere

    async def writers(self) -> Sequence[Choice]:
        return [Choice("s1", self._n("李娜")), Choice("s2", self._n("王芳")), Choice("s3", "单文静")]

    async def switch_writer(self, staff_id: str) -> Session:
        self._writer = next(one for one in await self.writers() if one.value == staff_id)
        return self._session()

    async def undo(self) -> Saved:
        if not self._undone:
            raise Refusal("form.nothing_chosen")
        return Saved("undo", frozenset({"service_log"}), (), self._undone.pop())

    async def find_records(self, typed: str) -> Sequence[Found]:
        from swstation.pinyin import match

        found = [
            Found("client", "c1", "张桂芳", "石桥村"),
            Found("case", "k1", "张桂芳", "&1"),
            Found("staff", "s1", "李娜", ""),
        ]
        return [one for one in found if match(typed, one.name) is not None]

    async def round_tiers(self, village: str, as_of: date) -> Sequence[Choice]:
        return []

    async def print_round(self, village: str, tier: str | None, as_of: date, folder: Path) -> tuple[int, Path]:
        return 1, folder / "round-1.html"

    async def printed_rounds(self) -> Sequence[Choice]:
        return []

    async def read_paper(self, sheet: int, text: str) -> Sequence[PaperRow]:
        return [PaperRow(3, "张桂芳", "见到", text, "")]

    async def save_paper(self, sheet: int, text: str, on: date) -> Saved:
        return Saved("paper", frozenset({"service_log"}), (), text)

    async def surges(self, as_of: date) -> Sequence[SurgeRow]:
        days = tuple((date(2026, 11, 20 + n), n + 1) for n in range(4))
        first, last = date(2026, 11, 20), date(2026, 11, 30)
        return [SurgeRow("v1", "11月寒潮", "重点", "每日 1 次", first, last, "running", 6, 4, 5, days)]

    async def put_off(self, as_of: date, days: int) -> Sequence[Due]:
        return []

    async def snooze(self, kind: str, table: str, ref: str, until: str, reason: str) -> Saved:
        self.written.append(("snooze", f"{kind}/{ref}"))
        return Saved("snooze", frozenset({"snooze"}), (), reason)

    async def unsnooze(self, kind: str, ref: str) -> Saved:
        return Saved("unsnooze", frozenset({"snooze"}), (), kind)

    async def feed_search(self) -> int:
        return 0

    async def whole_entry(self, log_id: str) -> WholeEntry:
        return WholeEntry("2026-11-17  入户走访", [], "量血压", "client/c1")

    async def reveal(self, table: str, row: str, field: str) -> str:
        self.written.append(("reveal", f"{table}.{field}"))
        return {"phone": "13800001234", "resident_id": "532301194003050022"}.get(field, "石桥村三组 12 号")

    async def drafts(self, form: str | None = None) -> Sequence[Draft]:
        return [draft for draft in self._drafts.values() if form in (None, draft.form)]

    async def keep_draft(self, form: str, row: str | None, content: Mapping[str, str], draft: str | None = None) -> str:
        draft_id = draft or f"d{next(self._numbers)}"
        self._drafts[draft_id] = Draft(draft_id, form, row, dict(content), "14:02")
        return draft_id

    async def theirs(self, seen: str, table: str, row: str, group: str) -> Theirs:
        return Theirs({}, seen)

    async def drop_draft(self, draft_id: str) -> None:
        self._drafts.pop(draft_id, None)

    # Today

    async def quick_reader(self) -> Reader:  # type: ignore[override]
        return self._read

    async def reader_for_many(self, marked: Sequence[str] = ()) -> Reader:  # type: ignore[override]
        return self._read

    async def referral_drafts(self) -> Sequence[ReferralDraft]:
        return ()

    def _read(self, line: str, cursor: int, fixed: tuple[Any, ...]) -> Reading:
        words = line.split()
        chips = tuple((word, "" if place < 3 else "note") for place, word in enumerate(words))
        if words[:1] == ["zgf"] and not fixed:
            choices = (("张桂芳 石桥村", lambda: Line(line, ("c1",))), ("朱国发 新庄村", lambda: Line(line, ("c9",))))
            return Reading((("zgf?", "caution"), *chips[1:]), "zgf 是谁？", "caution", choices)
        if len(words) < 2:
            return Reading(chips, "方式是什么？", "caution")
        return Reading(chips, ready=True, fixed=fixed, parsed=line)

    async def log_service(self, parsed: object, late_reason: str = "") -> Saved:
        number = next(self._numbers)
        who, method, *note = str(parsed).split()
        self.logs.append(_entry(number, "14:02", method, who, 40, " ".join(note)))
        return self._saved("log_service", "service_log", f"log{number}", f"{who} {method}")

    async def change_log(self, log_id: str, parsed: object, late_reason: str = "") -> Saved:
        return self._saved("change_log", "service_log", log_id)

    async def delete_logs(self, log_ids: Sequence[str], late_reason: str = "") -> Saved:
        self.logs = [entry for entry in self.logs if entry.id not in log_ids]
        return self._saved("delete_log", "service_log", log_ids[0])

    async def repeat_log(self, log_id: str) -> Saved:
        entry = next(entry for entry in self.logs if entry.id == log_id)
        number = next(self._numbers)
        self.logs.append(replace(entry, id=f"log{number}", note="", start="14:02"))
        return self._saved("repeat_log", "service_log", f"log{number}")

    async def entry_line(self, log_id: str) -> EntryLine:
        entry = next(entry for entry in self.logs if entry.id == log_id)
        return EntryLine(f"{entry.who} {entry.method} {entry.note}", (), self._read)

    async def todays_logs(self, day: date) -> Sequence[Entry]:
        return list(self.logs)

    async def due_list(self, as_of: date, days: int) -> Sequence[Due]:
        if self.empty:
            return []
        lines = [
            ("contact", "联系", "个案 &1 复诊后回访", "张桂芳", -3, "case", "k1"),
            ("registration", "登记", "社会工作师登记到期", "王芳", 0, "staff", "s2"),
            ("visit", "走访", "独居老人 每月 1 次", "赵玉兰", 1, "client", "c3"),
            ("visit", "走访", "低保 每季 1 次", "钱永福", 6, "client", "c4"),
            ("training", "培训", "继续教育还差 18.0 学时", "李娜", 38, "staff", "s1"),
        ]
        return [
            Due(kind, label, what, self._n(who), as_of + timedelta(days=n), n, table, row)
            for kind, label, what, who, n, table, row in lines
        ]

    async def due_below(self, unit: str, as_of: date, days: int, *, put_off: bool) -> Sequence[UnitDue]:
        if self.empty or put_off or not self.collects:
            return []
        kinds = [("走访", 1_008), ("复查", 200), ("同意", 31), ("培训", 2)]
        return [
            UnitDue("T532301102", self._n("东瓜镇社工站"), 1_241, 31, 1_380, kinds),
            UnitDue("T532301103", "吕合镇社工站", 1, 12, 14, [("登记", 1)]),
            UnitDue("T532301107", "苍岭镇社工站", 0, 2, 3),
        ]

    async def due_of(self, unit: str, as_of: date, days: int, *, put_off: bool) -> Sequence[Due]:
        return [] if put_off else await self.due_list(as_of, days)

    async def owed(self, as_of: date) -> Owed:
        return (
            Owed() if self.empty or not self.collects else Owed(3, 2, self._n("楚雄州社会工作指导中心"), "2026-09-28")
        )

    # Rounds

    async def villages(self, as_of: date) -> Sequence[Village]:
        return [] if self.empty else [Village("v1", self._n("石桥村"), 6, 41), Village("v2", "新庄村", 2, 30)]

    async def visits_due(self, village: str, as_of: date, tier: str | None = None) -> Sequence[Visit]:
        people = [
            ("c1", "张桂芳", "独居老人 低保", -4),
            ("c2", "李秀英", "重度残疾人", 0),
            ("c3", "赵玉兰", "独居老人", 1),
            ("c4", "钱永福", "低保", 6),
        ]
        return [
            Visit(
                client,
                self._n(name),
                categories,
                "石桥村**组",
                as_of - timedelta(days=34),
                as_of + timedelta(days=days),
                days,
            )
            for client, name, categories, days in people
        ]

    async def outcomes(self) -> Sequence[Choice]:
        labels = ["见到", "不在家", "未接", "拒访", "住院", "外出", "搬走", "去世"]
        codes = ["met", "absent", "no_answer", "refused", "hospital", "away", "moved", "died"]
        return [Choice(code, label) for code, label in zip(codes, labels, strict=True)]

    async def log_visit(self, client: str, outcome: str, note: str, on: date) -> Saved:
        self.written.append(("visit", (client, outcome, note)))
        return self._saved("log_visit", "service_log", client)

    # Cases

    def _cases(self) -> list[CaseRow]:
        if self.empty:
            return []
        rows = [
            ("k1", "1", "张桂芳", "李娜", "养老服务", 3, True, -3),
            ("k2", "2", "李秀英、王小明", "王芳", "社会救助", 3, True, 1),
            ("k3", "3", "赵玉兰", "李娜", "养老服务", 0, True, 12),
            ("k4", "4", "钱永福", "李娜", "社会救助", 1, True, None),
            ("k5", "5", "孙家旺", "王芳", "儿童福利", 5, False, None),
        ]
        return [
            CaseRow(
                key,
                number,
                self._n(clients),
                worker,
                field,
                STAGES[stage].value,
                STAGES[stage].label,
                still,
                date(2026, 9, 1 + int(number)),
                TODAY + timedelta(days=days) if days is not None else None,
                days,
            )
            for key, number, clients, worker, field, stage, still, days in rows
        ]

    async def groups(self, typed: str, *, ended: bool) -> list[GroupRow]:
        title = self.hostile or "四点半课堂"
        row = GroupRow(
            "0a" * 16, "G1", title, "成长", "李娜", "forming", "形成", "open", TODAY, 2, 6, 8, TODAY, None
        )  # fmt: skip
        return [] if self.empty or typed else [row]

    async def activities(self, typed: str, *, past: bool, as_of: date) -> list[ActivityRow]:
        row = ActivityRow("0b" * 16, "A1", self.hostile or "义诊", "", "李娜", "planned", TODAY, None, "村委会")
        return [] if self.empty or typed else [row]

    async def needs(self, typed: str, *, settled: bool) -> list[NeedRow]:
        row = NeedRow("0c" * 16, self.hostile or "米油", "物资", "张桂芳", "紧急", True, "open", TODAY, None, "")
        return [] if self.empty or typed else [row]

    async def cases(self, typed: str, *, closed: bool, as_of: date) -> Sequence[CaseRow]:
        from swstation.pinyin import match

        return [
            case
            for case in self._cases()
            if (case.open or closed) and (not typed or match(typed, case.clients) is not None)
        ]

    async def case_page(self, case_id: str, as_of: date) -> CasePage:
        row = next(case for case in self._cases() if case.id == case_id)
        here = next(place for place, stage in enumerate(STAGES) if stage.value == row.stage)
        way = [
            Stage(
                stage.value,
                stage.label,
                row.opened_on + timedelta(days=9 * place) if place <= here else None,
                "李娜",
                place == here,
            )
            for place, stage in enumerate(STAGES)
        ]
        goals = [
            Goal("g1", self._n("按时服药"), "每周漏服 3 次", "每周漏服不超过 1 次", "每周 1 次", "yes"),
            Goal("g2", "恢复与女儿的联系", "半年未通话", "每周通话一次", "", ""),
        ]
        return CasePage(
            row,
            self._n("独居，丧偶一年，血压不稳，情绪低落"),
            "每周探访，联系家属，链接家庭医生",
            "",
            TODAY + timedelta(days=20),
            way,
            goals,
            self.logs[:2],
        )

    async def stages(self) -> Sequence[Choice]:
        return STAGES

    async def closing_reasons(self) -> Sequence[Choice]:
        return [Choice("goals_met", "目标达成"), Choice("client_wish", "案主要求"), Choice("moved", "搬离")]

    async def fields(self) -> Sequence[Choice]:
        return [Choice("social_assistance", "社会救助"), Choice("elderly", "养老服务"), Choice("child", "儿童福利")]

    async def find_clients(self, typed: str) -> Sequence[Choice]:
        from screens.dialogs.picker import narrowed

        return narrowed(
            typed,
            [Choice("c1", "张桂芳", "石桥村"), Choice("c2", "李秀英", "石桥村"), Choice("c3", "赵玉兰", "新庄村")],
        )

    async def open_case(self, case: NewCase) -> Saved:
        self.written.append(("case", case))
        return self._saved("open_case", "service_case", "k6")

    async def move_case(self, case_id: str, stage: str, on: date, reason: str | None) -> Saved:
        return self._saved("move_case", "service_case", f"{case_id} {stage} {reason}")

    async def add_goal(
        self, case_id: str, text: str, baseline: str, target: str, baseline_score: str = "", target_score: str = ""
    ) -> Saved:
        return self._saved("add_goal", "case_goal", case_id)

    async def case_more(self, case_id: str, as_of: date) -> CaseMore:
        row = next(case for case in self._cases() if case.id == case_id)
        return CaseMore(
            "待审批", "caution", [Fact("服务协议", "2026-09-12 书面")], 3, "达成率 75%", {"g1": "1 > 4 > 3"},
            [CaseEvent(TODAY - timedelta(days=2), "转介", "县人民医院  就诊  已接收", "referral/r1")],
            {self.logs[0].id: CaseSession("介入", "1", "下周复查血压")}, not row.open, "", False, 2,
            [Choice("c1", "张桂芳")],
        )  # fmt: skip

    async def case_gate(self, case_id: str, as_of: date) -> Gate:
        missing = [] if case_id == "k3" else self.gate
        return Gate("MZ/T 094-2017 社会工作方法 个案工作", missing)

    gate = (
        GateLine("consent", "接案", "知情同意", 1, True),
        GateLine("assessment", "需求预估", "需求预估", 0, True),
        GateLine("summary", "结案", "结案总结", 0, True),
        GateLine("follow_up", "结案后回访", "回访安排", 0, False),
    )

    async def close_case(self, case_id: str, on: date, reason: str, anyway: str) -> Saved:
        return self._saved("close_case", "service_case", f"{case_id} {reason} {anyway}".strip())

    async def reopen_case(self, case_id: str, stage: str, on: date, because: str) -> Saved:
        return self._saved("reopen_case", "service_case", f"{case_id} {stage} {because}")

    async def score_goal(
        self, goal_id: str, achieved: str, on: date, result: str, seen: str = "", result_score: str = ""
    ) -> Saved:
        self.written.append(("score", (goal_id, achieved, result)))
        return self._saved("score_goal", "case_goal", goal_id)

    # Clients

    async def client_care(self, client_id: str, as_of: date) -> ClientCare:
        return ClientCare([("服务同意", "good")], [Fact("紧急联系人", "张小芳（女儿）")], [], 1, "", 0)

    async def likely_files(self, values: Mapping[str, str]) -> Sequence[LikelyFile]:
        if values.get("name") != "张桂芳":
            return []
        return [LikelyFile("c1", "张桂芳", "1940-03-05  石桥村  独居老人", "同名、同出生日期、同村", True)]

    async def not_the_same(self, client_id: str, others: Sequence[str]) -> None:
        self.written.append(("apart", (client_id, *others)))

    _PEOPLE = (
        ("c1", "张桂芳", "女", 86, "石桥村", "独居老人、低保"),
        ("c2", "李秀英", "女", 54, "石桥村", "重度残疾人"),
        ("c3", "赵玉兰", "女", 79, "新庄村", "独居老人"),
        ("c4", "钱永福", "男", 61, "新庄村", "低保"),
        ("c5", "王小明", "男", 9, "石桥村", "留守儿童、困境儿童"),
    )

    def _clients(self, typed: str) -> Sequence[tuple[str, str, str, int, str, str]]:
        from swstation.pinyin import match

        people = () if self.empty else self._PEOPLE
        return [one for one in people if not typed or match(typed, one[1]) is not None]

    async def client_count(self, typed: str) -> int:
        return self.many or len(self._clients(typed))

    async def client_window(self, typed: str, offset: int, limit: int) -> Sequence[ClientRow]:
        people = self._clients(typed)
        if self.many:
            return [
                ClientRow(f"m{place}", f"{people[place % 5][1]}{place}", *people[place % 5][2:], "138****1234", TODAY)
                for place in range(offset, min(offset + limit, self.many))
            ]
        return [
            ClientRow(
                key,
                self._n(name),
                gender,
                age,
                village,
                categories,
                "138****1234",
                TODAY - timedelta(days=age) if age < 80 else None,
                "吕合镇社工站" if self.collects else "",
            )
            for key, name, gender, age, village, categories in people[offset : offset + limit]
        ]

    async def client_page(self, client_id: str, as_of: date) -> ClientPage:
        row = next(iter(await self.client_window("", 0, 1)))
        facts = [
            Fact("身份证号", "532301**********22", "resident_id", True),
            Fact("手机号", "138****1234", "phone", True),
            Fact("住址", "石桥村****", "address", True),
            Fact("居住状况", "独居"),
            Fact("责任社工", self._n("李娜")),
            Fact("建档", "2025-03-02"),
        ]
        return ClientPage(row, facts, self._cases()[:1], self.logs[:1])

    async def client_form(self, client_id: str | None) -> Mapping[str, str]:
        return {"name": self._n("张桂芳"), "gender": "female"} if client_id else {}

    async def save_client(self, client_id: str | None, values: Mapping[str, str]) -> Saved:
        if values.get("resident_id") == "123":
            raise Refusal("form.bad_day", field="resident_id", token="123")
        self.written.append(("client", dict(values)))
        return self._saved("save_client", "client", client_id or "c9")

    async def end_reasons(self) -> Sequence[Choice]:
        return [Choice("moved", "迁出"), Choice("died", "去世"), Choice("other", "其他")]

    async def end_file(self, client_id: str, ended_on: str, reason: str, seen: str = "") -> Saved:
        self.written.append(("end_file", (client_id, ended_on, reason)))
        return self._saved("end_file", "client", client_id)

    async def categories(self) -> Sequence[Choice]:
        return [Choice("dibao", "低保"), Choice("alone", "独居老人"), Choice("disabled", "残疾人")]

    async def village_choices(self) -> Sequence[Choice]:
        return [Choice("v1", "石桥村"), Choice("v2", "新庄村")]

    # Staff

    def _staff(self) -> list[StaffRow]:
        if self.empty:
            return []
        return [
            StaffRow(
                "s1",
                self._n("李娜"),
                "社会工作师",
                "",
                "有效 2027-06",
                "",
                300,
                480,
                "学时",
                "进度落后",
                "caution",
                True,
            ),
            StaffRow(
                "s2",
                self._n("王芳"),
                "助理社会工作师",
                "",
                "~ 临期 12 天",
                "caution",
                480,
                480,
                "学时",
                "达标",
                "good",
                True,
            ),
            StaffRow("s3", "单文静", "未持证", "muted", "", "", 0, 480, "学时", "! 未达标", "bad", True),
            StaffRow("s4", "周明", "社会工作师", "", "失效", "bad", None, None, "", "不适用", "muted", False),
        ]

    async def staff(self, typed: str, as_of: date) -> Sequence[StaffRow]:
        from swstation.pinyin import match

        return [one for one in self._staff() if not typed or match(typed, one.name) is not None]

    async def person_page(self, staff_id: str, as_of: date) -> PersonPage:
        return made_person(self._staff()[0], self._n)

    async def parting(self, staff_id: str, on: date) -> Parting:
        return made_parting(self._n("李娜"), self._n)

    async def part(self, staff_id: str, values: Mapping[str, str]) -> Saved:
        self.written.append(("part", dict(values)))
        return self._saved("part", "handover_sheet", "h1")

    async def handover_page(self, sheet: str, target: Path) -> int:
        self.written.append(("handover_page", sheet))
        return 3

    async def workforce(self, as_of: date) -> Workforce:
        return made_workforce()

    async def write_listing(self, kind: str, target: Path, numbers: bool) -> int:
        self.written.append(("write_listing", (kind, target.name, numbers)))
        return 4

    async def training_kinds(self) -> Sequence[Choice]:
        return [Choice("continuing", "继续教育"), Choice("induction", "岗前培训")]

    async def certificate_levels(self) -> Sequence[Choice]:
        return [Choice("assistant_social_worker", "助理社会工作师"), Choice("social_worker", "社会工作师")]

    async def add_staff(self, values: Mapping[str, str]) -> Saved:
        return self._saved("add_staff", "staff", "s9")

    async def add_certificate(self, staff_id: str, values: Mapping[str, str]) -> Saved:
        return self._saved("add_certificate", "certificate", staff_id)

    # Exchange and the rest

    async def months_here(self, profile: str, last: str, count: int, as_of: date) -> Months:
        return made_snapshots(profile, months_to(last, count), self._n("东瓜镇社工站"), empty=self.empty)

    async def open_month(self, unit: str, month: str, profile: str) -> MonthSeen:
        return made_snapshot(unit, profile, self._n("东瓜镇社工站"))

    async def write_month(self, profile: str, folder: Path) -> Exported:
        self.written.append(("month", profile))
        return Exported(folder / "532301102-202610.swb", 9, 220, 4_900, ["2026-10，1 个站，不含姓名"])

    async def erase_plan(self, table: str, row: str) -> ErasePlan:
        if not self.collects:
            raise Refusal("transfer.county_only")
        return ErasePlan(self._n("张桂芳"), 12, ["服务对象 1  个案 2", "4 条日志的文字"], ["3 条与别人共有的日志"])

    async def erase(self, table: str, row: str, document: str, reason: str, records: int) -> Saved:
        self.written.append(("erase", (table, document, reason, records)))
        return Saved("erase", frozenset({"client"}), (row,))

    async def ways(self) -> Sequence[Choice]:
        return [Choice("", "本站"), Choice("s1", self._n("李娜"))]

    async def give_way(self, worker: str, passphrase: str) -> None:
        self.written.append(("way", (worker, passphrase)))

    async def take_way(self, worker: str) -> None:
        self.written.append(("way", (worker, "")))

    async def exchange_state(self) -> ExchangeState:
        if self.empty:
            return ExchangeState(0, "", False, Path("/media/usb"), "0000 0000 0000", ())
        handed = [
            Handed(7, "2026-11-01", "532301102-20261101-7.swb", 1240, "已收 11-03", "good"),
            Handed(8, "2026-11-16", "532301102-20261116-8.swb", 310, "未回执", "caution"),
        ]
        return ExchangeState(
            310,
            "2026-11-16",
            True,
            Path("/media/usb"),
            "7KQ2 M9XA 41TB",
            () if self.collects else handed,
            2 if self.collects else 0,
            () if self.collects else ["这台电脑  县级已收齐 12,400 条  回执 2026-11-03", "电脑 a2a2  还没有回执"],
            handovers=0 if self.collects else 2,
        )

    async def senders(self) -> Sequence[Sender]:
        if self.empty or not self.collects:
            return []
        return [
            Sender("r1", self._n("东瓜镇社工站"), "2026-11-16", 12_400, 0, "齐全", "good"),
            Sender("r2", "吕合镇社工站", "2026-10-02", 8_100, 12, "缺 12 条", "bad"),
        ]

    async def export(self, folder: Path, *, full: bool, progress: Progress, files: bool = False) -> Exported:
        progress("写出", 310, 310)
        words = [
            "第 9 号包：310 条记录，47 KB",
            str(folder / "532301102-20261123-9.swb"),
            "文件校验码 9F3C 0A1B 77DE",
            "第 1 至 12,710 条的核对码 7KQ2 M9XA 41TB",
            "",
            "拔出 U 盘前先弹出。",
        ]
        return Exported(folder / "532301102-20261123-9.swb", 9, 310, 48_000, words)

    async def merge(self, files: Sequence[Path], progress: Progress) -> Sequence[Merged]:
        progress("核对", 1, len(files))
        self.merged.append(list(files))
        return [
            Merged(files[0].name, "merged", "已汇总", 310, 0, 1, "", "good"),
            Merged("x.swb", "refused", "拒收", 0, 0, 0, "文件被改动过，请让对方重新导出", "bad"),
        ]

    async def rehearse(self, files: Sequence[Path], progress: Progress) -> Sequence[BundleSeen]:
        progress("核对", 1, len(files))
        return [made_rehearsal(file, self._n("东瓜镇社工站"), place) for place, file in enumerate(files)]

    async def open_bundle(self, file: Path) -> BundleOpened:
        return made_bundle(file, vouched="x" not in file.name)

    async def bundle_rows(self, register: str, offset: int, limit: int) -> Sequence[RowOpened]:
        return made_rows(register, self._n("张桂芳"))[offset : offset + limit]

    async def close_bundle(self) -> None:
        self.closed += 1

    async def compare(self, file: Path, other: Path | None) -> Sequence[RegisterCompared]:
        return [] if other else [made_compared(self._n("张桂芳"))]

    async def take_card(self, file: Path) -> CardTaken:
        return CardTaken(self._n("楚雄市社工总站"), "1234 5678 9012 3456 7890 1234", 0, "f1")

    async def write_card(self, folder: Path) -> Path:
        return folder / "T532301102-A.swe"

    async def inbox(self) -> InboxState:
        if self.empty:
            return InboxState(None, ())
        return InboxState(Path("/media/usb"), made_inbox(self._n("东瓜镇社工站")))

    async def watch(self, folder: Path) -> None:
        self.written.append(("watch", folder))

    async def held_files(self) -> Sequence[Path]:
        return [Path("/media/usb/held.swb")]

    async def explain_handed(self, no: int) -> Explained:
        lines = ["第 8 号包，2026-11-16，310 条记录", "532301102-20261116-8.swb", "! 缺第 812 至 903 条记录"]
        rows = [("815", self._n("张桂芳"), "日期晚于今天"), ("820", "个案 12", "缺少结案原因")]
        return Explained("已上报", lines, rows)

    async def explain_device(self, replica: str) -> Explained:
        lines = ["吕合镇社工站  电脑 b3b3", "这里有 8,100 条，共 8,112 条", "核对码 7KQ2 M9XA 41TB"]
        return Explained("站点", lines)

    async def write_receipts(self, folder: Path, progress: Progress) -> Sequence[ReceiptWritten]:
        self.written.append(("receipts", folder))
        progress("东瓜镇社工站", 1, 2)
        return [
            ReceiptWritten("T532301102", self._n("东瓜镇社工站"), 12_400, 0, 0, "532301102-receipt-20261123.swb"),
            ReceiptWritten("T532301103", "吕合镇社工站", 8_100, 12, 2, "532301103-receipt-20261123.swb"),
        ]

    async def read_code(self, code: str) -> str:
        if len(code) < 12:
            raise Refusal("receipt.code_shape", field="code", token=code)
        return code

    async def export_asked(self, code: str, folder: Path, progress: Progress) -> Exported:
        self.written.append(("asked", code))
        return Exported(folder / "532301102-20261123-9.swb", 9, 92, 8_000, ["第 9 号包：92 条记录，8 KB"])

    async def enrolled_units(self) -> Sequence[Choice]:
        return [Choice("T532301102", self._n("东瓜镇社工站")), Choice("T532301103", "吕合镇社工站")]

    async def send_down(
        self, unit: str, folder: Path, progress: Progress, *, full: bool = False, files: bool = False
    ) -> Exported:
        self.written.append(("down", (unit, full)))
        return Exported(folder / "532301-20261123-3.swb", 3, 12, 4_000, ["第 3 号包：12 条记录，4 KB"])

    async def board(self, last: str, count: int, as_of: date) -> Board:
        return made_board(last, count, as_of, "" if not self.hostile else self.hostile, empty=self.empty)

    async def chase(self, units: Sequence[str], last: str, count: int, as_of: date) -> str:
        from swstation.exchange.chasing import chase_all

        rows = [row for row in (await self.board(last, count, as_of)).rows if row.unit in units]
        return chase_all(rows, "楚雄市社工总站", as_of)

    async def keep_text(self, file: Path, text: str) -> Path:
        self.written.append(("text", (file.name, text)))
        return file

    async def projects(self, as_of: date) -> Sequence[ProjectRow]:
        return ()

    async def monthly(self, month: str) -> Sequence[Figure]:
        if self.empty:
            return []
        return [
            Figure("1", 0, "入户走访户次", "户次", "63", "512"),
            Figure("2", 0, "未遇、拒访次数", "次", "5", "41"),
            Figure("", 1, "不在家", "次", "4", "30"),
            Figure("15", 0, "服务总人次", "人次", "220", "1,904"),
        ]

    async def rows_behind(self, asked: Asked) -> BehindSeen:
        return BehindSeen((), empty="没有记录")

    async def check_report(self, kind: str, period: str, file: Path) -> None:
        self.written.append(("check", (kind, period, file.name)))

    async def write_long_report(
        self, kind: str, period: str, as_of: date, file: Path, progress: Progress, unit: str = ""
    ) -> int:
        progress("写出", 15, 15)
        self.written.append(("report", (kind, period, file.name)))
        return 15

    # People with several files, findings

    async def person_pairs(self, *, decided: bool) -> Sequence[PersonPair]:
        if self.empty:
            return []
        here, there = "东瓜镇社工站  石桥村", "吕合镇社工站  新街村"
        sides = [PairSide(self._n("王*英"), "1948", here, "****************23"),
                 PairSide("王*英", "1948", there, "****************23")]  # fmt: skip
        also = [PairSide("李*", "1951", here, ""), PairSide("李*", "1951", here, "")]
        if decided:
            return [
                PersonPair("p1/p2", "身份证号相同", True, "same", "同一人", "赵敏  2026-11-20", "户口本上是一人", sides)
            ]
        return [
            PersonPair("p1/p2", "身份证号相同", True, "open", "待认定", "", "", sides),
            PersonPair("p3/p4", "姓名同音，出生日期和村居相同", False, "open", "待认定", "", "", also),
        ]

    async def reveal_pair(self, pair: str) -> PersonPair:
        self.written.append(("reveal", pair))
        one = (await self.person_pairs(decided=False))[0]
        facts = [Fact("出生日期", "1948-05-01", "birth_date"), Fact("身份证号", "999999194805010023", "resident_id")]
        return one._replace(sides=[side._replace(name="王桂英", facts=facts) for side in one.sides])

    async def decide_pair(self, pair: str, verdict: str) -> Saved:
        self.written.append(("decide", (pair, verdict)))
        return Saved(
            "decide", frozenset({"person_link"}), (pair,), "认定为同一人" if verdict == "same" else "认定不是同一人"
        )

    async def problems(self) -> Sequence[ProblemRow]:
        if self.empty:
            return []
        return [
            ProblemRow("0", "结案后日志", "2026-11-12  入户走访  王佳", "东瓜镇社工站",
                       "服务日期 2026-11-12，晚于个案 DG2026A0007 结案", "case/k1"),
            ProblemRow("1", "证号相同", self._n("李秀兰"), "吕合镇社工站", "身份证号与王桂英的相同，其中一个有误",
                       "client/c1"),
            ProblemRow("2", "设备被复制", "7f3a12bc", "吕合镇社工站", "两台机器用同一设备编号写过记录", ""),
        ]  # fmt: skip

    async def settle_finding(self, finding: str, verdict: str, reason: str) -> Saved:
        self.written.append(("settle_finding", finding))
        return Saved("settled", frozenset({"finding_note"}), (), reason)

    async def findings(self) -> tuple[int, int]:
        return (0, 0) if self.empty else (3, 2)

    # Whose a record is

    async def transfer_units(self) -> Sequence[Choice]:
        if not self.collects:
            raise Refusal("transfer.county_only")
        return [Choice("T532301102", self._n("东瓜镇社工站")), Choice("T532301103", "吕合镇社工站")]

    async def transfer(self, kind: str, row: str, values: Mapping[str, str]) -> Saved:
        self.written.append(("transfer", (kind, row, dict(values))))
        return Saved("transfer", frozenset({"*"}), (row,), "转交服务对象")

    async def waiting(self) -> Sequence[Waiting]:
        if self.empty:
            return []
        kit = ["个案 DG2026A0007：实施  下次联系 2026-11-25  复查 2026-12-01", "1 个探访计划"]
        return [
            Waiting("client/c1", "服务对象", self._n("张桂芳"), "吕合镇社工站", "2026-11-20", "搬到吕合镇居住", 6, kit),
            Waiting("service_case/k2", "个案", "DG2026A0009", "吕合镇社工站", "2026-11-22", "由吕合站接案", 3),
        ]

    async def confirm(self, ids: Sequence[str]) -> Saved:
        self.written.append(("confirm", tuple(ids)))
        return Saved("confirm", frozenset({"*"}), tuple(ids), "确认移交")

    async def uncounted(self) -> Sequence[Uncounted]:
        if self.empty:
            return []
        return [
            Uncounted("a1" * 16, "2026-11-20", "服务对象", self._n("张桂芳"), "吕合镇社工站  王佳",
                      "不是其归属单位写的", ["手机号  138****1001"]),
            Uncounted("b2" * 16, "2026-11-21", "个案", "DG2026A0009", "东瓜镇社工站  李娜",
                      "移交之后仍由原单位写出", ["下次联系  2026-11-25"]),
        ]  # fmt: skip

    async def devices(self) -> Sequence[DeviceSeen]:
        if self.empty:
            return []
        return [
            DeviceSeen("f1", "ed3a" * 8, self._n("东瓜镇社工站"), "已核对", "good", "2026-11-03", 8_100),
            DeviceSeen("f2", "b3b3" * 8, self._n("吕合镇社工站"), "~ 未核对", "caution", "2026-11-20", 0),
        ]

    async def cards(self, files: Sequence[Path]) -> Sequence[CardSeen]:
        return [CardSeen(file, self._n("东瓜镇社工站"), file.suffix == ".swc") for file in files]

    async def uncompared(self) -> int:
        return 0 if self.empty or not self.collects else 1

    async def device_digits(self, id: str) -> str:
        return "1234 5678 9012 3456 7890 1234"

    async def compare_digits(self, id: str, said: str) -> Saved:
        if said != "123456789012345678901234":
            raise Refusal("card.digits_differ", field="digits")
        self.written.append(("compare", (id, said)))
        return Saved("trust", frozenset({"enrolment"}))

    async def judge_device(self, replica: str, state: str) -> Saved:
        self.written.append(("judge_device", (replica, state)))
        return Saved("trust", frozenset({"enrolment"}), (replica,))

    async def foreign_count(self) -> int:
        return 0 if self.empty or not self.collects else 2

    async def judge(self, ids: Sequence[str], *, admitted: bool, reason: str) -> Saved:
        if not self.collects:
            raise Refusal("transfer.county_only")
        self.written.append(("judge", (tuple(sorted(ids)), admitted, reason)))
        return Saved("judge", frozenset({"*"}), (), "准入记录" if admitted else "不予采用")

    # Conflicts

    async def conflicts(self) -> Sequence[Conflict]:
        if self.empty:
            return []
        phones = [Fact("手机号", "138****1001", "phone", True), Fact("手机号", "139****1002", "phone", True)]
        both = [
            ConflictValue(f"op{place}", self._n(name), "东瓜镇社工站", f"2026-11-2{place} 09:19", [phones[place]],
                          "" if place else "当前显示")
            for place, name in enumerate(("王佳", "孙欣"))
        ]  # fmt: skip
        base = [Fact("手机号", "137****1003", "phone", True)]
        return [Conflict("x1", "服务对象", self._n("张桂芳"), "手机号", both, "两处修改", base)]

    async def settled_conflicts(self) -> Sequence[Conflict]:
        return [
            one._replace(
                id="s1", cause="已认定", settled=True, base=(),
                values=[value._replace(tag=tag) for value, tag in zip(one.values, ("采用", "未采用"), strict=True)],
            )
            for one in await self.conflicts()
        ]  # fmt: skip

    async def settle_typed(self, conflict: str, values: Mapping[str, str]) -> Saved:
        self.written.append(("settle_typed", (conflict, dict(values))))
        return Saved("settle", frozenset({"client"}), (conflict,), "不一致已认定")

    async def alike(self, conflict: str) -> Sequence[Choice]:
        return [Choice("county", "以县级为准", "1 处不一致"), Choice("newest", "以最新为准", "12 处不一致")]

    async def settle_alike(self, conflict: str, rule: str) -> Saved:
        self.written.append(("settle_alike", (conflict, rule)))
        return Saved("settle", frozenset({"client"}), (conflict,), "同类不一致一并认定")

    async def reveal_conflict(self, conflict: str) -> Conflict:
        self.written.append(("reveal", conflict))
        (one,) = await self.conflicts()
        return one._replace(
            values=[
                value._replace(facts=[Fact("手机号", f"1380000100{place}", "phone")])
                for place, value in enumerate(one.values)
            ]
        )

    async def settle(self, conflict: str, op: str) -> Saved:
        return self._saved("settle", "client", f"{conflict} {op}")

    # Visit plans

    async def posts(self, as_of: date) -> PostsSeen:
        return PostsSeen([("0 岗", "strong")], [], {}, []) if self.empty else made_posts(self.hostile)

    async def institutions(self, as_of: date) -> InstitutionsSeen:
        return InstitutionsSeen([], [], {}, []) if self.empty else made_institutions(self.hostile)

    async def plans(self, client: str | None, as_of: date) -> Sequence[Plan]:
        if self.empty:
            return []
        return [
            Plan(
                "p1", "category/dibao", self._n("低保"), 1, "quarter", "每季度 1 次", True, date(2026, 1, 1), None,
                self._n("楚民发〔2026〕1号"), 23, "running",
            ),
            Plan(
                "p2", "level/high", "重点关注", 2, "month", "每月 2 次", False, date(2025, 1, 1), date(2025, 12, 31),
                "", 0, "ended",
            ),
        ]  # fmt: skip

    async def plan_subjects(self, typed: str) -> Sequence[Choice]:
        from screens.dialogs.picker import narrowed

        return narrowed(typed, [Choice("category/dibao", "低保", "类别"), Choice("client/c1", "张桂芳", "服务对象")])

    async def plan_periods(self) -> Sequence[Choice]:
        return [Choice("week", "每周"), Choice("month", "每月"), Choice("quarter", "每季度")]

    async def set_plan(self, values: Mapping[str, str]) -> Saved:
        self.written.append(("plan", dict(values)))
        return self._saved("set_plan", "visit_plan", "p3")

    async def end_plan(self, plan: str, end_on: str, seen: str = "") -> Saved:
        return self._saved("end_plan", "visit_plan", f"{plan} {end_on}")

    # Ledgers

    async def ledger_kinds(self) -> Sequence[Choice]:
        return [Choice("clients", "服务对象"), Choice("staff", "人员"), Choice("cases", "个案"), Choice("logs", "日志")]

    async def files_offered(self, typed: str, suffixes: Sequence[str]) -> Sequence[Offered]:
        found = [] if self.empty else [Offered(Path(f"/media/usb/{self._n('低保台账')}.xlsx"), "桌面", 1_795_000_000.0)]
        return [one for one in found if typed in str(one.path)]

    async def read_ledger(self, kind: str, file: Path, sheet: str, progress: Progress) -> LedgerRead:
        progress("比对", 3, 3)
        if "坏" in file.name:
            raise Refusal("importing.empty_file", file=file.name)
        refused = [LedgerNote(4, self._n("身份证号"), self._n("53230119400305002"), "身份证号应为 18 位")]
        looks = [LedgerNote(5, "姓名", self._n("张桂芳"), "已有同名的服务对象，请比对")]
        aside = [(7, 7, "合计行", self._n("合计 3 人"))]
        return LedgerRead(file, kind, sheet, self._n("台账"), 3, 2, 0, 0, refused, looks, (self._n("备注2"),), aside)

    async def take_ledger(self, kind: str, file: Path, sheet: str, *, partial: bool, progress: Progress) -> LedgerRead:
        self.written.append(("ledger", (kind, file.name, partial)))
        return replace(await self.read_ledger(kind, file, sheet, progress), taken=True)

    async def write_template(self, kind: str, folder: Path) -> Path:
        self.written.append(("template", kind))
        return folder / f"{kind}.xlsx"

    async def facts(self) -> Sequence[Fact]:
        return [
            Fact("单位", self._n("东瓜镇社工站")),
            Fact("区划", "532301102"),
            Fact("政策", "楚雄州（延续）"),
            Fact("数据库", "/data/station.db"),
        ]

    async def backup(self) -> Path:
        return Path("/data/station.db.d/backup-20261123.db")

    async def check(self) -> Sequence[Fact]:
        return [Fact("完整性", "正常"), Fact("检索", "正常")]

    def preference(self, name: str, default: str) -> str:
        return self.preferences.get(name, default)

    def prefer(self, name: str, value: str) -> None:
        self.preferences[name] = value
