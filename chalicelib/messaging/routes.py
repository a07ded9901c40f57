from __future__ import annotations

from chalicelib.foundation.routes import Routes
from chalicelib.messaging import actions, queries, shapes

routes = Routes(__name__)


@routes.get("/senders", may="forms.write", gives=shapes.SenderList)
def senders() -> shapes.SenderList:
    return shapes.SenderList(items=[shapes.Sender.of(sender) for sender in queries.senders()])


@routes.post("/senders", may="forms.write", gives=shapes.Sender, status=201)
def add_sender(body: shapes.NewSender) -> shapes.Sender:
    return shapes.Sender.of(actions.add_sender(body))
