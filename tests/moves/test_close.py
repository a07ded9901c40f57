"""A company leaves. Step by step, cut off anywhere; and then everything that still names it is answered cleanly, by itself."""

import builtins
import json
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest

import app
from chalicelib.forms import queries as forms
from chalicelib.foundation import clock, keys, records, tenancy
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import NotSignedIn
from chalicelib.foundation.facts import Announcement, restored
from chalicelib.foundation.log import log
from chalicelib.identity import closing, tokens
from chalicelib.identity import queries as identity
from chalicelib.identity.facts import PasswordResetAsked, UserInvited
from chalicelib.imports.facts import BatchTaken
from chalicelib.leads import queries as leads
from chalicelib.live.tickets import Ticket
from chalicelib.webhooks import actions as webhooks
from chalicelib.webhooks import queries as endpoints
from infra.local.settings import ROOT
from infra.moves.companies import close, take_out
from infra.moves.stopping import Stopped
from infra.trouble import Trouble
from tests.builders import PASSWORD
from tests.crier import Crier
from tests.isolation.companies import access_token

BY = "system:operator:AIDAEXAMPLE"
NAME = "Soleil Vert"
OVER = timedelta(seconds=tokens.SECONDS["access"])


@pytest.fixture
def typing(monkeypatch):
    """What the person at the keyboard answers, in order; answers the questions that were asked."""
    asked, answers = [], []

    def answer(question):
        asked.append(question)
        return answers.pop(0) if answers else ""

    monkeypatch.setattr(builtins, "input", answer)

    def types(*words):
        answers[:] = words
        return asked

    return types


@pytest.fixture
def crier(world):
    return Crier(app)


def leave(dynamodb, company, folder, typing, *, crier=None):
    """All of it; the wait for those inside is over at once."""
    typing(NAME, company.tenant)
    begun = datetime.now(UTC)
    with clock.held_at(begun), pytest.raises(Stopped):
        close(dynamodb, company.tenant, folder, by=BY, stop=_now())
    if crier:
        crier.cry()
    typing(company.tenant)
    with clock.held_at(begun + OVER):
        close(dynamodb, company.tenant, folder, by=BY)


def _now():
    stop = Event()
    stop.set()
    return stop


def said(dynamodb, tenant):
    found = [json.loads(item["ev"]["S"]) for item in items(dynamodb, tenant) if "ev" in item]
    return {one["t"]: one["by"] for one in found}


def items(dynamodb, tenant):
    everything = dynamodb.get_paginator("scan").paginate(TableName="passerelle-test-main")
    return [item for page in everything for item in page["Items"] if item["pk"]["S"].startswith(f"{tenant}#")]


def test_all_steps_and_who_did_them(dynamodb, ours, tmp_path, typing, crier, capsys):
    crier.cry()
    asked = typing(NAME, ours.tenant)
    leave(dynamodb, ours, tmp_path, typing, crier=crier)
    assert [NAME in question for question in asked] == [True, True], "once before the doors shut, once before the keys go"
    crier.cry()
    told = {
        row["t"]["S"]: row["by"]["S"] for row in dynamodb.scan(TableName="passerelle-test-trace")["Items"] if row["pk"]["S"].startswith(ours.tenant)
    }
    steps = ("TenantDisabled", "FormClosed", "UserDisabled", "ApiKeyRevoked", "TenantExported", "WebhookDeleted", "TenantClosed")
    assert {fact: told.get(fact) for fact in steps} == dict.fromkeys(steps, BY)
    exported = {json.loads(line)["state"] for line in (tmp_path / "endpoints.jsonl").read_text().splitlines()}
    assert exported == {"on"}, "partners hear what happens until the end"
    out = capsys.readouterr().out
    assert f"{NAME} is closed" in out
    assert "Recovery could still bring the key back until" in out


def test_the_other_company_notices_nothing(dynamodb, ours, theirs, ask, tmp_path, typing):
    before = items(dynamodb, theirs.tenant)
    leave(dynamodb, ours, tmp_path, typing)
    assert items(dynamodb, theirs.tenant) == before
    assert ask("GET", "/api/v1/leads", token=theirs.token).status == 200
    assert ask("GET", f"/f/{theirs.ids['form_key']}").status == 200


