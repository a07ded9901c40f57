"""Mails in the author's own words: what leaves, what he sees before, and what never leaves."""

import re
from datetime import timedelta

import pytest

import app
from chalicelib.forms import actions as forms
from chalicelib.forms import proofreading, queries
from chalicelib.forms.letters import VARIABLES
from chalicelib.forms.models import Edition, Form
from chalicelib.foundation import clock, tenancy
from chalicelib.foundation.authored import templates
from chalicelib.foundation.errors import AnswersRefused
from chalicelib.messaging import null
from chalicelib.messaging.models.dispatches import Trials
from chalicelib.optin import actions, letters
from tests.builders import ANSWERS, a_company, an_agent, email_of, form_content, the_lead
from tests.house.test_samples import SAMPLES
from tests.imports.conftest import a_partner
from tests.isolation.companies import access_token

HTML = (
    "<h1>{% if first_name %}{{ first_name }}, {% endif %}un mot</h1>\n"
    "<p>Votre projet : {{ answers.project }}</p>\n"
    '<p><a class="button" href="{{ link }}">Je confirme</a></p>'
)
OWN = {"subject": "{{ company }} attend {{ first_name }}", "html": HTML}
WHOLE = "<!doctype html><html><head><style>p { color: red }</style></head><body><p>{{ company }} <a href='{{ link }}'>ici</a></p></body></html>"


def with_letters(**letters):
    """`confirmation` and `reminder`, in French."""
    return {"letters": {kind: {"fr": letter} for kind, letter in letters.items()}}


@pytest.fixture
def null_sent():
    null.sent.clear()
    return null.sent


def posted(ask, crier, company, **answers):
    assert ask("POST", company.form_path, form=ANSWERS | answers).status == 303
    crier.cry()
    return null.sent[-1]


def republished(company, **content):
    with tenancy.inside(company.tenant, by="system:test"):
        forms.edit(company.form_id, form_content(company.centre, **content), None)
        forms.publish(company.form_id)


def test_the_author_says_it_in_our_frame_with_styles_in_its_tags(ask, crier, null_sent):
    mail = posted(ask, crier, a_company(mail=with_letters(confirmation=OWN)))
    assert mail.subject == "Soleil Vert attend Awa"
    [link] = re.findall(r'<a style="[^"]*background-color: #0f5f6e[^"]*" class="button" href="([^"]+/c/[^"]+)">Je confirme</a>', mail.html)
    assert ">Awa, un mot</h1>" in mail.html
    assert "Votre projet : Panneaux solaires" in mail.html
    assert "Ne plus recevoir" in mail.html
    assert f"Awa, un mot\n\nVotre projet : Panneaux solaires\n\nJe confirme\n{link}\n" in mail.text
    assert "Vous recevez ce message parce que" in mail.text


def test_a_whole_document_goes_as_it_is(ask, crier, null_sent):
    mail = posted(ask, crier, a_company(mail=with_letters(confirmation={"html": WHOLE, "text": "{{ company }} : {{ link }}"})))
    assert mail.html.startswith(
        '<!doctype html><html><head><style>p { color: red }</style></head><body><p style="color: red">Soleil Vert <a href=\'http'
    )
    assert re.fullmatch(r"Soleil Vert : \S+/c/\S+", mail.text)
    assert mail.subject == "Soleil Vert : confirmez votre demande"


def test_a_subject_of_its_own_leaves_our_content(ask, crier, null_sent):
    mail = posted(ask, crier, a_company(mail=with_letters(confirmation={"subject": "Bonjour\n{{ first_name }}"})))
    assert mail.subject == "Bonjour Awa"
    assert "Confirmer ma demande" in mail.html


def test_reminders_have_words_of_their_own(ask, crier, null_sent):
    own = with_letters(confirmation=OWN, reminder={"subject": "Toujours là ?", "html": HTML})
    company = a_company(mail=own, optin={"reminders": {"days": [1]}})
    posted(ask, crier, company)
    with clock.held_at(clock.now() + timedelta(days=1, minutes=1)):
        app.sweep(SAMPLES["sweep"], None)
        crier.cry()
    assert [mail.subject for mail in null_sent] == ["Soleil Vert attend Awa", "Toujours là ?"]


