"""A mistake of ours: the reader gets a reference, and the logs say what it was about."""

import pytest

from chalicelib.leads import queries
from tests.builders import PASSWORD, a_company, an_agent, email_of


@pytest.fixture
def failure(ask, monkeypatch, caplog):
    """What a manager reads, and what the logs say, when a lead cannot be read; and the manager's company."""
    company = a_company(agents=0)
    an_agent(company, 1, role="manager")
    token = ask("POST", "/api/v1/sessions", {"email": email_of(company, 1), "password": PASSWORD}).json["access_token"]
    monkeypatch.setattr(queries, "visible", lambda *_: {}["awa.diop@example.org"])
    answer = ask("GET", "/api/v1/leads/0123456789abcdef.1", token=token)
    [said] = [record.__dict__ for record in caplog.records if record.message == "request_failed"]
    return answer, said, company


def test_the_reader_gets_a_reference_and_no_detail(failure):
    answer, said, _ = failure
    assert answer.status == 500
    assert said["request"] in answer.json["detail"]
    assert "KeyError" not in answer.text


def test_the_logs_name_request_route_company_and_lead_and_nothing_personal(failure):
    answer, said, company = failure
    named = {name: said[name] for name in ("request", "route", "tenant", "lead_id", "error")}
    assert named == {
        "request": answer.headers["X-Request-Id"],
        "route": "GET /api/v1/leads/{lead_id}",
        "tenant": company.tenant,
        "lead_id": "0123456789abcdef.1",
        "error": "KeyError",
    }
    assert "awa.diop" not in str(said)
