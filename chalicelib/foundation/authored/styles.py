"""The rules of a style sheet written into the tags that they are about: many mail programs read nothing else.

The source may still be a template. Only its start tags are touched, so what stands between them, and inside of `{{ … }}`, stays as it was written.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from itertools import groupby
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element, SubElement

import tinycss2
from cssselect2 import ElementWrapper, SelectorError, compile_selector_list

from chalicelib.foundation.authored.markup import LIKE_A_TAG, VOID, Piece, pieces
from chalicelib.foundation.errors import DomainError

TAG_OF_A_TEMPLATE = re.compile(r"\{\{.*?(?:\}\}|\Z)|\{%.*?(?:%\}|\Z)|\{#.*?(?:#\}|\Z)", re.DOTALL)
STYLE = re.compile(r"""\sstyle\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
STEP = re.compile(r"\s*[>~+]\s*|(?<![,\s])\s+(?![,\s>~+])")
"""What stands between two parts of a selector, wherever it is nested."""
RUNS_OR_SENDS = frozenset({"script", "iframe", "frame", "object", "embed", "applet", "form", "input", "button", "select", "textarea", "base"})
MOST_TAGS, MOST_RULES, DEEPEST, MOST_STEPS = 1_500, 300, 60, 4
LASTS_SECONDS = 2


class HtmlRefused(DomainError):
    """Its author corrects it."""


class TagRefused(HtmlRefused):
    fr = "Ligne {line} : « {name} » n'a pas sa place dans un e-mail, les messageries l'écartent."
    en = "Line {line}: “{name}” has no place in a mail, mail programs take it out."


class TagOpen(HtmlRefused):
    fr = "Ligne {line} : une balise n'est pas fermée. Pour le signe <, écrivez &lt;."
    en = "Line {line}: a tag is not closed. For the sign <, write &lt;."


class HtmlTooHeavy(HtmlRefused):
    fr = "Ce HTML est trop compliqué : {tags} balises et {rules} règles de style au plus, imbriquées {deep} fois au plus."
    en = "This HTML is too complicated: {tags} tags and {rules} style rules at most, nested {deep} times at most."

    def __init__(self) -> None:
        super().__init__(tags=MOST_TAGS, rules=MOST_RULES, deep=DEEPEST)


class SelectorTooLong(HtmlRefused):
    fr = "Le sélecteur « {selector} » a trop d'étapes : {most} au plus."
    en = "The selector “{selector}” has too many steps: {most} at most."


def inlined(source: str, sheet: str = "") -> str:
    """The source with the rules of `sheet` and of its own style blocks in its tags. Raises `HtmlRefused`.

    The blocks stay, for what no tag can say: dark mode, phones.
    """
    read = _read(source)
    try:
        styles = _styles(read.root, [sheet, *read.sheets])
    except RecursionError:
        raise HtmlTooHeavy from None
    written, done = [], 0
    for tag in read.tags:
        if style := styles.get(tag.element):
            written += [source[done : tag.start], _with_style(source[tag.start : tag.stop], len(tag.element.tag) + 1, style)]
            done = tag.stop
    return "".join([*written, source[done:]])


class Tag(NamedTuple):
    """A start tag: where it stands, and its place in the tree that selectors look at."""

    start: int
    stop: int
    element: Element


class _Read(NamedTuple):
    root: Element
    tags: list[Tag]
    sheets: list[str]


def _read(source: str) -> _Read:
    # As long as it was, so that places stay the same.
    masked = TAG_OF_A_TEMPLATE.sub(lambda tag: re.sub(r"\S", " ", tag[0]), source)
    read = _Read(Element("html"), [], [])
    opened = [read.root]
    for piece in pieces(masked):
        if not piece.name:
            _expect_no_open_tag(masked, piece)
        elif piece.is_end:
            _close(opened, piece.name)
        else:
            _expect_harmless(masked, piece)
            if len(read.tags) == MOST_TAGS or len(opened) > DEEPEST:
                raise HtmlTooHeavy
            element = SubElement(opened[-1], piece.name, piece.attributes)
            read.tags.append(Tag(piece.start, piece.stop, element))
            if piece.name == "style":
                read.sheets.append(piece.inside)
            elif piece.name not in VOID and not piece.said.endswith("/"):
                opened.append(element)
    return read


def _close(opened: list[Element], name: str) -> None:
    named = next((place for place in range(len(opened) - 1, 0, -1) if opened[place].tag == name), None)
    if named:
        del opened[named:]


def _expect_no_open_tag(source: str, piece: Piece) -> None:
    wrong = LIKE_A_TAG.search(source, piece.start, piece.stop)
    if wrong:
        raise TagOpen(line=_line(source, wrong.start()))


def _expect_harmless(source: str, piece: Piece) -> None:
    if piece.name in RUNS_OR_SENDS:
        raise TagRefused(line=_line(source, piece.start), name=f"<{piece.name}>")
    for name, value in piece.attributes.items():
        if name.startswith("on") or value.strip().lower().startswith(("javascript:", "vbscript:")):
            raise TagRefused(line=_line(source, piece.start), name=name)


def _line(source: str, place: int) -> int:
    return source.count("\n", 0, place) + 1


def _styles(root: Element, sheets: list[str]) -> dict[Element, str]:
    """What the rules say of each tag, the strongest last."""
    selectors = [(one, declared) for some, declared in _rules(sheets) for one in some if one.pseudo_element is None]
    selectors.sort(key=lambda rule: rule[0].specificity)
    said: dict[Element, str] = {}
    until = time.monotonic() + LASTS_SECONDS
    for wrapper in ElementWrapper.from_html_root(root).iter_subtree():
        matched = []
        for selector, declared in selectors:
            if time.monotonic() > until:  # some selectors look at all brothers and sisters of a tag
                raise HtmlTooHeavy
            if selector.test(wrapper):
                matched.append(declared)
        if matched:
            said[wrapper.etree_element] = "; ".join(matched)
    return said


def _rules(sheets: list[str]) -> Iterator[tuple[list[Any], str]]:
    number = 0
    for sheet in sheets:
        for rule in tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True):
            number += 1
            if number > MOST_RULES:
                raise HtmlTooHeavy
            if rule.type != "qualified-rule":
                continue
            _expect_few_steps(rule.prelude)
            try:
                yield compile_selector_list(rule.prelude), _declared(rule.content)
            except SelectorError:
                continue  # a browser passes over it, too


def _expect_few_steps(prelude: list[Any]) -> None:
    """Each step up the tree, or among brothers, multiplies what matching tries: with few of them it is over soon, whatever the tree."""
    for is_comma, parts in groupby(prelude, key=lambda part: part == ","):
        said = "" if is_comma else tinycss2.serialize(part for part in parts if part.type != "[] block").strip()
        if len(STEP.findall(said)) > MOST_STEPS:
            raise SelectorTooLong(selector=said[:80], most=MOST_STEPS)


def _declared(content: list[Any]) -> str:
    declarations = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    return "; ".join(f"{one.name}: {tinycss2.serialize(one.value).strip()}" for one in declarations if one.type == "declaration")


def _with_style(tag: str, after_name: int, style: str) -> str:
    """What the tag says itself is stronger."""
    own = STYLE.search(tag)
    if own:
        said = f"{style}; {own[1] or own[2] or ''}"
        tag = tag[: own.start()] + tag[own.end() :]
    else:
        said = style
    return f'{tag[:after_name]} style="{_in_quotes(said)}"{tag[after_name:]}'


def _in_quotes(said: str) -> str:
    return said.replace('"', "'")
