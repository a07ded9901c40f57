"""Which centre each lead of a form gets, and when: on the road, from the post on."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.distribution import actions as distribution
from chalicelib.distribution.models.backlogs import Backlog
from chalicelib.foundation import clock, platform, tenancy
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.records import TraceRecord, transaction
from chalicelib.identity import actions as identity
from chalicelib.leads.facts import LeadErased
from chalicelib.leads.models.places import NO_CENTRE
from chalicelib.routing import actions
from tests.builders import ANSWERS
from tests.house.test_samples import SAMPLES

SUNDAY = datetime(2026, 11, 22, 20, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
EVERYBODY = {"lyon": 50, "dakar": 30, "tunis": 20}


def said(desk, lead, kind):
    """What facts of a kind say of a lead."""
    with tenancy.inside(desk.company.tenant):
        return [row.data for row in TraceRecord.query(f"{desk.company.tenant}#P#{lead.person_id}") if row.t == kind]


def sweep():
    import app

    app.sweep(SAMPLES["sweep"], None)


def test_one_centre_that_takes_all_has_the_lead_from_its_first_write(desk):
    desk.publish({"lyon": 1})
    desk.post()
    [lead] = desk.leads()
    assert (desk.whose(), lead.state, int(lead.version)) == (["lyon"], "assigned", 2)
    assert said(desk, lead, "LeadOpened")[0]["centre_id"] == desk.centres["lyon"]


def test_leads_are_shared_as_the_form_says(desk):
    desk.publish(EVERYBODY)
    desk.post(20)
    assert Counter(desk.whose()) == {"lyon": 10, "dakar": 6, "tunis": 4}
    assert {lead.state for lead in desk.leads() if lead.centre == desk.centres["lyon"]} == {"assigned"}, "and go on to agents"


def test_behind_a_double_optin_the_click_decides_and_not_the_post(desk):
    desk.publish(EVERYBODY, double_optin=True)
    desk.post(2)
    assert desk.whose() == [None, None]
    assert "centre_id" not in said(desk, desk.leads()[0], "LeadOpened")[0]
    with tenancy.inside(desk.company.tenant):
        desk.leads()[1].confirm_email()
    desk.crier.cry()
    assert desk.whose() == [None, "lyon"], "who clicks first is first in turn"
    [why] = said(desk, desk.leads()[1], "LeadRouted")
    assert (why["method"], why["in_turn"][0], why["centre_id"]) == ("turn", desk.centres["lyon"], desk.centres["lyon"])


def test_nobody_open_waits_visibly_for_the_first_that_opens(desk):
    desk.publish({"lyon": 1, "dakar": 1})
    desk.open_at("lyon", ("09:00", "18:00"))
    desk.open_at("dakar", ("10:00", "18:00"), timezone="Africa/Dakar")
    with clock.held_at(SUNDAY):
        desk.post(3)
        [lead, *_] = desk.leads()
        assert (desk.whose(), lead.state) == ([None] * 3, "ready")
        [why] = said(desk, lead, "LeadDeferred")
        opens = {centre: int(ms) for centre, _, ms in (reason.split(":") for reason in why["passed_over"])}
        assert opens == {
            desk.centres["lyon"]: clock.to_ms(MONDAY.replace(minute=0)),
            desk.centres["dakar"]: clock.to_ms(MONDAY.replace(hour=10, minute=0)),
        }
        assert [place[0] for place in platform.backlogs()] == [f"{desk.company.tenant}#R#{NO_CENTRE}"]
        sweep()
        assert len(said(desk, lead, "LeadDeferred")) == 1, "said once"
    with clock.held_at(MONDAY):
        sweep()
        desk.crier.cry()
        assert desk.whose() == ["lyon"] * 3
        assert [lead.state for lead in desk.leads()] == ["assigned"] * 3
    with clock.held_at(MONDAY + timedelta(minutes=5)):
        sweep()
        with tenancy.inside(desk.company.tenant):
            assert Backlog.of(NO_CENTRE) is None


def test_leads_that_wait_for_hours_raise_no_alarm(desk, capsys):
    from tests.emf import measured

    desk.publish({"lyon": 1, "dakar": 1})
    desk.open_at("lyon")
    desk.open_at("dakar")
    with clock.held_at(SUNDAY):
        desk.post()
    capsys.readouterr()
    with clock.held_at(SUNDAY + timedelta(hours=9)):
        sweep()
    assert measured(capsys.readouterr().out)["OldestWaitingLead"] == [0]


def test_a_lost_message_is_healed_by_looking_at_companies(desk):
    desk.publish({"lyon": 1, "dakar": 1})
    desk.ask("POST", desk.company.form_path, form=ANSWERS)  # and nobody hears of it
    sweep()
    assert desk.whose() == ["lyon"]


def test_the_fall_back_takes_what_the_others_cannot(desk):
    desk.publish({"lyon": 1, "dakar": 1}, "tunis", dakar={"per_day": 1})
    desk.open_at("lyon", ("00:00", "00:01"))
    with clock.held_at(MONDAY):
        desk.post(3)
        assert desk.whose() == ["dakar", "tunis", "tunis"]
        [why] = said(desk, desk.leads()[1], "LeadRouted")
    assert why["method"] == "fallback"
    assert [reason.partition(":")[2].partition(":")[0] for reason in why["passed_over"]] == ["closed", "day"]


def test_a_cap_on_open_leads_makes_room_when_one_closes(desk):
    desk.publish({"tunis": 1}, tunis={"open_at_once": 2})
    desk.post(3)
    assert desk.whose() == ["tunis", "tunis", None]
    with tenancy.inside(desk.company.tenant):
        first = desk.leads()[0]
        first.move_to("erased", first._fact(LeadErased, "erased"))
    sweep()
    assert desk.whose() == ["tunis", "tunis", "tunis"]


def test_what_is_published_now_is_what_waiting_leads_go_by(desk):
    desk.publish({"dakar": 1}, dakar={"per_day": 1})
    desk.post(2)
    assert desk.whose() == ["dakar", None]
    desk.publish({"dakar": 1, "tunis": 1}, dakar={"per_day": 1})
    sweep()
    assert desk.whose() == ["dakar", "tunis"]


def test_leads_of_a_form_that_was_closed_still_find_their_centre(desk):
    from chalicelib.forms import actions as forms

    desk.publish({"dakar": 1, "lyon": 1})
    desk.open_at("dakar")
    desk.open_at("lyon")
    desk.post()
    with tenancy.inside(desk.company.tenant, by="system:test"):
        forms.close(desk.company.form_id)
    desk.open_at("lyon", ("00:00", "24:00"))
    sweep()
    assert desk.whose() == ["lyon"]


def test_told_twice_it_is_routed_once(desk):
    desk.publish({"lyon": 1, "dakar": 1})
    desk.post()
    [lead] = desk.leads()
    with tenancy.inside(desk.company.tenant):
        assert not actions.route(lead.form, lead.id)
    assert desk.leads()[0].version == lead.version


def test_nobody_gives_by_hand_what_has_no_centre_yet(desk):
    desk.publish({"lyon": 1, "dakar": 1})
    desk.open_at("lyon")
    desk.open_at("dakar")
    desk.post()
    admin = Caller("user", desk.company.admin, desk.company.tenant, "admin", grants={"leads.manage": "all"})
    with tenancy.inside(desk.company.tenant), pytest.raises(distribution.CentreNotChosen):
        distribution.assign(desk.leads()[0].id, "agent00001", admin)


def test_behind_a_full_row_there_may_be_more(desk, monkeypatch):
    monkeypatch.setattr(actions, "ROUTED_AT_ONCE", 3)
    desk.publish(EVERYBODY)
    for name in EVERYBODY:
        desk.open_at(name)
    desk.post(5)
    for name in EVERYBODY:
        desk.open_at(name, ("00:00", "24:00"))
    with tenancy.inside(desk.company.tenant, by="system:test"):
        assert distribution.route_waiting()
        distribution.revisit_unrouted()
    assert None not in desk.whose()


def test_a_form_in_trouble_holds_up_no_other(desk, monkeypatch):
    desk.publish(EVERYBODY)
    for name in EVERYBODY:
        desk.open_at(name)
    desk.post()
    asked = []

    def refuse_the_first(form_id, lead_id=None):
        asked.append(form_id)
        if len(asked) == 1:
            raise RuntimeError("throttled")
        return False

    monkeypatch.setattr(actions, "route", refuse_the_first)
    monkeypatch.setattr("chalicelib.leads.queries.forms_waiting", lambda: iter(["troubled", desk.company.form_id]))
    with tenancy.inside(desk.company.tenant, by="system:test"):
        assert actions.route_waiting()
    assert asked == ["troubled", desk.company.form_id]


def test_a_centre_that_is_closed_for_good_is_passed_over_and_its_heir_serves_where_nobody_is_left(desk):
    def close(name, heir):
        with tenancy.inside(desk.company.tenant, by="system:test"), transaction() as tx:
            identity.give_way(tx, desk.centres[name], desk.centres[heir])

    desk.publish(EVERYBODY)
    close("lyon", "tunis")
    desk.post(4)
    assert Counter(desk.whose()) == {"dakar": 2, "tunis": 2}
    assert f"{desk.centres['lyon']}:gone" in said(desk, desk.leads()[0], "LeadRouted")[0]["passed_over"]
    desk.publish({"dakar": 1}, fallback="tunis")
    close("dakar", "tunis")
    desk.post()
    assert desk.whose()[-1] == "tunis", "the fall-back is taken"
