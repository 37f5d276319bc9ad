"""A station to read lines against: invented people, the shipped lists."""

from __future__ import annotations

from datetime import date

from swstation.lists import Entry, entries
from swstation.quicklog import (
    Choice,
    Context,
    Item,
    KnownCase,
    KnownClient,
    KnownPerson,
    KnownTitle,
    Method,
    Outcome,
    Village,
)

TODAY = date(2026, 11, 18)  # a Wednesday

CLIENTS = (
    KnownClient("c1", "张桂芳", ("张奶奶",), "东瓜村"),
    KnownClient("c2", "李秀英", (), "东瓜村"),
    KnownClient("c3", "李和平", (), "程家坝村"),
    KnownClient("c4", "单丹", (), "程家坝村"),
    KnownClient("c5", "王秀兰", (), "东瓜村"),
    KnownClient("c6", "王秀兰", (), "程家坝村"),
    KnownClient("c7", "赵国华", (), ""),
    KnownClient("c8", "周国华", (), ""),
    KnownClient("c9", "钟芳", (), ""),
    KnownClient("c10", "陈龙", (), ""),
    KnownClient("c11", "翟志强", (), ""),
    KnownClient("c12", "阿依古丽·买买提", (), ""),
    KnownClient("c13", "周一", (), ""),
    KnownClient("c14", "吕梅", (), ""),
    KnownClient("c15", "欧阳春华", (), ""),
    KnownClient("c16", "甘安", (), ""),
    KnownClient("c17", "杨小妹", ("Mary Yang",), ""),
)


def words(entry: Entry) -> tuple[str, ...]:
    """All a worker may type for an entry, whatever language the screen has."""
    return (entry.zh, *entry.aliases, *((entry.en.lower(),) if entry.en.isalpha() else ()))


CONTEXT = Context(
    today=TODAY,
    writer="s1",
    clients=CLIENTS,
    staff=(
        KnownPerson("s1", "王敏"),
        KnownPerson("s2", "李娜"),
        KnownPerson("s3", "刘能"),
        KnownPerson("s4", "吕楠"),
        KnownPerson("s5", "曾强"),
    ),
    methods=tuple(Method(e.code, e.label, words(e), e.cls, e.alone, e.counts) for e in entries("method")),
    outcomes=tuple(Outcome(e.code, e.label, words(e), e.ends_file) for e in entries("outcome")),
    items=tuple(Item(e.code, e.label, words(e), e.unit) for e in entries("item")),
    fields=tuple(Choice(e.code, e.label, words(e)) for e in entries("field")),
    villages=(Village("532301102201", "东瓜村委会"), Village("532301102001", "程家坝社区居委会")),
    cases=(
        KnownCase("k12", 12, ("c1",), title="张桂芳"),
        KnownCase("k13", 13, ("c2",), title="李秀英"),
        KnownCase("k14", 14, ("c2",), title="李秀英"),
        KnownCase("k15", 15, ("c1", "c3"), title="张家", open=False),
        KnownCase("kb12", 12, ("c7",), letter="B", title="赵国华"),
    ),
    groups=(KnownTitle("g3", 3, "四点半课堂"),),
    activities=(KnownTitle("a5", 5, "敬老月联欢"),),
)
