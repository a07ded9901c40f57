"""What each centre got beside what was due to it, and who may see it."""

from datetime import UTC, datetime

from chalicelib.foundation import clock
from tests.isolation.companies import access_token

MONDAY = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)


def token(desk, role="admin", centre=None):
    return access_token(desk.company.admin, desk.company.tenant, role, centre)


def of_form(desk, **who):
    answer = desk.ask("GET", f"/api/v1/forms/{desk.company.form_id}/standings", token=token(desk, **who))
    assert answer.status == 200
    return answer.json


def test_a_form_tells_what_was_due_and_what_was_given(desk):
    desk.publish({"lyon": 50, "dakar": 30}, "tunis", dakar={"per_day": 2, "open_at_once": 5})
    desk.open_at("lyon", ("10:00", "18:00"))
    with clock.held_at(MONDAY):
        desk.post(3)
        told = of_form(desk)
    rows = {row["centre_name"]: row for row in told["items"]}
    assert list(rows) == ["Centre de Lyon", "Dakar", "Tunis"]
    assert {name: (row["part"], row["received"], row["due"], row["is_fallback"]) for name, row in rows.items()} == {
        "Centre de Lyon": (0.625, 0, 0, False),
        "Dakar": (0.375, 2, 2, False),
        "Tunis": (0, 1, 1, True),
    }
    assert (rows["Dakar"]["today"], rows["Dakar"]["this_hour"], rows["Dakar"]["open"], rows["Dakar"]["per_day"]) == (2, 2, 2, 2)
    assert (rows["Centre de Lyon"]["is_open"], rows["Centre de Lyon"]["opens_at"]) == (False, "2026-11-23T09:00:00.000Z")
    assert told["waiting"] == 0


def test_leads_that_wait_for_a_centre_are_counted(desk):
    desk.publish({"dakar": 1}, dakar={"per_day": 1})
    desk.post(3)
    assert of_form(desk)["waiting"] == 2


def test_who_shares_no_longer_stays_in_the_account_of_the_form(desk):
    desk.publish({"lyon": 1, "dakar": 1})
    desk.post(2)
    desk.publish({"lyon": 1, "tunis": 1})
    assert [(row["centre_name"], row["part"], row["received"]) for row in of_form(desk)["items"]] == [
        ("Centre de Lyon", 0.5, 1),
        ("Tunis", 0.5, 0),
        ("Dakar", 0, 1),
    ]


def test_a_form_that_nobody_has_published_gives_nothing_yet(desk):
    from chalicelib.forms import actions as forms
    from chalicelib.foundation import tenancy
    from tests.builders import form_content

    with tenancy.inside(desk.company.tenant):
        draft = forms.draft(form_content(desk.centres["lyon"]))
    told = desk.ask("GET", f"/api/v1/forms/{draft.id}/standings", token=token(desk)).json
    assert [(row["part"], row["received"]) for row in told["items"]] == [(1, 0)]


def test_a_partner_sees_its_own_row_and_no_other(desk):
    desk.publish({"lyon": 1, "dakar": 1}, dakar={"per_day": 1})
    desk.post(4)
    told = of_form(desk, role="centre_owner", centre=desk.centres["lyon"])
    assert [row["centre_name"] for row in told["items"]] == ["Centre de Lyon"]
    assert desk.ask("GET", f"/api/v1/forms/{desk.company.form_id}/standings", token=token(desk, "manager", desk.centres["tunis"])).status == 404


def test_a_centre_sees_what_each_form_sends_it(desk):
    desk.publish({"lyon": 1, "dakar": 3}, "tunis")
    desk.post(4)
    for name, part, received in (("lyon", 0.25, 1), ("dakar", 0.75, 3), ("tunis", 0, 0)):
        centre = desk.centres[name]
        for who in ({}, {"role": "manager", "centre": centre}):
            [row] = desk.ask("GET", f"/api/v1/centres/{centre}/standings", token=token(desk, **who)).json["items"]
            assert (row["form_name"], row["part"], row["received"]) == ("Étude solaire", part, received)
    assert desk.ask("GET", f"/api/v1/centres/{desk.centres['dakar']}/standings", token=token(desk, "manager", desk.centres["lyon"])).status == 404
