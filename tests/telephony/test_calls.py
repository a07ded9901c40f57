"""A call is asked for once, whatever comes twice, and what Connect tells of it finds it."""

from datetime import UTC, datetime, timedelta

import pytest
from botocore.stub import Stubber

from chalicelib.calls.permission import CallNotAllowed
from chalicelib.contacts import queries as contacts
from chalicelib.foundation import aws, clock, config
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import Conflict
from chalicelib.leads import queries as leads
from chalicelib.telephony import actions, connect, queries, turns
from chalicelib.telephony.models import Call, Contact
from chalicelib.telephony.shapes import LineDraft
from infra.local.clock import scheduled_event
from tests.builders import an_agent, the_lead
from tests.isolation.companies import access_token
from tests.telephony.conftest import AWAS, CONTACT, INSTANCE, KEY
from tests.telephony.contacts import BEGAN, ORDER, event, hand_over

FLOW, QUEUE = "0a1b2c3d-0000-4000-8000-00000000f10e", "0a1b2c3d-0000-4000-8000-0000000000aa"
MARCS = "3d4e5f6a-7b8c-4d9e-8f0a-2b3c4d5e6f70"
OFFICE_HOURS = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
"""A Friday; it is eleven in Paris."""


def described(company, **more):
    instance = {"Id": INSTANCE, "InstanceAccessUrl": "https://soleil.my.connect.aws", "Tags": {connect.TAG: company}}
    return {"Instance": instance | more}


def on_connect(office, stubbed, *, tag=None):
    stubbed.add_response("describe_instance", described(tag or office.company.tenant), {"InstanceId": INSTANCE})
    draft = LineDraft(way="connect", instance=INSTANCE, flow=FLOW, queue=QUEUE, agents={office.agent: AWAS}, inbound_form_id=office.company.form_id)
    with office.inside():
        return actions.settle(draft, None)


def expect_dial(office, stubbed, key=KEY, contact=CONTACT):
    asked = {
        "InstanceId": INSTANCE, "ContactFlowId": FLOW, "QueueId": QUEUE, "DestinationPhoneNumber": "+33612345678", "TrafficType": "GENERAL",
        "ClientToken": f"{office.person}.{key}", "RingTimeoutInSeconds": 45,
        "Attributes": {"company": office.company.tenant, "lead": office.lead_id, "call": key, "agent": AWAS},
    }  # fmt: skip
    stubbed.add_response("start_outbound_voice_contact", {"ContactId": contact}, asked)


@pytest.fixture
def agents_ask(office, ask):
    """As the first agent, in office hours."""

    def asked(method, path, body=None, **more):
        with clock.held_at(OFFICE_HOURS):
            token = access_token(office.agent, office.company.tenant, "agent", office.company.centre)
            return ask(method, f"/api/v1{path}", body, token=token, **more)

    return asked


def dial(office, agents_ask, key=KEY, **more):
    return agents_ask("POST", f"/leads/{office.lead_id}/calls", {"key": key, **more})


def the_call(office, key=KEY):
    with office.inside():
        return Call.known(office.person, key)


def test_by_hand_the_call_is_logged_and_the_number_handed_to_the_telephone(office, agents_ask, crier):
    answer = dial(office, agents_ask)
    assert (answer.status, answer.json["tel"], answer.json["call"]["result"]) == (201, "+33612345678", "asked")
    lead = the_lead(office.company)
    assert (lead.state, lead.agent) == ("in_progress", office.agent), "the first call takes the lead in hand"
    crier.cry()
    entries = [one["type"] for one in agents_ask("GET", f"/leads/{office.lead_id}").json["timeline"]]
    assert {"CallPlaced", "LeadContacted"} <= set(entries)


def test_the_same_call_asked_for_twice_is_one(office, agents_ask):
    first, second = dial(office, agents_ask), dial(office, agents_ask)
    assert first.json == second.json
    assert len(agents_ask("GET", f"/leads/{office.lead_id}/calls").json["items"]) == 1


def test_a_call_is_its_callers_own_name_for_it(office, agents_ask):
    """Whoever gives the key of a call that somebody else made, or about another request, is told nothing of it."""
    dial(office, agents_ask)
    manager = Caller("user", office.company.admin, office.company.tenant, "admin", None, grants={"leads.work": "all"})
    with office.inside(), clock.held_at(OFFICE_HOURS), pytest.raises(Conflict) as refusal:
        actions.place(leads.fresh(office.lead_id), "+33612345678", KEY, None, manager)
    assert type(refusal.value) is Conflict


