"""The form and the link, from the visitor's side: every trouble is explained, and no way of posting makes two of one person."""

import json
import re
from datetime import timedelta
from html import unescape

import botocore.session
import pytest

from chalicelib.contacts import queries as contacts
from chalicelib.contacts.models import Person
from chalicelib.distribution import actions as distribution
from chalicelib.forms import actions as forms
from chalicelib.foundation import clock, ids, tenancy
from chalicelib.foundation.errors import Conflict
from chalicelib.identity import passwords
from chalicelib.identity import queries as identity
from chalicelib.leads import queries as leads
from chalicelib.leads.models.leads import Lead
from chalicelib.messaging import null
from tests.api import documented
from tests.builders import ANSWERS, a_company, form_content
from tests.isolation.companies import access_token

ORIGIN = "https://landing.example"
PAGE, SCRIPT, UPLOAD = "application/x-www-form-urlencoded", "application/json", "multipart/form-data; boundary=xx"


@pytest.fixture
def ask(world):
    return documented.ask


@pytest.fixture
def company(world, monkeypatch):
    identity.forget()
    monkeypatch.setattr(passwords, "hashed", lambda _: "")  # nobody signs in here, and a hash takes its time
    null.sent.clear()
    return a_company(allowed_origins=[ORIGIN])


def every_lead(company):
    with tenancy.inside(company.tenant):
        return leads.newest(lambda _: True, limit=50, cursor=None)[0]


def token(company):
    return access_token(company.admin, company.tenant, "admin")


def link(number=-1):
    return re.search(r"/c/[\w.-]+", null.sent[number].text)[0]


def multipart(answers):
    parts = [f'--xx\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in answers.items()]
    return ("".join(parts) + "--xx--\r\n").encode()


def post(ask, company, how, answers=ANSWERS, **more):
    """The same post in each of the three ways."""
    headers = {"Content-Type": how} | more.pop("headers", {})
    if how == PAGE:
        return ask("POST", company.form_path, form=answers, headers=more.pop("extra", {}) | headers, **more)
    return ask("POST", company.form_path, multipart(answers) if how == UPLOAD else json.dumps(answers).encode(), headers=headers, **more)


# The form


@pytest.mark.parametrize(("language", "said"), [("fr", "Ce formulaire n’existe pas"), ("en", "This form does not exist")])
def test_an_unknown_form_is_a_page_in_the_readers_language(company, ask, language, said):
    unknown = [f"{company.tenant}-{ids.short_id()}", f"{ids.tenant_id()}-{company.form_id}", "nothing"]
    for key in unknown:
        for answer in (ask("GET", f"/f/{key}", language=language), ask("POST", f"/f/{key}", form=ANSWERS, language=language)):
            assert answer.status == 404
            assert f'<html lang="{language}">' in answer.text
            assert said in unescape(answer.text)
        problem = ask("GET", f"/f/{key}/schema", language=language)
        assert (problem.status, problem.headers["Content-Type"]) == (404, "application/problem+json")


def test_a_form_that_was_never_published_is_unknown_to_visitors(company, ask):
    with tenancy.inside(company.tenant, by="system:test"):
        drafted = forms.draft(form_content(company.centre))
    assert ask("GET", f"/f/{company.tenant}-{drafted.id}").status == 404


def closed_by_hand(company):
    with tenancy.inside(company.tenant, by="system:test"):
        forms.close(company.form_id)


def closed_by_the_clock(company):
    with tenancy.inside(company.tenant, by="system:test"):
        forms.edit(company.form_id, form_content(company.centre, allowed_origins=[ORIGIN], closes_at=clock.now_ms() - 1), None)
        forms.publish(company.form_id)


@pytest.mark.parametrize("close", [closed_by_hand, closed_by_the_clock])
def test_a_closed_form_says_so_in_its_own_language(company, ask, close):
    close(company)
    for answer in (ask("GET", company.form_path, language="en"), post(ask, company, PAGE, language="en"), post(ask, company, UPLOAD)):
        assert answer.status == 410
        assert '<html lang="fr">' in answer.text
        assert "Ce formulaire est fermé" in answer.text
        assert "Soleil Vert" in answer.text
    assert ask("GET", f"{company.form_path}/schema").json["type"] == "urn:passerelle:problem:form-closed-now"
    assert post(ask, company, SCRIPT).status == 410
    assert ask("GET", f"{company.form_path}/thanks").status == (410 if close is closed_by_hand else 200)
    assert every_lead(company) == []


WRONG = {"first_name": "A", "email": '"><b>awa', "phone": "12", "project": "nuclear"}


def test_everything_that_is_wrong_is_listed_at_once_and_typed_values_are_kept(company, ask):
    answer = post(ask, company, PAGE, WRONG)
    assert answer.status == 422
    for name in ("first_name", "last_name", "email", "phone", "project", "consent"):
        assert re.search(rf'<p class="error" id="e-{name}">\S', answer.text), name
    shown = re.sub(r"<(style|script).*?</\1>", "", answer.text, flags=re.DOTALL)
    assert shown.count('aria-invalid="true"') == 6
    assert 'value="A"' in answer.text
    assert 'value="12"' in answer.text
    assert "<b>awa" not in answer.text
    assert 'value="&#34;&gt;&lt;b&gt;awa"' in answer.text
    script = post(ask, company, SCRIPT, WRONG)
    assert (script.status, script.headers["Content-Type"]) == (422, "application/problem+json")
    assert sorted(error["field"] for error in script.json["errors"]) == ["consent", "email", "first_name", "last_name", "phone", "project"]
    assert all(error["message"] for error in script.json["errors"])
    assert every_lead(company) == []


def test_a_program_is_told_the_same_of_the_same_answers(company, ask):
    draft = {"form_id": company.form_id, "answers": WRONG, "consent": {"given_at": clock.iso(clock.now_ms())}}
    answer = ask("POST", "/api/v1/leads", draft, token=token(company))
    assert sorted(error["field"] for error in answer.json["errors"]) == ["consent", "email", "first_name", "last_name", "phone", "project"]


@pytest.mark.parametrize("how", [PAGE, SCRIPT, UPLOAD])
def test_an_oversize_post_is_refused_and_the_largest_that_fits_is_read(company, ask, how):
    headers = {"Content-Type": how}
    assert ask("POST", company.form_path, b"a" * (256 * 1024 + 1), headers=headers).status == 413
    assert ask("POST", company.form_path, b"a" * (256 * 1024), headers=headers).status in {400, 422}


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "application/x-ndjson", "", "nonsense", "application/json; charset=latin-1"])
def test_a_content_type_that_is_not_read_is_refused(company, ask, kind):
    answer = ask("POST", company.form_path, json.dumps(ANSWERS).encode(), headers={"Content-Type": kind})
    assert answer.status == 415
    assert every_lead(company) == []


