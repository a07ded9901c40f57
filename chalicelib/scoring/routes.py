from __future__ import annotations

from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import Conflict
from chalicelib.foundation.routes import Routes
from chalicelib.scoring import actions, queries, shapes
from chalicelib.scoring.models.rules import Rules

routes = Routes(__name__)


@routes.get("/note-reading", may="scoring.manage", gives=shapes.NoteReading)
def read_note_rules() -> shapes.NoteReading:
    return queries.rules(Rules.here())


@routes.put("/note-reading", may="scoring.manage", gives=shapes.NoteReading, raises=(Conflict,))
def rule_note_reading(body: shapes.NoteReadingDraft) -> shapes.NoteReading:
    return queries.rules(actions.rule(body))


@routes.post("/note-reading/run", may="scoring.manage", gives=shapes.NoteReading, status=202)
def read_notes_now() -> shapes.NoteReading:
    return queries.rules(actions.hurry())


@routes.post("/note-reading/trial", may="scoring.manage", gives=shapes.NoteVerdict)
def try_note_reading(body: shapes.NoteTried) -> shapes.NoteVerdict:
    return actions.try_out(body)


@routes.get("/note-report", may="leads.read", gives=shapes.NoteReport)
def read_note_report(query: shapes.NoteReportQuery, caller: Caller) -> shapes.NoteReport:
    return queries.report(query, caller)


@routes.get("/note-report/notes", may="leads.read", gives=shapes.NoteRows)
def list_read_notes(query: shapes.ReadNotesQuery, caller: Caller) -> shapes.NoteRows:
    return queries.rows(query, caller)


@routes.get("/lead-labels", may="leads.read", gives=shapes.LeadLabels)
def list_lead_labels(query: shapes.LeadsAsked, caller: Caller) -> shapes.LeadLabels:
    return queries.of_leads(query, caller)


@routes.get("/leads/scored", may="leads.read", gives=shapes.ScoredLeads)
def list_leads_by_score(query: shapes.ScoredQuery, caller: Caller) -> shapes.ScoredLeads:
    return queries.by_score(query, caller)


@routes.get("/leads/{lead_id}/score", may="leads.read", gives=shapes.LeadReading)
def read_lead_score(lead_id: str, caller: Caller) -> shapes.LeadReading:
    return queries.of_lead(lead_id, caller)


@routes.put("/leads/{lead_id}/label", may="leads.work", gives=shapes.LeadReading, raises=(Conflict,))
def label_note(lead_id: str, body: shapes.LabelSaid, caller: Caller) -> shapes.LeadReading:
    actions.say(lead_id, body.note_id, body.label, caller)
    return queries.of_lead(lead_id, caller)
