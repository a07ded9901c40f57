"""A thousand at a time: taken whole, read part by part, told row by row."""

import json
import random
import string
from datetime import UTC, datetime, timedelta
from pathlib import Path

import botocore.session
import pytest
from pynamodb.exceptions import TransactWriteError

import app
from chalicelib.foundation import clock, config, tenancy
from chalicelib.foundation.errors import AlreadyDone, Conflict, NotFound
from chalicelib.imports import batches
from chalicelib.imports.models.batches import Batch, Part, _cut
from chalicelib.imports.shapes import stored
from chalicelib.leads import queries as leads
from chalicelib.webhooks import actions as webhooks
from chalicelib.webhooks import outward
from tests.builders import FIELDS, a_company
from tests.files.contents import PDF
from tests.imports.conftest import a_partner, a_row
from tests.isolation.companies import access_token

ROOT = Path(__file__).parents[2]


def rows(count, **changes):
    return [a_row(number, reference=f"R{number}", **changes) for number in range(count)]


def inside(company):
    return tenancy.inside(company.tenant, by="system:test")


def results(partner, batch, **query):
    return partner("GET", f"/lead-batches/{batch}/rows", query={"limit": 100} | query).json["items"]


def lead_count(company):
    with inside(company):
        return len(leads.newest(lambda _: True, limit=500, cursor=None)[0])


def test_a_batch_is_taken_at_once_and_read_part_by_part(partner, company, crier):
    taken = partner.send(rows(60))
    assert taken.status == 202
    assert (taken.json["state"], taken.json["rows"], taken.json["read"]) == ("running", 60, 0)
    assert lead_count(company) == 0
    crier.cry()
    done = partner("GET", f"/lead-batches/{taken.json['id']}").json
    assert (done["state"], done["read"], done["counts"]["created"]) == ("done", 60, 60)
    assert done["ended_at"]
    assert lead_count(company) == 60
    told = results(partner, done["id"])
    assert [(one["row"], one["reference"], one["outcome"]) for one in told] == [(n, f"R{n}", "created") for n in range(60)]
    assert partner.standing("R59").json["lead_id"] == told[59]["lead_id"]


def test_a_wrong_row_is_told_with_its_fields_and_the_others_go_on(partner, crier):
    sent = rows(4)
    sent[1]["answers"] |= {"email": "awa", "phone": "12"}
    sent[2]["answers"] |= {"email": sent[0]["answers"]["email"]}
    batch = partner.send(sent).json["id"]
    crier.cry()
    told = results(partner, batch)
    assert [one["outcome"] for one in told] == ["created", "refused", "duplicate", "created"]
    assert [error["field"] for error in told[1]["errors"]] == ["email", "phone"]
    assert told[1]["problem"] == "answers-refused"
    assert (told[2]["lead_id"], told[3]["lead_id"] is None) == (None, False)
    counts = partner("GET", f"/lead-batches/{batch}").json["counts"]
    assert {outcome: count for outcome, count in counts.items() if count} == {"created": 2, "duplicate": 1, "refused": 1}
    assert [one["row"] for one in results(partner, batch, outcome="refused")] == [1]


def test_a_formula_an_emoji_and_right_to_left_are_plain_text(partner, crier):
    names = ["=cmd()", "👩🏽‍🚀 Awa", "مريم"]
    batch = partner.send([a_row(n, reference=f"R{n}", answers={"first_name": name}) for n, name in enumerate(names)]).json["id"]
    crier.cry()
    assert {one["outcome"] for one in results(partner, batch)} == {"created"}


def test_pages_of_results_join(partner, crier):
    batch = partner.send(rows(7)).json["id"]
    crier.cry()
    first = partner("GET", f"/lead-batches/{batch}/rows", query={"limit": 5}).json
    second = partner("GET", f"/lead-batches/{batch}/rows", query={"limit": 5, "cursor": first["cursor"]}).json
    assert [one["row"] for one in first["items"] + second["items"]] == list(range(7))
    assert second["cursor"] is None
    for strange in ("WyIiXQ", "W10", "eyJhIjoxfQ", "e", "W251bGwsMV0"):
        assert partner("GET", f"/lead-batches/{batch}/rows", query={"cursor": strange}).status in {200, 400}