@pytest.mark.parametrize(
    ("how", "body"),
    [
        (SCRIPT, b"{"), (SCRIPT, b"[]"), (SCRIPT, b"[" * 100_000), (SCRIPT, b'{"first_name": {"a": 1}}'), (SCRIPT, b'{"first_name": "\\ud800"}'),
        (SCRIPT, b'{"first_name": "a\\u0000"}'), (PAGE, b"first_name=%ff"), (PAGE, b"&".join(b"a%d=1" % n for n in range(300))),
        (UPLOAD, b"--xx\r\n"), (UPLOAD, b"nothing"), ("multipart/form-data", b"--xx--"),
        (UPLOAD, b'--xx\r\nContent-Disposition: form-data; name="a"; filename="a.exe"\r\n\r\nMZ\r\n--xx--\r\n'),
    ],
)  # fmt: skip
def test_a_post_that_cannot_be_read_is_refused(company, ask, how, body):
    answer = ask("POST", company.form_path, body, headers={"Content-Type": how})
    kind = "application/problem+json" if how == SCRIPT else "text/html; charset=utf-8"
    assert (answer.status, answer.headers["Content-Type"]) == (400, kind)


def test_a_thanks_page_says_nothing_of_its_address(company, ask):
    answer = ask("GET", f"{company.form_path}/thanks", query={"m": '"><script>alert(1)</script>'})
    assert answer.status == 200
    assert "alert(1)" not in answer.text


# Other sites


