"""The reason in words, and to whom it names the others."""

from datetime import UTC, datetime

import pytest

from chalicelib.foundation import clock
from tests.isolation.companies import access_token

SUNDAY = datetime(2026, 11, 22, 20, tzinfo=UTC)


@pytest.fixture
def history(desk):
    """What a reader is told of the newest lead, the fact wanted first."""

    def told(kind, role="admin", centre=None, language="fr"):
        token = access_token(desk.company.admin, desk.company.tenant, role, centre)
        page = desk.ask("GET", f"/api/v1/leads/{desk.leads()[-1].id}", token=token, language=language)
        return next(entry for entry in page.json["timeline"] if entry["type"] == kind)

    return told


def test_whose_turn_it_was(desk, history):
    desk.publish({"lyon": 50, "dakar": 30, "tunis": 20}, tunis={"per_day": 1})
    desk.post(6)
    assert history("LeadRouted")["why"] == "Au tour de Dakar. Puis Centre de Lyon. Écartés : Tunis (1 sur 1 aujourd'hui)."


def test_closed_full_and_given_to_the_fall_back(desk, history):
    desk.publish({"lyon": 1, "dakar": 1}, "tunis", dakar={"per_hour": 1})
    desk.open_at("lyon", ("09:00", "18:00"))
    with clock.held_at(SUNDAY):
        desk.post(2)
        assert history("LeadRouted")["why"] == (
            "Aucun centre ne pouvait le prendre : Centre de Lyon (fermé jusqu'à lundi 23/11 à 9:00), Dakar (1 sur 1 cette heure-ci). "
            "Donné à Tunis, centre de repli."
        )
        assert history("LeadRouted", language="en")["why"] == (
            "No centre could take it: Centre de Lyon (closed until Monday 23/11 at 9:00), Dakar (1 of 1 this hour). Given to Tunis, the fall-back."
        )


def test_what_it_waits_for(desk, history):
    desk.publish({"dakar": 1}, dakar={"open_at_once": 1})
    desk.post(2)
    assert history("LeadDeferred")["why"] == "Aucun centre ne peut le prendre : Dakar (1 ouverts sur 1). Attend le premier qui le pourra."


def test_a_partner_does_not_read_how_busy_the_others_are(desk, history):
    desk.publish({"lyon": 1, "dakar": 1, "tunis": 1}, tunis={"per_day": 1})
    desk.post(4)
    lyon = desk.centres["lyon"]
    assert desk.whose()[-1] == "lyon"
    entry = history("LeadRouted", role="manager", centre=lyon)
    assert entry["why"] == "Au tour de Centre de Lyon. Puis un autre centre. Écartés : un autre centre."
    assert not {"in_turn", "passed_over"} & set(entry["data"])
