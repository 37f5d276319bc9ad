"""Questions, offers, the preview's parts, and completion while typing."""

from __future__ import annotations

import time

import pytest
from quicklog_context import CLIENTS, CONTEXT

from swstation.quicklog import (
    EXAMPLES,
    Fixed,
    Index,
    KnownCase,
    KnownClient,
    KnownTitle,
    Parsed,
    apply,
    as_json,
    completions,
    option_label,
    parse,
    resolve,
)

INDEX = Index.build(CONTEXT)


def options(line: str) -> list[str]:
    (question,) = parse(line, INDEX).questions
    return [f"{option.kind} {option.id}".strip() for option in question.options]


def answer(line: str, option: str) -> Parsed:
    parsed = parse(line, INDEX)
    (question,) = parsed.questions
    chosen = next(o for o in question.options if f"{o.kind} {o.id}".strip() == option)
    return resolve(parsed, question, chosen, INDEX)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("zgh tf", ["client c7", "client c8"]),
        ("王秀兰 入户", ["client c5", "client c6"]),
        ("zf 90m", ["method home_visit", "client c9"]),
        ("张桂芳 面谈 ga", ["client c16", "casework"]),
        ("周一 张桂芳 入户", ["day 2026-11-16", "client c13"]),
        ("张贵芳 入户", ["client c1", "new_client 张贵芳", "note"]),
        ("张桂方 入户", ["client c1", "new_client 张桂方", "note"]),
        ("张桂芬 入户", ["client c1", "new_client 张桂芬", "note"]),
        ("陈聋 入户", ["client c10", "new_client 陈聋", "note"]),
        ("张桂芳 入户 +ln", ["colleague s2", "colleague s3", "colleague s4"]),
        ("李秀英 个案 面谈", ["case k13", "case k14"]),
        ("&15 面谈", ["case_clients c1", "case_clients c3", "case_clients all"]),
        ("政策宣传", ["method publicity", "item policy_publicity"]),
        ("残疾人证 15", ["item_count 15", "note"]),
        ("张桂芳 入户 没人照顾", ["outcome absent", "note"]),
        ("张桂芳 入户 不在家 外出", ["outcome absent", "outcome away"]),
        ("张桂芳 入户 半天", ["minutes 120", "minutes 180", "minutes 240"]),
        ("活动 社工3名，居民46名", ["heads 3", "heads 46", "heads 49"]),
        ("&G3 6人到8人", ["heads 6", "heads 8"]),
        ("&G3 第3节 第4节", ["session 3", "session 4"]),
        ("张桂芳 入户 ￥100 给孙子 ￥50", ["money 10000", "money 5000", "money 15000"]),
    ],
)
def test_what_is_open_is_asked_with_all_its_meanings(line: str, expected: list[str]) -> None:
    assert options(line) == expected


@pytest.mark.parametrize(
    ("line", "option", "key", "value"),
    [
        ("zgh tf", "client c8", "clients", ["周国华"]),
        ("王秀兰入户40分钟送米", "client c6", "note", "送米"),
        ("zf 张桂芳 90m", "method home_visit", "method", "home_visit"),
        ("zf 入户 90m", "client c9", "clients", ["钟芳"]),
        ("张桂芳 面谈 ga", "casework", "case", "12"),
        ("周一 张桂芳 入户", "day 2026-11-16", "date", "2026-11-16"),
        ("周一 张桂芳 入户", "client c13", "clients", ["周一", "张桂芳"]),
        ("张贵芳 入户", "client c1", "clients", ["张桂芳"]),
        ("王小明 入户", "new_client 王小明", "clients", ["王小明"]),
        ("方案 例会 王小明 1h", "", "note", "方案 例会 王小明"),
        ("王小明 例会 1h", "note", "note", "王小明"),
        ("李秀英 个案 面谈", "case k14", "case", "14"),
        ("&15 面谈", "case_clients all", "clients", ["张桂芳", "李和平"]),
        ("政策宣传", "item policy_publicity", "note", "政策宣传"),
        ("政策宣传", "method publicity", "note", ""),
        ("残疾人证 15", "item_count 15", "items", [{"item": "disability_card", "n": 15, "unit": "件"}]),
        ("残疾人证 15", "note", "items", [{"item": "disability_card", "n": 1, "unit": "件"}]),
        ("张桂芳 入户 没人照顾", "outcome absent", "outcome", "absent"),
        ("张桂芳 入户 没人照顾", "note", "outcome", "met"),
        ("张桂芳 入户 没人照顾", "note", "note", "没人照顾"),
        ("张桂芳 入户 半天", "minutes 180", "minutes", 180),
        ("&G3 6人到8人", "heads 8", "heads", 8),
        ("张桂芳 入户 ￥100 给孙子 ￥50", "money 15000", "value_fen", 15000),
    ],
)
def test_an_answer_is_what_counts(line: str, option: str, key: str, value: object) -> None:
    parsed = answer(line, option) if option else parse(line, INDEX)
    assert not parsed.questions
    assert as_json(parsed)[key] == value


