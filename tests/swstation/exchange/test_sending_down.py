"""Down to a station: the county's own records, without content where they are not its business; what it lost."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import bundles
import independent_reader
import pytest
from sites import County, Site

from db.queries.due import unsent
from db.records import OP_COLUMNS, Op, parse_line, to_line
from swstation.exchange import codes, sending_down
from swstation.exchange.exporting import Exported
from swstation.exchange.identity import (
    county_card,
    device,
    device_keys,
    enrolment_id,
    revoke,
    trusted_keys,
    work_folder,
)
from swstation.exchange.manifest import Manifest, Sender
from swstation.exchange.opening import opened
from swstation.exchange.packing import Packing
from swstation.operations import erasure, transfers
from swstation.operations.clients import add_client
from swstation.operations.logs import LogInput, log_service
from swstation.operations.policies import continue_policy

UNIT = "T532301103"
POLICY = "chuxiong"


def down(here: County, unit: str = UNIT, **options: object) -> Exported:
    """What the county writes for a station."""
    return here.county.export(here.stick, peer=unit, **options)


def merged(here: County, *sites: Site) -> None:
    """Hand in from some sites."""
    for site in sites:
        here.county.merge_one(site.bundle(here.stick))


def manifest(site: Site, file: Path) -> Manifest:
    """What a bundle says, to one who may open it."""
    with site.book() as book:
        card = county_card(book)
        assert card
        with opened(
            file, [device_keys(book)], counties=[card.fingerprint], kinds=["up", "down"],
            signer=lambda said: (trusted_keys(book, said.sender.replica) or (None,))[0],
            work=work_folder(book, "work"),
        ) as bundle:  # fmt: skip
            return bundle.manifest


def test_what_does_not_concern_the_station_comes_without_content(here: County) -> None:
    here.b.address(1, "hers")
    here.a.address(2, "theirs")
    merged(here, here.b, here.a)
    here.county.address(1, "the county's correction")
    here.county.address(2, "a correction for another station")
    here.county.address(3, "the county's own")
    sent = down(here)
    assert sent.file and sent.file.name.startswith("532301103-down-")
    done = here.b.merge_one(sent.file)
    assert done.new == sent.ops and not done.gaps
    assert here.b.all("SELECT address FROM household") == [("the county's correction",)]
    assert here.b.all("SELECT count(*) FROM op WHERE payload IS NULL") == [(3,)]  # and the county's own worker
    raw = here.b.all("SELECT group_concat(payload) FROM op")[0][0]
    assert "another station" not in raw and "the county's own" not in raw
    # Numbers, chain and digest hold all the same, and the county's head is known in full.
    (row,) = here.b.all("SELECT last, chain FROM replica WHERE id = unhex(?)", here.county.replica)
    assert [row] == here.county.all("SELECT last, chain FROM replica WHERE id = unhex(?)", here.county.replica)
    assert here.b.sw("doctor").code == 0


def test_who_there_is_whose_devices_count_and_which_policies_go_on_concern_all(here: County) -> None:
    with here.county.book() as book:
        continue_policy(book, POLICY, date(2026, 1, 1), decision="县民政局决定")
    here.b.merge_one(down(here).file or Path())
    assert here.b.all("SELECT count(*) FROM enrolment") == [(3,)] and here.b.all("SELECT count(*) FROM unit") == [(2,)]
    assert here.b.all("SELECT decision FROM policy_continuation") == [("县民政局决定",)]


def test_what_the_station_has_seen_is_left_out(here: County) -> None:
    here.b.merge_one(down(here).file or Path())
    merged(here, here.b)
    assert down(here).file is None, "nothing new"
    here.county.address(9, "new")
    sent = down(here)
    assert [r.first for r in sent.ranges] == [sent.ranges[0].last] and sent.ops == 1
    said = manifest(here.b, sent.file or Path())
    assert [r.last for r in said.receipts] == [2] and said.kind == "down"
    assert down(here, full=True).ops > 1


def test_what_goes_down_is_not_handed_in(here: County) -> None:
    """What waits for the unit above goes on waiting, and a span asked for once more sets nothing back."""
    here.county.address(1, "the county's own")
    with here.county.book() as book:
        before = unsent(book.connection, book.replica).count
    assert before and down(here).file
    with here.county.book() as book:
        assert unsent(book.connection, book.replica).count == before
    for n in range(4):
        here.b.address(n, "hers")
    here.b.bundle(here.stick)
    here.b.bundle(here.stick, code=codes.request_code(here.b.replica, 1, 2))
    with here.b.book() as book:
        assert unsent(book.connection, book.replica).count == 0


def test_what_one_of_two_laptops_has_not_seen_is_sent_to_both(here: County) -> None:
    first = down(here, "T532301102").file or Path()
    here.a.merge_one(first)
    merged(here, here.a)
    assert down(here, "T532301102").file is not None
    here.a2.merge_one(first)
    merged(here, here.a2)
    assert down(here, here.a.replica).file is None


def test_after_a_loss_the_station_gets_its_own_back(here: County, tmp_path: Path) -> None:
    lost = here.copy(tmp_path / "before")  # what the station had the day before
    here.b.address(1, "lost")
    here.a.address(2, "another's")
    merged(here, here.b, here.a)
    assert not lost.b.all("SELECT * FROM household")
    full = down(here, full=True)
    lost.b.merge_one(full.file or Path())
    assert lost.b.all("SELECT address FROM household") == [("lost",)]
    assert here.b.replica in {r.replica for r in full.ranges} and here.a.replica not in {r.replica for r in full.ranges}


def test_a_colleague_is_known_by_the_county_s_word(here: County) -> None:
    """Two laptops of a station that never saw each other's card: the county's enrolment is enough."""
    here.a2.address(1, "x")
    for site in (here.a, here.a2):
        with site.book() as book:
            book.connection.execute("DELETE FROM enrolment")
    merged(here, here.a2)
    before = here.a2.export(here.stick, full=True)
    (held,) = here.a.merge(before.file or Path()).files
    assert held.refusal and held.refusal.code == "bundle.no_key"
    file = down(here, "T532301102").file or Path()
    here.a.merge_one(file)
    here.a2.merge_one(file)
    assert here.a.merge_one(here.a2.bundle(here.stick, full=True)).new == 4
    with here.county.book() as book:
        revoke(book, here.a2.replica)
    here.a.merge_one(down(here, "T532301102").file or Path())
    with here.a.book() as book:
        assert trusted_keys(book, here.a2.replica) is None


def test_nobody_enrols_in_the_county_s_name(here: County) -> None:
    keys = bundles.keys_of("a stranger").public
    stranger = "f" * 32
    with here.county.book() as book:
        county = book.unit
    said = {
        "truster": county, "replica": stranger, "unit": "T532301109", "name": None, "sign_key": keys.sign_text,
        "age_key": keys.recipient, "first_seq": None,
    }  # fmt: skip
    here.b.write(7, "enrolment", keys=said, trust={"state": "verified"})
    merged(here, here.b)
    with here.county.book() as book:
        assert trusted_keys(book, stranger) is None
    assert here.county.sw("export", "--for", stranger).refusal == "card.unknown_replica"


@pytest.mark.parametrize("action", ["set", "delete"])
def test_nobody_takes_back_what_the_county_said_of_a_device(here: County, action: str) -> None:
    """A station writes on the very row with which the county reported a laptop lost."""
    with here.county.book() as book:
        revoke(book, here.a2.replica)
        row = int(enrolment_id(book.unit, here.a2.replica), 16)
    here.b.merge_one(down(here).file or Path())
    groups = {"trust": {"state": "verified", "until_seq": None, "until_chain": None}} if action == "set" else {}
    here.b.write(row, "enrolment", action, **groups)
    merged(here, here.b)
    assert here.county.all("SELECT count(*) FROM op WHERE t = 'enrolment' AND st = ?", UNIT) == [(1,)]
    with here.county.book() as book:
        known = device(book, here.a2.replica)
        assert known is not None and known.until == 0 and trusted_keys(book, here.a2.replica) is None


@pytest.mark.fault(75)
def test_a_forged_policy_from_above_does_not_fit_the_county_s_signature(here: County) -> None:
    """A colleague's laptop makes a bundle that says it comes from the county, with a policy in it."""
    with here.a2.book() as book:
        continue_policy(book, POLICY, date(2026, 1, 1), decision="编的")
    genuine = here.a2.bundle(here.stick, full=True)
    up = manifest(here.a2, genuine)
    with here.a2.book() as book:
        county, known = county_card(book), trusted_keys(book, here.a.replica)
        assert county and known
        lines = independent_reader.unseal(
            genuine.read_bytes(), str(device_keys(book).age_identity), device_keys(book).public.sign_text
        )[1]
        for name, sender in (("hers.swb", Sender(county.replica, county.unit)), ("mine.swb", up.sender)):
            with Packing(work_folder(book, "work")) as packing:
                packing.add(lines)
                forged = replace(up, kind="down", sender=sender, recipients=(), members={})
                packing.send(here.stick / name, forged, device_keys(book), [known[0]])
    assert here.a.refused(here.stick / "hers.swb") == "bundle.bad_signature"
    assert here.a.refused(here.stick / "mine.swb") == "bundle.not_the_county"
    assert not here.a.all("SELECT * FROM policy_continuation")


