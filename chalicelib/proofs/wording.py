"""The sheet in the reader's words. Facts and hashes stay as they are; staff are not named: whoever is given a sheet need not know them."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from dateutil.tz import gettz  # type: ignore[import-untyped]  # comes with boto3, and with a table of zones, which a Lambda may lack

from chalicelib.calls.shapes import Visits
from chalicelib.forms.queries import Edition
from chalicelib.foundation import clock
from chalicelib.foundation.pages import words
from chalicelib.identity import queries as identity
from chalicelib.proofs import shapes
from chalicelib.proofs.chain import Link
from chalicelib.proofs.queries import Sheet

Words = dict[str, Any]

OF_OTHERS = {"in_turn", "passed_over"}
"""Who else could have had the lead, and how busy they are: for those who may know every centre."""


def worded(sheet: Sheet, language: str, hash_: str | None = None) -> shapes.Proof:
    """`hash_`: of a line of an older sheet, which is looked for."""
    said = words("proofs", language)
    return shapes.Proof(
        id=sheet.lead.id,
        state=sheet.lead.state,
        hash=sheet.head,
        verdict=sheet.verdict,
        form=_form(sheet),
        wordings=_wordings(sheet),
        posted=_posted(sheet),
        click=_click(sheet),
        visits=_visits(sheet),
        lines=[_line(link, said, shows_others=sheet.shows_others) for link in sheet.links],
        checks=[
            shapes.ProofCheck.model_validate({"what": what, "verdict": verdict, "said": said["checks"][what][verdict]})
            for what, verdict in sheet.checks.items()
        ],
        asked=_asked(sheet, hash_, said) if hash_ else None,
    )


def _form(sheet: Sheet) -> shapes.FormShown | None:
    edition = _as_shown(sheet)
    if edition is None:
        return None
    return shapes.FormShown(
        id=edition.form_id, name=edition.name, version=int(edition.number), language=edition.language,
        published_at=clock.iso(int(edition.published_at)),
    )  # fmt: skip


def _as_shown(sheet: Sheet) -> Edition | None:
    return sheet.edition and sheet.edition.in_language(sheet.lead.language or sheet.edition.language)


def _wordings(sheet: Sheet) -> list[shapes.Wording]:
    """Box by box as the form had them; then what stood below it, or what a partner showed instead."""
    edition, request = _as_shown(sheet), sheet.request
    boxes = [field for field in edition.fields if field.type == "consent"] if edition else []
    below = (request and request["proof"].get("text")) or (edition and edition.consent_text)
    return [
        *(shapes.Wording(text=box.label, given=bool(request["answers"].get(box.name)) if request else None) for box in boxes),
        *([shapes.Wording(text=below, given=True if request else None)] if below else []),
    ]


def _posted(sheet: Sheet) -> shapes.ProofRequest | None:
    if sheet.request is None:
        return None
    answers, proof = sheet.request["answers"], sheet.request["proof"]
    shows_phone = sheet.lead.may_be_called
    return shapes.ProofRequest(
        name=" ".join(str(answers[name]) for name in ("first_name", "last_name") if answers.get(name)),
        email=answers.get("email"),
        phone=answers.get("phone") if shows_phone else None,
        at=clock.iso(int(proof["at"])),
        page=proof["page"],
        address=proof["address"],
        browser=proof["browser"],
        sealed=sheet.request if shows_phone else None,
    )


def _click(sheet: Sheet) -> shapes.ProofClick | None:
    click = sheet.click
    return shapes.ProofClick(address=click["address"], browser=click["browser"], sealed=click) if click else None


def _visits(sheet: Sheet) -> list[Visits]:
    """Who opened the link before the click, as the facts say it; while nobody has clicked, as it is counted now."""
    told = next((row.data["visits"] for row in reversed(sheet.told) if row.data.get("visits")), sheet.lead.visited)
    return [
        Visits.model_validate({"kind": kind, "times": times, "first_at": clock.iso(first), "last_at": clock.iso(last)})
        for kind, times, first, last in told
    ]


def _line(link: Link, said: Words, *, shows_others: bool) -> shapes.ProofLine:
    shown = {name: value for name, value in link.data.items() if shows_others or not (value and name in OF_OTHERS)}
    return shapes.ProofLine(**vars(link) | {"data": shown}, withheld=shown != link.data, said=_sentence(link, said))


def _sentence(link: Link, said: Words) -> str:
    """What a line says. Of the facts that this release has no words for, the name."""
    sentence: str = said["lines"].get(_variant(link), said["lines"].get(link.type, link.type))
    values = {name: _plain(name, value) for name, value in link.data.items()}
    values["reason"] = said["reasons"].get(link.data.get("reason"), "")
    return sentence.format_map(defaultdict(str, values))


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return local_time(clock.iso(value)) if name.endswith("_at") else value


def local_time(at: str) -> str:
    """To the second, on the company's clock."""
    return datetime.fromisoformat(at).astimezone(gettz(identity.tenant().timezone)).strftime("%Y-%m-%d %H:%M:%S")


def _variant(link: Link) -> str:
    """The same fact may say one thing or another: a click, or the page by itself."""
    variant = link.data.get("how") or ("gated" if link.data.get("gated") else "")
    return f"{link.type}.{variant}"


def _asked(sheet: Sheet, hash_: str, said: Words) -> shapes.HashAsked:
    line, last = sheet.place_of(hash_), len(sheet.links)
    found = "nowhere" if line is None else "last" if line == last else "earlier"
    return shapes.HashAsked(hash=hash_, line=line, said=said["asked"][found].format(line=line, since=last - (line or 0)))
