"""A proof sheet holds what was posted, shown, mailed, clicked and answered; whatever is changed behind our back shows."""

import hashlib
import json
import re
from datetime import timedelta

import pytest

from bench.meter import size_of
from chalicelib.calls import actions as calls
from chalicelib.calls.shapes import OutcomeDraft
from chalicelib.contacts.models import Person, person_key
from chalicelib.forms import actions as forms
from chalicelib.forms import queries as form_queries
from chalicelib.forms.models import Edition, edition_key
from chalicelib.foundation import clock, tenancy
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.facts import FACTS
from chalicelib.foundation.pages import words
from chalicelib.foundation.records import TraceRecord, key
from chalicelib.identity import actions as identity
from chalicelib.identity import roles
from chalicelib.leads import facts as lead_facts
from chalicelib.leads.models.leads import Lead
from chalicelib.messaging import null
from chalicelib.proofs.models import Giving, publication
from tests.builders import ANSWERS, a_company, form_content, the_lead
from tests.isolation.companies import access_token

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
ROBOT = "Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/534+ (KHTML, like Gecko) BingPreview/1.0b"
PHONE = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36 and so on"
PAGE = "https://landing.example/solaire?utm_source=radio"


@pytest.fixture
def company(crier, ask):
    """One whose only lead has walked the whole road, with a robot on the way."""
    company = a_company(consent={"text": "Vos données servent à cette étude."})
    ask("POST", company.form_path, form=ANSWERS, headers={"User-Agent": BROWSER, "Referer": PAGE})
    crier.cry()
    link = re.search(r"https?://[^/]+(/c/[\w.-]+)", null.sent[-1].text)[1]
    ask("GET", link, headers={"User-Agent": ROBOT})
    ask("POST", link, form={}, headers={"User-Agent": PHONE})
    crier.cry()
    agent = Caller("user", company.agents[0], company.tenant, "agent", company.centre, grants=roles.grants("agent", inside_tenant=True))
    with tenancy.inside(company.tenant, by=agent.actor):
        calls.record(the_lead(company).id, OutcomeDraft(outcome="rejected", reason="not_eligible"), agent, None)
    crier.cry()
    return company


@pytest.fixture
def proof(ask, crier, company):
    """Asks for the sheet as an administrator; what that says has reached the history when it returns."""

    def asked(**query):
        answer = ask("GET", f"/api/v1/proofs/{the_lead(company).id}", token=access_token(company.admin, company.tenant, "admin"), query=query)
        crier.cry()
        assert answer.status == 200, answer
        return answer.json

    return asked


def verdicts(proof):
    return {check["what"]: check["verdict"] for check in proof["checks"]}


def rows(company):
    with tenancy.inside(company.tenant):
        return list(TraceRecord.query(key("P", the_lead(company).person_id)))


def change(company, row, **data):
    """As somebody with the keys to the tables might."""
    with tenancy.inside(company.tenant):
        row.update([TraceRecord.data.set(row.data | data)])


def test_the_sheet_says_all_that_happened_and_agrees_with_itself(company, proof):
    sheet = proof()
    assert [line["type"] for line in sheet["lines"]] == [
        "FormPublished", "LeadOpened", "OptInMailSent", "LeadEmailConfirmed", "LeadAssigned", "LeadRejected",
    ]  # fmt: skip
    assert sheet["lines"][-1]["said"] == "Appel : rejeté, hors cible."
    assert "250" in sheet["lines"][2]["said"] or "null" in sheet["lines"][2]["said"], "the server's own answer"
    assert verdicts(sheet) == {"history": "good", "form": "good", "request": "good", "click": "good", "given": "unknown"}
    assert sheet["verdict"] == "good"
    assert sheet["posted"] | {"sealed": None, "at": None} == {
        "name": "Awa Diop", "email": "awa.diop@example.org", "phone": "+33612345678", "at": None, "page": PAGE, "address": "203.0.113.7",
        "browser": BROWSER, "sealed": None,
    }  # fmt: skip
    assert sheet["wordings"] == [
        {"text": "J'accepte d'être rappelé au sujet de mon projet.", "given": True},
        {"text": "Vos données servent à cette étude.", "given": True},
    ]
    assert (sheet["click"]["address"], sheet["click"]["browser"]) == ("203.0.113.7", PHONE[:120])
    assert [(visit["kind"], visit["times"]) for visit in sheet["visits"]] == [("robot", 1)]
    assert (sheet["form"]["version"], sheet["form"]["name"]) == (1, "Étude solaire")


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def test_a_partner_reckons_the_same_hashes_from_the_sheet_alone(company, proof):
    """As the guide says how: nothing of ours is called."""
    sheet, before = proof(), ""
    for line in sheet["lines"]:
        told = {name: line[name] for name in ("number", "type", "at", "by", "data")}
        before = hashlib.sha256((before + canonical(told)).encode()).hexdigest()
        assert line["hash"] == before
    assert sheet["hash"] == before
    opened = next(line for line in sheet["lines"] if line["type"] == "LeadOpened")
    assert opened["data"]["digest"] == hashlib.sha256(canonical(sheet["posted"]["sealed"]).encode()).hexdigest()
    clicked = next(line for line in sheet["lines"] if line["type"] == "LeadEmailConfirmed")
    assert clicked["data"]["digest"] == hashlib.sha256(canonical(sheet["click"]["sealed"]).encode()).hexdigest()