def test_another_call_waits_until_who_calls_has_hung_up(office, agents_ask):
    dial(office, agents_ask)
    refused = dial(office, agents_ask, key=KEY[:-1] + "2")
    assert (refused.status, refused.json["type"]) == (409, "urn:passerelle:problem:still-talking")
    assert agents_ask("DELETE", f"/leads/{office.lead_id}/calls/{KEY}").status == 204
    assert agents_ask("DELETE", f"/leads/{office.lead_id}/calls/{KEY}").status == 204
    assert the_call(office).result == "ended"
    assert dial(office, agents_ask, key=KEY[:-1] + "2").status == 201


def test_a_colleague_who_dials_the_same_person_is_told_who_was_first(office, agents_ask):
    dial(office, agents_ask)
    manager = Caller("user", office.company.admin, office.company.tenant, "admin", None, grants={"leads.work": "all"})
    with office.inside(), clock.held_at(OFFICE_HOURS), pytest.raises(actions.CallUnderWay, match="Agent 1"):
        actions.place(leads.fresh(office.lead_id), "+33612345678", KEY[:-1] + "3", None, manager)


def test_nobody_is_called_at_night(office, ask):
    with clock.held_at(OFFICE_HOURS + timedelta(hours=12)):
        token = access_token(office.agent, office.company.tenant, "agent", office.company.centre)
        answer = ask("POST", f"/api/v1/leads/{office.lead_id}/calls", {"key": KEY}, token=token)
    assert answer.status == CallNotAllowed.status
    with office.inside():
        assert queries.of_lead(office.lead_id, office.person) == []


def test_connect_is_asked_for_exactly_this_call(office, stubbed, agents_ask):
    on_connect(office, stubbed)
    expect_dial(office, stubbed)
    answer = dial(office, agents_ask)
    assert answer.status == 201, answer.text
    stubbed.assert_no_pending_responses()
    assert the_call(office).contact == CONTACT


def test_cut_off_before_connect_answers_the_same_call_is_asked_for_again_and_placed_once(office, stubbed, agents_ask):
    on_connect(office, stubbed)
    stubbed.add_client_error("start_outbound_voice_contact", "InternalServiceException", http_status_code=500)
    assert dial(office, agents_ask).status == 503
    expect_dial(office, stubbed)  # with the same token, by which Connect knows it
    assert dial(office, agents_ask).status == 201
    assert dial(office, agents_ask).status == 201, "and a third time nobody is asked"
    stubbed.assert_no_pending_responses()


def test_a_destination_that_connect_refuses_ends_the_call_and_says_why(office, stubbed, agents_ask):
    on_connect(office, stubbed)
    stubbed.add_client_error("start_outbound_voice_contact", "DestinationNotAllowedException", http_status_code=403)
    answer = dial(office, agents_ask)
    assert (answer.status, answer.json["type"]) == (409, "urn:passerelle:problem:call-not-dialled")
    assert the_call(office).result == "refused"


def test_an_agent_whom_connect_does_not_know_may_call_by_hand(office, stubbed, agents_ask):
    on_connect(office, stubbed)
    with office.inside():
        stubbed.add_response("describe_instance", described(office.company.tenant), {"InstanceId": INSTANCE})
        actions.settle(LineDraft(way="connect", instance=INSTANCE, flow=FLOW, queue=QUEUE, agents={}), None)
    assert dial(office, agents_ask).json["type"] == "urn:passerelle:problem:not-on-connect"
    assert dial(office, agents_ask, way="hand").status == 201


def test_an_instance_without_the_companys_tag_is_refused_with_the_tag_to_give_it(office, stubbed):
    with pytest.raises(connect.InstanceNotYours, match=f"passerelle-company = {office.company.tenant}"):
        on_connect(office, stubbed, tag="zzzzzzzz")


@pytest.fixture
def dialled(office, stubbed, agents_ask):
    on_connect(office, stubbed)
    expect_dial(office, stubbed)
    dial(office, agents_ask)
    stubbed.add_response("describe_instance", described(office.company.tenant), {"InstanceId": INSTANCE})
    return office


