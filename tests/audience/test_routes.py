"""Visits of a form, counted as browsers tell them: each once, by edition and day, nobody by name."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from chalicelib.audience.models import FormDay
from chalicelib.forms import actions as forms
from chalicelib.foundation import clock, tenancy
from chalicelib.identity import passwords
from tests.builders import a_company
from tests.isolation.companies import access_token

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
ORIGIN = "https://landing.example"


@pytest.fixture
def company(world, monkeypatch):
    monkeypatch.setattr(passwords, "hashed", lambda _: "")  # nobody signs in here, and a hash takes its time
    return a_company(allowed_origins=[ORIGIN])


@pytest.fixture
def tell(ask, company):
    def told(*steps, edition="1", browser=FIREFOX, **headers):
        return ask("POST", f"{company.form_path}/counts", form={"edition": edition, "step": list(steps)}, headers={"User-Agent": browser} | headers)

    return told


def funnel(ask, company, **query):
    token = access_token(company.admin, company.tenant, "admin")
    return ask("GET", f"/api/v1/forms/{company.form_id}/funnel", query=query, token=token).json


def counted(ask, company):
    return tuple(funnel(ask, company)["counts"].values())


def test_visits_add_up_by_day_and_edition(ask, company, tell):
    assert counted(ask, company) == (0, 0, 0)
    for steps in (("seen",), ("seen", "begun"), ("seen", "begun", "sent")):
        assert tell(*steps).status == 204
    with tenancy.inside(company.tenant, by="system:test"):
        forms.publish(company.form_id)
    assert tell("seen", edition="2").status == 204
    told = funnel(ask, company)
    assert told["counts"] == {"seen": 4, "begun": 2, "sent": 1}
    assert told["editions"] == [{"number": 2, "seen": 1, "begun": 0, "sent": 0}, {"number": 1, "seen": 3, "begun": 2, "sent": 1}]
    assert told["days"] == [{"day": f"{clock.now():%Y%m%d}", "seen": 4, "begun": 2, "sent": 1}]


def test_what_comes_after_the_page_was_put_aside_adds_to_the_same_visit(ask, company, tell):
    tell("seen")
    tell("begun", "sent")
    assert counted(ask, company) == (1, 1, 1)


@pytest.mark.parametrize("browser", ["Googlebot/2.1", "Mozilla/5.0 (X11) HeadlessChrome/140.0", "curl/8.5.0", "", "Anything/1.0"])
def test_robots_are_not_counted(ask, company, tell, browser):
    assert tell("seen", "begun", "sent", browser=browser).status == 204
    assert counted(ask, company) == (0, 0, 0)


def test_only_pages_that_the_form_names_are_counted(ask, company, tell):
    tell("seen", Origin="https://elsewhere.example")
    assert counted(ask, company) == (0, 0, 0)
    tell("seen", Origin=ORIGIN)
    assert counted(ask, company) == (1, 0, 0)


@pytest.mark.parametrize("edition", ["7", "0", "-1", "1e9", "²", "", "x" * 5000, "99999999999999999999"])
def test_an_edition_that_there_never_was_is_the_newest(ask, company, tell, edition):
    assert tell("seen", edition=edition).status == 204
    assert [one["number"] for one in funnel(ask, company)["editions"]] == [1]


def test_nonsense_counts_nothing(ask, company, tell):
    assert tell("sold", "__class__", "t").status == 204
    assert tell().status == 204
    for body, kind in ((b"{}", "application/json"), (b"%ff", "application/x-www-form-urlencoded"), (b"step=seen" * 40_000, "text/plain")):
        refused = ask("POST", f"{company.form_path}/counts", body, headers={"Content-Type": kind, "User-Agent": FIREFOX})
        assert 400 <= refused.status < 500
    assert ask("POST", f"/f/{company.tenant}-nothing/counts", form={"step": "seen"}).status == 404
    assert counted(ask, company) == (0, 0, 0)


def test_the_window_is_of_days(ask, company, tell, monkeypatch):
    today = clock.now()
    for ago in (40, 3, 0):
        monkeypatch.setattr(clock, "now", lambda ago=ago: today - timedelta(days=ago))
        with tenancy.inside(company.tenant):
            FormDay.note(company.form_id, 1, ["seen"])
    assert len(funnel(ask, company)["days"]) == 2
    assert len(funnel(ask, company, days=366)["days"]) == 3
    assert funnel(ask, company, days=1)["counts"]["seen"] == 1


@pytest.mark.usefixtures("emulated")
def test_many_at_once_are_all_counted():
    company = a_company()

    def visit(_):
        with tenancy.inside(company.tenant):
            FormDay.note(company.form_id, 1, ["seen", "begun"])

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(visit, range(64)))
    with tenancy.inside(company.tenant):
        [day] = FormDay.since(company.form_id, 1)
    assert day.counts == {"seen": 64, "begun": 64, "sent": 0}