def test_without_the_very_word_nothing_happens(dynamodb, ours, tmp_path, typing):
    before = items(dynamodb, ours.tenant)
    for word in ("", "yes", "soleil vert"):
        typing(word)
        with pytest.raises(Trouble, match="Nothing more was done"):
            close(dynamodb, ours.tenant, tmp_path, by=BY)
    assert items(dynamodb, ours.tenant) == before
    with pytest.raises(Trouble, match="no company"):
        close(dynamodb, "00000000", tmp_path, by=BY)


def test_the_keys_go_only_by_the_second_word(dynamodb, ours, tmp_path, typing):
    with clock.held_at(datetime.now(UTC) - OVER), tenancy.inside(ours.tenant, by=BY):
        closing.begin()
    asked = typing(NAME)
    with pytest.raises(Trouble):
        close(dynamodb, ours.tenant, tmp_path, by=BY)
    assert len(asked) == 1, "it was under way, so the first is not asked again"
    with tenancy.inside(ours.tenant):
        keys.forget()
        assert keys.of(ours.tenant)
    typing(ours.tenant)
    close(dynamodb, ours.tenant, tmp_path, by=BY)
    with tenancy.inside(ours.tenant), pytest.raises(keys.TenantGone):
        keys.of(ours.tenant)
    close(dynamodb, ours.tenant, tmp_path, by=BY)
    with pytest.raises(Trouble, match="nothing of it opens any more"):
        take_out(dynamodb, ours.tenant, tmp_path / "again", by=BY)


def test_what_is_written_while_people_are_still_inside_is_taken_along(dynamodb, ours, ask, tmp_path, typing, crier):
    begun = datetime.now(UTC)
    typing(NAME)
    with clock.held_at(begun):
        token = ours.asks_as("admin")
        with pytest.raises(Stopped):
            close(dynamodb, ours.tenant, tmp_path, by=BY, stop=_now())
    with clock.held_at(begun + timedelta(minutes=5)):
        note = {"key": "01HYYYYYYYYYYYYYYYYYYYYYYY", "text": "Le dernier mot"}
        assert ask("POST", f"/api/v1/leads/{ours.ids['lead_id']}/notes", note, token=token).status == 201
        assert ask("POST", f"/api/v1/forms/{ours.ids['form_id']}/publication", token=token).status == 200
        invited = ask("POST", "/api/v1/users", {"email": "late@example.org", "name": "Invité", "role": "observer"}, token=token)
        assert invited.status == 201
    typing(ours.tenant)
    with clock.held_at(begun + OVER):
        assert ask("GET", "/api/v1/me", token=token).status == 401
        close(dynamodb, ours.tenant, tmp_path, by=BY)
    assert "Le dernier mot" in (tmp_path / "notes.jsonl").read_text()
    assert all(item["s"]["S"] == "disabled" for item in items(dynamodb, ours.tenant) if item["t"]["S"] == "US")
    assert ask("GET", f"/f/{ours.ids['form_key']}").status == 410


def test_an_export_from_before_is_not_enough(dynamodb, ours, tmp_path, typing):
    take_out(dynamodb, ours.tenant, tmp_path, by=BY)
    assert said(dynamodb, ours.tenant)["TenantExported"] == BY
    with pytest.raises(Trouble, match="name another folder"):
        leave(dynamodb, ours, tmp_path, typing)
    with tenancy.inside(ours.tenant):
        assert keys.of(ours.tenant)


def test_whoever_is_second_is_told_and_tries_again(dynamodb, ours, tmp_path, typing):
    place = {"pk": {"S": f"{ours.tenant}#CF"}, "sk": {"S": "T"}}

    def be_first(**_):
        another = {"UpdateExpression": "ADD v :one", "ExpressionAttributeValues": {":one": {"N": "1"}}}
        dynamodb.update_item(TableName="passerelle-test-main", Key=place, **another)

    events = records.CONNECTION.client.meta.events
    events.register("provide-client-params.dynamodb.TransactWriteItems", be_first)
    typing(NAME)
    try:
        with pytest.raises(Trouble, match="Somebody else has just changed this"):
            close(dynamodb, ours.tenant, tmp_path, by=BY)
    finally:
        events.unregister("provide-client-params.dynamodb.TransactWriteItems", be_first)
    leave(dynamodb, ours, tmp_path, typing)