def test_each_language_has_its_own_and_what_is_not_written_is_ours(ask, crier, null_sent):
    company = a_company(mail=with_letters(confirmation=OWN) | {"from_name": "Le solaire"}, translations={"en": {"from_name": "Solar people"}})
    assert ask("POST", company.form_path, form=ANSWERS, query={"lang": "en"}).status == 303
    crier.cry()
    [mail] = null_sent
    assert (mail.subject, mail.from_name) == ("Soleil Vert: confirm your request", "Solar people")
    assert "Confirm my request" in mail.html


def test_a_mail_says_what_the_edition_of_its_lead_said(ask, crier, null_sent):
    company = a_company(mail=with_letters(confirmation=OWN))
    posted(ask, crier, company)
    republished(company, mail=with_letters(confirmation={"subject": "Nouveau", "html": HTML}))
    with tenancy.inside(company.tenant):
        queries.forget(company.form_id)
    assert posted(ask, crier, company, email="other@example.org", phone="06 00 00 00 01").subject == "Nouveau"
    with tenancy.inside(company.tenant):
        [second, first] = queries.editions(company.form_id)
    assert first.letter("confirmation")["subject"] == OWN["subject"]
    assert second.letter("confirmation")["subject"] == "Nouveau"


def test_visits_do_not_read_the_mails(ask, crier):
    company = a_company(mail=with_letters(confirmation=OWN) | {"from_name": "Le solaire"})
    with tenancy.inside(company.tenant):
        shown, kept = queries.current(company.form_id), queries.edition(company.form_id, 1)
    assert shown.content == {name: value for name, value in kept.content.items() if name != "letters"} | {"mail": {"from_name": "Le solaire"}}


@pytest.mark.parametrize("typed", ["<b>Win</b>", "Gagnez sur www.evil.example", "Camille\nBcc: x@y.fr"])
def test_nobody_sends_his_own_words_by_us(ask, crier, null_sent, typed):
    mail = posted(ask, crier, a_company(mail=with_letters(confirmation=OWN)), first_name=typed)
    assert typed not in mail.html + mail.text + mail.subject
    assert mail.subject == "Soleil Vert attend"


def test_free_text_cannot_be_said_back(ask, world):
    company = a_company()
    html = HTML.replace("answers.project", "answers.first_name")
    refused = save(ask, company, mail=with_letters(confirmation={"html": html}))
    assert [error["field"] for error in refused.json["errors"]] == ["mail.letters.confirmation.fr.html"]


def test_whatever_comes_of_a_template_the_link_leaves_in_our_words(ask, crier, null_sent, monkeypatch):
    company = a_company(mail=with_letters(confirmation=OWN))
    monkeypatch.setattr(templates, "LONGEST", 100)
    mail = posted(ask, crier, company)
    assert mail.subject == "Soleil Vert : confirmez votre demande"
    assert "Confirmer ma demande" in mail.html


def save(ask, company, **content):
    token = access_token(company.admin, company.tenant, "admin", None)
    return ask("PUT", f"/api/v1/forms/{company.form_id}", form_content(company.centre, **content), token=token)


@pytest.mark.parametrize(
    ("letter", "part", "code", "said"),
    [
        ({"html": HTML + "\n{{ prenom }}"}, "html", "variable-unknown", "Ligne 4"),
        ({"html": HTML, "subject": "{{ link|safe }}"}, "subject", "filter-unknown", "Ligne 1"),
        ({"html": HTML, "text": "{{ link"}, "text", "template-unreadable", "Ligne 1"),
        ({"html": "<p>Bonjour</p>"}, "html", "link-missing", "{{ link }}"),
        ({"html": "<p>{{ link }}</p>"}, "html", "link-missing", "{{ link }}"),
        ({"html": "{% if first_name %}" + HTML + "{% endif %}"}, "html", "link-missing", "{{ link }}"),
        ({"html": HTML, "text": "{% for one in answers %}{{ link }}{% endfor %}"}, "text", "link-missing", "{{ link }}"),
        ({"text": "{{ link }}"}, "html", "html-missing", "HTML"),
        ({"html": HTML + "\n<script>1</script>"}, "html", "tag-refused", "<script>"),
        ({"html": HTML + "{{ first_name > 3 }}"}, "html", "template-fails", "impossible"),
        ({"html": HTML + "{% for x in range(99999999) %}x{% endfor %}"}, "html", "loops-nested", "boucle"),
        ({"html": "<p>" * 1000 + HTML}, "html", "html-too-heavy", "compliqué"),
        ({"html": HTML + "<p>x</p>" * 1200}, "html", "styled-too-heavy", "ko"),
    ],
)
def test_what_would_fail_is_refused_when_it_is_saved(ask, world, letter, part, code, said):
    company = a_company()
    answer = save(ask, company, mail=with_letters(reminder=letter))
    assert answer.status == 422
    [error] = answer.json["errors"]
    assert (error["field"], error["code"]) == (f"mail.letters.reminder.fr.{part}", code)
    assert said in error["message"]
    with tenancy.inside(company.tenant):
        assert "letters" not in Form.known(company.form_id).mail


