"""What can be brought in: the columns of each kind of ledger and how their cells are read.

The headings are the contract of ``import`` and ``template``; what else ledgers call them is
``swstation/data/headings.toml``. A field's name is its heading too.
"""

from __future__ import annotations

from db.errors import Refusal
from swstation.i18n import N_
from swstation.importing import dates, numbers, values
from swstation.importing.columns import Column, Kind, Variant

_DATE = N_("2026-03-05, 2026/3/5, 2026.3.5 or 2026年3月5日")
_YES_NO = N_("是 or 否")
_NAMES = N_("The name; several are joined by 、")
_AS_TEXT = N_("As text")
_LISTED = N_("One of the list")
_WHOLE = N_("A whole number")


def _day(key: str, heading: str, *, required: bool = False) -> Column:
    return Column(key, heading, dates.day, required, shape="date", width=13, hint=_DATE)


def _past(key: str, heading: str, *, required: bool = False) -> Column:
    return Column(key, heading, dates.past, required, shape="date", width=13, hint=_DATE)


def _text(key: str, heading: str, width: int = 12, hint: str = "", *, required: bool = False) -> Column:
    return Column(key, heading, values.text, required, width=width, hint=hint)


def _note(key: str, heading: str) -> Column:
    return Column(key, heading, values.note, verbatim=True, shape="free", width=40)


def _yes_no(key: str, heading: str, hint: str = _YES_NO) -> Column:
    return Column(key, heading, values.yes_no, options=("是", "否"), closed=True, width=14, hint=hint)


def _listed(key: str, heading: str, *, required: bool = False, width: int = 12, hint: str = _LISTED) -> Column:
    return Column(key, heading, values.listed(key), required, options=key, closed=True, width=width, hint=hint)


def _count(key: str, heading: str, *units: str, low: int = 0) -> Column:
    return Column(key, heading, numbers.count(*units, low=low), shape="number", width=9, hint=_WHOLE)


_NAME = Column("name", "姓名", values.person, required=True, hint=N_("The full name"))
_GENDER = Column("gender", "性别", values.gender, options=("男", "女"), closed=True, width=6, hint=N_("男 or 女"))
_RESIDENT_ID = Column(
    "resident_id",
    "身份证号",
    values.resident_id,
    width=22,
    hint=N_("18 digits as text; the last may be X. A spreadsheet rounds numbers of more than 15 digits."),
)
_PHONE = Column("phone", "手机号", values.phone, width=15, hint=N_("One number, as text"))

_HOURS = Variant(numbers.tenths, {"unit": "hour"})
_CLASS_HOURS = Variant(numbers.tenths, {"unit": "class_hour"})
_AMOUNT = Column(
    "amount",
    "时长",
    numbers.tenths,
    required=True,
    variants=dict.fromkeys(("时长(小时)", "培训时长(小时)", "小时", "小时数"), _HOURS)
    | dict.fromkeys(("时长(学时)", "培训时长(学时)", "学时", "学时数", "培训学时"), _CLASS_HOURS),
    implies=("unit",),
    shape="number",
    width=8,
    hint=N_("At most one decimal: 8, 7.5"),
)
_MEASURE = Column(
    "unit",
    "单位",
    numbers.measure,
    required=True,
    options=("小时", "学时"),
    closed=True,
    width=8,
    hint=N_("小时 or 学时: they are never converted"),
)
_MINUTES = Column(
    "minutes",
    "时长",
    numbers.minutes,
    variants=dict.fromkeys(("时长(小时)", "服务时长(小时)", "小时数"), Variant(numbers.minutes_from_hours)),
    shape="number",
    title="时长(分钟)",
    width=12,
    hint=N_("Whole minutes; blank is kept empty"),
)
_VALUE = Column(
    "value",
    "金额",
    numbers.fen,
    variants={"金额(万元)": Variant(numbers.fen_of_wan)},
    shape="number",
    title="金额(元)",
    width=10,
    hint=N_("Yuan, at most two decimals"),
)

STAFF = Kind(
    "staff",
    N_("Staff"),
    (
        _NAME,
        _GENDER,
        _RESIDENT_ID,
        _PHONE,
        _text("education", "学历", hint=N_("大专, 本科 ...")),
        _text("major", "专业", 16),
        _yes_no("social_work_graduate", "社工专业毕业"),
        _text("source", "人员来源", hint=N_("村社区干部, 网格员, 儿童主任 ...")),
        _text("employment_kind", "用工形式"),
        _day("joined_on", "入职日期", required=True),
        _day("left_on", "离职日期"),
        _text("left_reason", "离职原因"),
        _past("birth_date", "出生日期"),
        _text("ethnic_group", "民族", 8),
        _text("political_status", "政治面貌", hint=N_("中共党员, 共青团员, 群众 ...")),
        _text("native_place", "籍贯"),
        _yes_no("native", "本省籍"),
        _text("degree", "学位", hint=N_("学士, 社会工作硕士 ...")),
        _text("academic_title", "学术职称"),
        _past("social_work_since", "从事社会工作日期"),
        Column(
            "working_time",
            "专兼职",
            values.listed("employment"),
            options="employment",
            closed=True,
            width=8,
            hint=_LISTED,
        ),
        _text("field", "领域", hint=N_("A service field of the policy")),
        Column(
            "talent_category",
            "人才类型",
            values.listed("talent_category"),
            options="talent_category",
            closed=True,
            width=10,
            hint=_LISTED,
        ),
        _text("post_grade", "岗位等级", hint=N_("专技十一级 ...")),
        Column(
            "appointed_level",
            "聘任级别",
            values.listed("title_level"),
            options="title_level",
            closed=True,
            width=10,
            hint=_LISTED,
        ),
        _past("appointed_on", "聘任日期"),
        _text("filing_number", "备案编号", 18, _AS_TEXT),
        _past("filed_on", "备案日期"),
        _yes_no("social_insurance", "已参加社会保险"),
        _yes_no("housing_fund", "已缴公积金"),
        _text("supervisor_qualification", "督导资格"),
        _text("public_roles", "社会职务", 16, N_("Several are joined by 、")),
    ),
    orders=(("joined_on", "left_on"),),
)