def test_a_landing_page_that_the_form_names_may_post_and_read_the_answer(company, ask):
    preflight = ask(
        "OPTIONS",
        company.form_path,
        headers={"Origin": ORIGIN, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"},
    )
    assert preflight.status == 204
    assert preflight.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert "POST" in preflight.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in preflight.headers["Access-Control-Allow-Headers"]
    assert preflight.headers["Vary"] == "Origin"
    bad = ask("POST", company.form_path, b"{", headers={"Origin": ORIGIN, "Content-Type": SCRIPT})
    answers = [post(ask, company, SCRIPT, headers={"Origin": ORIGIN}), post(ask, company, SCRIPT, WRONG, headers={"Origin": ORIGIN}), bad]
    answers.append(ask("GET", f"{company.form_path}/schema", headers={"Origin": ORIGIN}))
    assert [answer.status for answer in answers] == [202, 422, 400, 200]
    closed_by_the_clock(company)
    answers.append(post(ask, company, SCRIPT, headers={"Origin": ORIGIN}))
    assert answers[-1].status == 410
    assert {answer.headers.get("Access-Control-Allow-Origin") for answer in answers} == {ORIGIN}


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "https://landing.example.evil.example", "http://landing.example", "https://landing.example:444"]
)
def test_another_site_may_not(company, ask, origin):
    for how in (PAGE, SCRIPT, UPLOAD):
        answer = post(ask, company, how, headers={"Origin": origin})
        assert (answer.status, answer.json["type"]) == (403, "urn:passerelle:problem:origin-refused")
        assert "Access-Control-Allow-Origin" not in answer.headers
    assert ask("OPTIONS", company.form_path, headers={"Origin": origin}).status == 403
    assert every_lead(company) == []


@pytest.mark.parametrize("origin", ["null", "http://localhost:8010"])
def test_the_forms_own_page_may_post_and_a_hidden_origin_reads_nothing(company, ask, origin):
    from chalicelib.foundation import config

    sent = config.API_URL if origin != "null" else origin
    answer = ask("POST", company.form_path, form=ANSWERS, headers={"Origin": sent})
    assert answer.status == 303
    assert "Access-Control-Allow-Origin" not in answer.headers


# One person, one lead


def test_a_double_click_a_retry_and_the_other_two_ways_of_posting_make_one(company, ask, crier):
    for how, status in ((PAGE, 303), (PAGE, 303), (SCRIPT, 202), (UPLOAD, 303), (SCRIPT, 202)):
        assert post(ask, company, how).status == status
    crier.cry()
    shouted = ANSWERS | {"email": " Awa.DIOP@example.org ", "phone": "+33 6 12 34 56 78", "first_name": "awa"}
    assert post(ask, company, PAGE, shouted).status == 303
    crier.cry()
    assert len(every_lead(company)) == 1
    assert len(null.sent) == 1
    with tenancy.inside(company.tenant):
        assert contacts.known_by_email(ANSWERS["email"]) == every_lead(company)[0].person_id


def test_a_program_and_a_page_make_one(company, ask):
    draft = {"form_id": company.form_id, "answers": ANSWERS | {"consent": True}, "consent": {"given_at": clock.iso(clock.now_ms())}}
    assert ask("POST", "/api/v1/leads", draft, token=token(company)).status == 202
    assert post(ask, company, PAGE).status == 303
    assert len(every_lead(company)) == 1


def relay_person(company, person_id):
    """moto loses what comes on a stream after a refused transaction, so the person's record is handed to the relay as it stands."""
    import app

    place = {"pk": {"S": f"{company.tenant}#P#{person_id}"}, "sk": {"S": "P"}}
    item = botocore.session.get_session().create_client("dynamodb").get_item(TableName="passerelle-test-main", Key=place)["Item"]
    image = {name: value for name, value in item.items() if "B" not in value}
    assert app.relay({"Records": [{"dynamodb": {"SequenceNumber": "1", "NewImage": image}}]}, None) == {"batchItemFailures": []}


def test_what_a_partner_says_of_the_consent_is_kept_as_proof(company, ask):
    given = {"given_at": "2026-01-02T03:04:05+01:00", "ip": "198.51.100.7", "page": "https://partner.example/offre", "text": "J'accepte l'appel."}
    draft = {"form_id": company.form_id, "answers": ANSWERS | {"consent": True}, "consent": given}
    assert ask("POST", "/api/v1/leads", draft, token=token(company)).status == 202
    page = ask("GET", f"/api/v1/leads/{every_lead(company)[0].id}", token=token(company)).json
    told = {"form_version": 1, "at": "2026-01-02T02:04:05.000Z", "phone": None}
    assert page["consent"] == told | {name: given[name] for name in ("text", "ip", "page")}
    later = given | {"given_at": clock.iso(clock.now_ms() + 10 * 60_000)}
    refused = ask("POST", "/api/v1/leads", draft | {"consent": later}, token=token(company))
    assert [error["field"] for error in refused.json["errors"]] == ["consent.given_at"]