def test_the_same_batch_sent_again_is_the_same_batch(partner, company, crier):
    sent = rows(3)
    first = partner.send(sent, key="k1").json
    assert partner.send(sent, key="k1").json == first
    crier.cry()
    done = partner.send(sent, key="k1").json
    assert (done["id"], done["state"]) == (first["id"], "done")
    crier.cry()
    assert lead_count(company) == 3


def test_without_a_key_the_rows_themselves_say_whether_it_is_the_same(partner):
    sent = rows(2)
    assert partner.send(sent).json["id"] == partner.send(sent).json["id"]
    assert partner.send(sent[:1]).json["id"] != partner.send(sent).json["id"]


def test_another_batch_under_a_used_key_is_refused(partner):
    partner.send(rows(2), key="k1")
    refused = partner.send(rows(3), key="k1")
    assert (refused.status, refused.json["type"]) == (422, "urn:passerelle:problem:key-used-otherwise")


def test_a_key_is_the_partners_own(partner, company, ask):
    other = a_partner(company, ask, "Un autre")
    mine, theirs = partner.send(rows(2), key="k1").json["id"], other.send(rows(3), key="k1").json["id"]
    assert mine != theirs
    for path in ("", "/rows"):
        assert other("GET", f"/lead-batches/{mine}{path}").status == 404
    assert other("POST", f"/lead-batches/{mine}/cancellation").status == 404
    assert other("DELETE", f"/lead-batches/{mine}/cancellation").status == 404


def test_the_rows_of_a_new_batch_correct_or_repeat_the_leads_of_an_older_one(partner, crier):
    partner.send(rows(2))
    crier.cry()
    sent = rows(3)
    sent[1]["answers"]["project"] = "heat"
    batch = partner.send(sent).json["id"]
    crier.cry()
    assert [one["outcome"] for one in results(partner, batch)] == ["unchanged", "updated", "created"]


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ([], "leads"),
        ([a_row(1, reference="R1"), a_row(2, reference="R1")], "leads"),
        ([a_row(1, reference="a b")], "leads.0.reference"),
        ([a_row(1)], "leads.0.reference"),
        ([a_row(1, reference="R1", consent={})], "leads.0.consent.given_at"),
        ([a_row(1, reference="R1", consent={"given_at": (datetime.now(UTC) + timedelta(hours=1)).isoformat()})], "leads.0.consent.given_at"),
        ([a_row(1, reference="R1", answers={"project": "x" * 70_000})], "leads.0"),
        ([a_row(number, reference=f"R{number}") for number in range(1001)], "leads"),
    ],
)
def test_a_batch_that_is_no_batch_is_refused_whole(partner, company, crier, sent, field):
    refused = partner.send(sent)
    assert refused.status == 422
    assert [error["field"] for error in refused.json["errors"]] == [field]
    assert all(error["message"] for error in refused.json["errors"])
    crier.cry()
    assert lead_count(company) == 0


def test_a_batch_may_be_larger_than_other_requests_but_not_endless(partner):
    heavy = [a_row(number, reference=f"R{number}", answers={"remark": "é" * 1000}) for number in range(300)]
    assert len(json.dumps(heavy)) > 256 * 1024
    assert partner.send(heavy).status == 202
    assert partner.send([a_row(1, reference="R1", answers={"remark": "x" * 3_000_000})]).status == 413


def test_an_unknown_form_and_a_closed_one_take_no_batch(partner, company):
    from chalicelib.forms import actions as forms

    assert partner.send(rows(1), form_id="0123456789").status == 404
    with inside(company):
        forms.close(company.form_id)
    assert partner.send(rows(1)).status == 410