def test_a_hash_is_found_again_at_its_line(company, proof):
    sheet = proof()
    assert proof(hash=sheet["hash"])["asked"]["line"] == 6
    assert proof(hash=sheet["lines"][2]["hash"])["asked"] == {
        "hash": sheet["lines"][2]["hash"], "line": 3,
        "said": "Cette empreinte est celle de la ligne 3 : rien n'a changé jusque-là, et 3 ligne(s) se sont ajoutées depuis.",
    }  # fmt: skip
    assert proof(hash="0" * 64)["asked"]["line"] is None


def test_a_sheet_grows_and_its_older_hashes_hold(company, proof, ask, crier):
    before = proof()
    admin = access_token(company.admin, company.tenant, "admin")
    body = {"key": "01J00000000000000000000001", "reason": "Il a rappelé."}
    assert ask("POST", f"/api/v1/leads/{the_lead(company).id}/reopening", body, token=admin).status == 200
    crier.cry()
    after = proof(hash=before["hash"])
    assert after["lines"][:-1] == before["lines"]
    assert after["asked"]["line"] == len(before["lines"])
    assert verdicts(after)["given"] == "good"


@pytest.mark.parametrize(
    ("fact", "told"),
    [("OptInMailSent", {"answer": "250 accepted"}), ("LeadEmailConfirmed", {"how": "staff"}), ("LeadOpened", {"digest": "0" * 64})],
)
def test_a_fact_that_was_changed_breaks_the_chain_of_every_sheet_given(company, proof, fact, told):
    before = proof()
    change(company, next(row for row in rows(company) if row.t == fact), **told)
    after = proof(hash=before["hash"])
    assert after["asked"]["line"] is None
    assert verdicts(after)["given"] == "broken"
    assert after["verdict"] == "broken"


def test_the_last_fact_is_compared_with_where_the_lead_stands(company, proof):
    """Nobody has been given a sheet yet: what is kept twice is compared."""
    change(company, next(row for row in rows(company) if row.t == "LeadRejected"), reason="refused_consent")
    assert verdicts(proof())["history"] == "broken"


@pytest.mark.parametrize("fact", ["OptInMailSent", "LeadOpened", "LeadRejected"])
def test_a_fact_that_was_taken_out_is_missed(company, proof, fact):
    with tenancy.inside(company.tenant):
        next(row for row in rows(company) if row.t == fact).delete()
    with clock.held_at(clock.now() + timedelta(hours=25)):
        assert verdicts(proof())["history"] == "broken"


@pytest.mark.parametrize("hours", [0, 23])
def test_the_last_facts_are_waited_for_as_long_as_the_relay_tries(company, proof, hours):
    with tenancy.inside(company.tenant):
        for row in rows(company)[-2:]:
            row.delete()
    with clock.held_at(clock.now() + timedelta(hours=hours)):
        assert verdicts(proof())["history"] == "unknown"


def test_a_gap_before_other_facts_is_not_waited_for(company, proof):
    with tenancy.inside(company.tenant):
        next(row for row in rows(company) if row.t == "OptInMailSent").delete()
    assert verdicts(proof())["history"] == "broken"


@pytest.mark.parametrize("late", [{"FormPublished"}, {"LeadRejected"}, {"LeadAssigned", "LeadRejected"}, set(FACTS)])
def test_a_sheet_read_before_its_history_is_whole_holds_nobody_to_its_hash(company, proof, late):
    with tenancy.inside(company.tenant):
        published = Edition.get(*edition_key(company.form_id, 1)).published_at
        missing = [row for row in [publication(company.form_id, 1, int(published)), *rows(company)] if row.t in late]
        for row in missing:
            row.delete()
    early = proof()
    assert verdicts(early)["history"] == "unknown"
    with tenancy.inside(company.tenant):
        for row in missing:
            row.save()
    [noted] = [row for row in rows(company) if row.t == "ProofGiven"]
    assert (noted.by, noted.data["head"]) == (f"user:{company.admin}", "")
    assert [verdicts(proof())["given"] for _ in range(2)] == ["unknown", "good"]


