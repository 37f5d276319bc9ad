"""A county writes its own policy: kept as a pack, sent down, used at the stations once it is there whole."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from sites import County, Site

from db.errors import Refusal
from db.gateway import Change
from swstation.operations import packs
from swstation.operations.book import do
from swstation.operations.people import add_staff, add_training
from swstation.operations.policies import use_policy
from swstation.operations.standing import field_names
from swstation.operations.time_share import rule_of, set_own_rule
from swstation.operations.undo import undo
from swstation.rules.policy import shipped

COUNTY_POLICY = Path(__file__).parents[2] / "county_policy.toml"
UNIT = "T532301103"
MARCH = {"start_on": "2026-03-01", "end_on": "2026-03-02", "approved": True}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The county's policy, as Notepad would save it."""
    text = COUNTY_POLICY.read_text(encoding="utf-8").replace("532325", "532301").replace("\n", "\r\n")
    made = tmp_path / "办法.toml"
    made.write_bytes(b"\xef\xbb\xbf" + text.encode("utf-8"))
    return made


def sent_down(here: County, *, use: bool = True) -> None:
    """The station hands in, the county decides, sends down, and the station merges."""
    here.county.merge_one(here.b.bundle(here.stick))
    if use:
        with here.county.book() as book:
            use_policy(book, "yaoan", below=True)
    sent = here.county.export(here.stick, peer=UNIT)
    assert sent.file is not None
    here.b.merge_one(sent.file)


def asked(site: Site) -> set[str]:
    """Which requirements the station measures its people by."""
    return {row["requirement"] for row in site.sw("training", "status", "--as-of", "2026-06-01").document}


def test_a_policy_goes_down_and_holds_at_the_station(here: County, file: Path) -> None:
    added = here.county.sw("policy", "add", file).document
    assert (added["policy"], added["title"]) == ("yaoan", "姚安县社会工作者培训办法")
    before = asked(here.b)
    sent_down(here)
    assert asked(here.b) == before | {"yearly_24", "plan_40", "registration_30"}, "beside its prefecture's"
    (row,) = here.b.sw("policy", "packs").document
    assert row["used"] and row["unit"] == "C532301" and row["sha256"] == added["sha256"]
    listed = {one["id"]: one["pack"] for one in here.b.sw("policy", "list").document}
    assert listed["yaoan"] and not listed["chuxiong"]
    assert here.b.sw("doctor").code == 0


def test_an_own_version_of_a_shipped_policy_replaces_it_and_withdrawn_gives_it_back(
    here: County, tmp_path: Path
) -> None:
    shipped_file = Path(packs.__file__).parents[1] / "data" / "policies" / "chuxiong.toml"
    own = tmp_path / "chuxiong.toml"
    own.write_text(shipped_file.read_text(encoding="utf-8").replace("hours = 160", "hours = 200"), encoding="utf-8")
    pack = here.county.sw("policy", "add", own, "--title", "试行").document["id"]
    sent_down(here, use=False)

    def required() -> set[float]:
        found = here.b.sw("training", "status", "--as-of", "2025-06-01").document
        return {row["required"] for row in found if row["policy"] == "chuxiong"}

    assert required() == {200}
    here.county.sw("policy", "withdraw", pack)
    here.b.merge_one(here.county.bundle(here.stick, peer=UNIT))
    assert required() == {160}
    assert [row["state"] for row in here.b.sw("policy", "packs").document] == ["withdrawn"]


def test_the_later_pack_of_a_policy_replaces_the_earlier(here: County, file: Path) -> None:
    here.county.sw("policy", "add", file)
    file.write_bytes(file.read_bytes().replace(b"hours = 24", b"hours = 30"))
    here.county.sw("policy", "add", file)
    with here.county.book() as book:
        known = packs.policies_of(book.connection, book.unit)
        assert [one.tenths for one in known.get("yaoan").requirements] == [300, 400, 300]
        undo(book)
        assert packs.policies_of(book.connection, book.unit).get("yaoan").requirements[0].tenths == 240


@pytest.mark.parametrize("flaw", ("missing", "changed"))
def test_a_pack_that_is_not_whole_is_not_used_and_said_so(here: County, file: Path, flaw: str) -> None:
    here.county.sw("policy", "add", file)
    with here.county.book() as book:
        (part,) = (
            book.connection.execute("SELECT lower(hex(id)), lower(hex(pack)), body FROM policy_part").fetchone(),
        )
        change = (
            Change("policy_part", part[0], {}, "delete")
            if flaw == "missing"
            else Change("policy_part", part[0], {"text": {"pack": part[1], "position": 1, "body": part[2] + "#"}})
        )
        do(book, "Test", [change])
        known = packs.policies_of(book.connection, book.unit)
        assert known.ids == shipped().ids
        assert [one.reason for one in known.problems] == ["pack_incomplete" if flaw == "missing" else "pack_hash"]
    (row,) = here.county.sw("policy", "packs").document
    assert not row["used"] and row["flaw"] == known.problems[0].reason
    assert "姚安县社会工作者培训办法" in here.county.sw("doctor").out


def test_a_long_policy_goes_in_parts_and_is_the_same_again(here: County, file: Path) -> None:
    text = file.read_text(encoding="utf-8-sig") + "# 附注：" + "乡" * 90_000 + "\n"
    file.write_text(text, encoding="utf-8")
    added = here.county.sw("policy", "add", file).document
    assert added["parts"] == 3 and added["sha256"] == hashlib.sha256(text.encode()).hexdigest()
    sent_down(here)
    assert here.b.all("SELECT max(length(body)), count(*) FROM policy_part") == [(packs.PART, 3)]
    assert [row["used"] for row in here.b.sw("policy", "packs").document] == [True]


