"""The demo companies: what is planned, and that an interrupted history goes on without doubling anything."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime, timedelta

import phonenumbers
import pyotp
import pytest

import app
from chalicelib.contacts import queries as contacts
from chalicelib.forms import telephones
from chalicelib.forms.fields import FieldDefinition, check
from chalicelib.foundation import clock, tenancy
from chalicelib.foundation.caller import Caller
from chalicelib.identity import queries as identity
from chalicelib.leads import queries as leads
from chalicelib.messaging import queries as senders
from infra.local.demo import road, seeding
from infra.local.demo.companies import COMPANIES, Company
from infra.local.demo.hours import Hours
from infra.local.demo.memory import Memory
from infra.local.demo.plan import DAYS, OPEN, PAST, plan
from infra.local.demo.seeding import Seeding
from tests.client import Client

NOW = datetime(2026, 3, 11, 15, 30, tzinfo=UTC)
SUNDAY_NIGHT = datetime(2026, 3, 15, 2, 10, tzinfo=UTC)
SMALL = 0.02


def stories(company, now=NOW):
    return [story for person in plan(company, now) for story in person.stories]


@pytest.mark.parametrize("company", COMPANIES, ids=lambda one: one.key)
class TestPlan:
    def test_it_is_the_same_every_time(self, company):
        assert plan(company, NOW) == plan(company, NOW)

    def test_five_hundred_persons_and_more_each_with_an_address_of_their_own(self, company):
        persons = plan(company, NOW)
        assert len(persons) >= 500
        assert len({person.visitor.email for person in persons}) == len(persons)
        assert all(person.visitor.email.endswith(".example") for person in persons)

    def test_every_number_can_be_called_and_few_share_one(self, company):
        numbers = Counter(person.visitor.phone for person in plan(company, NOW))
        assert all(phonenumbers.is_valid_number(phonenumbers.parse(number)) for number in numbers)
        assert all(telephones.e164(number, company.country) == number for number in numbers)
        assert 1 <= sum(times > 1 for times in numbers.values()) <= 10

    @pytest.mark.parametrize("now", [NOW, SUNDAY_NIGHT], ids=["wednesday", "sunday night"])
    def test_every_ending_comes_within_sixty_days(self, company, now):
        told = stories(company, now)
        assert {story.ending for story in told} == {*OPEN, *PAST}
        assert all(now - timedelta(days=DAYS) <= story.opened < now for story in told)
        assert {story.reason for story in told} >= {"not_interested", "wrong_number", "duplicate", "not_eligible", "refused_consent", "other"}

    def test_the_forms_take_what_visitors_answer(self, company):
        for story in stories(company):
            fields = [FieldDefinition.model_validate(field) for field in story.form.fields]
            assert check(fields, story.answers, "fr", story.form.country).errors == []

    def test_people_write_by_day_and_agents_work_by_day(self, company):
        hours = Hours(company.timezone)
        by_hour = Counter(story.opened.astimezone(hours.zone).hour for story in stories(company))
        assert sum(by_hour[hour] for hour in range(5)) < sum(by_hour[hour] for hour in range(17, 22)) / 4
        assert hours.is_open(hours.at_work(SUNDAY_NIGHT))

    def test_two_of_the_same_person_are_weeks_apart(self, company):
        twice = [person.stories for person in plan(company, NOW) if len(person.stories) > 1]
        assert twice
        assert all(earlier.opened + timedelta(days=11) < later.opened for earlier, later in twice)

    def test_staff_has_one_of_each_and_names_that_are_addresses(self, company: Company):
        addresses = [member.email(company.domain) for member in company.staff]
        assert len(set(addresses)) == len(addresses)
        assert all(address.isascii() and " " not in address for address in addresses)
        assert {member.role for member in company.staff} >= {"admin", "manager", "centre_owner", "marketing", "observer"}


@pytest.fixture
def memory(tmp_path):
    return Memory(tmp_path)


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(seeding, "PAUSE", 0)


def picture():
    """Every lead by its person's address: state, version and notes. And how many companies and users there are."""
    identity.forget()
    seen, users = {}, 0
    for tenant in identity.tenants().items:
        with tenancy.inside(tenant.id):
            users += len(identity.users_for(_admin(tenant.id), seeding.founding.Page(limit=100)).items)
            for lead in every_lead():
                email = contacts.details(lead.person_id)["email"]
                seen[tenant.name, email, lead.number] = (lead.state, int(lead.version), int(lead.attempts), int(lead.opened_at))
    return len(identity.tenants().items), users, seen


def every_lead():
    """All of a tenant, a month at a time."""
    cursor = None
    while True:
        found, cursor = leads.newest(lambda _: True, limit=1000, cursor=cursor)
        yield from found
        if cursor is None:
            return