def test_a_wording_that_was_changed_afterwards_shows(company, proof):
    with tenancy.inside(company.tenant):
        edition = Edition.get(*edition_key(company.form_id, 1))
        edition.update([Edition.content.set(edition.content | {"consent": {"text": "Vous acceptez tout."}})])
    assert verdicts(proof())["form"] == "broken"


def test_a_request_that_was_changed_afterwards_shows(company, proof):
    """By somebody who has even the keys."""
    lead = the_lead(company)
    with tenancy.inside(company.tenant):
        person = Person.known(lead.person_id)
        details = person.read()
        details["requests"]["1"]["proof"]["address"] = "198.51.100.1"
        person.seal(details)
        person.save()
    assert verdicts(proof())["request"] == "broken"


def test_a_click_that_was_changed_afterwards_shows(company, proof):
    lead = the_lead(company)
    with tenancy.inside(company.tenant):
        cipher = Person.known(lead.person_id).cipher
        lead.update([Lead.sealed.set(cipher.seal(lead.read_click(cipher) | {"address": "198.51.100.1"}, about=f"{lead.pk}|{lead.sk}|click"))])
    assert verdicts(proof())["click"] == "broken"


def test_a_lead_stays_within_its_kilobyte_with_the_click(company):
    """One more would cost a unit at each of its later changes."""
    lead = the_lead(company)
    with tenancy.inside(company.tenant):
        assert size_of(Lead._get_connection().get_item(lead.pk, lead.sk)["Item"]) < 900


def test_a_sheet_from_before_digests_were_kept_says_what_it_cannot_tell(company, proof):
    for row in rows(company):
        if row.t == "LeadOpened":
            with tenancy.inside(company.tenant):
                row.update([TraceRecord.data.set({name: value for name, value in row.data.items() if name not in {"digest", "form_version"}})])
    sheet = proof()
    assert verdicts(sheet)["request"] == "unknown"
    assert sheet["verdict"] == "good"


def test_an_erased_person_leaves_a_sheet_that_verifies_and_names_nobody(company, proof, crier):
    before = proof()
    lead = the_lead(company)
    with tenancy.inside(company.tenant, by="system:test"):
        lead.move_to("erased", lead_facts.LeadErased(lead_id=lead.id, form_id=lead.form, centre_id=lead.centre, state="erased"))
        Person(*person_key(lead.person_id)).update([Person.salt.remove(), Person.sealed.remove()])
    crier.cry()
    after = proof(hash=before["hash"])
    assert after["asked"]["line"] == len(before["lines"])
    assert (after["posted"], after["click"], after["verdict"]) == (None, None, "good")
    assert verdicts(after) == {"history": "good", "form": "good", "request": "unknown", "click": "unknown", "given": "good"}
    assert not [mark for mark in ("Diop", "awa.diop", "203.0.113.7", "landing.example", "612345678") if mark in json.dumps(after)]


def test_the_phone_stays_hidden_until_the_address_is_confirmed(crier, ask):
    company = a_company()
    ask("POST", company.form_path, form=ANSWERS)
    crier.cry()
    answer = ask("GET", f"/api/v1/proofs/{the_lead(company).id}", token=access_token(company.admin, company.tenant, "admin"))
    assert answer.json["posted"]["email"] == "awa.diop@example.org"
    assert "612345678" not in answer.text


def test_whoever_is_given_a_sheet_is_noted_once_an_hour(company, proof):
    proof(), proof()
    given = [row for row in rows(company) if row.t == "ProofGiven"]
    assert [(row.by, row.data["shown_as"], row.data["lines"]) for row in given] == [(f"user:{company.admin}", "screen", 6)]
    with tenancy.inside(company.tenant):
        [kept] = Giving.query(key("P", the_lead(company).person_id), Giving.sk.startswith("PG#"))
    assert kept.expires > clock.now().timestamp()


def test_a_partner_verifies_with_a_key_of_its_own(company, ask):
    with tenancy.inside(company.tenant, by="system:test"):
        may, may_not = (identity.make_api_key(name, {scope}).key for name, scope in (("Preuves", "proofs.read"), ("Leads", "leads.read")))
    address = f"/api/v1/proofs/{the_lead(company).id}"
    assert ask("GET", address, key=may).json["verdict"] == "good"
    assert ask("GET", address, key=may_not).status == 403
    assert ask("GET", address, key=may, query={"hash": "abc"}).status == 422