@pytest.mark.parametrize(
    "letter",
    [
        {"html": HTML + "<i>x</i>" * 1000},
        {"html": HTML + "<p>🙂 مرحبا =cmd() {# seen by nobody #}</p>", "text": "{{ link }}\n🙂"},
        {"html": "<table>{% for one in answers %}<tr><td>{{ one.value }}</td></tr>{% endfor %}</table>" + HTML},
        {"subject": "   "},
        {},
    ],
)
def test_what_is_well_written_is_saved_as_it_was_written(ask, world, letter):
    company = a_company()
    answer = save(ask, company, mail=with_letters(confirmation=letter))
    assert answer.status == 200
    kept = answer.json["mail"]["letters"]["confirmation"]["fr"]
    assert kept == {"subject": "", "html": "", "text": ""} | {part: said for part, said in letter.items() if said.strip()}


def test_every_fault_is_told_at_once(ask, world):
    answer = save(ask, a_company(), mail=with_letters(confirmation={"subject": "{{ a }}", "html": HTML + "{{ b }}"}, reminder={"html": "x"}))
    assert [error["field"].removeprefix("mail.letters.") for error in answer.json["errors"]] == [
        "confirmation.fr.subject", "confirmation.fr.html", "reminder.fr.html",
    ]  # fmt: skip


def test_letters_that_no_record_could_hold_are_refused():
    heavy = {code: {"html": "<p>" + "🙂" * 9000 + "</p>" + HTML} for code in ("fr", "en")}
    with pytest.raises(AnswersRefused) as refused:
        proofreading.proofread(form_content("", mail={"letters": {"confirmation": heavy, "reminder": heavy}}))
    assert [(error.field, error.code) for error in refused.value.errors] == [("mail.letters", "letters-too-heavy")]


def test_what_a_letter_may_name_whoever_sends_it_knows(monkeypatch, ask, crier):
    seen = []
    monkeypatch.setattr(templates, "render", lambda _source, values, html: seen.append(set(values)) or "x")
    posted(ask, crier, a_company(mail=with_letters(confirmation=OWN)))
    assert seen
    assert all(values >= VARIABLES | {"answers"} for values in seen)
    assert set(next(proofreading.samples(()))) == VARIABLES | {"answers"}


def test_an_edition_of_before_has_no_letters_of_its_own(world):
    company = a_company()
    with tenancy.inside(company.tenant):
        edition = queries.edition(company.form_id, 1)
        assert edition.letter("confirmation") is None
        assert Edition.trial({name: value for name, value in edition.content.items() if name != "mail"} | {"mail": {}}).letter("reminder") is None


# What the author sees before


@pytest.fixture
def author(ask, world):
    company = a_company(agents=1)
    with tenancy.inside(company.tenant, by="system:test"):
        user = an_agent(company, 7, role="marketing")
    token = access_token(user, company.tenant, "marketing", None)

    def order(path, **changes):
        draft = form_content(company.centre, mail=with_letters(confirmation=OWN) | {"from_name": "Le solaire"})
        return ask("POST", f"/api/v1/{path}", {"draft": draft, "kind": "confirmation", "language": "fr"} | changes, token=token)

    order.company = company
    return order


