from __future__ import annotations

from typing import Any

from chalicelib.contacts.queries import display_name
from chalicelib.forms import queries as forms
from chalicelib.forms.queries import Edition
from chalicelib.foundation import clock
from chalicelib.foundation.asked import language
from chalicelib.quarantine import shapes
from chalicelib.shield import queries as shield
from chalicelib.shield.queries import HeldPost


def page(wanted: shapes.Wanted) -> shapes.HeldPostList:
    """What nobody has decided on, newest first."""
    posts, cursor = shield.waiting(wanted.form_id, wanted.reason, wanted.limit, wanted.cursor)
    names = forms.names() if posts else {}
    editions: dict[tuple[str, int], Edition | None] = {}
    return shapes.HeldPostList(items=[_shown(post, names, editions) for post in posts], cursor=cursor)


def _shown(post: HeldPost, names: dict[str, str], editions: dict[tuple[str, int], Edition | None]) -> shapes.HeldPost:
    request: dict[str, Any] = post.read()["request"]
    answers, proof = request["answers"], request["proof"]
    place = post.form, int(request["edition"])
    if place not in editions:
        editions[place] = forms.edition(*place)
    return shapes.HeldPost(
        id=post.id, form_id=post.form, form_name=names.get(post.form, ""), reason=post.reason,
        held_at=clock.iso(int(post.held_at)), expires_at=clock.iso(int(post.expires) * 1000),
        name=display_name(answers), email=answers.get("email", ""), answers=_in_words(answers, editions[place]),
        address=proof["address"], browser=proof["browser"], page=proof["page"],
    )  # fmt: skip


def _in_words(answers: dict[str, Any], edition: Edition | None) -> list[shapes.AnswerHeld]:
    fields = {field.name: field for field in edition.fields} if edition else {}
    return [
        shapes.AnswerHeld(label=fields[name].label if name in fields else name, value=forms.in_words(value, fields.get(name), language()))
        for name, value in answers.items()
    ]
