from __future__ import annotations

from chalicelib.alerts import actions, queries, shapes
from chalicelib.alerts.models import RuleBook
from chalicelib.foundation.asked import asked
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import Conflict, VersionLapsed
from chalicelib.foundation.routes import Answer, Routes

routes = Routes(__name__)


@routes.get("/me/notices", may="leads.work", gives=shapes.Notices)
def read_notices(caller: Caller) -> shapes.Notices:
    return queries.notices(caller)


@routes.post("/me/notices/readings", may="leads.work")
def mark_notices_read(body: shapes.NoticesRead, caller: Caller) -> None:
    actions.mark_read(caller, body.ids, body.until)


@routes.get("/me/notice-settings", may="leads.work", gives=shapes.NoticeSettings)
def read_notice_settings(caller: Caller) -> shapes.NoticeSettings:
    return queries.settings(caller)


@routes.put("/me/notice-settings", may="leads.work", gives=shapes.NoticeSettings)
def keep_notice_settings(body: shapes.NoticeSettings, caller: Caller) -> shapes.NoticeSettings:
    actions.prefer(caller, body)
    return queries.settings(caller)


@routes.get("/centres/{centre_id}/alert-rules", may="leads.manage", gives=shapes.AlertRules)
def read_alert_rules(centre_id: str, caller: Caller) -> Answer:
    return _versioned(queries.rules_of(centre_id, caller))


@routes.put("/centres/{centre_id}/alert-rules", may="leads.manage", gives=shapes.AlertRules, raises=(Conflict, VersionLapsed))
def keep_alert_rules(centre_id: str, body: shapes.AlertRulesDraft, caller: Caller) -> Answer:
    return _versioned(actions.keep_rules(centre_id, body, caller, asked().version))


def _versioned(book: RuleBook) -> Answer:
    return Answer(shapes.AlertRules.of(book), {"ETag": f'"{int(book.version)}"'})