def test_a_form_that_closes_meanwhile_still_takes_the_batch_that_it_took(partner, company, crier):
    from chalicelib.forms import actions as forms

    partner.send(rows(2))
    with inside(company):
        forms.close(company.form_id)
    crier.cry()
    assert lead_count(company) == 2


# Cancelled and resumed


def stand(partner, batch):
    found = partner("GET", f"/lead-batches/{batch}").json
    return found["state"], found["read"]


def test_a_cancelled_batch_keeps_what_was_read_and_goes_on_when_resumed(partner, company, crier):
    batch = partner.send(rows(120)).json["id"]
    with inside(company):
        batches.read_part(batch, 0)
    assert partner("POST", f"/lead-batches/{batch}/cancellation").json["state"] == "cancelled"
    assert partner("POST", f"/lead-batches/{batch}/cancellation").status == 200
    crier.cry()
    assert stand(partner, batch) == ("cancelled", 50)
    assert partner("DELETE", f"/lead-batches/{batch}/cancellation").json["state"] == "running"
    assert partner("DELETE", f"/lead-batches/{batch}/cancellation").status == 200
    crier.cry()
    assert stand(partner, batch) == ("done", 120)
    assert lead_count(company) == 120
    assert partner("POST", f"/lead-batches/{batch}/cancellation").status == 409


def test_what_was_being_read_when_somebody_cancelled_is_counted(partner, company, monkeypatch):
    batch = partner.send(rows(120)).json["id"]
    bring = batches.actions.bring

    def cancelled_meanwhile(*asked):
        partner("POST", f"/lead-batches/{batch}/cancellation")
        return bring(*asked)

    monkeypatch.setattr(batches.actions, "bring", cancelled_meanwhile)
    with inside(company):
        batches.read_part(batch, 0)
    assert stand(partner, batch) == ("cancelled", 50)
    assert [one["row"] for one in results(partner, batch)] == list(range(50))


def test_cancelled_while_its_last_part_is_read_it_is_done(partner, company, monkeypatch):
    batch = partner.send(rows(2)).json["id"]
    keep = batches._keep

    def cancelled_before(*kept):
        partner("POST", f"/lead-batches/{batch}/cancellation")
        keep(*kept)

    monkeypatch.setattr(batches, "_keep", cancelled_before)
    with inside(company):
        batches.read_part(batch, 0)
    assert stand(partner, batch) == ("done", 2)


# Cut off, delivered twice


def test_cut_off_in_the_middle_of_a_part_it_tells_as_if_nothing_had_happened(partner, company, crier, monkeypatch):
    batch = partner.send(rows(5)).json["id"]
    bring, brought = batches.actions.bring, []

    def cut(*asked):
        if len(brought) == 3:
            raise RuntimeError("the light goes out")
        brought.append(bring(*asked))
        return brought[-1]

    monkeypatch.setattr(batches.actions, "bring", cut)
    with inside(company), pytest.raises(RuntimeError):
        batches.read_part(batch, 0)
    monkeypatch.undo()
    assert (lead_count(company), stand(partner, batch)) == (3, ("running", 0))
    crier.cry()
    assert [one["outcome"] for one in results(partner, batch)] == ["created"] * 5
    assert lead_count(company) == 5


def test_what_was_sent_alone_later_outlives_a_row_that_is_read_after_it(partner, company, crier):
    """Read late, or again after a cut: a row is as old as its batch."""
    batch = partner.send(rows(1)).json["id"]
    assert partner.bring("R0", 0, answers={"project": "heat"}).json["outcome"] == "created"
    crier.cry()
    assert [one["outcome"] for one in results(partner, batch)] == ["outdated"]
    done = partner("GET", f"/lead-batches/{batch}").json
    assert (done["state"], done["read"], done["counts"]["outdated"]) == ("done", 1, 1)
    assert partner.bring("R0", 0, answers={"project": "heat"}).json["outcome"] == "unchanged"
    later = partner.send(rows(1), "later").json["id"]
    crier.cry()
    assert [one["outcome"] for one in results(partner, later)] == ["updated"]


