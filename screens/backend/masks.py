"""Personal data as lists show it: enough to tell two people apart, not enough to use."""

from __future__ import annotations


def masked_phone(text: str | None) -> str:
    """``138****1234``; short numbers keep their last two digits."""
    if not text:
        return ""
    return f"{text[:3]}****{text[-4:]}" if len(text) >= 11 else "*" * max(0, len(text) - 2) + text[-2:]


def masked_id(text: str | None) -> str:
    """The place at the front and the last two characters of an identity number."""
    if not text:
        return ""
    return text[:6] + "*" * max(0, len(text) - 8) + text[-2:]


def masked_address(text: str | None) -> str:
    """The first four characters of an address."""
    if not text:
        return ""
    return text if len(text) <= 2 else text[: min(4, len(text) - 1)] + "****"
