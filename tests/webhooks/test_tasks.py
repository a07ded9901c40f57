"""The wires: a lead that is confirmed in the house is heard of outside of it."""

import json
from dataclasses import replace

from standardwebhooks import Webhook

from chalicelib.alerts.facts import AlertRaised
from chalicelib.foundation import tenancy
from chalicelib.foundation.records import transaction
from chalicelib.leads import queries as leads
from chalicelib.webhooks import actions, queries, tasks
from tests.builders import ANSWERS, a_company
from tests.webhooks.told import confirmed


def test_a_confirmed_lead_is_told_with_ids_only(crier, ask, partner):
    company = a_company(double_optin=False)
    with tenancy.inside(company.tenant, by="system:test"):
        endpoint, secret = actions.add(partner.url, ["lead.opened", "lead.confirmed"], None)
    crier.cry()
    ask("POST", company.form_path, form=ANSWERS)
    crier.cry()
    with tenancy.inside(company.tenant, by=f"user:{company.agents[0]}"):
        [lead], _ = leads.newest(lambda _: True, limit=5, cursor=None)
        with transaction() as tx:
            lead.confirm(tx)
    crier.cry()

    told = [Webhook(secret).verify(body, {name.lower(): value for name, value in headers.items()}) for _, headers, body in partner.got]
    assert [message["type"] for message in told] == ["lead.opened", "lead.confirmed"]
    assert told[1]["data"]["lead_id"] == lead.id
    assert told[1]["data"]["state"] == "confirmed"
    assert told[1]["data"]["agent_id"] == company.agents[0]
    for known in ("Awa", "Diop", "awa.diop", "612345678"):
        assert known not in json.dumps(told)
    with tenancy.inside(company.tenant):
        assert {one.state for one in queries.deliveries(endpoint.id, 25, None)[0]} == {"delivered"}


def test_a_fault_of_ours_reports_the_message_and_is_not_lost(endpoint, pump, monkeypatch):
    actions.announce(confirmed())
    with monkeypatch.context() as broken:
        broken.setattr(actions, "attempt", lambda *_: 1 / 0)
        pump.run()
    pump.come_back()
    pump.run()
    assert queries.deliveries(endpoint.id, 25, None)[0][0].state == "delivered"


def test_what_is_told_in_order_is_what_is_about_one_lead():
    assert tasks.group(confirmed("p000000000000009.2")) == "p000000000000009.2"


def test_alerts_about_no_lead_do_not_wait_for_each_other():
    said = [replace(confirmed(), id=f"AL#c#{one}:1", fact=AlertRaised("a1", "old_pool", "centre", "c", 0)) for one in "ab"]
    assert [tasks.group(one) for one in said] == ["AL#c#a:1", "AL#c#b:1"]
