"""Public facts, told to partners' HTTP endpoints in the way of Standard Webhooks: signed, retried for a day, in order per lead, replayable.

An endpoint is on, then off (it answered 410) or deleted. A delivery waits, then is delivered or failed; a replay makes it wait again.
Facts in: every one with a public name. Facts out: WebhookAdded, WebhookSwitchedOff, WebhookDeleted.
"""