def test_what_connect_tells_makes_the_call_log(dialled, agents_ask, crier):
    assert hand_over(*(event(kind) for kind in reversed(ORDER))) == []
    assert hand_over(event("QUEUED"), event("INITIATED")) == []
    call = the_call(dialled)
    assert (call.state, call.result, call.rang_ms, call.talked_ms, call.why) == ("ended", "talked", 12_000, 185_000, "CUSTOMER_DISCONNECT")
    crier.cry()
    told = [one for one in agents_ask("GET", f"/leads/{dialled.lead_id}").json["timeline"] if one["type"].startswith("Call")]
    assert [one["type"] for one in told].count("CallEnded") == 1


def test_who_is_on_the_line_is_seen_until_they_are_not(dialled):
    with dialled.inside(), clock.held_at(OFFICE_HOURS):
        assert [one.agent_id for one in queries.live(dialled.company.centre)] == [dialled.agent]
    hand_over(event("CONNECTED_TO_AGENT"))
    with dialled.inside(), clock.held_at(OFFICE_HOURS):
        assert [one.agent_id for one in queries.live(dialled.company.centre)] == [dialled.agent]
    hand_over(event("DISCONNECTED"), event("CONNECTED_TO_AGENT"))
    with dialled.inside(), clock.held_at(OFFICE_HOURS):
        assert queries.live(dialled.company.centre) == []


def test_events_that_are_quicker_than_our_own_note_find_the_call_by_what_it_was_given(dialled, stubbed):
    with dialled.inside():
        Contact.find(*Contact.at(CONTACT)).delete()
    given = {"company": dialled.company.tenant, "lead": dialled.lead_id, "call": KEY, "agent": AWAS}
    stubbed.add_response("get_contact_attributes", {"Attributes": given}, {"InstanceId": INSTANCE, "InitialContactId": CONTACT})
    assert hand_over(event("INITIATED"), event("DISCONNECTED")) == []
    assert the_call(dialled).state == "ended"


def test_another_companys_instance_tells_us_nothing(dialled, stubbed):
    connect.forget()
    stubbed._queue.clear()
    stubbed.add_response("describe_instance", described("zzzzzzzz"), {"InstanceId": INSTANCE})
    assert hand_over(event("DISCONNECTED")) == []
    assert the_call(dialled).state == "asked"


def test_what_fails_comes_again_and_keeps_nobody(dialled, stubbed):
    stubbed.add_client_error("get_contact_attributes", "ThrottlingException", http_status_code=429)
    assert hand_over(event("INITIATED", contact="another"), event("DISCONNECTED")) == [{"itemIdentifier": "0"}]
    assert the_call(dialled).state == "ended"


def on_the_line(office, at=OFFICE_HOURS):
    with office.inside(), clock.held_at(at):
        return [one.agent_id for one in queries.live(office.company.centre)]


def transferred(kind, **more):
    began = BEGAN + timedelta(seconds=190)
    linked = {"initialContactId": CONTACT, "previousContactId": CONTACT, "initiationMethod": "TRANSFER"}
    return event(kind, contact="second", agent=MARCS, began=began, **(linked | more))


@pytest.fixture
def colleague(dialled):
    """Marc, whom Connect knows, too."""
    marc = an_agent(dialled.company, 2)
    with dialled.inside():
        line = queries.line()
        line.settle({"agents": {dialled.agent: AWAS, marc: MARCS}}, None)
    return marc


def test_who_is_handed_a_call_has_it_in_their_log_and_is_on_the_line(dialled, colleague, ask):
    assert hand_over(event("CONNECTED_TO_AGENT"), transferred("CONNECTED_TO_AGENT"), event("DISCONNECTED")) == []
    assert on_the_line(dialled) == [colleague]
    assert hand_over(transferred("COMPLETED"), transferred("CONNECTED_TO_AGENT"), event("COMPLETED")) == []
    assert on_the_line(dialled) == []
    with dialled.inside():
        [call] = queries.of_lead(dialled.lead_id, dialled.person)
    assert (call.agents, call.talked_ms, call.result) == ([dialled.agent, colleague], 2 * 185_000, "talked")
    span = {"after": (OFFICE_HOURS - timedelta(days=1)).isoformat(), "before": (OFFICE_HOURS + timedelta(days=1)).isoformat()}
    for user in (dialled.agent, colleague):
        token = access_token(user, dialled.company.tenant, "agent", dialled.company.centre)
        [row] = ask("GET", "/api/v1/calls", token=token, query=span | {"agent_id": user}).json["items"]
        assert [(leg["agent_name"], leg["talked_s"]) for leg in row["legs"]] == [("Agent 1", 185), ("Agent 2", 185)]


