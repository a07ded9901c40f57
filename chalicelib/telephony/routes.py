from __future__ import annotations

from chalicelib.foundation.asked import asked
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import AnswersRefused, Conflict, VersionLapsed
from chalicelib.foundation.routes import Answer, Routes
from chalicelib.leads import queries as leads
from chalicelib.telephony import actions, connect, queries, shapes

routes = Routes(__name__)


@routes.get("/telephone", may="leads.work", gives=shapes.Telephone)
def read_telephone(caller: Caller) -> shapes.Telephone:
    return shapes.telephone(queries.line(), caller.id)


@routes.get("/telephony", may="telephony.write", gives=shapes.LineSettings)
def read_telephony() -> Answer:
    return _settings()


@routes.put(
    "/telephony",
    may="telephony.write", gives=shapes.LineSettings,
    raises=(AnswersRefused, VersionLapsed, connect.InstanceUnknown, connect.InstanceNotYours, connect.TelephoneSilent),
)  # fmt: skip
def settle_telephony(body: shapes.LineDraft) -> Answer:
    actions.settle(body, asked().version)
    return _settings()


@routes.get("/calls", may="leads.read", gives=shapes.CallList)
def list_calls(query: shapes.CallQuery, caller: Caller) -> shapes.CallList:
    logged = queries.in_log(caller, query.span, centre_id=query.centre_id, agent_id=query.agent_id)
    return shapes.CallList(items=queries.rows(logged.calls), is_whole=logged.is_whole)


@routes.get("/leads/{lead_id}/calls", may="leads.read", gives=shapes.CallList)
def list_calls_of_lead(lead_id: str, caller: Caller) -> shapes.CallList:
    lead = leads.visible(lead_id, caller, "leads.read")
    return shapes.CallList(items=queries.rows(queries.of_lead(lead.id, lead.person_id)))


@routes.delete("/leads/{lead_id}/calls/{call_id}", may="leads.work", raises=(connect.TelephoneSilent,))
def hang_up(lead_id: str, call_id: str, caller: Caller) -> None:
    actions.hang_up(leads.visible(lead_id, caller, "leads.work"), call_id, caller)


@routes.post(
    "/leads/{lead_id}/calls/{call_id}/recordings", may="recordings.hear", gives=shapes.Heard, status=201, raises=(Conflict, connect.TelephoneSilent)
)
def open_recording(lead_id: str, call_id: str, query: shapes.LegAsked, caller: Caller) -> shapes.Heard:
    return shapes.Heard(url=actions.open_recording(leads.visible(lead_id, caller, "recordings.hear"), call_id, query.leg))


@routes.post("/leads/{lead_id}/calls/{call_id}/transcripts", may="recordings.hear", gives=shapes.Transcript, status=201, raises=(Conflict,))
def open_transcript(lead_id: str, call_id: str, caller: Caller) -> shapes.Transcript:
    return queries.transcript(*actions.open_transcript(leads.visible(lead_id, caller, "recordings.hear"), call_id))


def _settings() -> Answer:
    settings = shapes.line_settings(queries.line())
    return Answer(settings, {"ETag": f'"{settings.version}"'})
