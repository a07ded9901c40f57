"""The permission table, cell by cell. The picture below is the specification; `a` all, `c` centre, `o` own, `.` refused."""

from __future__ import annotations

import pytest

from chalicelib.foundation.caller import Caller
from chalicelib.identity import roles

PICTURE = """
                super_admin admin centre_owner manager agent seller field_agent marketing observer
leads.read      a           a     c            c       o     o      o           a         a
leads.work      a           a     c            c       o     o      o           .         .
leads.manage    a           a     c            c       .     .      .           .         .
leads.write     a           a     .            .       .     .      .           a         .
proofs.read     a           a     c            c       o     o      o           a         a
forms.read      a           a     c            c       .     .      .           a         a
forms.write     a           a     .            .       .     .      .           a         .
surveys.read    a           a     .            .       .     .      .           a         a
surveys.write   a           a     .            .       .     .      .           a         .
tags.read       a           a     a            a       a     a      a           a         a
tags.write      a           a     a            a       .     .      .           a         .
campaigns.read  a           a     c            c       .     .      .           a         .
campaigns.write a           a     c            c       .     .      .           a         .
lists.read      a           a     c            c       c     c      c           a         a
lists.write     a           a     c            c       .     .      .           a         .
distribution.write a        a     c            c       .     .      .           .         .
outcomes.write  a           a     c            c       .     .      .           .         .
telephony.write a           a     .            .       .     .      .           .         .
recordings.hear a           a     c            c       .     .      .           .         .
scoring.manage  a           a     .            .       .     .      .           .         .
users.read      a           a     c            c       .     .      .           .         a
users.write     a           a     c            c       .     .      .           .         .
centres.read    a           a     c            c       c     c      c           a         a
centres.write   a           a     .            .       .     .      .           .         .
hours.write     a           a     c            c       .     .      .           .         .
webhooks.manage a           a     .            .       .     .      .           .         .
api_keys.manage a           a     .            .       .     .      .           .         .
senders.resume  a           a     .            .       .     .      .           .         .
posts.release   a           a     .            .       .     .      .           .         .
tenants.manage  a           .     .            .       .     .      .           .         .
presence.set    .           .     o            o       o     o      o           .         .
"""
REACH = {"a": "all", "c": "centre", "o": "own", ".": None}


def cells():
    head, *rows = [line.split() for line in PICTURE.strip().splitlines()]
    for verb, *letters in rows:
        yield from ((role, verb, REACH[letter]) for role, letter in zip(head, letters, strict=True))


@pytest.mark.parametrize(("role", "verb", "reach"), list(cells()))
def test_each_role_reaches_as_far_as_the_picture_says(role, verb, reach):
    assert roles.grants(role, inside_tenant=True).get(verb) == reach


def test_the_picture_is_complete():
    assert {(role, verb) for role, verb, _ in cells()} == {(role, verb) for role in roles.ROLES for verb in roles.VERBS}


@pytest.mark.parametrize("role", roles.ROLES)
def test_outside_of_any_tenant_only_tenants_are_managed(role):
    assert roles.grants(role, inside_tenant=False) == ({"tenants.manage": "all"} if role == "super_admin" else {})


@pytest.mark.parametrize("role", roles.ROLES)
def test_nobody_appoints_above_themselves(role):
    granted = roles.grants(role, inside_tenant=True)
    for appointed in roles.APPOINTS.get(role, frozenset()):
        assert set(roles.grants(appointed, inside_tenant=True)) - {"presence.set"} <= set(granted)
        assert appointed != "super_admin"


@pytest.mark.parametrize("role", roles.ROLES)
def test_who_may_write_users_may_appoint_somebody(role):
    assert ("users.write" in roles.TABLE[role]) == (role in roles.APPOINTS)


def test_a_key_reaches_the_whole_tenant_with_its_scopes_and_no_more():
    assert roles.key_grants({"leads.write", "leads.read"}) == {"leads.write": "all", "leads.read": "all"}


def test_a_key_is_never_granted_what_would_outlive_it():
    assert roles.key_grants({"users.write", "api_keys.manage", "tenants.manage"}) == {}


@pytest.mark.parametrize(
    ("scope", "centre", "owner", "reached"),
    [
        ("all", "x", None, True),
        ("centre", "lyon", None, True),
        ("centre", "dakar", "me", False),
        ("own", "dakar", "me", True),
        ("own", "lyon", "her", False),
        (None, "lyon", "me", False),
    ],
)
def test_a_verb_reaches_one_thing_or_does_not(scope, centre, owner, reached):
    caller = Caller("user", "me", "t", centre="lyon", grants={"leads.read": scope} if scope else {})
    assert caller.may_reach("leads.read", centre=centre, owner=owner) is reached


def test_without_a_centre_the_reach_of_a_centre_is_nothing():
    caller = Caller("user", "me", "t", centre=None, grants={"leads.read": "centre"})
    assert not caller.may_reach("leads.read", centre=None, owner=None)
