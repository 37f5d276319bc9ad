"""What holds for every line, sensible or not."""

from __future__ import annotations

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st
from quicklog_context import CONTEXT, TODAY

from swstation.quicklog import Index, Parsed, as_json, completions, parse, refusals, resolve

INDEX = Index.build(CONTEXT)

WORDS = """
张桂芳 李秀英 李和平 王秀兰 周一 单丹 zgf zgh lxy sd 张贵芳 王小明 @张桂芳 @zgf @谁 张奶奶 和 及 / 、 ， 。 ； ： :
入户 走访 tf zf 电话 dh !tf !xx 小组 活动 政策宣传 咨询 民政事务 链接 例会 陪同
昨天 前天 t y -2 周三 上周三 20号 32号 10-03 13-40 2026-10-03 2026-12-01 明天 上午 下午 晚上
90m 1.5h 1h30m+30m 40 25h 半天 一个半小时 1小时20分 9:00-10:30 22:00-01:00 9:75-10:00 90 分钟
&12 &B12 &15 &99 &G3 &A5 个案 ga +李娜 +ln +谁 #社会救助 #shjz #谁 >+7d 》明天 >周五 >32号 >140 下次明天 >
不在家 没人 没人照顾 未接 李秀英:不在家 去世 46人 30人次 12户 第3节 8人到6人 6人到8人 志愿者6人 46人参加
残疾人证 15件 低保申请3件 特困 ￥260 ￥0.005 价值260元 260元 重阳节活动 手工小组 四点半课堂 东瓜村
送米油 量血压 情绪稳定 血压 🙂 // ( ） ' " {} %s 第一人民医院 1.33h 0m 100000人 ￥999999999999万
"""
PIECES = WORDS.split()

words = st.sampled_from(PIECES)
gaps = st.sampled_from(["", " ", " ", " ", "　", "  ", "，", "、"])
typed = st.lists(st.tuples(words, gaps), min_size=1, max_size=9).map(lambda some: "".join(a + b for a, b in some))
anything = st.text(max_size=40)
lines = st.one_of(typed, typed, anything, st.tuples(typed, anything).map("".join))


def without_note(parsed: Parsed) -> dict[str, object]:
    """All values as one width, for comparing; the note is kept as typed and left out."""
    values = {key: value for key, value in as_json(parsed).items() if key != "note"}
    return {
        key: unicodedata.normalize("NFKC", value) if isinstance(value, str) else value for key, value in values.items()
    }


@given(lines)
def test_values_are_within_their_ranges(line: str) -> None:
    parsed = parse(line, INDEX)
    assert parsed.date <= TODAY
    assert parsed.minutes is None or 0 <= parsed.minutes <= 1440
    if parsed.start is not None and parsed.end is not None:
        assert "00:00" <= parsed.start < parsed.end <= "23:59"
    assert parsed.next_contact is None or parsed.next_contact > parsed.date
    for count in (parsed.heads, parsed.person_times, parsed.households, parsed.session_no, parsed.volunteers):
        assert count is None or count >= 0
    assert parsed.value_fen is None or parsed.value_fen >= 0
    assert len({client.id or client.name for client in parsed.clients}) == len(parsed.clients)


@given(lines)
def test_reading_is_the_same_every_time(line: str) -> None:
    assert parse(line, INDEX) == parse(line, INDEX) == parse(line, Index.build(CONTEXT))


@given(lines)
def test_the_note_is_left_of_the_line_and_nothing_else(line: str) -> None:
    parsed = parse(line, INDEX)
    rest = iter(line)
    assert all(ch in rest for ch in parsed.note)
    assert parsed.note == parsed.note.strip()


@given(typed)
def test_width_does_not_matter(line: str) -> None:
    wide = "".join("　" if ch == " " else chr(ord(ch) + 0xFEE0) if "!" <= ch <= "~" else ch for ch in line)
    narrow, widened = parse(line, INDEX), parse(wide, INDEX)
    assert without_note(narrow) == without_note(widened)
    assert [p.reason for p in narrow.problems] == [p.reason for p in widened.problems]
    assert [q.kind for q in narrow.questions] == [q.kind for q in widened.questions]
    assert len(narrow.note) == len(widened.note)


@given(typed.filter(lambda line: "//" not in line and line.strip()), lines.filter(lambda line: line.strip()))
def test_everything_after_the_slashes_is_note(before: str, after: str) -> None:
    alone, both = parse(before, INDEX), parse(f"{before} // {after}", INDEX)
    assert without_note(alone) == without_note(both)
    assert both.note.endswith(after.strip())
    assert both.note.removesuffix(after.strip()).strip() == alone.note
    assert (alone.problems, alone.questions, alone.missing) == (both.problems, both.questions, both.missing)


@given(st.lists(st.sampled_from([p for p in PIECES if p not in "昨天 前天 y 周三 上周三 周一"]), max_size=8))
def test_a_line_without_a_date_is_of_today(some: list[str]) -> None:
    line = " ".join(piece for piece in some if not any(ch.isdigit() for ch in piece))
    assert parse(line, INDEX).date == TODAY


@given(lines)
def test_parts_lie_in_the_line_one_after_the_other(line: str) -> None:
    at = 0
    for part in parse(line, INDEX).parts:
        assert at <= part.start < part.end <= len(line)
        at = part.end


@given(lines)
def test_what_is_ready_can_be_saved(line: str) -> None:
    parsed = parse(line, INDEX)
    assert parsed.ready == (not refusals(parsed))
    if parsed.ready:
        assert parsed.method is not None
        counts = (parsed.heads, parsed.person_times, parsed.households, parsed.volunteers)
        subject = parsed.clients or parsed.case or parsed.group or parsed.activity or parsed.items
        assert subject or any(c is not None for c in counts) or INDEX.methods[parsed.method].alone


@given(typed)
def test_every_answer_settles_its_question(line: str) -> None:
    parsed = parse(line, INDEX)
    for question in parsed.questions:
        for option in question.options:
            answered = resolve(parsed, question, option, INDEX)
            assert (question.kind, question.start) not in {(q.kind, q.start) for q in answered.questions}
    for offer in parsed.offers:
        taken = resolve(parsed, offer, None, INDEX)
        assert offer not in taken.offers
        assert taken.note == parsed.note


@settings(max_examples=50)
@given(lines, st.integers(-1, 60))
def test_completions_replace_what_stands_before_the_cursor(line: str, cursor: int) -> None:
    for completion in completions(line, cursor, INDEX):
        assert 0 <= completion.start <= completion.end <= len(line)
        assert completion.text