def test_a_part_that_is_told_of_twice_is_read_once(partner, company):
    batch = partner.send(rows(60)).json["id"]
    with inside(company):
        batches.read_part(batch, 0)
        with pytest.raises(AlreadyDone):
            batches.read_part(batch, 0)
        batches.read_part(batch, 1)
        with pytest.raises(AlreadyDone):
            batches.read_part(batch, 1)
    assert stand(partner, batch) == ("done", 60)


def test_a_part_read_by_two_at_once_counts_once(partner, company, monkeypatch):
    batch = partner.send(rows(3)).json["id"]
    keep = batches._keep

    def after_the_other(*kept):
        monkeypatch.setattr(batches, "_keep", keep)
        batches.read_part(batch, 0)
        keep(*kept)

    monkeypatch.setattr(batches, "_keep", after_the_other)
    with inside(company), pytest.raises(AlreadyDone):
        batches.read_part(batch, 0)
    done = partner("GET", f"/lead-batches/{batch}").json
    assert (done["state"], done["counts"]["created"]) == ("done", 3)
    assert lead_count(company) == 3


def test_a_batch_nobody_knows_comes_again(world):
    [message] = json.loads((ROOT / "events" / "import_leads.json").read_text())["Records"]
    assert app.import_leads({"Records": [message]}, None) == {"batchItemFailures": [{"itemIdentifier": message["messageId"]}]}


# What is kept


def test_waiting_rows_are_sealed_and_gone_once_read(partner, company, crier):
    dynamodb = botocore.session.get_session().create_client("dynamodb")

    def parts():
        return [item for item in dynamodb.scan(TableName="passerelle-test-lease")["Items"] if item["t"]["S"] == "LP"]

    taken = partner.send([row | {"reference": f"mine-{row['reference']}"} for row in rows(3)]).json
    [part] = parts()
    assert b"awa1" not in part["enc"]["B"]
    assert int(part["ttl"]["N"]) * 1000 == clock.to_ms(datetime.fromisoformat(taken["forgotten_at"]))
    crier.cry()
    [part] = parts()
    assert "enc" not in part
    assert b"mine-R1" not in part["res"]["B"]
    everything = str(dynamodb.scan(TableName="passerelle-test-main")["Items"]) + str(dynamodb.scan(TableName="passerelle-test-trace")["Items"])
    assert "mine-R1" not in everything


def test_a_part_is_cut_by_rows_and_by_weight():
    light, heavy = {"a": "x"}, {"a": "x" * 60_000}
    assert [len(part) for part in _cut([light] * 120)] == [50, 50, 20]
    assert [len(part) for part in _cut([heavy] * 5)] == [2, 2, 1]


def test_the_heaviest_batch_fits_in_one_transaction(partner, company):
    """Text that packs badly, so that packing is no promise."""
    letters = random.Random(7)
    remarks = ["".join(letters.choices(string.ascii_letters + string.digits, k=2_300)) for _ in range(1000)]
    sent = [a_row(number, reference=f"R{number}", answers={"remark": remark}) for number, remark in enumerate(remarks)]
    assert len(json.dumps(sent)) > 2_400_000
    batch = partner.send(sent)
    assert batch.status == 202
    with inside(company):
        found = Batch.known(batch.json["id"])
        sizes = [len(Part.known(found, number).rows) for number in range(int(found.parts))]
    assert max(sizes) < 400_000
    assert sum(sizes) < 4_000_000
    assert len(sizes) < 99


def test_the_history_says_whose_key_brought_it(partner, company, crier):
    partner.send(rows(1))
    crier.cry()
    with inside(company):
        [lead], _ = leads.newest(lambda _: True, limit=2, cursor=None)
        opened = leads.timeline(lead)[-1]
    assert (opened.t, opened.by) == ("LeadOpened", f"key:{partner.key.split('_')[2]}")