def test_a_leg_that_is_told_of_before_its_call_finds_it_by_the_first_contact(dialled, colleague, stubbed):
    with dialled.inside():
        Contact.find(*Contact.at(CONTACT)).delete()
    given = {"company": dialled.company.tenant, "lead": dialled.lead_id, "call": KEY, "agent": AWAS}
    stubbed.add_response("get_contact_attributes", {"Attributes": given}, {"InstanceId": INSTANCE, "InitialContactId": CONTACT})
    assert hand_over(transferred("DISCONNECTED"), event("DISCONNECTED")) == []
    call = the_call(dialled)
    assert (call.state, call.talked_ms, call.agents) == ("ended", 2 * 185_000, [dialled.agent, colleague])


def sweep(at):
    import app

    with clock.held_at(at):
        app.sweep(scheduled_event("sweep", at.timestamp()), None)


def test_a_call_whose_end_got_lost_is_over_after_its_time_and_a_late_event_corrects_it(dialled, crier, agents_ask):
    hand_over(event("CONNECTED_TO_AGENT"))
    sweep(OFFICE_HOURS + timedelta(minutes=11))
    assert on_the_line(dialled, OFFICE_HOURS + timedelta(minutes=11)) == [dialled.agent], "they may well speak for longer than it rings"
    sweep(OFFICE_HOURS + timedelta(hours=4, minutes=1))
    assert on_the_line(dialled) == []
    assert the_call(dialled).result == "unknown"
    sweep(OFFICE_HOURS + timedelta(hours=5))
    crier.cry()
    told = [one for one in agents_ask("GET", f"/leads/{dialled.lead_id}").json["timeline"] if one["type"] == "CallEnded"]
    assert len(told) == 1
    hand_over(event("COMPLETED"))
    assert (the_call(dialled).result, the_call(dialled).talked_ms) == ("talked", 185_000)


def test_who_hangs_up_what_connect_knows_no_more_is_free(dialled, stubbed, agents_ask):
    hand_over(event("CONNECTED_TO_AGENT"))
    stubbed.add_client_error("stop_contact", "ContactNotFoundException", http_status_code=410)
    assert agents_ask("DELETE", f"/leads/{dialled.lead_id}/calls/{KEY}").status == 204
    assert (the_call(dialled).result, on_the_line(dialled)) == ("unknown", [])


def expect_number(stubbed, number, contact="inbound-1"):
    described = {"Contact": {"Id": contact, "CustomerEndpoint": {"Type": "TELEPHONE_NUMBER", "Address": number}}}
    stubbed.add_response("describe_contact", described, {"InstanceId": INSTANCE, "ContactId": contact})


@pytest.fixture
def answering(office, stubbed):
    """The line is open, and nobody was dialled."""
    on_connect(office, stubbed)
    stubbed.add_response("describe_instance", described(office.company.tenant), {"InstanceId": INSTANCE})
    return office


def inbound(*kinds, until=("INITIATED", *ORDER[2:])):
    return hand_over(*(event(kind, contact="inbound-1", method="INBOUND", until=until) for kind in kinds))


def test_somebody_whose_number_is_known_is_logged_with_their_request(answering, stubbed):
    expect_number(stubbed, "+33612345678")
    assert inbound("CONNECTED_TO_AGENT", "QUEUED", "COMPLETED") == []
    with answering.inside():
        [call] = queries.of_lead(answering.lead_id, answering.person)
    assert (call.direction, call.agent, call.result, call.talked_ms) == ("in", answering.agent, "talked", 185_000)
    assert call.rang_ms == 2_000


