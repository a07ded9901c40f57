from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.foundation import clock, tenancy
from chalicelib.scoring import reader, sources
from chalicelib.scoring.models import labels as models
from chalicelib.scoring.models.rules import Rules
from tests.builders import a_company, a_token, an_agent

LATER = timedelta(minutes=11)


def test_nothing_is_read_before_it_is_switched_on(calls):
    lead = calls.comes()
    calls.writes(lead, "Rappeler mardi")
    calls.reads()
    assert calls.labels(lead) == {}


def test_the_next_sweep_reads_what_was_written_and_what_comes(calls):
    lead = calls.comes()
    first = calls.writes(lead, "Rappeler mardi")
    calls.switches_on()
    calls.reads()
    second = calls.writes(lead, "RDV pris jeudi 14h")
    calls.reads(later=LATER)
    assert calls.labels(lead) == {first: "partial", second: "positive"}
    assert calls.report()["total"] == {"positive": 1, "negative": 0, "partial": 1, "unclassified": 0}


def test_a_second_run_reads_nothing_twice(calls):
    lead = calls.comes()
    calls.writes(lead, "Pas intéressé")
    calls.switches_on()
    calls.reads()
    calls.reads(later=LATER)
    calls.reads(later=timedelta(days=2))
    assert calls.report()["total"]["negative"] == 1


def test_two_runs_at_once_count_once(calls, monkeypatch):
    lead = calls.comes()
    calls.writes(lead, "Pas intéressé")
    calls.writes(lead, "Rappeler mardi")
    calls.switches_on()
    keep = models.keep

    def another_was_quicker(reads):
        keep(reads[:1])
        keep(reads)

    monkeypatch.setattr(models, "keep", another_was_quicker)
    calls.reads()
    assert calls.report()["total"] == {"positive": 0, "negative": 1, "partial": 1, "unclassified": 0}


def test_a_run_out_of_time_goes_on_where_it_stopped(calls, monkeypatch):
    lead = calls.comes()
    for number in range(3):
        calls.writes(lead, f"Rappeler le {number}")
    calls.switches_on()
    monkeypatch.setattr(reader, "AT_ONCE", 1)
    monkeypatch.setattr(reader.Run, "is_over", property(lambda run: run.read > 0))
    calls.reads()
    assert len(calls.labels(lead)) == 1
    for _ in range(2):
        calls.reads(later=timedelta(minutes=1))
    assert len(calls.labels(lead)) == 3
    assert calls.report()["total"]["partial"] == 3


def test_a_run_looks_at_its_clock_by_page_and_the_next_goes_on_there(calls, monkeypatch):
    """Of a day that is longer than a run no more is read than the run has time for, and nothing of it twice."""
    lead, colleague = calls.comes(), a_token(calls.company, "admin")
    for number in range(6):
        calls.writes(lead, f"Rappeler le {number}", token=colleague if number % 2 else None)
    calls.switches_on()
    monkeypatch.setattr(sources, "PAGE", 2)
    monkeypatch.setattr(reader.Run, "is_over", property(lambda run: run.read > 1))
    read, written = [], sources._written
    monkeypatch.setattr(sources, "_written", lambda lines: read.append(len(lines)) or written(lines))
    counts = []
    for _ in range(4):
        calls.reads(later=timedelta(minutes=1))
        counts.append((len(calls.labels(lead)), sum(read)))
        read.clear()
    assert counts[0] == (2, 2), "a page, and the clock"
    assert all(lines <= 4 for _, lines in counts), "what is new, and the page where it goes on"
    assert counts[-1][0] == 6
    assert calls.report()["total"]["partial"] == 6


def test_a_look_back_that_took_several_runs_is_one(calls, monkeypatch):
    lead = calls.comes()
    for number in range(3):
        calls.writes(lead, f"Rappeler le {number}")
    calls.switches_on()
    monkeypatch.setattr(sources, "PAGE", 1)
    monkeypatch.setattr(reader.Run, "is_over", property(lambda run: run.read > 0))
    for _ in range(4):
        calls.reads(later=timedelta(minutes=1))
    with tenancy.inside(calls.company.tenant):
        rules = Rules.here()
        assert (len(calls.labels(lead)), rules.left) == (3, None)
        assert rules.looked_back_at == rules.run_at


