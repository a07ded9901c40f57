from __future__ import annotations

import json
import threading
import time
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from botocore.stub import Stubber

from chalicelib.foundation import aws, config, tenancy
from chalicelib.scoring import engines
from chalicelib.scoring.engines import Unavailable, bedrock, openai
from chalicelib.scoring.models.rules import Rules

NOTE = "Mme Diop (06 12 34 56 78, awa@example.org) : à la bonne vôtre"
"""The embedded reader says nothing of it."""
SECRET = "sk-passerelle-secret-abcd"
LATER = timedelta(minutes=11)


def said(label, *words):
    return json.dumps({"choices": [{"message": {"content": json.dumps({"label": label, "words": words})}}]}).encode()


class Outside:
    """OpenAI's double on the loopback: answers what it is told to, and remembers what it was asked."""

    def __init__(self):
        self.asked = []
        self.answers = (200, said("positive", "bonne"), 0.0)
        outside = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                outside.asked.append((self.path, self.headers["Authorization"], body))
                status, content, pause = outside.answers
                self.send_response(status)
                self.end_headers()
                for part in (bytes([byte]) for byte in content) if pause else [content]:
                    time.sleep(pause)
                    try:
                        self.wfile.write(part)
                    except OSError:
                        return  # whoever asked has gone

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def outside(monkeypatch):
    double = Outside()
    monkeypatch.setattr(config, "OPENAI_URL", double.url)
    yield double
    double.server.shutdown()
    double.server.server_close()


class TestOpenAI:
    def test_is_asked_with_the_schema_and_sees_no_number_nor_address(self, outside):
        found = openai.read(NOTE, secret=SECRET, model="")
        assert (found.label, [NOTE[start:end] for start, end in found.spans]) == ("positive", ["bonne"])
        [(path, authorization, body)] = outside.asked
        assert (path, authorization) == ("/v1/chat/completions", f"Bearer {SECRET}")
        assert body["response_format"]["json_schema"] == {"name": "label", "strict": True, "schema": engines.SCHEMA}
        assert "Mme Diop" in body["messages"][1]["content"]
        assert not any(secret in json.dumps(body) for secret in ("06 12", "56 78", "awa@"))

    @pytest.mark.parametrize(
        ("status", "answer", "reason"),
        [
            (200, b"<html>garbage</html>", "unreadable"),
            (200, b"", "unreadable"),
            (200, said("furious"), "unreadable"),
            (200, said(None), "unreadable"),
            (200, json.dumps({"choices": []}).encode(), "unreadable"),
            (200, json.dumps({"choices": [{"message": {"content": '{"label": "positive", "words": "bonne"}'}}]}).encode(), "unreadable"),
            (200, b"[" * 60_000, "unreadable"),
            (401, b"{}", "refused"),
            (429, b"{}", "too_often"),
            (500, b"{}", "failed"),
        ],
    )
    def test_whoever_answers_otherwise_is_not_believed(self, outside, status, answer, reason):
        outside.answers = (status, answer, 0.0)
        with pytest.raises(Unavailable) as caught:
            openai.read(NOTE, secret=SECRET, model="")
        assert caught.value.reason == reason

    def test_whoever_drips_is_not_waited_for(self, outside, monkeypatch):
        monkeypatch.setattr(openai, "TIMEOUT", 0.3)
        outside.answers = (200, said("positive", "bonne"), 0.05)
        with pytest.raises(Unavailable) as caught:
            openai.read(NOTE, secret=SECRET, model="")
        assert caught.value.reason == "timeout"

    def test_whoever_is_not_there_is_unreachable(self, outside, monkeypatch):
        outside.server.server_close()
        monkeypatch.setattr(config, "OPENAI_URL", outside.url)
        outside.server.shutdown()
        with pytest.raises(Unavailable) as caught:
            openai.read(NOTE, secret=SECRET, model="")
        assert caught.value.reason == "unreachable"


