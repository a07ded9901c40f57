"""What an agent sends, sees and stops; and whose plans are whose."""

from tests.campaigns.conftest import ALWAYS, a_step

KEY = "0123456789abcdef"


def test_an_agent_sends_a_step_now_and_the_same_wish_twice_sends_once(town):
    plan = town.plans("uncontacted").json
    lead = town.comes(confirms=True)
    wish = {"key": KEY, "plan_id": plan["id"], "step": 1}
    for _ in range(2):
        assert town.asks("POST", f"leads/{lead}/relances", wish, "agent").status == 201
    town.passes()
    assert len(town.relances) == 1
    by_hand = next(one for one in town.shown()["items"] if one["wanted"] == "by_hand")
    assert (by_hand["state"], by_hand["steps"]) == ("done", 1)


def test_by_hand_too_nothing_leaves_at_night(town):
    plan = town.plans("uncontacted", hours=ALWAYS | {"start": "09:00", "end": "19:00"}).json
    lead = town.comes(confirms=True)
    town.now = town.now.replace(hour=21)
    town.asks("POST", f"leads/{lead}/relances", {"key": KEY, "plan_id": plan["id"], "step": 1}, "agent")
    town.passes()
    assert not town.relances
    assert {one["wanted"]: one["next_at"] for one in town.shown()["items"]}["by_hand"] == "2026-11-24T08:00:00.000Z"
    town.passes(hours=11, minutes=1)
    assert len(town.relances) == 1


def test_what_may_be_sent_is_offered_and_a_closed_lead_says_why_not(town):
    town.plans("uncontacted", name="Injoignables", on=False)
    town.plans("unconfirmed", name="Pas confirmés")
    lead = town.comes(confirms=True)
    assert [one["plan_name"] for one in town.shown()["sendable"]] == ["Injoignables"]
    plan = town.shown()["sendable"][0]["plan_id"]
    town.works("reject")
    assert (town.shown()["sendable"], town.shown()["blocked"]) == ([], "Ce lead est clos.")
    answer = town.asks("POST", f"leads/{lead}/relances", {"key": KEY, "plan_id": plan, "step": 1}, "agent")
    assert answer.status in {404, 409}


def test_an_agent_stops_what_would_leave(town):
    town.plans("uncontacted")
    lead = town.comes(confirms=True)
    for _ in range(2):
        answer = town.asks("DELETE", f"leads/{lead}/relances/uncontacted", role="agent")
        assert (answer.status, answer.json["items"][0]["why"]) == (200, "by_hand")
    town.passes(days=2)
    assert not town.relances


def test_a_centres_owner_writes_plans_for_that_centre_and_only_reads_those_for_all(town):
    for_all = town.plans(name="Pour tous").json
    draft = {"name": "Chez nous", "wanted": "uncontacted", "steps": [a_step()], "hours": ALWAYS}
    assert town.asks("POST", "relance-plans", draft, "centre_owner").json["errors"][0]["field"] == "centre_id"
    ours = town.asks("POST", "relance-plans", draft | {"centre_id": town.company.centre}, "centre_owner")
    assert ours.status == 201
    assert {plan["name"] for plan in town.asks("GET", "relance-plans", role="centre_owner").json["items"]} == {"Pour tous", "Chez nous"}
    assert town.asks("DELETE", f"relance-plans/{for_all['id']}", role="centre_owner").status == 404
    assert town.asks("DELETE", f"relance-plans/{ours.json['id']}", role="centre_owner").status == 204
    assert town.asks("GET", f"relance-plans/{ours.json['id']}").status == 404


def test_an_agent_neither_reads_nor_writes_plans(town):
    assert town.asks("GET", "relance-plans", role="agent").status == 403


def test_two_editors_at_once_do_not_overwrite_one_another(town):
    plan = town.plans().json
    draft = {"name": "Autre", "wanted": "unconfirmed", "steps": [a_step()], "hours": ALWAYS, "on": True}
    answers = [town.asks("PUT", f"relance-plans/{plan['id']}", draft, headers={"If-Match": '"1"'}).status for _ in range(2)]
    assert answers == [200, 412]


def test_a_plan_shows_how_its_steps_read_and_how_many_sms_they_are(town):
    page = town.plans(steps=[a_step(), a_step("sms", text="Bonjour {{ first_name }}" + " !" * 80)], form_id=town.company.form_id).json
    mail, sms = page["shown"]
    assert (mail["subject"], sms["parts"], sms["subject"]) == ("Votre demande", 2, None)
    assert "Camille" in mail["html"]
    assert page["link_hours"] == 72


def test_the_history_of_the_lead_tells_what_left_what_did_not_and_why_it_ended(town):
    town.plans("uncontacted", steps=[a_step("sms"), a_step(), a_step()])
    lead = town.comes(confirms=True)
    town.passes(days=1)
    town.passes(days=1)
    town.works("note")
    town.passes(days=1)
    told = [(one["type"], one["why"]) for one in town.asks("GET", f"leads/{lead}").json["timeline"] if one["type"].startswith("Relance")]
    assert [one for one in reversed(told) if one[0] != "RelanceOwed"] == [
        ("RelanceSkipped", "Message 1, par SMS : aucune ligne pour ce canal."),
        ("RelanceSent", "Message 2, par e-mail."),
        ("RelanceEnded", "La personne a été contactée."),
    ]
