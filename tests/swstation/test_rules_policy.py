"""The policy files: those shipped are sound, and every way to break one is named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from db.errors import Refusal
from swstation.errors import message
from swstation.messages.policy import MESSAGES
from swstation.rules.policy import PolicySet, check_file, shipped
from swstation.rules.policy_state import check_continuation, state_of, term

GOOD = """schema_version = 1
status = "draft"

[meta]
id = "test"
divisions = ["5301"]
region_zh = "某市"
region_en = "Some city"
region_kind = "市"
name_zh = "某市的意见"
name_en = "An opinion"
effective_from = 2024-01-01
effective_to = 2026-12-31

[[training.kind]]
id = "lecture"
zh = "讲座"
en = "Lecture"
force = "must"
source = "一"
quote = "讲座"
rule = "T-01"

[[training.requirement]]
id = "hours_40"
zh = "培训"
en = "Training"
hours = 40
unit = "hour"
unit_zh = "小时"
op = ">="
basis = "period"
period_start = 2024-01-01
period_end = 2025-12-31
counts_kinds = ["lecture"]
force = "must"
source = "二"
quote = "不少于40小时"
rule = "T-02"

[[posts.limit]]
id = "share"
zh = "比例"
en = "Share"
op = "<="
value = 50
unit = "percent"
force = "must"
source = "三"
quote = "比例"
rule = "T-03"