def test_somebody_unknown_becomes_a_person_with_a_request_that_waits_for_no_mail(answering, stubbed, crier):
    expect_number(stubbed, "+33698765432")
    assert inbound("QUEUED") == []
    assert inbound("DISCONNECTED", "QUEUED", until=("INITIATED", "QUEUED", "DISCONNECTED")) == []
    crier.cry()
    with answering.inside():
        found, _ = leads.newest(lambda lead: lead.id != answering.lead_id, limit=9, cursor=None)
        [lead] = found
        [call] = queries.of_lead(lead.id, lead.person_id)
    assert (lead.gated, lead.form, lead.state, lead.centre) == (False, answering.company.form_id, "assigned", answering.company.centre)
    assert (call.direction, call.result) == ("in", "missed")


def test_somebody_unknown_is_nobody_where_no_form_takes_calls(answering, stubbed):
    with answering.inside():
        stubbed._queue.clear()
        stubbed.add_response("describe_instance", described(answering.company.tenant), {"InstanceId": INSTANCE})
        actions.settle(LineDraft(way="connect", instance=INSTANCE, flow=FLOW, queue=QUEUE), None)
    stubbed.add_response("describe_instance", described(answering.company.tenant), {"InstanceId": INSTANCE})
    expect_number(stubbed, "+33698765432")
    assert inbound("QUEUED") == []
    with answering.inside():
        found, _ = leads.newest(lambda _: True, limit=9, cursor=None)
    assert [lead.id for lead in found] == [answering.lead_id]


def test_the_log_shows_each_reader_their_own(dialled, ask, crier):
    hand_over(event("COMPLETED"))
    span = {"after": (OFFICE_HOURS - timedelta(days=1)).isoformat(), "before": (OFFICE_HOURS + timedelta(days=1)).isoformat()}
    company = dialled.company

    def shown(user, role, centre=None, **query):
        token = access_token(user, company.tenant, role, centre)
        return ask("GET", "/api/v1/calls", token=token, query=span | query)

    mine = shown(dialled.agent, "agent", company.centre).json["items"]
    assert [(row["person"], row["talked_s"], row["agent_name"]) for row in mine] == [("Awa Diop", 185, "Agent 1")]
    assert shown(company.admin, "admin").json["items"] == mine
    assert shown(company.admin, "agent", company.centre).json["items"] == [], "another agent's"
    assert shown(company.admin, "manager", company.centre, agent_id=dialled.agent).json["items"] == mine
    assert shown(company.admin, "manager", company.centre, agent_id="nobody").json["items"] == []
    assert shown(company.admin, "manager", company.centre, centre_id="elsewhere").json["items"] == []


def test_the_calls_of_colleagues_push_nobodys_own_out_of_the_log(dialled, ask, monkeypatch):
    monkeypatch.setattr(queries, "MOST_SHOWN", 1)
    with dialled.inside(), clock.held_at(OFFICE_HOURS + timedelta(minutes=5)):
        Call.new(KEY[:-1] + "9", dialled.lead_id, direction="out", way="hand", agent="colleague1", centre=dialled.company.centre).save()
    span = {"after": (OFFICE_HOURS - timedelta(days=1)).isoformat(), "before": (OFFICE_HOURS + timedelta(days=1)).isoformat()}
    token = access_token(dialled.agent, dialled.company.tenant, "agent", dialled.company.centre)
    answer = ask("GET", "/api/v1/calls", token=token, query=span).json
    assert ([row["id"] for row in answer["items"]], answer["is_whole"]) == ([KEY], True)


def test_a_span_is_a_month_at_most(office, agents_ask):
    span = {"after": "2026-01-01T00:00:00Z", "before": "2026-03-01T00:00:00Z"}
    refused = agents_ask("GET", "/calls", query=span)
    assert (refused.status, refused.json["errors"][0]["code"]) == (422, "span_too_long")


def heard_by(ask, office, role="manager", call=KEY):
    token = access_token(office.company.admin, office.company.tenant, role, office.company.centre)
    return ask("POST", f"/api/v1/leads/{office.lead_id}/calls/{call}/recordings", token=token)


def expect_recording(stubbed, location):
    recordings = [{"StorageType": "S3", "Location": location, "Status": "AVAILABLE"}] if location else []
    stubbed.add_response("describe_contact", {"Contact": {"Recordings": recordings}}, {"InstanceId": INSTANCE, "ContactId": CONTACT})


