from __future__ import annotations

from chalicelib.foundation.asked import asked
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import AnswersRefused, Conflict, TooOften, VersionLapsed
from chalicelib.foundation.routes import Answer, Routes
from chalicelib.messaging import actions, queries, shapes, trials
from chalicelib.messaging.models.lines import TextLine
from chalicelib.messaging.queries import Sender

routes = Routes(__name__)


@routes.get("/senders", may="forms.write", gives=shapes.SenderList)
def senders() -> shapes.SenderList:
    return shapes.SenderList(items=[_shown(sender) for sender in queries.senders()])


@routes.post("/senders", may="forms.write", gives=shapes.Sender, status=201, raises=(AnswersRefused,))
def add_sender(body: shapes.NewSender) -> Answer:
    return _with_tag(actions.add_sender(body))


@routes.get("/senders/{sender_id}", may="forms.write", gives=shapes.Sender)
def read_sender(sender_id: str) -> Answer:
    return _with_tag(queries.sender(sender_id))


@routes.put("/senders/{sender_id}", may="forms.write", gives=shapes.Sender, raises=(AnswersRefused, VersionLapsed, Conflict))
def edit_sender(sender_id: str, body: shapes.NewSender) -> Answer:
    return _with_tag(actions.edit_sender(sender_id, body, asked().version))


@routes.delete("/senders/{sender_id}", may="forms.write", raises=(Conflict,))
def delete_sender(sender_id: str) -> None:
    actions.delete_sender(sender_id)


@routes.post("/senders/{sender_id}/resumption", may="senders.resume", gives=shapes.Sender, raises=(Conflict,))
def resume_sender(sender_id: str) -> Answer:
    return _with_tag(actions.resume_sender(sender_id))


@routes.post("/senders/{sender_id}/trials", may="forms.write", gives=shapes.Tried, raises=(AnswersRefused, TooOften))
def try_sender(sender_id: str, body: shapes.Trial, caller: Caller) -> shapes.Tried:
    return trials.attempt(queries.sender(sender_id), body.to, caller)


@routes.get("/senders/{sender_id}/domain", may="forms.write", gives=shapes.Checks)
def check_domain(sender_id: str) -> shapes.Checks:
    from chalicelib.messaging import domains  # noqa: PLC0415 - only this asks the DNS

    sender = queries.sender(sender_id)
    return domains.check(sender.domain, sender.kind)


# Lines by which texts leave


@routes.get("/text-lines", may="forms.write", gives=shapes.TextLineList)
def list_text_lines() -> shapes.TextLineList:
    from chalicelib.messaging import lines  # noqa: PLC0415 - as all of these: asked for now and then

    return shapes.TextLineList(items=[shapes.TextLine.model_validate(line) for line in lines.lines()])


@routes.post("/text-lines", may="forms.write", gives=shapes.TextLine, status=201, raises=(AnswersRefused,))
def add_text_line(body: shapes.NewTextLine) -> Answer:
    from chalicelib.messaging import lines  # noqa: PLC0415

    return _line_with_tag(lines.add_line(body))


@routes.get("/text-lines/strays", may="forms.write", gives=shapes.StrayTextList)
def list_stray_texts() -> shapes.StrayTextList:
    """What was written to our numbers by people whom we do not know."""
    from chalicelib.messaging import heard  # noqa: PLC0415

    return shapes.StrayTextList(items=heard.shown())


@routes.get("/text-lines/{line_id}", may="forms.write", gives=shapes.TextLine)
def read_text_line(line_id: str) -> Answer:
    from chalicelib.messaging import lines  # noqa: PLC0415

    return _line_with_tag(lines.line(line_id))


@routes.put("/text-lines/{line_id}", may="forms.write", gives=shapes.TextLine, raises=(AnswersRefused, VersionLapsed, Conflict))
def edit_text_line(line_id: str, body: shapes.NewTextLine) -> Answer:
    from chalicelib.messaging import lines  # noqa: PLC0415

    return _line_with_tag(lines.edit_line(line_id, body, asked().version))


@routes.delete("/text-lines/{line_id}", may="forms.write", raises=(Conflict,))
def delete_text_line(line_id: str) -> None:
    from chalicelib.messaging import lines  # noqa: PLC0415

    lines.delete_line(line_id)


@routes.post("/text-lines/{line_id}/trials", may="forms.write", gives=shapes.TextTried, raises=(TooOften,))
def try_text_line(line_id: str, body: shapes.TextTrial, caller: Caller) -> shapes.TextTried:
    from chalicelib.messaging import lines  # noqa: PLC0415

    return lines.try_line(line_id, body.to, caller)


def _line_with_tag(line: TextLine) -> Answer:
    return Answer(shapes.TextLine.model_validate(line), {"ETag": f'"{int(line.version)}"'})


def _with_tag(sender: Sender) -> Answer:
    return Answer(_shown(sender), {"ETag": f'"{int(sender.version)}"'})


def _shown(sender: Sender) -> shapes.Sender:
    days = queries.days(sender.id)
    return shapes.Sender.of(sender, days, queries.counted_for_a_pause(sender, days))