def test_answers_stay_while_the_line_is_edited() -> None:
    answered = answer("zgh tf", "client c8")
    longer = parse("昨天 zgh tf 90m 送米", INDEX, answered.fixed)
    assert [client.name for client in longer.clients] == ["周国华"]
    assert parse("zgh", INDEX, (Fixed("zgh", 0, "client", "nobody"),)).questions


def test_a_new_client_may_be_signed() -> None:
    parsed = parse("@王小明 入户", INDEX, (Fixed("@王小明", 0, "new_client", "王小明"),))
    assert [(client.id, client.name) for client in parsed.clients] == [(None, "王小明")]
    assert parsed.ready


def test_two_questions_about_one_number_are_both_answered() -> None:
    twins = (*CONTEXT.cases, KnownCase("k12b", 12, ("c2", "c3")))
    index = Index.build(CONTEXT._replace(cases=twins))
    parsed = parse("&12 面谈", index)
    parsed = resolve(parsed, parsed.questions[0], parsed.questions[0].options[1], index)
    assert [question.kind for question in parsed.questions] == ["case_clients"]
    parsed = resolve(parsed, parsed.questions[0], parsed.questions[0].options[0], index)
    assert parsed.ready
    assert [client.name for client in parsed.clients] == ["李秀英"]


def test_a_laptop_with_a_letter_means_its_own_numbers() -> None:
    cases = (KnownCase("a", 7, ("c1",), letter="C"), KnownCase("b", 7, ("c2",), letter="B"))
    index = Index.build(CONTEXT._replace(cases=cases, letter="C"))
    assert as_json(parse("&7 面谈", index))["case"] == "C7"
    assert as_json(parse("&B7 面谈", index))["case"] == "B7"
    (problem,) = parse("&7 面谈", Index.build(CONTEXT._replace(cases=cases))).problems
    assert problem.choices == ("&C7", "&B7")
    groups = (KnownTitle("g", 3, "手工小组", letter="B"),)
    assert as_json(parse("&GB3", Index.build(CONTEXT._replace(groups=groups))))["group"] == "手工小组"


def test_titles_that_no_register_has_yet_are_known_all_the_same() -> None:
    titles = (KnownTitle("", 0, "手工小组"), KnownTitle("", 0, "手语班"))
    index = Index.build(CONTEXT._replace(groups=titles))
    assert [completion.text for completion in completions("sho", 3, index)][:2] == ["手工小组", "手语班"]
    assert as_json(parse("手语班 第2节 6人", index))["group"] == "手语班"
    assert parse("手语班 第2节", index).method == "group_session"
    assert [problem.reason for problem in parse("&G0", index).problems] == ["unknown_number"]


@pytest.mark.parametrize(
    "line",
    [
        "@张桂芳 @李秀英:不在家 入户走访 2026-11-10 90m +李娜 #社会救助 >2026-12-01 送米油",
        "@李秀英:不在家 入户走访 90m 门锁着",
        "@张桂芳:不在家 入户走访 // 90m +李娜",
    ],
)
def test_an_outcome_may_follow_a_signed_client(line: str) -> None:
    parsed = parse(line, INDEX)
    assert parsed.ready
    assert "absent" in parsed.outcomes.values()


def test_offers_are_taken_and_the_note_stays() -> None:
    parsed = parse("张桂芳的女儿来电聊了40分钟", INDEX)
    assert [(offer.kind, offer.id) for offer in parsed.offers] == [("client", "c1"), ("minutes", "40")]
    assert parsed.minutes is None and not parsed.clients
    for offer in parsed.offers:
        parsed = resolve(parsed, offer, None, INDEX)
    assert parsed.minutes == 40
    assert [client.name for client in parsed.clients] == ["张桂芳"]
    assert parsed.note == "张桂芳的女儿来电聊了40分钟"


