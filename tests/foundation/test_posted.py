"""The three ways of posting are read alike, and anything else is refused with a sentence."""

import json
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.foundation.errors import BadRequest, MediaTypeUnknown, TooLarge
from chalicelib.foundation.posted import (
    MAX_BYTES,
    MAX_BYTES_WITH_FILES,
    BodyMalformed,
    CharacterRefused,
    CharsetUnknown,
    FileNotTaken,
    SentFile,
    TooManyFields,
    read_posted,
)

URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=limit"
JSON = "application/json"

storable = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40)
names = st.from_regex(r"[a-z][a-z0-9_]{0,15}", fullmatch=True)


def as_multipart(fields, extra=""):
    parts = "".join(f'--limit\r\nContent-Disposition: form-data; name="{name}"{extra}\r\n\r\n{value}\r\n' for name, value in fields)
    return (parts + "--limit--\r\n").encode()


@given(st.dictionaries(names, storable, min_size=1, max_size=8))
def test_three_ways_of_posting_give_the_same_answers(fields):
    pairs = list(fields.items())
    assert read_posted(urlencode(pairs).encode(), URLENCODED) == fields
    assert read_posted(as_multipart(pairs), MULTIPART) == fields
    assert read_posted(json.dumps(fields).encode(), JSON) == fields


def test_repeated_field_becomes_a_list():
    twice = {"choice": ["a", "b"]}
    assert read_posted(b"choice=a&choice=b", URLENCODED) == twice
    assert read_posted(as_multipart([("choice", "a"), ("choice", "b")]), MULTIPART) == twice
    assert read_posted(json.dumps(twice).encode(), JSON) == twice


def test_json_scalars_become_the_text_that_was_sent():
    body = b'{"n": 1.50, "big": 12345678901234567890123, "yes": true, "no": false, "nothing": null}'
    assert read_posted(body, JSON) == {"n": "1.50", "big": "12345678901234567890123", "yes": "true", "no": "false"}


def test_plus_and_accents_of_a_browser_are_understood():
    assert read_posted(b"name=Zo%C3%A9+N%27Diaye&empty=", URLENCODED) == {"name": "Zoé N'Diaye", "empty": ""}


@pytest.mark.parametrize(
    ("body", "content_type", "error"),
    [
        (b"", None, MediaTypeUnknown),
        (b"<a/>", "text/xml", MediaTypeUnknown),
        (b"a=1", URLENCODED + "; charset=iso-8859-1", CharsetUnknown),
        (b"a=%FF", URLENCODED, BodyMalformed),
        (b"a=\xff", URLENCODED, BodyMalformed),
        (b"a=%00", URLENCODED, CharacterRefused),
        (b"", JSON, BodyMalformed),
        (b"[1]", JSON, BodyMalformed),
        (b'"a"', JSON, BodyMalformed),
        (b'{"a": {"b": 1}}', JSON, BodyMalformed),
        (b'{"a": [[1]]}', JSON, BodyMalformed),
        (b'{"a": NaN}', JSON, BodyMalformed),
        (b'{"a": "\\ud800"}', JSON, CharacterRefused),
        (b'{"a": "\\u0000"}', JSON, CharacterRefused),
        (b"[" * 200_000, JSON, BodyMalformed),
        (b"{" * 200_000, JSON, BodyMalformed),
        (b"nothing", MULTIPART, BodyMalformed),
        (b"", "multipart/form-data", BodyMalformed),
        (as_multipart([("a", "1")])[:-12], MULTIPART, BodyMalformed),
        (as_multipart([("a", "1")], '; filename="cv.pdf"'), MULTIPART, FileNotTaken),
        (as_multipart([("a", "1")], "\r\nContent-Type: text/plain; charset=utf-16"), MULTIPART, CharsetUnknown),
        (as_multipart([("a", "\0")]), MULTIPART, CharacterRefused),
        (b"a=1&" * 201, URLENCODED, TooManyFields),
        (as_multipart([("a", "1")] * 201), MULTIPART, TooManyFields),
        (json.dumps({"a": ["1"] * 201}).encode(), JSON, TooManyFields),
        (b"a" * (MAX_BYTES + 1), URLENCODED, TooLarge),
    ],
)
def test_what_cannot_be_read_is_refused(body, content_type, error):
    with pytest.raises(error) as refusal:
        read_posted(body, content_type)
    assert refusal.value.said("fr") != refusal.value.said("en")


def test_largest_body_is_read():
    assert read_posted(b"a=" + b"x" * (MAX_BYTES - 2), URLENCODED)["a"][0] == "x"


def test_untouched_file_input_is_an_empty_answer():
    assert read_posted(as_multipart([("cv", "")], '; filename=""'), MULTIPART) == {"cv": ""}


def file_part(name, filename, content):
    head = f'--limit\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\nContent-Type: application/pdf\r\n\r\n'
    return head.encode() + content + b"\r\n"


def test_a_file_is_read_where_files_are_expected():
    body = file_part("cv", "cv.pdf", b"%PDF\xff\0") + as_multipart([("a", "1")])
    assert read_posted(body, MULTIPART, files=True) == {"cv": SentFile("cv.pdf", b"%PDF\xff\0"), "a": "1"}
    several = file_part("cv", "1.pdf", b"1") + file_part("cv", "", b"") + file_part("cv", "2.pdf", b"2") + b"--limit--\r\n"
    assert read_posted(several, MULTIPART, files=True) == {"cv": [SentFile("1.pdf", b"1"), "", SentFile("2.pdf", b"2")]}


def test_files_have_room_and_letters_no_more_than_before():
    large = file_part("cv", "cv.pdf", b"x" * (MAX_BYTES * 2)) + b"--limit--\r\n"
    assert len(read_posted(large, MULTIPART, files=True)["cv"].content) == MAX_BYTES * 2
    for body in (as_multipart([("a", "x" * MAX_BYTES)]), file_part("cv", "cv.pdf", b"x" * MAX_BYTES_WITH_FILES) + b"--limit--\r\n"):
        with pytest.raises(TooLarge):
            read_posted(body, MULTIPART, files=True)
    with pytest.raises(TooLarge):
        read_posted(b"a=" + b"x" * MAX_BYTES, URLENCODED, files=True)


@given(st.binary(max_size=300), st.sampled_from([URLENCODED, MULTIPART, JSON, URLENCODED + "; charset=UTF-8"]))
def test_no_bytes_whatever_break_the_reader(body, content_type):
    try:
        answers = read_posted(body, content_type)
    except (BadRequest, MediaTypeUnknown):
        return
    json.dumps(answers, ensure_ascii=False).encode()
