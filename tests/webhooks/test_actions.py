"""From a public fact to a partner's endpoint: signed, once, in order, for a day."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from chalicelib.foundation import clock
from chalicelib.foundation.errors import AnswersRefused, NotFound
from chalicelib.leads.facts import LeadAssigned, LeadReleased
from chalicelib.webhooks import actions, queries
from chalicelib.webhooks.actions import WAITS, WebhookOff
from chalicelib.webhooks.models import Endpoint
from tests.webhooks.told import confirmed, said


def later(seconds):
    return clock.held_at(datetime.now(UTC) + timedelta(seconds=seconds))


def only_delivery(endpoint):
    [delivery], cursor = queries.deliveries(endpoint.id, 25, None)
    assert cursor is None
    return delivery


def test_a_fact_reaches_the_partner_signed(endpoint, partner, pump):
    actions.announce(confirmed())
    pump.run()
    [(path, headers, body)] = partner.got
    assert path == "/hook?of=acme"
    assert headers["content-type"] == "application/json"
    assert Webhook(endpoint.secret).verify(body, {name.lower(): value for name, value in headers.items()}) == {
        "id": headers["webhook-id"],
        "type": "lead.confirmed",
        "timestamp": clock.iso(confirmed().at),
        "data": {
            "lead_id": "p000000000000001.1",
            "form_id": "form1",
            "centre_id": "centre1",
            "state": "confirmed",
            "agent_id": "agent1",
            "version": 5,
        },
    }
    delivery = only_delivery(endpoint)
    assert (delivery.state, delivery.attempts, delivery.last_status, delivery.next_attempt_at) == ("delivered", 1, 200, None)
    assert headers["webhook-id"] == delivery.id


def test_another_secret_does_not_verify(endpoint, partner, pump):
    other, told = actions.add(partner.url, ["lead.rejected"], None)
    assert re.fullmatch(r"whsec_[A-Za-z0-9+/]{43}=", told)
    actions.announce(confirmed())
    pump.run()
    [(_, headers, body)] = partner.got
    with pytest.raises(WebhookVerificationError):
        Webhook(other.secret).verify(body, {name.lower(): value for name, value in headers.items()})


def test_the_secret_is_not_kept_in_clear(endpoint):
    stored = Endpoint.get(endpoint.pk, endpoint.sk).to_dynamodb_dict()
    assert endpoint.secret.removeprefix("whsec_") not in json.dumps(stored, default=str)


def test_a_fact_told_twice_is_delivered_once(endpoint, partner, pump):
    for _ in range(2):
        actions.announce(confirmed())
        pump.run()
    assert len(partner.got) == 1


def test_only_endpoints_that_ask_for_a_fact_hear_it(endpoint, partner, pump):
    actions.add(partner.url, ["lead.rejected"], None)
    actions.announce(said(LeadReleased, was="agent1", why="timeout"))
    actions.announce(said(LeadAssigned, method="push"))
    pump.run()
    assert partner.got == []


def test_a_down_endpoint_is_tried_again_and_hears_once_when_it_is_back(endpoint, partner, pump):
    partner.status = 503
    actions.announce(confirmed())
    pump.run()
    failing = only_delivery(endpoint)
    assert (failing.state, failing.attempts, failing.last_status, failing.last_error) == ("waiting", 1, 503, "http_5xx")
    [hidden] = pump.hidden_for()
    assert 4 <= hidden <= 6

    partner.status = 200
    with later(hidden + 1):
        pump.come_back()
        pump.run()
        pump.come_back()
        pump.run()
    assert len(partner.got) == 2
    (_, first, sent), (_, second, again) = partner.got
    assert first["webhook-id"] == second["webhook-id"]
    assert sent == again
    assert only_delivery(endpoint).state == "delivered"


def test_each_attempt_is_signed_for_its_own_time(endpoint, partner, pump):
    partner.status = 500
    actions.announce(confirmed())
    pump.run()
    with later(60):
        pump.come_back()
        pump.run()
    for _, headers, body in partner.got:
        at = datetime.fromtimestamp(int(headers["webhook-timestamp"]), UTC)
        assert headers["webhook-signature"] == Webhook(endpoint.secret).sign(headers["webhook-id"], at, body.decode())
    assert partner.got[0][1]["webhook-timestamp"] != partner.got[1][1]["webhook-timestamp"]


def test_thirteen_waits_make_a_day_and_then_it_has_failed(endpoint, partner, pump):
    partner.status = 500
    actions.announce(confirmed())
    passed = 0
    for attempt in range(1, 15):
        with later(passed):
            pump.come_back()
            pump.run()
        delivery = only_delivery(endpoint)
        assert delivery.attempts == attempt
        if attempt < 14:
            [hidden] = pump.hidden_for()
            assert abs(hidden - WAITS[attempt - 1]) <= max(1, 0.11 * WAITS[attempt - 1])
            assert hidden < 12 * 3600
            passed += hidden + 1
    assert delivery.state == "failed"
    assert pump.hidden_for() == []
    assert len(WAITS) == 13
    assert 23 * 3600 < sum(WAITS) < 25 * 3600


def test_a_failing_delivery_holds_back_later_ones_of_the_same_lead_only(endpoint, partner, pump):
    partner.status = 500
    actions.announce(confirmed(version=5))
    assert pump.turn()
    partner.status = 200
    actions.announce(confirmed(version=6, at=confirmed().at + 1))
    actions.announce(confirmed("p000000000000002.1"))
    pump.run()
    assert versions_told(partner) == [("p000000000000001.1", 5), ("p000000000000002.1", 5)]

    with later(10):
        pump.come_back()
        pump.run()
    assert versions_told(partner)[2:] == [("p000000000000001.1", 5), ("p000000000000001.1", 6)]


def versions_told(partner):
    told = [json.loads(body)["data"] for _, _, body in partner.got]
    return [(data["lead_id"], data["version"]) for data in told]


def test_a_failing_endpoint_does_not_hold_back_another(endpoint, partner, pump, other_partner):
    actions.add(other_partner.url, ["lead.confirmed"], None)
    partner.status = 500
    actions.announce(confirmed())
    actions.announce(confirmed(version=6))
    pump.run()
    assert len(partner.got) == 1
    assert [version for _, version in versions_told(other_partner)] == [5, 6]


def test_a_message_that_comes_back_early_waits_on(endpoint, partner, pump):
    partner.status = 500
    actions.announce(confirmed())
    pump.run()
    pump.come_back()
    pump.run()
    assert len(partner.got) == 1
    assert 3 <= pump.hidden_for()[0] <= 6


def test_a_crash_before_the_message_left_is_made_good_by_the_repeat(endpoint, partner, pump, monkeypatch):
    def crash(*_, **__):
        raise ConnectionError

    with monkeypatch.context() as broken:
        broken.setattr(actions, "_dispatch", crash)
        with pytest.raises(ConnectionError):
            actions.announce(confirmed())
    assert only_delivery(endpoint).state == "waiting"
    actions.announce(confirmed())
    pump.run()
    assert len(partner.got) == 1


def test_a_message_whose_deletion_was_lost_changes_nothing(endpoint, partner, pump):
    actions.announce(confirmed())
    pump.turn(lose_answer=True)
    pump.come_back()
    pump.run()
    assert len(partner.got) == 1


def test_gone_switches_the_endpoint_off(endpoint, partner, pump):
    partner.status = 410
    actions.announce(confirmed())
    actions.announce(confirmed("p000000000000002.1"))
    pump.run()
    assert Endpoint.known(endpoint.id).state == "off"
    assert len(partner.got) == 1
    states = {(one.state, one.last_error) for one in queries.deliveries(endpoint.id, 25, None)[0]}
    assert states == {("failed", "http_4xx"), ("failed", "endpoint_off")}
    actions.announce(confirmed("p000000000000003.1"))
    assert len(queries.deliveries(endpoint.id, 25, None)[0]) == 2
    with pytest.raises(WebhookOff):
        actions.test(endpoint.id)


def test_what_waits_for_a_deleted_endpoint_ends(endpoint, partner, pump):
    actions.announce(confirmed())
    actions.delete(endpoint.id)
    pump.run()
    assert partner.got == []
    with pytest.raises(NotFound):
        queries.deliveries(endpoint.id, 25, None)
    assert queries.endpoints() == []


def test_a_replay_sends_the_same_bytes_under_the_same_id(endpoint, partner, pump):
    actions.announce(confirmed())
    pump.run()
    replayed = actions.replay(endpoint.id, only_delivery(endpoint).id)
    assert (replayed.state, replayed.attempts, replayed.delivered_at) == ("waiting", 0, None)
    pump.run()
    (_, first, sent), (_, second, again) = partner.got
    assert sent == again
    assert first["webhook-id"] == second["webhook-id"]
    assert only_delivery(endpoint).state == "delivered"


def test_a_replay_of_a_waiting_delivery_goes_at_once_and_voids_the_old_message(endpoint, partner, pump):
    partner.status = 500
    actions.announce(confirmed())
    pump.run()
    partner.status = 200
    actions.replay(endpoint.id, only_delivery(endpoint).id)
    pump.run()
    assert only_delivery(endpoint).state == "delivered"
    with later(60):
        pump.come_back()
        pump.run()
    assert len(partner.got) == 2
    assert pump.hidden_for() == []


def test_a_replay_asked_for_during_an_attempt_wins(endpoint, partner, pump):
    actions.announce(confirmed())
    delivery = only_delivery(endpoint)
    actions.replay(endpoint.id, delivery.id)
    delivery.end("failed", last_error="http_5xx")
    assert only_delivery(endpoint).state == "waiting"


def test_a_test_event_is_a_real_delivery(endpoint, partner, pump):
    delivery = actions.test(endpoint.id)
    pump.run()
    [(_, headers, body)] = partner.got
    told = Webhook(endpoint.secret).verify(body, {name.lower(): value for name, value in headers.items()})
    assert told["type"] == "webhook.test"
    assert headers["webhook-id"] == delivery.id


def test_a_delivery_that_has_expired_ends_its_message(endpoint, partner, pump):
    actions.announce(confirmed())
    only_delivery(endpoint).delete()
    pump.run()
    assert partner.got == []


def test_facts_and_addresses_are_checked_at_the_door(company):
    with pytest.raises(AnswersRefused) as refusal:
        actions.add("https://partner.example/", ["lead.confirmd"], None)
    assert refusal.value.errors[0].code == "unknown_fact"
    assert "lead.confirmed" in refusal.value.errors[0].message
    with pytest.raises(AnswersRefused) as refusal:
        actions.add("https://10.0.0.1/", ["lead.confirmed"], None)
    assert refusal.value.errors[0].code == "private_address"


def test_deliveries_come_newest_first_page_by_page(endpoint, pump):
    for number in range(5):
        actions.announce(confirmed(f"p00000000000000{number}.1", at=confirmed().at + number))
    seen, cursor = queries.deliveries(endpoint.id, 2, None)
    while cursor:
        page, cursor = queries.deliveries(endpoint.id, 2, cursor)
        seen += page
    assert [one.lead_id[15] for one in seen] == list("43210")
