"""The verdict of a soak is worth something only if it sees what is wrong: one lead's whole life, and one thing changed in what it left."""

from __future__ import annotations

import json
import re
import threading
from copy import deepcopy
from dataclasses import replace
from unittest.mock import patch

import botocore.session
import pytest

from tests.builders import a_company
from tests.proofs.truths import plain

NOTED = {
    "heard": {"status": 200, "genuine": True},
    "turned away": {"who": "visitor", "status": 503},
    "seat": {"agent": "a", "held": 1, "capacity": 1},
}


def kept(table):
    items = botocore.session.get_session().create_client("dynamodb").scan(TableName=f"passerelle-test-{table}")["Items"]
    return [plain(item) for item in items]


@pytest.fixture
def found(world, ask, crier, tmp_path):
    """What a run of one visitor left, and of an office with one errand of each kind, in which everything is true."""
    from bench.soak.crowd import answers
    from bench.soak.diary import Diary
    from bench.soak.errands import Errands
    from bench.soak.plan import Plan
    from bench.soak.town import HEARD, Town
    from bench.soak.verdict import Found
    from chalicelib.calls import actions as calls
    from chalicelib.calls.shapes import OutcomeDraft
    from chalicelib.foundation import tenancy
    from chalicelib.foundation.caller import Caller
    from chalicelib.identity import roles
    from chalicelib.leads import queries
    from chalicelib.messaging import null
    from chalicelib.webhooks import actions as webhooks
    from chalicelib.webhooks import outward

    null.sent.clear()
    company = a_company()
    agent = Caller("user", company.agents[0], company.tenant, "agent", company.centre, grants=roles.grants("agent", inside_tenant=True))
    with tenancy.inside(company.tenant, by="system:test"):
        endpoint, secret = webhooks.add("https://partner.example/hook", list(HEARD), None)
    crier.cry()
    with patch.object(outward, "post", lambda *_: 200):
        ask("POST", company.form_path, form=answers(0))
        crier.cry()
        ask("POST", re.search(r"https?://[^/]+(/c/[\w.-]+)", null.sent[-1].text)[1], form={})
        crier.cry()
        with tenancy.inside(company.tenant, by=agent.actor):
            [lead] = queries.in_hand(agent.id)
            calls.record(lead.id, OutcomeDraft(outcome="confirmed"), agent, None)
        crier.cry()
        plan = replace(Plan.of(1), errands=1)
        with tenancy.inside(company.tenant, by="system:test"):
            more = Town._errands(company)
        town = Town(company.tenant, [company.centre], company.form_path, [], "", endpoint.id, secret, company.admin, **more)
        errands = Errands(plan, town, Diary(tmp_path), "http://nowhere.example", threading.Event())
        errands.http = errands.office.http = lambda *asked, **more: answered(ask, crier, *asked, **more)
        errands._all()
        assert errands.are_done
    lease = kept("lease")
    told = {item["sk"]: item["b"] for item in lease if item["t"] == "WD"}
    diary = [{"what": "posted", "number": 0}, {"what": "outcome", "lead": lead.id, "outcome": "confirmed"}]
    diary += [{"what": what} | more for what, more in NOTED.items() if what != "heard"]
    diary += [{"what": "heard", "id": name, "body": body} | NOTED["heard"] for name, body in sorted(told.items())]
    waiting = {"push": 0, "stream": 0, "push-dlq": 2}
    trace, mailed = kept("trace"), [mail.to for mail in null.sent]
    return Found(plan, town, diary, mailed, kept("main"), trace, lease, waiting, 1, over_the_bus(trace, told), kept("find"))


def answered(ask, crier, method, path, body=None, kind="application/json", token=None):
    """As the house answers over HTTP, once it is quiet."""
    content = body.encode() if isinstance(body, str) else body
    answer = ask(method, path, content, headers={"Content-Type": kind} if content else {}, token=token)
    crier.cry()
    return answer.status, answer.text


def over_the_bus(trace, told):
    from chalicelib.foundation.facts import FACTS

    words = {(data["lead_id"], data["version"]): body for body in map(json.loads, told.values()) for data in [body["data"]]}
    rows = [(row, FACTS[row["t"]].PUBLIC, json.loads(row["d"]).get("lead_id")) for row in trace]
    return [words.get((lead, row["v"]), {"type": public, "data": {"lead_id": lead, "version": row["v"]}}) for row, public, lead in rows if public]


def the(items, **wanted):
    return next(item for item in items if wanted.items() <= item.items())


def swap(diary):
    first, second = (line for line in diary if line["what"] == "heard")
    first["body"], second["body"] = second["body"], first["body"]


WRONG = {
    "had their post accepted": lambda found: found.diary.remove(the(found.diary, what="posted")),
    "one person with one lead": lambda found: the(found.diary, what="outcome").update(outcome="rejected"),
    "legal state": lambda found: the(found.main, t="L", s="confirmed").pop("ag"),
    "in the history": lambda found: found.trace.remove(the(found.trace, t="LeadAssigned")),
    "listed where they belong": lambda found: the(found.main, t="L").update(wk="elsewhere"),
    "what their agents have": lambda found: the(found.main, t="A").update(op={"somebody.1"}),
    "above capacity": lambda found: the(found.diary, what="seat").update(held=2),
    "have one mail": lambda found: found.mailed.extend(found.mailed),
    "by their name": lambda found: found.find.clear(),
    "files are kept": lambda found: the(found.main, t="FI").update(s="received"),
    "relanced once": lambda found: found.mailed.append("row0@example.org"),
    "asked once": lambda found: the(found.main, t="SI").update(s="waiting"),
    "delivered to the partner": lambda found: the(found.lease, t="WD").update(s="waiting"),
    "signed": lambda found: the(found.diary, what="heard").update(genuine=False),
    "over the bus": lambda found: found.bus.clear(),
    "in the order": lambda found: swap(found.diary),
    "a second time": lambda found: found.diary.append(the(found.diary, what="heard")),
    "queues are empty": lambda found: found.waiting.update(push=1),
    "the poison": lambda found: found.waiting.update({"push-dlq": 3}),
    "try again": lambda found: the(found.diary, what="turned away").update(status=418),
}


def broken(found):
    from bench.soak.verdict import Verdict

    verdict = Verdict(found)
    return verdict.holds, [claim.says for claim in verdict.claims if claim.broken]


def test_everything_is_true_of_a_life_without_faults(found):
    assert broken(found) == (True, [])


def test_what_is_wrong_is_seen(found):
    """One life for all of them, which takes its time."""
    for claim, wrong in WRONG.items():
        changed = deepcopy(found)
        wrong(changed)
        holds, said = broken(changed)
        assert not holds, claim
        if claim != "had their post accepted":  # Then nothing else is asked about that visitor: nothing is true of nobody.
            assert any(claim in one for one in said), (claim, said)
