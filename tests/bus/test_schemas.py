"""What partners are told is as the schemas say."""

import json
import re
from dataclasses import MISSING, fields

import jsonschema_rs
import pytest

import app  # noqa: F401 -- registers the facts
from chalicelib.foundation.facts import Announcement
from chalicelib.foundation.publication import Publication, is_time
from infra import docs, schemas

AT = 1_795_300_000_000
SAMPLES = {"str": "x", "int": 7, "bool": True, "tuple[str, ...]": ("a",), "tuple[tuple[str, int, int, int], ...]": (("robot", 2, AT, AT),)}


def told(fact, *, in_full):
    """With every field, or with those alone that are always there."""
    values = {
        field.name: AT if is_time(field.name) else SAMPLES[str(field.type).removesuffix(" | None")]
        for field in fields(fact)
        if in_full or field.default is MISSING
    }
    return json.loads(Publication.of(Announcement("P#p#L#1:5", "k3x9p2ab", AT, "user:a", 5, fact(**values))).body)


@pytest.mark.parametrize("in_full", [True, False])
@pytest.mark.parametrize("fact", schemas.public(), ids=lambda fact: fact.PUBLIC)
def test_a_publication_is_as_its_schema_says(fact, in_full):
    body = told(fact, in_full=in_full)
    jsonschema_rs.Draft4Validator(schemas.publication(fact)).validate(body)
    if in_full:
        assert body["data"].keys() == schemas.publication(fact)["properties"]["data"]["properties"].keys()


@pytest.mark.parametrize("change", [{"type": "lead.other"}, {"timestamp": 1}, {"data": {"lead_id": "p.1"}}], ids=str)
def test_a_schema_refuses_what_is_not_so(change):
    fact = schemas.public()[0]
    with pytest.raises(jsonschema_rs.ValidationError):
        jsonschema_rs.Draft4Validator(schemas.publication(fact)).validate(told(fact, in_full=True) | change)


def test_the_guide_shows_what_partners_read():
    shown = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", (docs.ROOT / "docs/guides/partner.md").read_text(), re.DOTALL)]
    [body, event] = shown
    [fact] = [fact for fact in schemas.public() if body["type"] == event["detail-type"] == fact.PUBLIC]
    jsonschema_rs.Draft4Validator(schemas.publication(fact)).validate(body)
    assert event.keys() <= schemas.event(fact)["properties"].keys()
    assert (event["source"], len(body["id"])) == (schemas.SOURCE, len(told(fact, in_full=True)["id"]))


def test_the_schema_of_a_fact_that_is_public_no_more_is_left_over(tmp_path, monkeypatch):
    monkeypatch.setattr(docs, "ROOT", tmp_path)
    (tmp_path / docs.SCHEMAS).mkdir(parents=True)
    for name in ("lead.confirmed", "lead.forgotten"):
        (tmp_path / docs.SCHEMAS / f"{name}.json").touch()
    assert docs.left_over() == ["docs/events/lead.forgotten.json"]