def test_records_out_of_their_chain_come_on_the_county_s_word_alone(here: County, tmp_path: Path) -> None:
    """The member that a row's history travels in: vouched for by the county, no hole made of what lies between."""
    here.a.address(5, "history")
    row = here.a.all("SELECT * FROM op WHERE t = 'household'")[0]
    with here.a.book() as book:
        op = Op(*book.connection.execute(f"SELECT {OP_COLUMNS} FROM op WHERE t = 'household'").fetchone())
    assert op.id == row[0]
    with here.county.book() as book, Packing(work_folder(book, "work")) as packing:
        packing.add_loose([to_line(op)])
        said = Manifest(
            "down", "named", device_keys(book).public.fingerprint, Sender(book.replica, book.unit), 9, 1, 1, "x",
            book.source.at(),
        )  # fmt: skip
        sent = packing.send(
            here.stick / "loose.swb", said, device_keys(book), sending_down.readers_of(book, book.connection, UNIT)
        )
    assert sent.manifest.loose == 1 and sent.manifest.ops == 0
    done = here.b.merge_one(sent.path)
    assert (done.new, done.gaps, done.quarantined) == (1, (), 0)
    assert here.b.all("SELECT address, owner FROM household") == [("history", "T532301102")]
    # It is not the station's to hand on.
    assert {r.replica for r in here.b.export(here.stick, full=True).ranges} == {here.b.replica}
    with here.b.book() as book:
        lines = independent_reader.loose(sent.path.read_bytes(), str(device_keys(book).age_identity))
    assert [parse_line(line)[0].id for line in lines] == [op.id]