def test_a_recording_is_heard_by_who_may_for_minutes_and_the_history_says_who(dialled, stubbed, ask, crier, monkeypatch):
    monkeypatch.setattr(config, "FILES_BUCKET", "files")
    hand_over(event("COMPLETED"))
    expect_recording(stubbed, f"files/calls/{dialled.company.tenant}/2026/11/20/{CONTACT}.wav")
    answer = heard_by(ask, dialled)
    assert answer.status == 201, answer.text
    assert f"/calls/{dialled.company.tenant}/2026/11/20/{CONTACT}.wav?" in answer.json["url"]
    assert "X-Amz-Expires=300" in answer.json["url"]
    assert heard_by(ask, dialled, role="agent").status == 403
    crier.cry()
    with dialled.inside():
        [opened] = [row for row in leads.timeline(leads.fresh(dialled.lead_id)) if row.t == "RecordingOpened"]
    assert opened.by == f"user:{dialled.company.admin}"


@pytest.mark.parametrize(
    ("location", "problem"),
    [(None, "not-recorded"), ("elsewhere/calls/{tid}/a.wav", "recording-elsewhere"), ("files/calls/zzzzzzzz/a.wav", "recording-elsewhere")],
)
def test_a_recording_that_is_not_there_or_not_ours_says_what_to_do(dialled, stubbed, ask, monkeypatch, location, problem):
    monkeypatch.setattr(config, "FILES_BUCKET", "files")
    hand_over(event("CONNECTED_TO_AGENT"))
    expect_recording(stubbed, location and location.format(tid=dialled.company.tenant))
    answer = heard_by(ask, dialled)
    assert (answer.status, answer.json["type"]) == (409, f"urn:passerelle:problem:{problem}")


def turn(role, said, since, until, felt):
    moments = {"BeginOffsetMillis": since, "EndOffsetMillis": until}
    return {"Transcript": {"Id": said, "ParticipantId": role, "ParticipantRole": role, "Content": said, "Sentiment": felt} | moments}


SAID = [turn("AGENT", "Bonjour Awa", 0, 3000, "NEUTRAL"), turn("CUSTOMER", "Oui, très volontiers", 3000, 4000, "POSITIVE")]
ANALYSED = {"contactLens": {"conversationalAnalytics": {"configuration": {"enabled": True}}}}


def heard(said, *events, contact=CONTACT):
    """As often as they are told of, Contact Lens is asked what it heard."""
    asked = {"InstanceId": INSTANCE, "ContactId": contact, "MaxResults": 100}
    with Stubber(aws.client("connect-contact-lens", endpoint=config.CONNECT_ENDPOINT)) as lens:
        for _ in events:
            lens.add_response("list_realtime_contact_analysis_segments", {"Segments": said}, asked)
        assert hand_over(*events) == []


def told_of(office, crier, kind):
    crier.cry()
    with office.inside():
        return [row for row in leads.timeline(leads.fresh(office.lead_id)) if row.t == kind]


def read_by(ask, office, role="manager", lead=None, call=KEY):
    token = access_token(office.company.admin, office.company.tenant, role, office.company.centre)
    return ask("POST", f"/api/v1/leads/{lead or office.lead_id}/calls/{call}/transcripts", token=token)


def test_what_contact_lens_heard_is_kept_sealed_and_told_in_figures(dialled, crier):
    heard(SAID, event("COMPLETED", **ANALYSED), event("COMPLETED", **ANALYSED))
    call = the_call(dialled)
    assert call.figures == {"turns": 2, "agent_share": 75, "positive": 1, "negative": 0, "neutral": 0}
    assert b"volontiers" not in call.sealed
    with dialled.inside():
        said = call.read_transcript(contacts.person(dialled.person).cipher)
    assert [one.text for one in said] == ["Bonjour Awa", "Oui, très volontiers"]
    assert len(told_of(dialled, crier, "CallTranscribed")) == 1


def test_of_a_call_of_hours_as_much_is_kept_as_one_item_holds(dialled, monkeypatch):
    monkeypatch.setattr(turns, "LARGEST", 1000)
    heard([turn("CUSTOMER", "Oui. " * 20, second * 1000, second * 1000 + 500, "POSITIVE") for second in range(20)], event("COMPLETED", **ANALYSED))
    call = the_call(dialled)
    assert call.figures["turns"] == 20, "all of it is counted"
    assert len(call.sealed) < 1100