def test_a_question_is_not_answered_with_nothing() -> None:
    parsed = parse("zgh tf", INDEX)
    with pytest.raises(ValueError, match="option"):
        resolve(parsed, parsed.questions[0], None, INDEX)


def test_an_unknown_name_that_is_signed_offers_the_like() -> None:
    (problem,) = parse("@张贵芳 入户", INDEX).problems
    assert (problem.code, problem.token, problem.choices) == ("quicklog.unknown_client", "@张贵芳", ("张桂芳",))


def test_the_preview_has_every_part_and_bare_minutes_in_amber() -> None:
    parts = parse("张桂芳 入户 40 送米 >+7d", INDEX).parts
    assert [(part.kind, part.start, part.end, part.value, part.amber, part.zone) for part in parts] == [
        ("client", 0, 3, "张桂芳", False, "head"),
        ("method", 4, 6, INDEX.methods["home_visit"].label, False, "head"),
        ("minutes", 7, 9, "40", True, "head"),
        ("next", 13, 17, "2026-11-25", False, "tail"),
    ]


def test_the_six_examples_are_sensible_lines() -> None:
    assert len(EXAMPLES) == 6
    assert [parse(line, INDEX).ready for line in EXAMPLES] == [True] * 6


def test_labels_of_options_are_words() -> None:
    (question,) = parse("张贵芳 入户", INDEX).questions
    assert [option_label(option) for option in question.options] == [
        "张桂芳 · 东瓜村",
        "New client 张贵芳",
        "Part of the note",
    ]


@pytest.mark.parametrize(
    ("line", "first", "absent"),
    [
        ("zg", "张桂芳", "李秀英"),
        ("zhanggf", "张桂芳", None),
        ("张桂芳 ru", "入户走访", "张桂芳"),
        ("张桂芳 r", "入户走访", "referral"),
        ("张桂芳 refer", "referral", None),
        ("wxl", "王秀兰", None),
        ("can", "残疾人证", None),
        ("dgc", "东瓜村委会", None),
        ("sdb", "四点半课堂", None),
        ("zuo", "昨天", None),
        ("张桂芳 入户 送米 @l", "@李秀英", None),
        ("张桂芳 入户 送米 +l", "+李娜", "+王敏"),
        ("张桂芳 入户 #sh", "#社会救助", None),
        ("张桂芳 入户 >m", ">明天", None),
        ("张桂芳 入户 》x", "》下周一", None),
        ("&l", "&13", None),
        ("&z", "&12", None),
        ("张桂芳 !d", "!电话", None),
        ("+", "+李娜", "+王敏"),
        ("#", "#社会救助", None),
    ],
)
def test_completion(line: str, first: str, absent: str | None) -> None:
    found = [completion.text for completion in completions(line, len(line), INDEX)]
    assert first in found
    assert absent is None or absent not in found
    assert len(found) <= 8


@pytest.mark.parametrize("line", ["", " ", "张桂芳 入户 送米 l", "张桂芳 入户 // z", "张桂芳 入户 送米 zg"])
def test_nothing_is_completed_in_the_note(line: str) -> None:
    assert completions(line, len(line), INDEX) == []


def test_a_completion_is_taken_with_its_decision() -> None:
    line = "wxl 入户"
    second = [c for c in completions(line, 3, INDEX) if c.kind == "client"][1]
    new, cursor, fixed = apply(line, second)
    assert (new, cursor) == ("王秀兰 入户", 4)
    assert fixed is not None
    assert [client.id for client in parse(new, INDEX, (fixed,)).clients] == ["c6"]
    assert apply("#sh", completions("#sh", 3, INDEX)[0]) == ("#社会救助 ", 6, None)


def test_ten_thousand_clients_do_not_slow_the_keys() -> None:
    surnames, given = "王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁", "芳娜敏静秀英丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文"
    names = (a + b + c for a in surnames for b in given for c in given)
    many = tuple(KnownClient(f"x{n}", name) for n, name in zip(range(10_000), names, strict=False))
    index = Index.build(CONTEXT._replace(clients=(*CLIENTS, *many)))
    parse("zgf tf", index)
    began = time.perf_counter()
    for line in EXAMPLES:
        for _again in range(10):
            parse(line, index)
    # Under a millisecond on the reference machine (bench); here only that nothing walks through all clients.
    assert (time.perf_counter() - began) / (10 * len(EXAMPLES)) < 0.02