def test_only_down_may_a_record_travel_out_of_its_chain(here: County) -> None:
    raw = bundles.LINES[0]
    with pytest.raises(Exception, match=r"bundle\.manifest"), Packing(bundles.work(here.stick)) as packing:
        packing.add_loose([raw])
        packing.seal(io.BytesIO(), bundles.draft((), ranges=(), rows={}), bundles.DEVICE, [bundles.COUNTY.public])


@pytest.mark.fault(51)
def test_down_at_the_schema_that_the_station_last_said(here: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending_down, "SCHEMA", 2)  # a newer county
    assert manifest(here.b, down(here).file or Path()).schema == 2, "it has not said anything yet"
    merged(here, here.b)
    here.county.address(1, "x")
    said = manifest(here.b, down(here, full=True).file or Path())
    assert (said.schema, said.min_reader) == (1, 1)
    assert here.b.merge_one(down(here).file or Path()).status == "merged"


def test_what_a_newer_program_must_read_waits_for_it(here: County) -> None:
    with here.county.book() as book, Packing(work_folder(book, "work")) as packing:
        said = Manifest(
            "down", "named", device_keys(book).public.fingerprint, Sender(book.replica, book.unit), 9, 9, 9, "x 9",
            book.source.at(),
        )  # fmt: skip
        readers = sending_down.readers_of(book, book.connection, UNIT)
        file = packing.send(here.stick / "newer.swb", said, device_keys(book), readers).path
    (held,) = here.b.merge(file).files
    assert held.status == "held" and held.refusal and held.refusal.code == "bundle.newer"
    assert len(here.b.files("inbox")) == 1


