"""The sheet on paper, for whoever must show it to somebody else."""

from __future__ import annotations

from chalicelib.foundation import config
from chalicelib.foundation.pages import words
from chalicelib.identity import queries as identity
from chalicelib.proofs import typeface
from chalicelib.proofs.paper import BROKEN, GOOD, INK, SOFT, Paper, Style
from chalicelib.proofs.shapes import Proof
from chalicelib.proofs.wording import Words, local_time

BODY, SMALL, HEAD = Style(9), Style(6.5, SOFT), Style(11.5, INK, is_bold=True)
MARKS = {"good": ("✓", GOOD), "broken": ("✗", BROKEN), "unknown": ("?", SOFT)}
LABELS, NUMBERS, TIMES, ACTORS = 130, 18, 104, 64
"""Widths of columns."""


def printed(proof: Proof, language: str) -> bytes:
    """A PDF. The same sheet makes the same bytes, so that two copies can be told to be one."""
    said, company = words("proofs", language), identity.tenant()
    paper = Paper(typeface.of_sheets(), f"{said['title']} · {proof.id}", language)
    paper.write(said["title"], Style(20, INK, is_bold=True))
    paper.write(company.name, Style(10, SOFT))
    paper.skip(6)
    paper.write(said["verdict"][proof.verdict], Style(10, MARKS[proof.verdict][1], is_bold=True))
    paper.write(f"{said['intro']} {said['times'].format(zone=company.timezone)}", Style(7.5, SOFT))
    _request(paper, proof, said)
    _wordings(paper, proof, said)
    _visits(paper, proof, said)
    _lines(paper, proof, said)
    _checks(paper, proof, said)
    _section(paper, said["sections"]["verify"])
    paper.beside(said["facts"]["hash"], proof.hash, BODY, width=LABELS)
    paper.beside(said["facts"]["url"], f"{config.API_URL}/api/v1/proofs/{proof.id}?hash={proof.hash}", BODY, width=LABELS)
    paper.write(" ".join([said["verify"], *([said["unprintable"]] if paper.spells else [])]), Style(7.5, SOFT))
    return paper.finished(said["page"])


def _section(paper: Paper, title: str) -> None:
    paper.skip(11)
    paper.room(4 * HEAD.leading)  # no title at the foot of a page
    paper.rule()
    paper.write(title, HEAD)
    paper.skip(2)


def _request(paper: Paper, proof: Proof, said: Words) -> None:
    _section(paper, said["sections"]["request"])
    for name, value in _facts(proof, said):
        paper.beside(said["facts"][name], value, BODY, width=LABELS)
    if proof.posted is None:
        paper.write(said["erased"], BODY)


def _facts(proof: Proof, said: Words) -> list[tuple[str, str]]:
    facts = [("id", proof.id)]
    if proof.form:
        shown = proof.form.model_dump() | {"published_at": local_time(proof.form.published_at)}
        facts.append(("form", said["facts"]["form_value"].format(**shown)))
    if (posted := proof.posted) is None:
        return facts
    phone = said["facts"]["phone_hidden"] if posted.sealed is None else posted.phone
    facts += [("name", posted.name), ("email", posted.email or ""), ("phone", phone or "")]
    facts += [("at", local_time(posted.at)), ("page", posted.page), ("address", posted.address), ("browser", posted.browser)]
    if proof.click:
        facts.append(("click", " · ".join(filter(None, (proof.click.address, proof.click.browser)))))
    return [(name, value) for name, value in facts if value]


def _wordings(paper: Paper, proof: Proof, said: Words) -> None:
    if not proof.wordings:
        return
    _section(paper, said["sections"]["wordings"])
    for wording in proof.wordings:
        label = "" if wording.given is None else said["given" if wording.given else "refused"]
        paper.beside(label, f"« {wording.text} »", BODY, width=LABELS)


def _visits(paper: Paper, proof: Proof, said: Words) -> None:
    if not proof.visits:
        return
    _section(paper, said["sections"]["visits"])
    for visit in proof.visits:
        when = said["once" if visit.first_at == visit.last_at else "between"]
        times = when.format(first=local_time(visit.first_at), last=local_time(visit.last_at))
        paper.beside(said["visits"][visit.kind].format(times=visit.times), times, BODY, width=LABELS)


def _lines(paper: Paper, proof: Proof, said: Words) -> None:
    _section(paper, said["sections"]["lines"])
    for line in proof.lines:
        paper.room(BODY.leading + SMALL.leading)
        columns = ((str(line.number), 0), (local_time(line.at), NUMBERS), (said["by"][line.by.partition(":")[0]], NUMBERS + TIMES))
        for text, left in columns:
            paper.label(text, BODY, left=left)
        paper.write(line.said, BODY, left=NUMBERS + TIMES + ACTORS)
        paper.write(line.hash, SMALL, left=NUMBERS + TIMES + ACTORS)


def _checks(paper: Paper, proof: Proof, said: Words) -> None:
    _section(paper, said["sections"]["checks"])
    for check in proof.checks:
        mark, colour = MARKS[check.verdict]
        paper.label(mark, Style(BODY.size, colour, is_bold=True))
        paper.write(check.said, Style(BODY.size, colour if check.verdict == "broken" else INK), left=NUMBERS)