def test_two_persons_with_one_telephone_are_two_and_the_double_is_suspected(company, ask, crier):
    post(ask, company, PAGE)
    post(ask, company, PAGE, ANSWERS | {"email": "moussa.diop@example.org", "first_name": "Moussa"})
    newest, oldest = every_lead(company)
    assert newest.person_id != oldest.person_id
    relay_person(company, newest.person_id)
    told = ask("GET", f"/api/v1/leads/{newest.id}", token=token(company)).json["timeline"]
    [suspected] = [entry for entry in told if entry["type"] == "DuplicateSuspected"]
    assert suspected["why"] == "Ce numéro est aussi celui d'une autre personne."
    assert oldest.person_id in json.dumps(suspected["data"])
    assert "DuplicateSuspected" not in [one["type"] for one in ask("GET", f"/api/v1/leads/{oldest.id}", token=token(company)).json["timeline"]]


def test_the_same_person_is_a_new_lead_a_day_after_the_last_one_ended(company, ask, crier):
    with tenancy.inside(company.tenant, by="system:test"):
        distribution.seat(company.centre, company.agents[0])
    post(ask, company, PAGE)
    crier.cry()
    ask("POST", link(), form={})
    crier.cry()
    [lead] = every_lead(company)
    assert ask("POST", f"/api/v1/leads/{lead.id}/outcomes", {"outcome": "rejected", "reason": "other"}, token=token(company)).status == 201
    post(ask, company, PAGE)
    assert len(every_lead(company)) == 1, "ended a moment ago: the same wish"
    with clock.held_at(clock.now() + timedelta(hours=24, minutes=1)):
        post(ask, company, PAGE)
        post(ask, company, PAGE)
        crier.cry()
        newest, oldest = every_lead(company)
        assert (newest.person_id, newest.number, newest.state) == (oldest.person_id, 2, "pending")
        assert oldest.state == "rejected"
    with tenancy.inside(company.tenant):
        assert int(Person.known(oldest.person_id).requests) == 2


def test_another_form_is_another_wish(company, ask):
    post(ask, company, PAGE)
    with tenancy.inside(company.tenant, by="system:test"):
        other = forms.draft(form_content(company.centre, name="Autre"))
        forms.publish(other.id)
    assert ask("POST", f"/f/{company.tenant}-{other.id}", form=ANSWERS).status == 303
    newest, oldest = every_lead(company)
    assert newest.person_id == oldest.person_id


# The link


def asked_for_confirmation(company, ask, crier):
    post(ask, company, PAGE)
    crier.cry()
    return link()


def offers_a_new_link(answer, status):
    assert answer.status == status
    assert re.search(r'<form method="post" action="/c/[\w.-]+/renewals"', answer.text)
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    return True


def test_a_tampered_link_explains_itself_and_offers_a_new_one(company, ask, crier):
    good = asked_for_confirmation(company, ask, crier)
    other = a_company("Vents du Nord")
    tenant, _, signed = good[3:].partition(".")
    changed = {good[:place] + ("A" if good[place] != "A" else "B") + good[place + 1 :] for place in range(12, len(good), 5)}
    for bad in [*changed, good[:-1], good + "A", f"/c/{other.tenant}.{signed}", f"/c/{tenant}.", f"/c/{tenant}", f"/c/{ids.tenant_id()}.{signed}"]:
        for answer in (ask("GET", bad), ask("POST", bad, form={})):
            assert offers_a_new_link(answer, 404), bad
            assert "Soleil Vert" not in answer.text
            assert "awa" not in answer.text.lower()
    assert every_lead(company)[0].state == "pending"