def test_the_partner_may_hear_that_it_is_done(partner, company, crier, monkeypatch):
    heard = []
    monkeypatch.setattr(outward, "post", lambda _url, body, _headers: heard.append(json.loads(body)) or 200)
    with inside(company):
        webhooks.add("https://partner.example/hook", ["batch.ended"], None)
    batch = partner.send(rows(2)).json["id"]
    crier.cry()
    [told] = heard
    assert told["type"] == "batch.ended"
    assert told["data"] == {"batch_id": batch, "version": 2, "created": 2, "updated": 0, "unchanged": 0, "outdated": 0, "duplicate": 0, "refused": 0}


def test_the_companys_people_see_every_batch(partner, company, ask):
    batch = partner.send(rows(1)).json["id"]
    token = access_token(company.admin, company.tenant, "admin")
    assert ask("GET", f"/api/v1/lead-batches/{batch}", token=token).status == 200


# A row that cannot be brought


def test_an_address_is_measured_as_it_is_kept(partner, crier):
    long = a_row(1, reference="R1")
    long["consent"]["page"] = "https://landing.example/" + "é" * 600
    refused = partner.send([long])
    assert (refused.status, [error["field"] for error in refused.json["errors"]]) == (422, ["leads.0.consent.page"])
    long["consent"]["page"] = "https://landing.example/" + "é" * 300
    batch = partner.send([long]).json["id"]
    crier.cry()
    assert [one["outcome"] for one in results(partner, batch)] == ["created"]


def test_a_row_that_is_read_no_more_stops_no_other(partner, crier, monkeypatch):
    def spoilt(drafts):
        kept = stored(drafts)
        kept[1]["consent"] = {}
        return kept

    monkeypatch.setattr(batches, "stored", spoilt)
    batch = partner.send(rows(3)).json["id"]
    crier.cry()
    told = results(partner, batch)
    assert [(one["reference"], one["outcome"], one["problem"]) for one in told] == [
        ("R0", "created", None), ("R1", "refused", "row-unreadable"), ("R2", "created", None),
    ]  # fmt: skip
    assert told[1]["detail"]
    assert stand(partner, batch) == ("done", 3)


@pytest.mark.parametrize(("wrong", "problem"), [(NotFound, "not-found"), (Conflict, "conflict")])
def test_a_row_that_goes_on_failing_stops_no_other(partner, crier, monkeypatch, wrong, problem):
    bring = batches.actions.bring

    def failing(sent, *more):
        if sent.reference == "R1":
            raise wrong
        return bring(sent, *more)

    monkeypatch.setattr(batches.actions, "bring", failing)
    batch = partner.send(rows(3)).json["id"]
    crier.cry()
    assert [(one["outcome"], one["problem"]) for one in results(partner, batch)] == [("created", None), ("refused", problem), ("created", None)]


def test_blanks_among_files_are_no_files(ask, world, crier):
    company = a_company(fields=[*FIELDS, {"name": "cv", "type": "file", "label": "Votre CV", "kinds": ["pdf"]}])
    partner = a_partner(company, ask)
    order = ask("POST", f"{company.form_path}/uploads", {"field": "cv", "name": "cv.pdf", "size": str(len(PDF))}).json
    botocore.session.get_session().create_client("s3", region_name=config.REGION).put_object(
        Bucket=config.FILES_BUCKET, Key=order["fields"]["key"], Body=PDF
    )
    assert partner.bring("A1", answers={"cv": [order["ticket"], ""]}).json["outcome"] == "created"
    batch = partner.send([a_row(2, reference="A2", answers={"cv": ["", ""]})]).json["id"]
    crier.cry()
    assert [one["outcome"] for one in results(partner, batch)] == ["created"]


def test_a_batch_that_the_database_refuses_is_not_called_unknown(partner, monkeypatch):
    def refused(*_):
        raise TransactWriteError("too many at once")

    monkeypatch.setattr(Batch, "take", refused)
    assert partner.send(rows(1)).status == 409