# Afterwards


@pytest.fixture
def gone(dynamodb, ours, tmp_path, typing, crier):
    """The company has left."""
    leave(dynamodb, ours, tmp_path, typing, crier=crier)
    crier.cry()
    forms._editions.clear()
    identity.forget()
    return ours


@pytest.fixture
def quiet(caplog):
    """No error was logged."""
    yield
    assert errors(caplog) == []


def errors(caplog):
    return [f"{record.message}: {getattr(record, 'error', '')}" for record in caplog.records if record.levelname == "ERROR"]


def test_an_error_would_be_seen(caplog):
    log.failure("wire_failed", ValueError())
    assert errors(caplog) == ["wire_failed: ValueError"]


def test_signing_in(gone, ask, quiet):
    for number in range(3):
        refused = ask("POST", "/api/v1/sessions", {"email": f"user{number}@{gone.tenant}.example", "password": PASSWORD})
        assert (refused.status, refused.json["type"].rpartition(":")[2]) == (401, "credentials-refused")
    assert ask("POST", "/api/v1/password-resets", {"email": f"user1@{gone.tenant}.example"}).status == 202
    assert ask("GET", "/api/v1/leads", key=gone.key).status == 401
    with clock.held_at(datetime.now(UTC) - timedelta(minutes=20)):
        old = access_token(gone.users["admin"], gone.tenant, "admin")
    assert ask("GET", "/api/v1/me", token=old).status == 401


def test_a_link_to_choose_a_password(gone, ask, quiet):
    for use in ("invitation", "reset"):
        for user, epoch in ((gone.users["far"], 1), (gone.users["far"], 2)):
            token = tokens.make(use, tid=gone.tenant, sub=user, ep=epoch)
            assert ask("PUT", "/api/v1/passwords", {"token": token, "password": PASSWORD}).status == 410


def test_a_token_that_should_not_exist(gone, ask, quiet):
    """Nobody can have one any more; whoever had would be told, not failed."""
    token = gone.asks_as("admin")
    answers = {
        path: ask("GET", f"/api/v1{path}", token=token).status for path in ("/me", "/users", "/leads", f"/leads/{gone.ids['lead_id']}", "/queue")
    }
    assert set(answers.values()) <= {200, 410}, answers
    assert answers["/me"] == answers["/users"] == 410


def test_forms(gone, ask, quiet):
    form = f"/f/{gone.ids['form_key']}"
    assert ask("GET", form).status == 410
    assert ask("POST", form, form={"email": "a@example.org"}).status == 410
    assert ask("POST", form, {"email": "a@example.org"}).status == 410
    assert ask("GET", f"{form}/schema").status == 410
    assert ask("GET", f"{form}/thanks").status == 410


@pytest.mark.parametrize("remembered", [False, True])
def test_opt_in_links(dynamodb, ours, ask, tmp_path, typing, quiet, monkeypatch, remembered):
    """Also in a process that still has the key, and at once in one that reads it anew."""
    with tenancy.inside(ours.tenant):
        kept = keys.of(ours.tenant)
    leave(dynamodb, ours, tmp_path, typing)
    if remembered:
        monkeypatch.setitem(keys._opened, ours.tenant, (float("inf"), kept))
    link = f"/c/{ours.ids['token']}"
    for method, path in (("GET", link), ("POST", link), ("POST", f"{link}/renewals")):
        page = ask(method, path, form={} if method == "POST" else None)
        assert (page.status, "plus cours" in page.text) == (410, True), path
    cut = ask("POST", f"{link[:-3]}/renewals", form={"email": "Zorglub1@example.org"})
    assert cut.status in {200, 410}
    lead = next(item for item in items(dynamodb, ours.tenant) if item["t"]["S"] == "L" and item["s"]["S"] == "pending")
    assert "ca" not in lead, "nobody consents to a company that is not there"