CERTIFICATES = Kind(
    "certificates",
    N_("Certificates"),
    (
        _NAME,
        _RESIDENT_ID,
        _text("level", "级别", 18, N_("The certificate's level: a national name or one of your policy"), required=True),
        _text("number", "证书编号", 22, _AS_TEXT),
        _past("issued_on", "发证日期", required=True),
        _day("registered_on", "登记日期"),
        _day("valid_until", "有效期至"),
    ),
    orders=(("issued_on", "registered_on"), ("registered_on", "valid_until")),
)

TRAININGS = Kind(
    "trainings",
    N_("Trainings"),
    (
        _NAME,
        _RESIDENT_ID,
        _text("title", "培训名称", 28, required=True),
        _text("kind", "培训类型", 14),
        _text("provider", "主办单位", 22),
        _day("start_on", "开始日期", required=True),
        _day("end_on", "结束日期", required=True),
        _AMOUNT,
        _MEASURE,
        _yes_no("approved", "已审核", N_("是 or 否; blank is not approved")),
        _text("proof_number", "证明编号", 20, _AS_TEXT),
    ),
    orders=(("start_on", "end_on"),),
    carried=("title", "start_on", "end_on", "amount", "unit", "kind", "provider"),
)

CLIENTS = Kind(
    "clients",
    N_("Clients"),
    (
        _NAME,
        _GENDER,
        _RESIDENT_ID,
        _past("birth_date", "出生日期"),
        _PHONE,
        _text("address", "地址", 30),
        _text("village", "村居", 14, N_("The name of the village or community")),
        Column(
            "categories",
            "类别",
            values.listed_many("category"),
            options="category",
            width=20,
            hint=N_("One or more of the list, joined by 、"),
        ),
        Column("head", "户主", values.one_person, hint=N_("The name of the head of the household")),
        _text("relation", "与户主关系", hint=N_("本人, 配偶, 子 ...")),
        Column("guardian", "监护人", values.one_person),
        Column("guardian_phone", "监护人电话", values.phone, width=15, hint=N_("One number, as text")),
        _text("disability_kind", "残疾类别"),
        _text("disability_grade", "残疾等级"),
    ),
)

CASES = Kind(
    "cases",
    N_("Cases"),
    (
        Column("client", "服务对象", values.people, True, width=14, hint=_NAMES),
        Column("worker", "社工", values.one_person, True, hint=N_("A name of the staff register")),
        _text("field", "领域"),
        _listed("stage", "阶段"),
        _past("opened_on", "接案日期", required=True),
        _past("closed_on", "结案日期"),
        _note("problem", "问题"),
        _day("next_contact", "下次联系"),
    ),
    orders=(("opened_on", "closed_on"),),
)

LOGS = Kind(
    "logs",
    N_("Service logs"),
    (
        _past("service_date", "日期", required=True),
        _listed("method", "方式", required=True),
        Column("worker", "社工", values.writer, True, hint=N_("Who wrote it first, then colleagues, joined by 、")),
        Column("client", "服务对象", values.people, width=16, hint=_NAMES),
        _text("village", "村居", 14),
        _MINUTES,
        _listed("outcome", "结果", hint=N_("One of the list; blank is 见到")),
        _count("heads", "人数", "人", "名", "位"),
        _count("person_times", "人次", "人次", "人"),
        _count("households", "户数", "户", "户次"),
        _count("session_no", "节次", "节", "次", low=1),
        _listed("item", "事项", width=18),
        Column("count", "件数", numbers.counted, implies=("item_unit",), shape="number", width=8, hint=_WHOLE),
        _text("item_result", "办理结果", 16),
        _VALUE,
        _text("service_case", "个案", 14),
        _text("group", "小组", 16),
        _text("activity", "活动", 16),
        _text("field", "领域"),
        _note("note", "内容"),
        _day("next_contact", "下次联系"),
    ),
    one_of=("client", "heads", "person_times", "households", "count", "item", "service_case", "group", "activity"),
)

KINDS: dict[str, Kind] = {kind.name: kind for kind in (STAFF, CERTIFICATES, TRAININGS, CLIENTS, CASES, LOGS)}


def kind_of(name: str) -> Kind:
    """The kind of a name. Raises ``Refusal`` with the names there are."""
    if found := KINDS.get(name):
        return found
    raise Refusal("importing.kind", token=name, choices=tuple(KINDS))