def test_a_plan_for_all_and_a_verdict_about_their_client_concern_them(here: County) -> None:
    person = {"name": "某人", "gender": None, "birth_date": None, "resident_id": None}
    here.b.write(1, "client", ident=person)
    here.a.write(2, "client", ident=person)
    merged(here, here.a, here.b)
    often = {"times": 1, "period": "month", "allow_phone": False, "start_on": "2026-01-01", "end_on": None}
    for row, unit in ((11, "C532301"), (12, UNIT), (13, "T532301102")):
        scope = {"unit": unit, "category": None, "attention_level": "key", "client": None}
        here.county.write(row, "visit_plan", scope=scope, frequency=often, basis={"clause": None, "decided_on": None})
    for row, one, other in ((21, 1, 2), (22, 2, 3)):
        pair = {"a": f"{one:032x}", "b": f"{other:032x}", "verdict": "different", "reason": None}
        here.county.write(row, "person_link", verdict=pair)
    here.b.merge_one(down(here).file or Path())
    assert here.b.all("SELECT unit FROM visit_plan ORDER BY id") == [("C532301",), (UNIT,)]
    assert here.b.all("SELECT lower(hex(a)) FROM person_link") == [(f"{1:032x}",)]


def handed_over(here: County, row: int, frm: str, to: str, table: str = "household") -> None:
    """The county hands a row to another station."""
    said = {"from": frm, "to": to, "on": "2026-04-01", "reason": "迁居"}
    here.county.write(row, table, "transfer", _owner=said)


@pytest.mark.fault(40)
def test_a_row_handed_over_brings_its_history_along(here: County) -> None:
    here.a.address(1, "first")
    here.a.address(1, "second")
    here.a.address(2, "stays")
    merged(here, here.a)
    handed_over(here, 1, "T532301102", UNIT)
    sent = down(here)
    assert manifest(here.b, sent.file or Path()).loose == 3, "two edits, and the transfer for whoever saw it withheld"
    here.b.merge_one(sent.file or Path())
    assert here.b.all("SELECT address, owner FROM household") == [("second", UNIT)]
    here.b.address(1, "at its new station")
    # What the old station wrote before it heard of it comes along later, and is not lost.
    here.a.write(1, "household", ident={"number": None, "head": None, "head_name": "老站写的"})
    merged(here, here.a, here.b)
    again = down(here)
    assert manifest(here.b, again.file or Path()).loose == 1, "what it said it took in is left out"
    here.b.merge_one(again.file or Path())
    assert here.b.all("SELECT address, head_name FROM household") == [("at its new station", "老站写的")]
    assert here.county.all("SELECT address, head_name FROM household WHERE address <> 'stays'") == here.b.all(
        "SELECT address, head_name FROM household"
    )
    here.b.address(3, "else")
    merged(here, here.b)
    assert down(here).file is None
    # The old station hears of it with the rest; what the new one writes is none of its business any more.
    here.a.merge_one(down(here, "T532301102").file or Path())
    assert here.a.all("SELECT owner FROM household ORDER BY address") == [(UNIT,), ("T532301102",)]
    assert here.a.all("SELECT count(*) FROM household WHERE address = 'at its new station'") == [(0,)]