def test_queues(gone, crier, dynamodb, quiet):
    """Every wire gets each fact that it hears, as if it had waited in the queue all the time. None comes again."""
    heard = set()
    for said in facts_of(gone, dynamodb):
        for wire in app.WIRES:
            if isinstance(said.fact, wire.hears):
                heard.add(wire.queue)
                crier.sqs.send_message(**message(crier, wire, said))
    assert heard == {wire.queue for wire in app.WIRES}
    assert crier.cry() > len(heard)
    for wire in app.WIRES:
        about = crier.sqs.get_queue_attributes(QueueUrl=crier.queues[wire.queue], AttributeNames=["All"])["Attributes"]
        left = about["ApproximateNumberOfMessages"], about["ApproximateNumberOfMessagesNotVisible"]
        assert (wire.queue, *left) == (wire.queue, "0", "0")


def facts_of(company, dynamodb):
    """All of its history, and what its people could have asked for just before."""
    for row in dynamodb.scan(TableName="passerelle-test-trace")["Items"]:
        if row["pk"]["S"].startswith(f"{company.tenant}#"):
            fact = restored(row["t"]["S"], json.loads(row["d"]["S"]))
            yield Announcement(row["sk"]["S"], company.tenant, int(row["at"]["N"]), row["by"]["S"], int(row["v"]["N"]), fact)
    asked = (UserInvited(company.users["far"], "agent"), PasswordResetAsked(company.users["far"]), BatchTaken(company.ids["batch_id"], 0))
    for fact in asked:
        yield Announcement(f"US#{company.users['far']}:9", company.tenant, clock.now_ms(), "visitor", 9, fact)


def message(crier, wire, said):
    sent = {"QueueUrl": crier.queues[wire.queue], "MessageBody": said.to_json()}
    if wire.group:
        sent |= {"MessageGroupId": f"{said.tenant}#{wire.group(said)}", "MessageDeduplicationId": f"again#{said.id}"}
    return sent


def test_a_webhook_that_still_waits(dynamodb, ours, tmp_path, typing, crier, quiet):
    with tenancy.inside(ours.tenant, by=BY):
        waiting = webhooks.test(ours.ids["webhook_id"])
    leave(dynamodb, ours, tmp_path, typing)
    crier.cry()
    with tenancy.inside(ours.tenant):
        assert endpoints.endpoints() == []
    kept = dynamodb.get_item(TableName="passerelle-test-lease", Key={"pk": {"S": waiting.pk}, "sk": {"S": waiting.sk}})["Item"]
    assert (kept["s"]["S"], kept["le"]["S"]) == ("failed", "endpoint_off")


def test_sweeps(gone, dynamodb, crier, quiet, capsys):
    """Timers ring, backlogs are looked at; nothing waits for ever, and no alarm rings for who is not there."""
    tick = json.loads((ROOT / "events" / "sweep.json").read_text())
    with clock.held_at(datetime.now(UTC) + timedelta(days=4)):
        app.sweep(tick, None)
        crier.cry()
        capsys.readouterr()
        app.sweep(tick, None)
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines() if line.startswith("{")]
    figures = {name: line[name][0] for line in told for name in ("OldestWaitingLead", "OptInMailsLate") if name in line}
    assert figures == {"OldestWaitingLead": 0, "OptInMailsLate": 0}
    with tenancy.inside(gone.tenant):
        assert leads.fresh(gone.leads[3]).state == "expired"
    assert not any(item["t"]["S"] == "BL" for item in items(dynamodb, gone.tenant))


def test_an_open_console(gone, quiet):
    caller = Caller("user", gone.users["admin"], gone.tenant, "admin", grants={"leads.read": "all"})
    with tenancy.inside(gone.tenant), pytest.raises(keys.TenantGone):
        Ticket.to(caller).signed()
    with pytest.raises(NotSignedIn):
        Ticket.read(f"{gone.tenant}.e30.{'x' * 22}")
