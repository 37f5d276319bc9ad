"""Devices known by their cards: compared, reported lost, told apart from those of other units."""

from __future__ import annotations

import pytest
from sites import County

from db.errors import Refusal
from swstation.exchange.devices import compare, digits_of, known_devices, uncompared
from swstation.exchange.identity import enrolment_id, revoke, split


def test_both_sides_see_the_same_digits_and_compare_them_once(here: County) -> None:
    with here.county.book() as centre, here.b.book() as station:
        (above,) = known_devices(station)
        there = {one.replica: one for one in known_devices(centre)}[station.replica]
        assert above.kind == "county_card" and (above.state, there.state) == ("unverified", "unverified")
        assert (uncompared(station), uncompared(centre)) == (1, 3)
        said = digits_of(station, above.fingerprint)
        assert said == digits_of(centre, there.fingerprint)

        with pytest.raises(Refusal) as refused:
            compare(centre, there.fingerprint, said[:-1] + ("1" if said[-1] != "1" else "2"))
        assert (refused.value.code, refused.value.field) == ("card.digits_differ", "digits")
        compare(centre, there.fingerprint, said.replace(" ", ""))
        compare(station, above.fingerprint, said)
        assert (uncompared(station), uncompared(centre)) == (0, 2)
        row = centre.connection.execute(
            "SELECT state FROM enrolment WHERE id = unhex(?)", (enrolment_id(centre.unit, station.replica),)
        ).fetchone()
        assert row == ("verified",), "the word travels as a record, too"


def test_a_device_that_was_judged_is_shown_so_and_not_compared(here: County) -> None:
    with here.county.book() as centre:
        first, second, *_rest = known_devices(centre)
        revoke(centre, first.replica)
        split(centre, second.replica)
        states = {one.replica: one.state for one in known_devices(centre)}
        assert (states[first.replica], states[second.replica]) == ("revoked", "split")
        assert uncompared(centre) == 1
        for one in (first, second):
            with pytest.raises(Refusal) as refused:
                compare(centre, one.fingerprint, digits_of(centre, one.fingerprint))
            assert refused.value.code == "card.judged"