def _admin(tenant):
    return Caller("user", "nobody", tenant, role="admin", grants={"users.read": "all"})


def cut_off_at(monkeypatch, steps):
    """The power fails in the middle of somebody's story."""
    taken = Counter()
    whole = road.Road._step

    def step(self, *said):
        taken["steps"] += 1
        if taken["steps"] > steps:
            raise RuntimeError("power failure")
        whole(self, *said)

    monkeypatch.setattr(road.Road, "_step", step)


def test_a_run_cut_off_anywhere_goes_on_without_doubling(emulated, memory, quick, monkeypatch):
    for steps in (0, 7, 40):
        with monkeypatch.context() as power:
            cut_off_at(power, steps)
            with pytest.raises(RuntimeError, match="power failure"):
                Seeding(memory, SMALL).run()
        assert not memory.holds_all()

    last = Seeding(memory, SMALL)
    assert last.run()
    assert not last.cut
    companies, users, seen = picture()
    assert (companies, users) == (3, sum(len(company.staff) for company in COMPANIES))
    assert len({(company, email) for company, email, _ in seen}) == sum(len(plan(company, NOW, SMALL)) for company in COMPANIES)
    assert {state for state, *_ in seen.values()} >= {"pending", "ready", "assigned", "in_progress", "callback", "confirmed", "rejected", "expired"}

    assert memory.holds_all()
    memory.lived.unlink()
    assert Seeding(memory, SMALL).run()
    assert picture() == (companies, users, seen)


def test_each_lead_went_through_as_many_facts_as_it_has_versions(house, memory, quick):
    assert Seeding(memory, SMALL).run()
    house.settle(60)
    assert house.mails() == [], "history writes to nobody"
    for tenant in identity.tenants().items:
        with tenancy.inside(tenant.id):
            for lead in every_lead():
                told = [row for row in leads.timeline(lead) if row.t not in {"NoteWritten", "DuplicateSuspected"}]
                assert [int(row.version) for row in reversed(told)] == list(range(1, int(lead.version) + 1))
                assert [row.at for row in told] == sorted((row.at for row in told), reverse=True)
                assert int(told[0].at) < clock.now_ms()


@pytest.fixture
def few(monkeypatch):
    """Two persons a company, where it is not the stories that matter."""
    monkeypatch.setattr(seeding, "plan", lambda *said: plan(*said)[:2])


def test_an_emulator_that_forgot_is_filled_again(emulated, memory, quick, few):
    assert Seeding(memory, SMALL).run()
    first = memory.api_key
    assert memory.holds_all()
    emulated.rewind()
    seeding.founding.known.forget()
    assert not memory.holds_all()
    assert Seeding(memory, SMALL).run()
    assert memory.api_key != first


def test_asked_to_end_it_ends_between_two_persons(emulated, memory, quick, few, monkeypatch):
    seeding_one = Seeding(memory, SMALL)
    whole = seeding.live
    monkeypatch.setattr(seeding, "live", lambda *said: (whole(*said), seeding_one.end())[0])
    assert not seeding_one.run()
    assert 1 <= len(picture()[2]) <= 6


@pytest.fixture
def founded(emulated, memory, monkeypatch):
    """The companies without their history."""
    monkeypatch.setattr(Seeding, "_live_all", lambda *_: None)
    Seeding(memory, SMALL).run()
    return json.loads(memory.told.read_text())


def test_everybody_told_of_can_sign_in(founded):
    door = Client(app.app)
    for account in founded["accounts"]:
        step = door("POST", "/api/v1/sessions", {"email": account["email"], "password": account["password"]}).json
        assert step["step"] == ("totp" if account["totp_secret"] else "done"), account
        if account["totp_secret"]:
            code = pyotp.TOTP(account["totp_secret"]).now()
            step = door("POST", "/api/v1/sessions/totp", {"ticket": step["ticket"], "code": code}).json
        me = door("GET", "/api/v1/me", token=step["access_token"]).json
        assert (me["role"], (me["tenant"] or {"name": None})["name"]) == (account["role"], account["tenant"])


def test_the_forms_told_of_are_open_and_the_key_works(founded):
    door = Client(app.app)
    assert founded["forms"][0]["double_optin"]
    for form in founded["forms"]:
        assert door("GET", f"/f/{form['key']}").status == 200
    assert door("GET", "/api/v1/leads", key=founded["api_key"]).json["items"] == []


def test_the_mail_server_follows_its_port(founded, memory):
    memory.smtp_port += 1
    Seeding(memory, SMALL).run()
    for tenant in identity.tenants().items:
        with tenancy.inside(tenant.id):
            assert [sender.port for sender in senders.senders() if sender.kind == "smtp"] == [memory.smtp_port]
    assert memory.api_key == founded["api_key"]