@pytest.mark.parametrize("swept", [False, True])
def test_a_late_link_says_so_and_one_click_sends_a_new_one_that_works(company, ask, crier, swept):
    import app
    from tests.house.test_samples import SAMPLES

    late = asked_for_confirmation(company, ask, crier)
    with clock.held_at(clock.now() + timedelta(hours=73)):
        if swept:
            app.sweep(SAMPLES["sweep"], None)
            crier.cry()
            assert every_lead(company)[0].state == "expired"
        for answer in (ask("GET", late), ask("POST", late, form={})):
            assert offers_a_new_link(answer, 410)
            assert f'action="{late}/renewals"' in answer.text
        assert every_lead(company)[0].state in {"pending", "expired"}
        assert ask("POST", f"{late}/renewals", form={}).status == 200
        crier.cry()
        assert len(null.sent) == 2
        assert ask("POST", link(), form={}).status == 200
        assert every_lead(company)[0].confirmed_at


def test_the_second_click_is_told_that_it_is_done(company, ask, crier):
    good = asked_for_confirmation(company, ask, crier)
    first, second, visit = ask("POST", good, form={}), ask("POST", good, form={}), ask("GET", good)
    assert [first.status, second.status, visit.status] == [200, 200, 200]
    assert second.text == visit.text != first.text
    crier.cry()
    assert [entry["type"] for entry in ask("GET", f"/api/v1/leads/{every_lead(company)[0].id}", token=token(company)).json["timeline"]].count(
        "LeadEmailConfirmed"
    ) == 1


def test_whoever_loses_a_race_still_gets_a_page(company, ask, crier, monkeypatch):
    good = asked_for_confirmation(company, ask, crier)

    def somebody_was_first(*_, **__):
        raise Conflict

    with clock.held_at(clock.now() + timedelta(minutes=2)):
        monkeypatch.setattr(Lead, "confirm_email", somebody_was_first)
        monkeypatch.setattr(Lead, "renew_link", somebody_was_first)
        assert ask("POST", good, form={}).text == ask("GET", good).text, "still waiting: the button once more"
        by_link, by_address = ask("POST", f"{good}/renewals", form={}), ask("POST", "/c/lien/renewals", form={"email": ANSWERS["email"]})
        by_company = ask("POST", f"/c/{company.tenant}.x/renewals", form={"email": ANSWERS["email"]})
    assert [by_link.status, by_address.status, by_company.status] == [200, 200, 200]
    assert by_link.text == by_address.text == by_company.text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_new_link_for_an_address_tells_nothing_of_who_is_known(company, ask, crier, language):
    """Known and waiting, known and confirmed, unknown: one and the same page; and a mail only to who waits."""
    asked_for_confirmation(company, ask, crier)
    post(ask, company, PAGE, ANSWERS | {"email": "done@example.org", "phone": "06 98 76 54 32"})
    crier.cry()
    ask("POST", link(), form={})
    crier.cry()
    null.sent.clear()
    with clock.held_at(clock.now() + timedelta(minutes=2)):
        answers = [
            ask("POST", f"/c/{company.tenant}.broken/renewals", form={"email": address}, language=language)
            for address in (ANSWERS["email"], "done@example.org", "nobody@example.org", ANSWERS["email"])
        ]
        answers.append(ask("POST", f"/c/{ids.tenant_id()}.broken/renewals", form={"email": ANSWERS["email"]}, language=language))
        crier.cry()
    pages = {
        (answer.status, answer.text, tuple(sorted((name, value) for name, value in answer.headers.items() if name != "X-Request-Id")))
        for answer in answers
    }
    assert len(pages) == 1
    assert answers[0].status == 200
    assert f'<html lang="{language}">' in answers[0].text
    assert [mail.to for mail in null.sent] == [ANSWERS["email"]]


def test_an_address_that_is_none_is_asked_for_again_with_what_was_typed(company, ask):
    answer = ask("POST", f"/c/{company.tenant}.broken/renewals", form={"email": "awa@"})
    assert answer.status == 422
    assert 'value="awa@"' in answer.text
    assert 'aria-invalid="true"' in answer.text


def test_new_links_are_not_sent_without_end(company, ask, crier):
    good = asked_for_confirmation(company, ask, crier)
    for minutes in range(0, 40, 2):
        with clock.held_at(clock.now() + timedelta(minutes=minutes)):
            assert ask("POST", f"{good}/renewals", form={}).status == 200
            crier.cry()
    assert len(null.sent) == 6