def test_a_preview_is_the_mail_to_somebody_made_up(author):
    shown = author("mail-previews").json
    assert (shown["subject"], shown["from_name"]) == ("Soleil Vert attend Camille", "Le solaire")
    assert "Votre projet : Panneaux solaires" in shown["html"]
    assert "Camille, un mot" in shown["text"]
    assert author("mail-previews", kind="reminder").json["subject"].startswith("Rappel")


def test_a_preview_says_what_saving_would_say(author):
    draft = form_content(author.company.centre, mail=with_letters(confirmation={"html": "<p>{{ x }}</p>"}))
    answer = author("mail-previews", draft=draft)
    assert (answer.status, answer.json["errors"][0]["field"]) == (422, "mail.letters.confirmation.fr.html")


def test_a_preview_with_a_real_lead_shows_its_words_and_never_its_link(ask, crier, author):
    posted(ask, crier, author.company)
    lead = the_lead(author.company)
    shown = author("mail-previews", lead_id=lead.id).json
    assert shown["subject"] == "Soleil Vert attend Awa"
    assert {link.rpartition("/")[2] for link in re.findall(r'href="([^"]*/[cu]/[^"]*)"', shown["html"])} == {"essai"}
    assert author("mail-previews", lead_id="nobody.1").status == 404


def test_a_preview_with_a_real_lead_is_for_who_may_read_it(ask, crier, author):
    foreign = a_company("Autre")
    posted(ask, crier, foreign)
    assert author("mail-previews", lead_id=the_lead(foreign).id).status == 404
    agent = access_token(author.company.agents[0], author.company.tenant, "agent", author.company.centre)
    body = {"draft": form_content(author.company.centre), "language": "fr"}
    assert ask("POST", "/api/v1/mail-previews", body, token=agent).status == 403


def test_a_trial_arrives_at_its_author_and_nowhere_else(author, null_sent):
    tried = author("mail-trials").json
    [mail] = null_sent
    assert (mail.to, tried["to"], tried["step"]) == (email_of(author.company, 7),) * 2 + (None,)
    assert (mail.subject, mail.from_name) == ("[Essai] Soleil Vert attend Camille", "Le solaire")
    assert author("mail-trials", to="x@example.org").status == 422


def test_so_many_trials_an_hour_and_no_more(author, null_sent, monkeypatch):
    monkeypatch.setattr(Trials, "MOST", 2)
    answers = [author("mail-trials") for _ in range(3)]
    assert [answer.status for answer in answers] == [200, 200, 429]
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 3600
    assert len(null_sent) == 2


def test_ours_are_there_to_start_from_and_stand_every_check(ask, author):
    with tenancy.inside(author.company.tenant, by="system:test"):
        user = an_agent(author.company, 8, role="admin")
    token = access_token(user, author.company.tenant, "admin", None)
    models = ask("GET", "/api/v1/mail-models", token=token).json["items"]
    assert [(model["kind"], model["language"]) for model in models] == [
        (kind, language) for kind in ("confirmation", "reminder") for language in ("fr", "en")
    ]  # fmt: skip
    for model in models:
        own = {model["kind"]: {model["language"]: {"subject": model["subject"], "html": model["html"]}}}
        draft = form_content(author.company.centre, mail={"letters": own}, language=model["language"])
        shown = author("mail-previews", draft=draft, kind=model["kind"], language=model["language"])
        assert shown.status == 200
        ours = author("mail-previews", draft=draft | {"mail": {}}, kind=model["kind"], language=model["language"]).json
        assert shown.json["subject"] == ours["subject"]
        assert all(line in shown.json["text"] for line in ours["text"].splitlines() if line and "copiez" not in line)


def test_a_name_is_greeted_or_nobody():
    assert [letters.greeted(name) for name in ("Zoé", "Marie-Claire", "http://x", "A" * 41)] == ["Zoé", "Marie-Claire", "", ""]


def test_a_reminder_says_what_the_partner_has_corrected_since(ask, crier, null_sent):
    company = a_company(mail=with_letters(confirmation=OWN, reminder=OWN))
    partner = a_partner(company, ask)
    assert partner.bring("A1").json["outcome"] == "created"
    assert partner.bring("A1", answers={"project": "heat"}).json["outcome"] == "updated"
    with tenancy.inside(company.tenant):
        assert "Votre projet : Pompe à chaleur" in actions._letter(the_lead(company), reminds=True).html