def test_a_correction_from_before_the_transfer_comes_with_its_content(here: County) -> None:
    """Withheld when it was sent, because it was another station's; needed once the row is handed over."""
    here.a.address(1, "before")
    merged(here, here.a)
    here.county.address(1, "corrected")
    here.b.merge_one(down(here).file or Path())
    assert here.b.all("SELECT count(*) FROM household") == [(0,)]
    merged(here, here.b)
    handed_over(here, 1, "T532301102", UNIT)
    done = here.b.merge_one(down(here).file or Path())
    assert here.b.all("SELECT address FROM household") == [("corrected",)] and done.status == "merged"
    assert here.b.sw("doctor").code == 0


def test_what_was_done_before_comes_along_and_what_was_done_with_others_does_not(here: County) -> None:
    with here.a.book() as book:
        client, other = (add_client(book, {"name": name}, opened_on="2026-03-02")[0] for name in ("李桂芳", "别人"))
        for one, note in ((client, "血压偏高"), (other, "与她无关")):
            log_service(book, LogInput("2026-03-02", "home_visit", minutes=30, note=note, clients=((one, "met"),)))
    merged(here, here.a, here.b)
    with here.county.book() as book:
        transfers.transfer_client(book, client, UNIT, "2026-04-01", "随子女居住", "本人书面同意")
    here.b.merge_one(down(here).file or Path())
    assert here.b.all("SELECT name, owner FROM client") == [("李桂芳", UNIT)]
    assert here.b.all("SELECT note, owner FROM service_log") == [("血压偏高", "T532301102")]
    assert here.b.all("SELECT outcome FROM log_client") == [("met",)]
    assert not here.b.all("SELECT 1 FROM op WHERE payload LIKE '%与她无关%' OR payload LIKE '%别人%'")


def test_what_was_given_along_is_erased_there_too(here: County) -> None:
    """An order to erase an entry of the old station reaches the new one, which holds it as history."""
    with here.a.book() as book:
        client = add_client(book, {"name": "李桂芳"}, opened_on="2026-03-02")[0]
        log = LogInput("2026-03-02", "home_visit", minutes=30, note="不该留", clients=((client, "met"),))
        log_service(book, log)
    merged(here, here.a, here.b)
    with here.county.book() as book:
        transfers.transfer_client(book, client, UNIT, "2026-04-01", "随子女居住", "本人书面同意")
    here.b.merge_one(down(here).file or Path())
    assert here.b.all("SELECT note FROM service_log") == [("不该留",)]
    with here.county.book() as book:
        (row,) = book.connection.execute("SELECT lower(hex(id)) FROM service_log").fetchone()
        erasure.erase(book, erasure.row_to_erase(book, "service_log", row), "本人要求")
    here.b.merge_one(down(here).file or Path())
    assert not here.b.all("SELECT 1 FROM op WHERE payload LIKE '%不该留%'") and not here.b.all(
        "SELECT * FROM service_log"
    )
    assert here.b.sw("doctor").code == 0


def test_a_device_that_became_another_is_sent_to_by_its_new_number(here: County) -> None:
    merged(here, here.b)
    former = here.b.replica
    assert here.b.sw("renew").code == 0 and here.b.replica != former
    here.b.address(1, "x")
    merged(here, here.b)
    sent = down(here, here.b.replica).file or Path()
    assert {r.replica for r in manifest(here.b, sent).receipts} == {former, here.b.replica}
    here.b.merge_one(sent)
    assert here.b.export(here.stick).file is None
