"""What an author writes for a mail: a small part of Jinja, read before it is ever run.

There are the names that he is given, conditions, one repetition inside no other, and a few filters. There is no call, no assignment, no import and
nothing that doubles what it gets: however it is written, the work is bounded by its length.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache, lru_cache
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, nodes
from jinja2.filters import FILTERS
from jinja2.sandbox import ImmutableSandboxedEnvironment

from chalicelib.foundation.errors import DomainError

KNOWN_FILTERS = frozenset({"capitalize", "default", "lower", "title", "trim", "truncate", "upper"})
"""None makes much of little: `replace` or `center` would."""
PLAIN = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Const, nodes.If, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or,
    nodes.Not, nodes.Concat, nodes.Keyword,
)  # fmt: skip
OF_A_LOOP = frozenset({"first", "last", "index"})
DEEPEST = 40
LONGEST = 100_000
"""Gmail cuts off what is longer."""
LASTS_SECONDS = 2


class TemplateRefused(DomainError):
    """It never leaves: its author corrects it. `line` is where."""


class TemplateUnreadable(TemplateRefused):
    fr = "Ligne {line} : une balise {{{{ … }}}} ou {{% … %}} est mal écrite ({reason})."
    en = "Line {line}: a tag {{{{ … }}}} or {{% … %}} is not well written ({reason})."


class VariableUnknown(TemplateRefused):
    fr = "Ligne {line} : la variable « {name} » n'existe pas. Celles qui existent : {known}."
    en = "Line {line}: there is no variable “{name}”. There are: {known}."


class FilterUnknown(TemplateRefused):
    fr = "Ligne {line} : le filtre « {name} » n'existe pas ici. Ceux qui existent : {known}."
    en = "Line {line}: there is no filter “{name}” here. There are: {known}."


class TagUnknown(TemplateRefused):
    fr = "Ligne {line} : « {name} » n'est pas possible dans un e-mail. Restent les variables, les conditions et une boucle sur answers."
    en = "Line {line}: “{name}” is not possible in a mail. What is: variables, conditions and a loop over answers."


class LoopsNested(TemplateRefused):
    fr = "Ligne {line} : une boucle ne tourne que sur une liste de variables, et jamais dans une autre boucle."
    en = "Line {line}: a loop goes over a list among the variables only, and never inside another loop."


class NameTaken(TemplateRefused):
    fr = "Ligne {line} : « {name} » est déjà une variable ; donnez un autre nom à celle de la boucle."
    en = "Line {line}: “{name}” is a variable already; give the one of the loop another name."


class TemplateTooDeep(TemplateRefused):
    fr = "Ligne {line} : trop de conditions ou de parenthèses l'une dans l'autre."
    en = "Line {line}: too many conditions or brackets inside one another."


class TemplateFails(TemplateRefused):
    fr = "Une valeur est comparée ou coupée d'une façon impossible ({reason})."
    en = "A value is compared or cut in a way that cannot be ({reason})."


class MailTooLong(TemplateRefused):
    fr = "Cet e-mail serait trop long : {limit} ko au plus."
    en = "This mail would be too long: {limit} kB at most."


@dataclass(frozen=True)
class Vocabulary:
    """What a template may name: plain names, the `parts` of some (`answers.project`), and what each row of a list has."""

    names: frozenset[str]
    parts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    rows: Mapping[str, frozenset[str]] = field(default_factory=dict)


def check(source: str, known: Vocabulary) -> None:
    """Raises `TemplateRefused`, with the line, for whatever might fail or swell when it is rendered."""
    tree = _read(source)
    _expect_shallow(tree)
    _expect_known(tree, known, {})


def render(source: str, values: Mapping[str, Any], *, html: bool) -> str:
    """A template that was checked. Raises `MailTooLong` when it gives too much, or for too long, `TemplateFails`."""
    try:
        return "".join(_within_bounds(_compiled(source, html).generate(values)))
    except MailTooLong:
        raise
    except Exception as error:
        raise TemplateFails(reason=str(error)) from error


def _within_bounds(pieces: Iterable[str]) -> Iterator[str]:
    until = time.monotonic() + LASTS_SECONDS
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > LONGEST or time.monotonic() > until:
            raise MailTooLong(limit=LONGEST // 1000)
        yield piece


@lru_cache(maxsize=64)
def _compiled(source: str, html: bool) -> Template:
    return _environment(html).from_string(source)


@cache
def _environment(html: bool) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(autoescape=html, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters = {name: FILTERS[name] for name in KNOWN_FILTERS}
    environment.globals, environment.tests = {}, {}
    return environment


def _read(source: str) -> nodes.Template:
    try:
        return _environment(html=True).parse(source)
    except TemplateSyntaxError as error:
        raise TemplateUnreadable(line=error.lineno, reason=(error.message or "").rstrip(".")) from None
    except RecursionError:
        raise TemplateTooDeep(line=1) from None


def _expect_shallow(tree: nodes.Node) -> None:
    """Without recursion itself: what nests too deep would overflow the compiler, too."""
    ahead = [(tree, 0)]
    while ahead:
        node, depth = ahead.pop()
        if depth > DEEPEST:
            raise TemplateTooDeep(line=node.lineno)
        ahead += [(child, depth + 1) for child in node.iter_child_nodes()]


def _expect_known(node: nodes.Node, known: Vocabulary, rows: Mapping[str, frozenset[str]]) -> None:
    """`rows`: names that a loop gives around this node, with their parts."""
    for child in _checked(node, known, rows):
        _expect_known(child, known, rows)


def _checked(node: nodes.Node, known: Vocabulary, rows: Mapping[str, frozenset[str]]) -> Iterator[nodes.Node]:
    """The children that are still to be looked at."""
    if isinstance(node, nodes.For):
        _expect_known_loop(node, known, rows)
    elif isinstance(node, nodes.Getattr):
        _expect_part(node, {**known.parts, **rows})
    elif isinstance(node, nodes.Name):
        _expect_name(node.name, node.lineno, known.names)
    elif isinstance(node, nodes.Filter):
        if node.name not in KNOWN_FILTERS:
            raise FilterUnknown(line=node.lineno, name=node.name, known=_near(node.name, KNOWN_FILTERS))
        yield from node.iter_child_nodes()
    elif isinstance(node, PLAIN):
        yield from node.iter_child_nodes()
    else:
        raise TagUnknown(line=node.lineno, name=type(node).__name__.lower())


def _expect_known_loop(node: nodes.For, known: Vocabulary, rows: Mapping[str, frozenset[str]]) -> None:
    of = node.iter.name if isinstance(node.iter, nodes.Name) else ""
    if rows or of not in known.rows or node.recursive or not isinstance(node.target, nodes.Name):
        raise LoopsNested(line=node.lineno)
    if node.target.name in known.names | {"loop"}:
        raise NameTaken(line=node.lineno, name=node.target.name)
    inside = {node.target.name: known.rows[of], "loop": OF_A_LOOP}
    for child in [*node.body, *([node.test] if node.test else [])]:
        _expect_known(child, known, inside)
    for child in node.else_:
        _expect_known(child, known, rows)


def _expect_part(node: nodes.Getattr, parts: Mapping[str, frozenset[str]]) -> None:
    of = node.node.name if isinstance(node.node, nodes.Name) else ""
    if node.attr not in parts.get(of, ()):
        whole = {f"{name}.{part}" for name, its in parts.items() for part in its}
        _expect_name(f"{of or '…'}.{node.attr}", node.lineno, frozenset(whole))


def _expect_name(name: str, line: int, known: frozenset[str]) -> None:
    if name not in known:
        raise VariableUnknown(line=line, name=name, known=_near(name, known))


def _near(name: str, known: frozenset[str]) -> str:
    """What it was probably meant to be; else all that there is."""
    return ", ".join(get_close_matches(name, known, n=1) or sorted(known))