def test_cut_off_before_its_figures_a_note_is_read_again(calls, monkeypatch):
    lead = calls.comes()
    note = calls.writes(lead, "Pas intéressé")
    calls.switches_on()
    monkeypatch.setattr(models, "_kept", lambda *_: 1 / 0)
    calls.reads()
    assert calls.labels(lead) == {}
    monkeypatch.undo()
    calls.reads(later=timedelta(minutes=1))
    assert calls.labels(lead) == {note: "negative"}


def test_switched_off_it_rings_no_more(calls):
    calls.switches_on()
    assert calls.ask("PUT", "/api/v1/note-reading", {"is_on": False}, token=calls.admin).json["is_on"] is False
    with tenancy.inside(calls.company.tenant):
        assert Rules.here().dk is None
    lead = calls.comes()
    calls.writes(lead, "Rappeler")
    calls.reads(later=LATER)
    assert calls.labels(lead) == {}


def test_the_day_is_that_of_the_companys_calendar(calls):
    with clock.held_at(clock.now().replace(hour=23, minute=30)):
        lead = calls.comes()
        calls.writes(lead, "Rappeler")
        day = clock.now().date()
    calls.switches_on()
    calls.reads(later=timedelta(days=1))
    [found] = calls.report(last=(day + timedelta(days=3)).isoformat())["items"]
    assert found["day"] == (day + timedelta(days=1)).isoformat()


class TestAHumansWord:
    def test_wins_and_is_counted(self, calls):
        lead = calls.comes()
        note = calls.writes(lead, "Pas intéressé")
        calls.switches_on()
        calls.reads()
        answer = self.says(calls, lead, note, "partial")
        assert answer.json["labels"][0] | {"at": ""} == {
            "note_id": note, "label": "partial", "read_as": "negative", "spans": [[0, 13]], "engine": "embedded", "said_by": "Agent 1", "at": "",
            "is_heard": False,
        }  # fmt: skip
        calls.reads(later=LATER)
        report = calls.report()
        assert report["total"] == {"positive": 0, "negative": 0, "partial": 1, "unclassified": 0}
        assert (report["judged"], report["agreed"]) == (1, 0)
        assert report["verdicts"] == [{"read_as": "negative", "said_as": "partial", "notes": 1}]

    def test_may_agree_and_may_change(self, calls):
        lead = calls.comes()
        note = calls.writes(lead, "Pas intéressé")
        calls.switches_on()
        calls.reads()
        for label in ("partial", "positive", "negative", "negative"):
            assert self.says(calls, lead, note, label).status == 200
        report = calls.report()
        assert report["total"]["negative"] == 1
        assert (report["judged"], report["agreed"]) == (1, 1)

    def test_is_in_the_history_with_who_said_it(self, calls):
        lead = calls.comes()
        note = calls.writes(lead, "Pas intéressé")
        calls.switches_on()
        calls.reads()
        self.says(calls, lead, note, "partial")
        calls.crier.cry()
        newest = calls.ask("GET", f"/api/v1/leads/{lead}", token=calls.agent).json["timeline"][0]
        assert (newest["type"], newest["by"]["name"]) == ("NoteLabelled", "Agent 1")
        assert newest["why"] == "Partiel, lu : négatif."

    def test_is_shown_in_lists(self, calls):
        lead, other = calls.comes(1), calls.comes(2)
        note = calls.writes(lead, "Pas intéressé")
        calls.writes(other, "RDV pris")
        calls.switches_on()
        calls.reads()
        self.says(calls, lead, note, "partial")
        listed = calls.ask("GET", "/api/v1/lead-labels", query={"leads": f"{lead},{other},zzz"}, token=calls.agent).json["items"]
        assert {one["lead_id"]: one["label"] for one in listed} == {lead: "partial", other: "positive"}

    def test_of_a_note_that_is_of_another_lead_is_unknown(self, calls):
        lead, other = calls.comes(1), calls.comes(2)
        note = calls.writes(lead, "Pas intéressé")
        calls.switches_on()
        calls.reads()
        assert self.says(calls, other, note, "partial").status == 404

    @staticmethod
    def says(calls, lead, note, label):
        return calls.ask("PUT", f"/api/v1/leads/{lead}/label", {"note_id": note, "label": label}, token=calls.agent)


