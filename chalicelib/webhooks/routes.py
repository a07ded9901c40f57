from __future__ import annotations

from chalicelib.foundation.errors import BadRequest, Conflict
from chalicelib.foundation.routes import Page, Routes
from chalicelib.webhooks import actions, queries, shapes
from chalicelib.webhooks.actions import WebhookOff

routes = Routes(__name__)


@routes.get("/webhooks", may="webhooks.manage", gives=shapes.WebhookList)
def webhooks() -> shapes.WebhookList:
    return shapes.WebhookList(items=[shapes.Webhook.of(endpoint) for endpoint in queries.endpoints()])


@routes.post("/webhooks", may="webhooks.manage", gives=shapes.Webhook, status=201)
def add_webhook(body: shapes.NewWebhook) -> shapes.Webhook:
    return shapes.Webhook.of(*actions.add(body.url, body.facts, body.description))


@routes.get("/webhooks/{webhook_id}", may="webhooks.manage", gives=shapes.Webhook)
def webhook(webhook_id: str) -> shapes.Webhook:
    return shapes.Webhook.of(queries.endpoint(webhook_id))


@routes.delete("/webhooks/{webhook_id}", may="webhooks.manage", raises=(Conflict,))
def delete_webhook(webhook_id: str) -> None:
    actions.delete(webhook_id)


@routes.post("/webhooks/{webhook_id}/tests", may="webhooks.manage", gives=shapes.Delivery, status=202, raises=(WebhookOff,))
def test_webhook(webhook_id: str) -> shapes.Delivery:
    return shapes.Delivery.of(actions.test(webhook_id))


@routes.get("/webhooks/{webhook_id}/deliveries", may="webhooks.manage", gives=shapes.DeliveryList, raises=(BadRequest,))
def deliveries(webhook_id: str, query: Page) -> shapes.DeliveryList:
    items, cursor = queries.deliveries(webhook_id, query.limit, query.cursor)
    return shapes.DeliveryList(items=[shapes.Delivery.of(one) for one in items], cursor=cursor)


@routes.post(
    "/webhooks/{webhook_id}/deliveries/{delivery_id}/replays", may="webhooks.manage", gives=shapes.Delivery, status=202, raises=(WebhookOff,)
)
def replay_delivery(webhook_id: str, delivery_id: str) -> shapes.Delivery:
    return shapes.Delivery.of(actions.replay(webhook_id, delivery_id))