def test_a_transcript_is_read_by_who_may_and_the_history_says_who(dialled, ask, crier):
    assert read_by(ask, dialled).json["type"] == "urn:passerelle:problem:not-transcribed"
    heard(SAID, event("COMPLETED", **ANALYSED))
    assert read_by(ask, dialled, role="agent").status == 403
    answer = read_by(ask, dialled)
    assert answer.status == 201, answer.text
    assert answer.json["turns"] == [
        {"by": "agent", "name": "Agent 1", "text": "Bonjour Awa", "at_s": 0, "sentiment": "neutral"},
        {"by": "person", "name": None, "text": "Oui, très volontiers", "at_s": 3, "sentiment": "positive"},
    ]
    [opened] = told_of(dialled, crier, "TranscriptOpened")
    assert opened.by == f"user:{dialled.company.admin}"
    assert "volontiers" not in str(opened.data)


def test_what_was_said_to_each_of_two_agents_is_one_transcript_in_turn(dialled, colleague, ask, crier):
    second = [turn("CUSTOMER", "Avec plaisir", 1000, 2000, "POSITIVE"), turn("AGENT", "Ici Marc", 0, 1000, "NEUTRAL")]
    heard(second, transferred("COMPLETED", **ANALYSED), contact="second")
    heard(SAID, event("COMPLETED", **ANALYSED))
    heard(second, transferred("COMPLETED", **ANALYSED), contact="second")
    turns = read_by(ask, dialled).json["turns"]
    assert [(one["name"], one["text"]) for one in turns] == [
        ("Agent 1", "Bonjour Awa"), (None, "Oui, très volontiers"), ("Agent 2", "Ici Marc"), (None, "Avec plaisir"),
    ]  # fmt: skip
    assert the_call(dialled).figures["turns"] == 4
    assert len(told_of(dialled, crier, "CallTranscribed")) == 2


def test_each_part_of_a_call_that_was_handed_on_has_its_recording(dialled, colleague, stubbed, ask, monkeypatch):
    monkeypatch.setattr(config, "FILES_BUCKET", "files")
    hand_over(event("COMPLETED"), transferred("COMPLETED"))
    place = f"files/calls/{dialled.company.tenant}/second.wav"
    recordings = {"Contact": {"Recordings": [{"StorageType": "S3", "Location": place, "Status": "AVAILABLE"}]}}
    stubbed.add_response("describe_contact", recordings, {"InstanceId": INSTANCE, "ContactId": "second"})
    token = access_token(dialled.company.admin, dialled.company.tenant, "manager", dialled.company.centre)
    path = f"/api/v1/leads/{dialled.lead_id}/calls/{KEY}/recordings"
    assert "/second.wav?" in ask("POST", path, token=token, query={"leg": "second"}).json["url"]
    assert ask("POST", path, token=token, query={"leg": "of-another-call"}).status == 404


def test_the_settings_are_the_administrators_and_two_who_edit_are_told(office, ask):
    admin = access_token(office.company.admin, office.company.tenant, "admin")
    read = ask("GET", "/api/v1/telephony", token=admin)
    assert (read.json["way"], read.json["tag"]) == ("hand", f"passerelle-company = {office.company.tenant}")
    draft = {"way": "hand", "inbound_centre_id": office.company.centre}
    saved = ask("PUT", "/api/v1/telephony", draft, token=admin, headers={"If-Match": read.headers["ETag"]})
    assert (saved.status, saved.json["inbound_centre_id"]) == (200, office.company.centre)
    assert ask("PUT", "/api/v1/telephony", draft, token=admin, headers={"If-Match": read.headers["ETag"]}).status == 412
    refused = ask("PUT", "/api/v1/telephony", {"way": "connect", "instance": "x"}, token=admin)
    assert refused.json["errors"][0]["code"] == "connect_incomplete"
    unknown = ask("PUT", "/api/v1/telephony", draft | {"agents": {"nobody": "a"}, "inbound_form_id": "none"}, token=admin)
    assert {one["field"] for one in unknown.json["errors"]} == {"agents.nobody", "inbound_form_id"}
    agent = access_token(office.agent, office.company.tenant, "agent", office.company.centre)
    assert ask("GET", "/api/v1/telephony", token=agent).status == 403
    assert ask("GET", "/api/v1/telephone", token=agent).json == {"way": "hand", "panel_url": None, "is_linked": False}