def test_a_station_writes_no_policy_neither_its_own_nor_in_the_county_s_name(here: County, file: Path) -> None:
    assert here.b.sw("policy", "add", file).refusal == "policy.county_only"
    body = file.read_text(encoding="utf-8-sig")
    ident = {
        "unit": "C532301", "policy": "yaoan", "title": "冒名", "issued_on": "2026-01-01",
        "text_hash": hashlib.sha256(body.encode()).hexdigest(), "parts": 1,
    }  # fmt: skip
    with here.b.book() as book:
        pack = book.source.row_id()
        state = {"state": "in_use", "state_on": None}
        part = Change("policy_part", "0" * 32, {"text": {"pack": pack, "position": 1, "body": body}})
        do(book, "Test", [Change("policy_pack", pack, {"ident": ident, "state": state}), part])
        assert packs.policies_of(book.connection, book.unit).ids == shipped().ids
    here.county.merge_one(here.b.bundle(here.stick))
    assert here.county.sw("policy", "packs").document == []


def test_nobody_goes_on_with_a_policy_in_another_s_name(here: County) -> None:
    said = {"unit": "C532301", "policy": "chuxiong", "start_on": "2026-01-01", "end_on": None, "decision": "冒名"}
    with here.b.book() as book:
        do(book, "Test", [Change("policy_continuation", "1" * 32, {"decision": said})])
    here.county.merge_one(here.b.bundle(here.stick))
    for site in (here.b, here.county):
        found = site.sw("training", "status", "--as-of", "2026-06-01").document
        assert "continued" not in {row["policy_state"] for row in found}


def test_what_is_refused(here: County, file: Path, tmp_path: Path) -> None:
    with here.county.book() as book:
        add, withdraw = packs.add_pack, packs.withdraw_pack
        pack, _changes = add(book, file)
        with pytest.raises(Refusal, match=r"policy\.pack_there"):
            add(book, file)
        with pytest.raises(Refusal, match=r"policy\.unreadable"):
            add(book, tmp_path / "nowhere.toml")
        national = tmp_path / "n.toml"
        national.write_bytes(file.read_bytes().replace(b'id = "yaoan"', b'id = "national"'))
        with pytest.raises(Refusal, match=r"policy\.national_fixed"):
            add(book, national)
        broken = tmp_path / "broken.toml"
        broken.write_bytes(file.read_bytes().replace(b"hours = 24", b'hours = "24"'))
        with pytest.raises(Refusal, match=r"policy\.wrong_type"):
            add(book, broken)
        with pytest.raises(Refusal, match=r"policy\.unknown_pack"):
            withdraw(book, "0" * 32)
        with pytest.raises(Refusal, match=r"policy\.unknown"):
            use_policy(book, "nowhere")
        withdraw(book, pack)
        assert packs.policies_of(book.connection, book.unit) is shipped()


def test_a_conversion_decided_by_the_county_goes_down(here: County) -> None:
    words = (
        "training",
        "convert",
        "1",
        "class_hour",
        "0.8",
        "hour",
        "--from",
        "2025-01-01",
        "--decision",
        "县民〔2025〕3号",
    )
    assert here.b.sw(*words).refusal == "training.county_only"
    here.county.sw(*words)
    with here.b.book() as book:
        staff, _changes = add_staff(book, {"name": "王芳", "joined_on": "2021-01-01"})
        add_training(
            book,
            [staff],
            title="个案",
            tenths=1000,
            measure="class_hour",
            **{**MARCH, "end_on": "2025-05-01", "start_on": "2025-05-01"},
        )

    def earned() -> tuple[float, float]:
        found = here.b.sw("training", "status", "--staff", "王芳", "--as-of", "2025-12-31").document
        (row,) = [row for row in found if row["policy"] == "chuxiong"]
        return row["earned"], row["other_units"]

    assert earned() == (0, 100)
    sent_down(here, use=False)
    assert earned() == (80, 0)
    (row,) = here.b.sw("training", "conversions").document
    assert (row["decision"], row["unit"], row["to_amount"]) == ("县民〔2025〕3号", "C532301", 0.8)


def test_words_and_limits_of_an_own_policy_are_known_at_the_station(here: County, file: Path) -> None:
    text = file.read_text(encoding="utf-8-sig") + (
        '[[service_fields.set]]\nid = "fields"\nlist_kind = "service_fields"\nzh = "领域"\nen = "Fields"\n'
        'items = [{ id = "tea_farmers", zh = "茶农服务", en = "Tea farmers" }]\n'
        'force = "fact"\nsource = "第九条"\nquote = "茶农服务"\nrule = "YA-09"\n'
        '[[posts.limit]]\nid = "affairs_time"\nzh = "事务时间"\nen = "Affairs"\nop = "<="\n'
        'value = 40\nunit = "percent"\n'
        'force = "must"\nsource = "第十条"\nquote = "民政事务不超过四成"\nrule = "YA-10"\n'
    )
    file.write_text(text, encoding="utf-8")
    assert here.county.sw("policy", "add", file).code == 0
    sent_down(here)
    with here.b.book() as book:
        set_own_rule(book, 60, "站务会")
        names = field_names(book.connection, book.unit, {"tea_farmers", "no_such_field"})
        assert set(names.values()) <= {"茶农服务", "Tea farmers"} and set(names) == {"tea_farmers"}
        rule = rule_of(book.connection, book.unit)
    assert rule is not None and rule.most == 40 and rule.clause is not None and rule.clause.rule == "YA-10"