class TestWhoMaySee:
    @pytest.fixture
    def read(self, calls):
        self.lead = calls.comes()
        self.note = calls.writes(self.lead, "Pas intéressé, trop cher")
        calls.switches_on()
        calls.reads()
        return calls

    def test_a_colleague_sees_neither_figures_nor_notes(self, read):
        colleague = a_token(read.company, user=an_agent(read.company, 7))
        assert read.report(colleague)["total"]["negative"] == 0
        assert self.rows(read, colleague) == []
        assert read.ask("GET", f"/api/v1/leads/{self.lead}/score", token=colleague).status == 404
        assert read.ask("GET", "/api/v1/lead-labels", query={"leads": self.lead}, token=colleague).json["items"] == []

    def test_the_agent_sees_their_own(self, read):
        assert read.report(read.agent)["total"]["negative"] == 1
        assert [row["note_id"] for row in self.rows(read, read.agent)] == [self.note]

    def test_a_note_is_read_no_more_by_whom_the_lead_was_taken_from(self, read):
        colleague = an_agent(read.company, 7)
        read.crier.cry()
        answer = read.ask("POST", f"/api/v1/leads/{self.lead}/assignment", {"agent_id": colleague}, token=read.admin)
        assert answer.status == 200, answer.json
        assert read.report(read.agent)["total"]["negative"] == 1, "they wrote it all the same"
        assert self.rows(read, read.agent) == []

    def test_the_owner_of_another_centre_sees_nothing(self, read):
        from chalicelib.identity import actions as identity
        from chalicelib.identity import tokens

        with tenancy.inside(read.company.tenant, by="system:test"):
            far = identity.open_centre("Ailleurs", "push")
        owner = tokens.make("access", sub="x" * 10, tid=read.company.tenant, role="centre_owner", ce=far, sid="0" * 16)
        assert read.report(owner)["total"]["negative"] == 0
        assert self.rows(read, owner) == []

    def test_the_rows_behind_a_figure_are_as_many(self, read):
        [row] = self.rows(read, read.admin)
        assert (row["text"], row["label"], row["agent_name"]) == ("Pas intéressé, trop cher", "negative", "Agent 1")
        assert self.rows(read, read.admin, label="positive") == []

    def test_only_who_looks_after_the_company_rules(self, read):
        for token in (read.agent, a_token(read.company, "manager", user=an_agent(read.company, 8, role="manager"))):
            assert read.ask("GET", "/api/v1/note-reading", token=token).status == 403
            assert read.ask("PUT", "/api/v1/note-reading", {"is_on": False}, token=token).status == 403

    def test_another_company_has_none_of_it(self, read):
        stranger = a_token(a_company("Vents du Nord"), "admin")
        assert read.report(stranger)["total"]["negative"] == 0
        assert read.ask("GET", f"/api/v1/leads/{self.lead}/score", token=stranger).status == 404

    @staticmethod
    def rows(calls, token, **query):
        asked = {"day": clock.now().date().isoformat()} | query
        return calls.ask("GET", "/api/v1/note-report/notes", query=asked, token=token).json["items"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"first": "2026-01-01", "last": "2026-12-31"}, ""),
        ({"first": "2026-02-01", "last": "2026-01-01"}, ""),
        ({"first": "hier", "last": "2026-01-01"}, "first"),
        ({"first": "2026-01-01"}, ""),
    ],
)
def test_a_period_is_a_period(calls, query, field):
    answer = calls.ask("GET", "/api/v1/note-report", query=query, token=calls.admin)
    assert answer.status == 422
    assert answer.json["errors"][0]["field"] == field


def test_an_erased_person_keeps_no_note_unread(calls):
    lead = calls.comes()
    calls.writes(lead, "Pas intéressé")
    with tenancy.inside(calls.company.tenant):
        from chalicelib.contacts.models import Person

        Person.known(lead.partition(".")[0]).update([Person.salt.remove()])
    calls.switches_on()
    calls.reads()
    assert calls.report()["total"]["negative"] == 0