[[service_fields.set]]
id = "fields"
zh = "领域"
en = "Fields"
list_kind = "service_fields"
items = [{ id = "aid", zh = "救助", en = "Aid" }, { id = "care", zh = "照护", en = "Care" }]
force = "fact"
source = "四"
quote = "领域"
rule = "T-04"
"""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_every_shipped_policy_loads_without_problems() -> None:
    policies = shipped()
    assert policies.problems == ()
    assert policies.ids == ("chengdu", "chuxiong", "guizhou", "national", "shenzhen", "zaozhuang")


@pytest.mark.parametrize("policy", shipped().ids)
def test_every_item_is_kept_with_its_clause(policy: str) -> None:
    found = shipped().get(policy)
    for table, items in found.tables.items():
        assert items, table
        for item in items:
            assert item.clause.policy == policy
            assert item.clause.document and item.clause.section and item.clause.rule and item.clause.quote


def test_tables_of_later_rules_are_kept_whole() -> None:
    (limit,) = shipped().get("chengdu").tables["posts.limit"]
    assert limit.extra == {"op": "<=", "value": 2, "unit": "year"}
    assert len(shipped().get("guizhou").tables["targets.indicator"]) == 7
    assert shipped().get("zaozhuang").tables["workflows.workflow"][0].items[0].zh == "招募"


def test_a_sound_file_has_no_problems(tmp_path: Path) -> None:
    assert check_file(write(tmp_path, "test.toml", GOOD)) == []


def test_a_file_from_notepad_is_sound_too(tmp_path: Path) -> None:
    path = tmp_path / "test.toml"
    path.write_bytes(GOOD.replace("\n", "\r\n").encode("utf-8-sig"))
    assert check_file(path) == []
    assert PolicySet([path]).ids == ("test",)


REQ = "training.requirement"
BREAKS = [
    ("unknown table", "[[posts.limit]]", "[[posts.limits]]", "unknown_table", "posts.limits", ""),
    ("unknown group", "[[posts.limit]]", "[[post.limit]]", "unknown_table", "post", ""),
    ("one table for many", "[[posts.limit]]", "[posts.limit]", "not_array", "posts.limit", ""),
    ("values for tables", "[[posts.limit]]", "[posts]\nlimit = 3\n[[posts.rule]]", "not_array", "posts.limit", ""),
    ("a value for a group", 'status = "draft"', 'status = "draft"\nduties = 3', "not_tables", "duties", ""),
    ("unknown key", "hours = 40", "hours = 40\nhuors = 3", "unknown_key", REQ, "huors"),
    ("missing key", "hours = 40\n", "", "missing_key", REQ, "hours"),
    ("missing common key", 'rule = "T-02"\n', "", "missing_key", REQ, "rule"),
    ("text for a number", "hours = 40", 'hours = "40"', "wrong_type", REQ, "hours"),
    ("fraction", "hours = 40", "hours = 40.5", "wrong_type", REQ, "hours"),
    ("true for a number", "hours = 40", "hours = true", "wrong_type", REQ, "hours"),
    ("text for a date", "period_end = 2025-12-31", 'period_end = "2025"', "wrong_type", REQ, "period_end"),
    ("an instant", "period_end = 2025-12-31", "period_end = 2025-12-31T00:00:00", "wrong_type", REQ, "period_end"),
    ("text for a list", 'counts_kinds = ["lecture"]', 'counts_kinds = "lecture"', "wrong_type", REQ, "counts_kinds"),
    ("zero hours", "hours = 40", "hours = 0", "too_small", REQ, "hours"),
    ("negative hours", "hours = 40", "hours = -40", "too_small", REQ, "hours"),
    ("unknown unit", 'unit = "hour"', 'unit = "credit"', "bad_choice", REQ, "unit"),
    ("unit of another table", 'unit = "hour"', 'unit = "post"', "bad_choice", REQ, "unit"),
    ("unknown basis", 'basis = "period"', 'basis = "decade"', "bad_choice", REQ, "basis"),
    ("at most for training", 'op = ">="', 'op = "<="', "bad_choice", REQ, "op"),
    ("period without a start", "period_start = 2024-01-01\n", "", "missing_key", REQ, "period_start"),
    ("period without an end", "period_end = 2025-12-31\n", "", "missing_key", REQ, "period_end"),
    ("period backwards", "period_end = 2025-12-31", "period_end = 2023-12-31", "end_before_start", REQ, "period_end"),
    ("policy backwards", "to = 2026-12-31", "to = 2023-12-31", "end_before_start", "meta", "effective_to"),
    ("a kind not there", '["lecture"]', '["lectures"]', "unknown_reference", REQ, "counts_kinds"),
    ("150 percent", "value = 50", "value = 150", "too_big", "posts.limit", "value"),
    ("between without bounds", 'op = "<="', 'op = "between"', "missing_key", "posts.limit", "value_min"),
    ("the same entry twice", 'id = "care"', 'id = "aid"', "duplicate_id", "service_fields.set", "id"),
    ("an entry without a name", 'zh = "照护", ', "", "missing_key", "service_fields.set", "zh"),
    ("too much", 'zh = "照护", ', 'zh = "照护", note = "x", ', "unknown_key", "service_fields.set", "note"),
    ("bad id", 'id = "hours_40"', 'id = "Hours 40"', "bad_id", REQ, "id"),
    ("bad policy id", 'id = "test"', 'id = "Test 1"', "bad_id", "meta", "id"),
    ("empty name", 'zh = "讲座"', 'zh = ""', "empty", "training.kind", "zh"),
    ("no division", 'divisions = ["5301"]', 'divisions = ["昆明"]', "bad_division", "meta", "divisions"),
    ("divisions as a number", 'divisions = ["5301"]', "divisions = [5301]", "wrong_type", "meta", "divisions"),
    ("no head", "[meta]", "[mate]", "missing_meta", "meta", ""),
    ("no name in the head", 'name_zh = "某市的意见"\n', "", "missing_key", "meta", "name_zh"),
    ("no version", "schema_version = 1", "", "missing_key", "", "schema_version"),
    ("version as text", "schema_version = 1", 'schema_version = "1"', "wrong_type", "", "schema_version"),
    ("of a newer program", "schema_version = 1", "schema_version = 2", "newer_schema", "", "schema_version"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "reason", "table", "key"), [row[1:] for row in BREAKS], ids=[row[0] for row in BREAKS]
)
def test_a_break_names_table_and_key(tmp_path: Path, old: str, new: str, reason: str, table: str, key: str) -> None:
    assert old in GOOD
    path = write(tmp_path, "broken.toml", GOOD.replace(old, new, 1))
    problems = check_file(path)
    (problem,) = [p for p in problems if (p.reason, p.table, p.key) == (reason, table, key)]
    sentence = message(problem.refusal())
    assert "broken.toml" in sentence
    assert table in sentence
    assert key in sentence
    assert PolicySet([path]).ids == ()


def test_the_same_id_twice(tmp_path: Path) -> None:
    kind = GOOD[GOOD.index("[[training.kind]]") : GOOD.index("[[training.requirement]]")]
    (problem,) = check_file(write(tmp_path, "twice.toml", GOOD + kind))
    assert (problem.reason, problem.table, problem.item, problem.key) == (
        "duplicate_id",
        "training.kind",
        "lecture",
        "id",
    )


def test_a_typing_error_is_answered_with_what_was_meant(tmp_path: Path) -> None:
    (problem,) = check_file(write(tmp_path, "t.toml", GOOD.replace("counts_kinds", "count_kinds")))
    assert problem.choices[0] == "counts_kinds"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "missing_meta"),
        (b"id = [unclosed", "syntax"),
        (b"\xff\xfe\x00", "unreadable"),
        ("名称".encode("gb18030"), "unreadable"),
        (b"PK\x03\x04" + bytes(range(200, 256)), "unreadable"),
        (b"a = " + b"[" * 5000, "syntax"),
        (b"# " + b"x" * (1024 * 1024), "too_large"),
    ],
    ids=["empty", "cut short", "utf-16", "gb18030", "zip", "deep", "huge"],
)
def test_what_is_no_policy_at_all(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "foreign.toml"
    path.write_bytes(content)
    problems = check_file(path)
    assert reason in [problem.reason for problem in problems]
    for problem in problems:
        assert "foreign.toml" in message(problem.refusal())


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    (problem,) = check_file(tmp_path / "none.toml")
    assert problem.reason == "unreadable"


def test_the_others_still_load_and_the_program_starts(tmp_path: Path) -> None:
    write(tmp_path, "a_broken.toml", GOOD.replace('id = "test"', 'id = "broken"').replace("hours = 40", "hours = 0"))
    write(tmp_path, "b_noise.toml", "][")
    write(tmp_path, "c_good.toml", GOOD)
    write(tmp_path, "d_twice.toml", GOOD)
    (tmp_path / "readme.txt").write_text("no policy", encoding="utf-8")
    policies = PolicySet.of_folder(tmp_path, tmp_path / "not there")
    assert policies.ids == ("test",)
    assert {problem.file for problem in policies.problems} == {"a_broken.toml", "b_noise.toml", "d_twice.toml"}
    assert policies.find("broken") is None
    # Without its file the national policy is empty, and nothing breaks.
    assert policies.national.requirements == ()
    assert policies.policy_for("110101001").id == "national"
    with pytest.raises(Refusal) as refused:
        policies.get("broken")
    assert refused.value.code == "policy.too_small"
    with pytest.raises(Refusal) as refused:
        policies.get("nowhere")
    assert refused.value.code == "policy.unknown"
    assert "nowhere" in message(refused.value)


@pytest.mark.parametrize(
    ("division", "policy"),
    [
        ("532301102", "chuxiong"),
        ("5323", "chuxiong"),
        ("53", "national"),
        ("530102", "national"),
        ("520102001", "guizhou"),
        ("510104", "chengdu"),
        ("511", "national"),
        ("440305012", "shenzhen"),
        ("370402", "zaozhuang"),
        ("110101001", "national"),
        ("", "national"),
    ],
)
def test_the_policy_of_a_place_is_the_longest_prefix(division: str, policy: str) -> None:
    assert shipped().policy_for(division).id == policy


def test_a_county_s_own_policy_goes_before_its_prefecture_s_and_a_successor_before_the_old(tmp_path: Path) -> None:
    county = GOOD.replace('"5301"', '"530102"').replace('id = "test"', 'id = "county"')
    newer = GOOD.replace('id = "test"', 'id = "newer"').replace("2024-01-01\neff", "2026-01-01\neff")
    for name, text in (("1.toml", GOOD), ("2.toml", county), ("3.toml", newer)):
        write(tmp_path, name, text)
    policies = PolicySet.of_folder(tmp_path)
    assert policies.policy_for("530102001").id == "county"
    assert policies.policy_for("530103").id == "newer"
    assert policies.policy_for("530103", date(2025, 6, 1)).id == "test"


def test_national_holds_beside_every_other_and_once() -> None:
    policies = shipped()
    assert [p.id for p in policies.beside(policies.get("guizhou"))] == ["guizhou", "national"]
    assert [p.id for p in policies.beside(policies.national)] == ["national"]


def test_terms() -> None:
    policies = shipped()
    chuxiong, shenzhen, national = (policies.get(id) for id in ("chuxiong", "shenzhen", "national"))
    assert term(chuxiong, chuxiong.requirements[0]) == (date(2021, 1, 1), date(2025, 12, 31))
    assert term(shenzhen, shenzhen.requirements[0]) == (date(2020, 11, 12), date(2025, 11, 11))
    assert term(national, national.requirements[0]) == (None, None)
    assert state_of(national, national.requirements[0], [], date(1999, 1, 1)).state == "in_force"
    assert state_of(shenzhen, None, [], date(2025, 11, 12)).state == "expired"
    assert state_of(policies.get("zaozhuang"), None, [], date(2020, 3, 30)).state == "not_yet"


def test_what_cannot_be_continued() -> None:
    policies = shipped()
    check_continuation(policies.get("chuxiong"), date(2026, 1, 1))
    for policy, reason in (("national", "not_expiring"), ("guizhou", "not_expiring")):
        with pytest.raises(Refusal) as refused:
            check_continuation(policies.get(policy), date(2026, 1, 1))
        assert refused.value.code == f"policy.{reason}"
    with pytest.raises(Refusal) as refused:
        check_continuation(policies.get("shenzhen"), date(2025, 11, 11))
    assert refused.value.code == "policy.continues_too_early"
    assert "2025-11-11" in message(refused.value)


def test_every_reason_has_a_sentence_that_says_how_to_mend_it() -> None:
    for reason in ("unknown", "not_expiring", *(row[3] for row in BREAKS)):
        assert reason in MESSAGES