def test_an_agent_is_given_sheets_of_their_own_leads_only(company, ask):
    address = f"/api/v1/proofs/{the_lead(company).id}"
    theirs, strangers = (access_token(user, company.tenant, "agent", company.centre) for user in (company.agents[0], company.admin))
    assert ask("GET", address, token=theirs).status == 200
    assert ask("GET", address, token=strangers).status == 404


@pytest.fixture
def shared(crier, ask):
    """A company whose only lead could have gone to another centre, or waited."""
    company = a_company()
    with tenancy.inside(company.tenant, by="system:test"):
        routes = [{"centre_id": company.centre, "share": 99}, {"centre_id": identity.open_centre("Dakar", "push"), "share": 1}]
        forms.edit(company.form_id, form_content("", centres=routes, double_optin=False), None)
        forms.publish(company.form_id)
        form_queries.forget(company.form_id)
    ask("POST", company.form_path, form=ANSWERS)
    crier.cry()
    return company


OF_OTHERS = {"in_turn", "passed_over"}


@pytest.mark.parametrize("reader", ["agent", "manager", "proofs.read"])
def test_who_may_not_read_every_centre_is_not_told_who_else_could_have_had_the_lead(shared, ask, reader):
    address, token = f"/api/v1/proofs/{the_lead(shared).id}", access_token(shared.admin, shared.tenant, "admin")
    whole, part = ask("GET", address, token=token).json, ask("GET", address, **credentials(shared, reader)).json
    withheld = [line for line in part["lines"] if line["withheld"]]
    assert [line["type"] for line in withheld] == ["LeadRouted", "LeadAssigned"]
    assert not [line for line in withheld if OF_OTHERS & {name for name, value in line["data"].items() if value}]
    assert [line["hash"] for line in part["lines"]] == [line["hash"] for line in whole["lines"]]
    assert part["verdict"] == "good"


@pytest.mark.parametrize("reader", ["admin", "proofs.read centres.read"])
def test_who_may_read_every_centre_is_told_all(shared, ask, reader):
    lines = ask("GET", f"/api/v1/proofs/{the_lead(shared).id}", **credentials(shared, reader)).json["lines"]
    assert not [line for line in lines if line["withheld"]]
    assert next(line for line in lines if line["type"] == "LeadRouted")["data"]["in_turn"]


def credentials(company, reader):
    if "." in reader:
        with tenancy.inside(company.tenant, by="system:test"):
            return {"key": identity.make_api_key("Preuves", set(reader.split())).key}
    user, centre = (company.admin, None) if reader == "admin" else (company.agents[0], company.centre)
    return {"token": access_token(user, company.tenant, reader, centre)}


def test_lines_stand_in_the_order_of_versions_whatever_the_clocks_say(company, proof, crier):
    """Two functions, two clocks: a later change may bear an earlier time, and must not push in between lines that somebody has."""
    before = proof()
    lead, early = the_lead(company), clock.from_ms(clock.now_ms() - 60_000)
    with tenancy.inside(company.tenant, by="system:test"), clock.held_at(early):
        lead.reopen()
    crier.cry()
    after = proof(hash=before["hash"])
    assert after["asked"]["line"] == len(before["lines"])
    assert after["lines"][-1]["type"] == "LeadReopened"
    assert after["lines"][-1]["at"] < after["lines"][-2]["at"]
    assert after["verdict"] == "good"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_fact_of_a_lead_has_words_on_the_sheet(language):
    lines = words("proofs", language)["lines"]
    told = {name for name, fact in FACTS.items() if issubclass(fact, lead_facts.LeadFact)} | {"FormPublished"}
    assert not {name for name in told if not any(key.partition(".")[0] == name for key in lines)}


def test_a_hidden_reading_is_not_possible(company, proof, ask, crier):
    """Whatever way it is asked for, the history says who had it, and the next sheet holds that hash against itself."""
    admin = access_token(company.admin, company.tenant, "admin")
    answer = ask("GET", f"/api/v1/proofs/{the_lead(company).id}/pdf", token=admin, headers={"Accept": "application/pdf"})
    assert answer.status == 200
    crier.cry()
    [given] = [row for row in rows(company) if row.t == "ProofGiven"]
    assert given.data["shown_as"] == "paper"
    assert given.data["head"] == proof()["hash"]
