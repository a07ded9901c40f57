from __future__ import annotations

from chalicelib.files import actions, shapes
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.routes import Routes

routes = Routes(__name__)


@routes.post(
    "/leads/{lead_id}/files/{file_id}/openings",
    may="leads.read", gives=shapes.Address, status=201, raises=(actions.FileOnItsWay, actions.FileGone),
)  # fmt: skip
def open_file(lead_id: str, file_id: str, caller: Caller) -> shapes.Address:
    return shapes.Address(url=actions.open(lead_id, file_id, caller))