class TestBedrock:
    def test_is_asked_as_its_service_model_says(self, world):
        answer = {"toolUse": {"toolUseId": "t", "name": "label", "input": {"label": "negative", "words": ["vôtre", "absent"]}}}
        with self.stubbed() as stub:
            stub.add_response(
                "converse",
                {
                    "output": {"message": {"role": "assistant", "content": [{"text": "…"}, answer]}}, "stopReason": "tool_use",
                    "usage": {"inputTokens": 1, "outputTokens": 1, "totalTokens": 2}, "metrics": {"latencyMs": 1},
                },
            )  # fmt: skip
            found = bedrock.read(NOTE, model="")
            stub.assert_no_pending_responses()
        assert (found.label, [NOTE[start:end] for start, end in found.spans]) == ("negative", ["vôtre"])

    @pytest.mark.parametrize(
        ("code", "reason"), [("AccessDeniedException", "refused"), ("ThrottlingException", "too_often"), ("ModelErrorException", "failed")]
    )
    def test_a_refusal_has_its_reason(self, world, code, reason):
        with self.stubbed() as stub:
            stub.add_client_error("converse", code)
            with pytest.raises(Unavailable) as caught:
                bedrock.read(NOTE, model="")
        assert caught.value.reason == reason

    @staticmethod
    def stubbed():
        return Stubber(aws.client("bedrock-runtime"))


class TestARun:
    def test_asks_outside_only_where_the_embedded_reader_is_unsure(self, calls, outside):
        lead = calls.comes()
        sure, unsure = calls.writes(lead, "Pas intéressé"), calls.writes(lead, NOTE)
        calls.switches_on(engine="openai", key=SECRET)
        calls.reads()
        assert calls.labels(lead) == {sure: "negative", unsure: "positive"}
        assert len(outside.asked) == 1

    def test_falls_back_and_says_why(self, calls, outside):
        outside.answers = (429, b"{}", 0.0)
        lead = calls.comes()
        for number in range(4):
            calls.writes(lead, f"{NOTE} {number}")
        calls.switches_on(engine="openai", key=SECRET, asks="all")
        calls.reads()
        assert set(calls.labels(lead).values()) == {"unclassified"}
        assert len(outside.asked) == 2, "who fails twice in a row is left alone"
        assert self.rules(calls)["trouble"] == "too_often"

    def test_spends_no_more_than_the_days_budget(self, calls, outside):
        lead = calls.comes()
        for number in range(3):
            calls.writes(lead, f"{NOTE} {number}")
        calls.switches_on(engine="openai", key=SECRET, daily=2)
        calls.reads()
        calls.writes(lead, NOTE)
        calls.reads(later=LATER)
        assert len(outside.asked) == 2
        assert (self.rules(calls)["asked_today"], self.rules(calls)["trouble"]) == (2, "budget")

    @staticmethod
    def rules(calls):
        return calls.ask("GET", "/api/v1/note-reading", token=calls.admin).json


class TestTheKey:
    def test_is_kept_sealed_and_never_shown_again(self, calls):
        shown = calls.switches_on(engine="openai", key=SECRET)
        assert shown["key_end"] == "abcd"
        assert SECRET not in json.dumps(shown)
        with tenancy.inside(calls.company.tenant):
            rules = Rules.here()
            assert SECRET.encode() not in bytes(rules.sealed)
            assert rules.secret == SECRET

    def test_stays_where_none_is_given_and_goes_when_emptied(self, calls):
        calls.switches_on(engine="openai", key=SECRET)
        assert calls.switches_on(engine="openai")["key_end"] == "abcd"
        assert calls.switches_on(key="")["key_end"] is None

    def test_is_needed_to_ask_there(self, calls):
        answer = calls.ask("PUT", "/api/v1/note-reading", {"is_on": True, "engine": "openai"}, token=calls.admin)
        assert answer.status == 422
        assert answer.json["errors"] == [{"field": "key", "code": "key_missing", "message": "Collez la clé API d'OpenAI."}]

    def test_is_in_no_fact(self, calls):
        calls.switches_on(engine="openai", key=SECRET)
        with tenancy.inside(calls.company.tenant):
            assert SECRET not in json.dumps(Rules.here().said)


def test_a_trial_keeps_nothing_and_says_who_answered(calls, outside):
    calls.switches_on(engine="openai", key=SECRET)
    asked = ("POST", "/api/v1/note-reading/trial", {"text": "Pas intéressé"})
    assert calls.ask(*asked, token=calls.admin).json == {"label": "positive", "spans": [], "engine": "openai", "trouble": None}
    outside.answers = (500, b"", 0.0)
    assert calls.ask(*asked, token=calls.admin).json == {"label": "negative", "spans": [[0, 13]], "engine": "embedded", "trouble": "failed"}
