"""Where a visit came from: carried by the page, by a script, or by hidden fields, and shown on the lead."""

import pytest

from chalicelib.forms.source import LONGEST, Source, source_of
from chalicelib.foundation import config, tenancy
from chalicelib.identity import passwords
from tests.api import documented
from tests.builders import ANSWERS, a_company, the_lead
from tests.isolation.companies import access_token

ORIGIN = "https://landing.example"
PAGE = f"{ORIGIN}/solaire?utm_source=ads&gclid=Cj0"
BEFORE = "https://www.moteur.example/recherche"


@pytest.fixture
def company(world, monkeypatch):
    monkeypatch.setattr(passwords, "hashed", lambda _: "")  # nobody signs in here, and a hash takes its time
    return a_company(allowed_origins=[ORIGIN], double_optin=False)


def shown(company):
    lead = the_lead(company)
    return documented.ask("GET", f"/api/v1/leads/{lead.id}", token=access_token(company.admin, company.tenant, "admin")).json


def test_a_script_says_where_it_stands(company, ask):
    posted = ANSWERS | {"utm_source": "ads", "_page": PAGE, "_referrer": BEFORE}
    assert ask("POST", company.form_path, posted, headers={"Origin": ORIGIN, "Referer": f"{ORIGIN}/"}).status == 202
    lead = shown(company)
    assert lead["source"] == {"reference": None, "page": PAGE, "referrer": BEFORE, "campaign": [{"name": "utm_source", "value": "ads"}]}
    assert lead["consent"]["page"] == PAGE
    assert [answer["label"] for answer in lead["answers"]] == ["Votre projet"]


def test_the_hosted_page_carries_it_without_a_script(company, ask):
    page = ask("GET", company.form_path, query={"utm_source": "ads"}, headers={"Referer": BEFORE}).text
    assert f'name="_referrer" value="{BEFORE}"' in page
    assert 'name="utm_source" value="ads"' in page
    again = ask("POST", company.form_path, form=ANSWERS | {"email": "", "_referrer": BEFORE})
    assert (again.status, f'name="_referrer" value="{BEFORE}"' in again.text) == (422, True)
    ask("POST", company.form_path, form=ANSWERS | {"_referrer": BEFORE}, headers={"Referer": "http://api.passerelle.test/f/x?utm_source=ads"})
    assert shown(company)["source"] == {
        "reference": None,
        "page": "http://api.passerelle.test/f/x?utm_source=ads",
        "referrer": BEFORE,
        "campaign": [],
    }


def test_our_own_page_is_nobodys_origin(company, ask):
    assert "_referrer" not in ask("GET", company.form_path, headers={"Referer": f"{config.API_URL}{company.form_path}"}).text


def test_nothing_known_is_nothing_shown(company, ask):
    ask("POST", company.form_path, form=ANSWERS)
    assert shown(company)["source"] is None


@pytest.mark.parametrize(
    ("posted", "headers", "source"),
    [
        ({"_page": PAGE}, {"origin": ORIGIN}, Source(PAGE)),
        ({"_page": PAGE}, {}, Source(PAGE)),
        ({"_page": PAGE}, {"origin": "https://other.example", "referer": "https://other.example/"}, Source("https://other.example/")),
        ({"_page": "javascript:alert(1)", "_referrer": "data:text/html,x"}, {}, Source()),
        ({"_page": [PAGE, PAGE], "_referrer": ["x"]}, {}, Source()),
        ({"_page": f"{PAGE}#secret", "_referrer": f"{BEFORE}#x"}, {}, Source(PAGE, BEFORE)),
        ({"_page": f"{ORIGIN}/{'x' * 5000}"}, {}, Source(f"{ORIGIN}/{'x' * 5000}"[:LONGEST])),
        ({"_page": f"{ORIGIN}/été"}, {}, Source(f"{ORIGIN}/été")),
        ({"_page": "https://"}, {"referer": "x" * 5000}, Source("x" * LONGEST)),
    ],
)
def test_a_browser_is_believed_where_it_agrees_with_itself(posted, headers, source):
    assert source_of(posted, headers) == source


def test_what_is_carried_is_no_answer(company, ask):
    ask("POST", company.form_path, form=ANSWERS | {"_page": PAGE, "_referrer": BEFORE, "_other": "x"})
    with tenancy.inside(company.tenant):
        lead = the_lead(company)
    assert lead.state != "pending"
    assert "landing" not in str(shown(company)["answers"])
