"""What a browser or a partner posts, read into plain text: the three ways of posting give the same answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from multipart import PushMultipartParser, parse_options_header

from chalicelib.foundation.errors import BadRequest, MediaTypeUnknown, TooLarge

MAX_BYTES = 256 * 1024
MAX_BYTES_WITH_FILES = 4 * 1024 * 1024
"""A function is handed six megabytes at most, its headers and base64's third included."""
MAX_FIELDS = 200


@dataclass(frozen=True)
class SentFile:
    """A file as a page without a script sends it. `name` is whatever somebody's browser said."""

    name: str
    content: bytes


Value = str | SentFile
Answers = dict[str, Value | list[Value]]
Pairs = Iterator[tuple[str, Value]]


class BodyMalformed(BadRequest):
    fr = "Le contenu envoyé est illisible."
    en = "The content sent cannot be read."


class TooManyFields(BadRequest):
    fr = "Trop de champs : {limit} au plus."
    en = "Too many fields: {limit} at most."


class FileNotTaken(BadRequest):
    fr = "Ce formulaire n'accepte pas de fichier."
    en = "This form takes no file."


class CharsetUnknown(MediaTypeUnknown):
    fr = "Encodage non pris en charge : envoyez de l'UTF-8."
    en = "Unsupported character encoding: send UTF-8."


class CharacterRefused(BadRequest):
    fr = "Le contenu envoyé comporte un caractère interdit."
    en = "The content sent holds a forbidden character."


def read_posted(body: bytes, content_type: str | None, *, files: bool = False) -> Answers:
    """The posted fields as text; a repeated one as a list. Numbers keep the digits that were sent. Files only where `files` are expected."""
    kind, options = parse_options_header(content_type or "")
    most = MAX_BYTES_WITH_FILES if files and kind == MULTIPART else MAX_BYTES
    if len(body) > most:
        raise TooLarge(limit=f"{most // 1024} kB" if most < MAX_BYTES_WITH_FILES else f"{most // 1024**2} MB")
    if kind not in READERS:
        raise MediaTypeUnknown(accepted=", ".join(READERS))
    _expect_utf8(options.get("charset"))
    try:
        return _gather(READERS[kind](body, options), files=files)
    except (ValueError, RecursionError) as unreadable:  # the errors of json, unicode and multipart are all ValueErrors
        raise BodyMalformed from unreadable


def _gather(pairs: Pairs, *, files: bool) -> Answers:
    answers: Answers = {}
    letters = 0
    for count, (name, value) in enumerate(pairs, start=1):
        if count > MAX_FIELDS:
            raise TooManyFields(limit=MAX_FIELDS)
        if isinstance(value, SentFile) and not files:
            raise FileNotTaken
        text = name + (value.name if isinstance(value, SentFile) else value)
        _expect_storable(text)
        letters += len(text)
        if letters > MAX_BYTES:
            raise TooLarge(limit=f"{MAX_BYTES // 1024} kB")
        before = answers.get(name)
        if before is None:
            answers[name] = value
        elif isinstance(before, list):
            before.append(value)
        else:
            answers[name] = [before, value]
    return answers


def _urlencoded(body: bytes, _options: dict[str, str]) -> Pairs:
    return iter(parse_qsl(body.decode(), keep_blank_values=True, errors="strict"))


def _multipart(body: bytes, options: dict[str, str]) -> Pairs:
    segment, value = None, b""
    with PushMultipartParser(options.get("boundary", ""), max_header_size=1024, strict=True) as parser:
        for event in parser.parse(body):
            if event is None and segment is not None:
                # An untouched file input posts an empty name.
                yield segment.name, SentFile(segment.filename, value) if segment.filename else value.decode()
            elif isinstance(event, (bytes, bytearray)):
                value += event
            else:
                segment, value = event, b""
                _expect_utf8(segment.charset)


def _json(body: bytes, _options: dict[str, str]) -> Pairs:
    fields = json.loads(body.decode(), parse_int=str, parse_float=str, parse_constant=_no_constant)
    if not isinstance(fields, dict):
        raise BodyMalformed
    for name, value in fields.items():
        for one in value if isinstance(value, list) else [value]:
            if one is not None:
                yield name, _json_text(one)


def _json_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        raise BodyMalformed
    return value


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _expect_utf8(charset: str | None) -> None:
    if (charset or "utf-8").lower() not in {"utf-8", "utf8", "us-ascii"}:
        raise CharsetUnknown(accepted="utf-8")


def _expect_storable(text: str) -> None:
    try:
        text.encode()  # a lone surrogate is legal in JSON and cannot be written as UTF-8 anywhere behind us
    except UnicodeEncodeError as lone_surrogate:
        raise CharacterRefused from lone_surrogate
    if "\0" in text:
        raise CharacterRefused


MULTIPART = "multipart/form-data"
READERS = {
    "application/x-www-form-urlencoded": _urlencoded,
    MULTIPART: _multipart,
    "application/json": _json,
}
