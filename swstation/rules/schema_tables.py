"""The tables and keys of a policy file, their types and values: the policy catalogue's union as data."""

from __future__ import annotations

from typing import Final

from swstation.i18n import N_

SCHEMA_VERSION: Final = 1

TEXT: Final = N_("text")
NUMBER: Final = N_("a whole number")
DATE: Final = N_("a date like 2026-01-31")
FLAG: Final = N_("true or false")
TEXTS: Final = N_("a list of texts")
LIST_OF_TABLES: Final = N_("a list of tables")

COMMON: Final = ("id", "zh", "en", "force", "source", "quote", "rule")
COMMON_OPTIONAL: Final = frozenset({"derived", "open", "items", "confidence"})

CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "force": ("must", "target", "may", "intent", "fact"),
    "op": (">=", ">", "<=", "between"),
    "unit": (
        "hour", "class_hour", "person", "post", "institution", "platform", "site", "percent", "permille",
        "year", "month",
    ),
    "basis": ("year", "period", "registration"),
    "period": ("month", "year"),
    "scope": ("national", "local"),
    "tier": ("junior", "intermediate", "senior"),
    "currency": ("CNY",),
    "audience": ("joiners",),
    "confidence": ("primary", "repost", "general"),
    "education": ("junior_high", "high_school", "college", "bachelor", "master", "doctor"),
    "major": ("any", "social_work", "other"),
    "counted_to": ("exam_year_end",),
    "title_from": ("junior", "intermediate", "associate_senior", "senior", "full_senior"),
    "admin_level": ("province", "prefecture", "city", "county", "township", "community", "village"),
}  # fmt: skip
NEEDS: Final = ("community_worker", "certificate", "registered", "full_time", "public_finance")
"""What an allowance may ask for that can be told from the registers."""
TRAINING_CHOICES: Final[dict[str, tuple[str, ...]]] = {"unit": ("hour", "class_hour"), "op": (">=",)}

TYPES: Final[dict[str, str]] = {
    **dict.fromkeys(
        (
            "order", "hours", "value", "value_min", "value_max", "amount", "amount_min", "amount_max",
            "interval_years", "interval_months", "notice_months", "term_years", "term_years_min",
            "term_years_max", "due_year", "count_per_unit", "first_within_months", "valid_months",
            "renew_in_last_months", "within_years", "years", "pass_valid_years", "validity_years",
        ),
        NUMBER,
    ),
    **dict.fromkeys(
        (
            "period_start", "period_end", "contracts_from", "started_from", "started_before", "issued",
            "effective_from", "effective_to", "seed_published",
        ),
        DATE,
    ),
    **dict.fromkeys(("open", "cumulative", "applies_to_open", "measurable", "native", "local_counts"), FLAG),
    **dict.fromkeys(
        (
            "derived", "applies_to", "conditions", "counts_kinds", "evaluator_zh", "uses_zh", "basis_zh",
            "needs", "courses", "lines", "majors", "aliases", "divisions", "missing", "issuers", "companions",
            "actor_zh",
            "beside",
        ),
        TEXTS,
    ),
    "items": LIST_OF_TABLES,
}  # fmt: skip

# The keys beyond the common ones: those an item must have, then those it may have.
TABLES: Final[dict[str, tuple[str, str]]] = {
    "training.kind": ("", "applies_to audience period_zh"),
    "training.requirement": (
        "hours unit unit_zh op basis",
        "cumulative period_zh period_start period_end applies_to applies_to_open conditions counts_kinds",
    ),
    "training.rule": ("", ""),
    "certificates.level": ("", "order scope tier aliases"),
    "certificates.must_hold": (
        "", "scope applies_to conditions contracts_from op value unit due_year due_zh",
    ),
    "certificates.rule": ("", ""),
    "certificates.registration": ("first_within_months valid_months renew_in_last_months", ""),
    "certificates.exam": ("level items", "within_years pass_valid_years interval_years"),
    "certificates.entry": ("level education major years", "after counted_to"),
    "talent.key": ("", "native certificate_from title_from courses education majors"),
    "titles.map": ("certificate", ""),
    "titles.rule": ("", ""),
    "allowance.item": (
        "kind",
        "needs local_counts applies_to conditions payer_zh amount currency per_person_zh period amount_min amount_max",
    ),
    "allowance.pay_factors": ("", ""),
    "allowance.rule": ("", "interval_years"),
    "posts.limit": ("op value unit", ""),
    "posts.org_types": ("", ""),
    "posts.required": ("org_type", "due_year due_zh post_kind op value unit of of_zh employment"),
    "posts.rule": ("", ""),
    "projects.category": ("", ""),
    "projects.limit": ("op unit", "value value_min value_max of of_zh"),
    "projects.price_floor": ("op amount currency", "period per_person_zh check"),
    "projects.ratio": ("op value unit", "of of_zh check lines"),
    "projects.rule": ("", "check"),
    "projects.set": ("items", "check"),
    "projects.term": ("value unit", "check"),
    "service_fields.set": ("list_kind items", ""),
    "duties.set": ("unit_of_work", ""),
    "evaluation.rule": ("", "subject evaluator_zh uses_zh basis_zh check"),
    "evaluation.set": ("subject items", "basis_zh evaluator_zh uses_zh"),
    "targets.indicator": (
        "",
        "op value unit per per_zh due_year due_zh measurable of of_zh cumulative term_years_min term_years_max counts",
    ),
    "org_tiers.rule": ("", ""),
    "org_tiers.tier": ("order admin_level", "count_per_unit presence"),
    "enumerations.set": ("topic items", "conditions"),
    "registers.register": ("", "holder_zh"),
    "workflows.workflow": ("", "interval_months started_from started_before notice_months term_years check"),
    "reports.report": ("", "interval_months"),
}  # fmt: skip

META_REQUIRED: Final = ("id", "divisions", "region_zh", "region_en", "region_kind", "name_zh", "name_en")
META_OPTIONAL: Final = frozenset(
    {
        "document_number", "issued", "seed", "seed_kind", "missing", "issuers", "seed_published",
        "effective_from", "validity_years", "effective_to", "derived", "companions", "beside",
    }
)  # fmt: skip

MAY_BE_ZERO: Final = frozenset({"value", "value_min", "amount", "amount_min", "years"})
