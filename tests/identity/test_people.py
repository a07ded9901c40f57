"""Users, centres and keys: who sees whom, who may make what."""

from __future__ import annotations

import botocore.session
import pytest

from chalicelib.foundation import platform
from chalicelib.foundation.errors import Conflict
from chalicelib.foundation.routes import Page
from chalicelib.identity import actions, emails, queries
from chalicelib.identity.actions import EmailTaken, NewUser
from chalicelib.identity.models.users import Login, User
from tests.identity.conftest import PASSWORD, SECRET, said


@pytest.fixture
def sign(token, company, later):
    """An access token for a new user of a role; each with the second factor where the role asks for one."""

    def as_role(role, **how):
        user = company.add(role, totp=role == "admin", **how)
        return token(company.email(user))

    return as_role


NEW = {"email": "moussa@lumiere.example", "name": "Moussa Traoré", "role": "agent"}


class TestUsers:
    def test_an_admin_invites_anywhere(self, door, company, sign):
        made = door("POST", "/api/v1/users", NEW | {"centre_id": company.dakar}, token=sign("admin"))
        assert made.status == 201
        assert made.json | {"id": 0, "created_at": 0} == NEW | {
            "id": 0, "created_at": 0, "centre_id": company.dakar, "state": "invited", "language": "fr", "totp_enrolled": False, "last_seen_at": None,
        }  # fmt: skip
        assert "UserInvited" in said()

    def test_an_address_has_one_account_in_a_tenant(self, door, company, other, sign):
        admin = sign("admin")
        body = NEW | {"centre_id": company.lyon}
        assert door("POST", "/api/v1/users", body, token=admin).status == 201
        again = door("POST", "/api/v1/users", body | {"email": "MOUSSA@lumiere.example"}, token=admin)
        assert (again.status, again.json["errors"][0]["field"]) == (409, "email")
        other.add(email="moussa@lumiere.example")

    def test_a_refused_account_leaves_nothing_behind(self, company):
        company.add(email="moussa@lumiere.example")
        with company.inside():
            with pytest.raises(EmailTaken):
                actions.invite(NewUser("moussa@lumiere.example", "Autre", "agent", company.lyon))
            assert len(User.all()) == 1

    @pytest.mark.parametrize("role", ["agent", "seller", "field_agent", "manager", "centre_owner"])
    def test_some_roles_mean_nothing_without_a_centre(self, door, sign, role):
        refused = door("POST", "/api/v1/users", NEW | {"role": role}, token=sign("admin"))
        assert (refused.status, refused.json["errors"][0]["field"]) == (422, "centre_id")

    def test_a_centre_of_another_tenant_is_no_centre(self, door, other, sign):
        refused = door("POST", "/api/v1/users", NEW | {"centre_id": other.lyon}, token=sign("admin"))
        assert (refused.status, refused.json["errors"][0]["code"]) == (422, "unknown")

    @pytest.mark.parametrize("email", ["moussa", "moussa@", "@lumiere.example", "a b@c.fr", "a@b..fr"])
    def test_what_cannot_be_an_address_is_refused_at_its_field(self, door, company, sign, email):
        refused = door("POST", "/api/v1/users", NEW | {"email": email, "centre_id": company.lyon}, token=sign("admin"))
        assert (refused.status, refused.json["errors"][0]["field"]) == (422, "email")

    @pytest.mark.parametrize("role", ["centre_owner", "manager"])
    def test_who_leads_a_centre_invites_into_it(self, door, company, sign, role):
        leader = sign(role)
        assert door("POST", "/api/v1/users", NEW, token=leader).json["centre_id"] == company.lyon
        elsewhere = door("POST", "/api/v1/users", NEW | {"email": "x@y.fr", "centre_id": company.dakar}, token=leader)
        assert elsewhere.status == 422
        for above in ("admin", "centre_owner", "marketing", "observer"):
            assert door("POST", "/api/v1/users", NEW | {"email": "x@y.fr", "role": above}, token=leader).status == 403

    @pytest.mark.parametrize("role", ["agent", "seller", "field_agent", "marketing", "observer"])
    def test_others_invite_nobody(self, door, sign, role):
        assert door("POST", "/api/v1/users", NEW, token=sign(role)).status == 403

    def test_who_leads_a_centre_knows_its_people_only(self, door, company, sign):
        leader, near, far = sign("manager"), company.add(), company.add(centre="dakar")
        listed = {user["id"] for user in door("GET", "/api/v1/users", token=leader).json["items"]}
        assert near in listed
        assert far not in listed
        assert door("GET", f"/api/v1/users/{near}", token=leader).status == 200
        for method, path in (("GET", ""), ("POST", "/invitations"), ("POST", "/disablement"), ("DELETE", "/disablement")):
            assert door(method, f"/api/v1/users/{far}{path}", token=leader).status == 404

    def test_users_of_another_tenant_are_not_there(self, door, other, sign):
        foreign, admin = other.add(), sign("admin")
        for method, path in (("GET", ""), ("POST", "/invitations"), ("POST", "/disablement"), ("DELETE", "/disablement")):
            assert door(method, f"/api/v1/users/{foreign}{path}", token=admin).status == 404

    def test_lists_come_in_pages_without_gap_or_repeat(self, door, company, sign):
        admin = sign("admin")
        everybody = {company.add(centre="lyon" if number % 3 else "dakar") for number in range(7)}
        seen, cursor = [], None
        while True:
            page = door("GET", "/api/v1/users", token=admin, query={"limit": 3} | ({"cursor": cursor} if cursor else {})).json
            seen += [user["id"] for user in page["items"]]
            cursor = page["cursor"]
            if not cursor:
                break
        assert len(seen) == len(set(seen)) == 8
        assert everybody < set(seen)

    @pytest.mark.parametrize("query", [{"cursor": "nonsense"}, {"cursor": "e30"}, {"cursor": "IiI"}])
    def test_a_cursor_that_was_not_ours_is_unreadable(self, door, sign, query):
        assert door("GET", "/api/v1/users", token=sign("admin"), query=query).status == 400

    @pytest.mark.parametrize("limit", [0, 101, "x"])
    def test_a_page_has_between_one_and_a_hundred_rows(self, door, sign, limit):
        assert door("GET", "/api/v1/users", token=sign("admin"), query={"limit": limit}).status == 422

    def test_an_invitation_is_sent_again_until_it_is_used(self, door, company, sign):
        admin = sign("admin")
        user = door("POST", "/api/v1/users", NEW | {"centre_id": company.lyon}, token=admin).json["id"]
        again = door("POST", f"/api/v1/users/{user}/invitations", token=admin)
        assert (again.status, again.text) == (202, "")
        with company.inside():
            assert User.by_id(user).version == 2
        joined = company.add()
        assert door("POST", f"/api/v1/users/{joined}/invitations", token=admin).json["type"] == "urn:passerelle:problem:already-joined"

    def test_a_user_is_disabled_and_enabled(self, door, company, sign):
        admin, user = sign("admin"), company.add()
        for _ in range(2):
            assert door("POST", f"/api/v1/users/{user}/disablement", token=admin).json["state"] == "disabled"
        assert "UserDisabled" in said()
        for _ in range(2):
            assert door("DELETE", f"/api/v1/users/{user}/disablement", token=admin).json["state"] == "active"

    def test_an_invited_user_who_was_disabled_is_invited_again(self, door, company, sign):
        admin = sign("admin")
        user = door("POST", "/api/v1/users", NEW | {"centre_id": company.lyon}, token=admin).json["id"]
        door("POST", f"/api/v1/users/{user}/disablement", token=admin)
        assert door("DELETE", f"/api/v1/users/{user}/disablement", token=admin).json["state"] == "invited"

    def test_nobody_disables_themselves_nor_somebody_above(self, door, company, sign):
        admin, manager, owner = sign("admin"), sign("manager"), company.add("centre_owner")
        me = door("GET", "/api/v1/me", token=admin).json["id"]
        assert door("POST", f"/api/v1/users/{me}/disablement", token=admin).json["type"] == "urn:passerelle:problem:not-yourself"
        assert door("POST", f"/api/v1/users/{owner}/disablement", token=manager).status == 403

    def test_a_move_that_is_not_in_the_table_is_refused(self, company):
        user = company.add()
        with company.inside():
            record = User.by_id(user)
            record.disable()
            with pytest.raises(Conflict):
                record.disable()

    def test_an_account_made_for_a_demo_signs_in_like_any_other(self, door, company, token, later):
        user = company.add("admin", totp=True)
        assert door("GET", "/api/v1/me", token=token(company.email(user), PASSWORD, SECRET)).json["totp_enrolled"]

    def test_names_are_asked_once_a_minute(self, company, monkeypatch):
        users = {company.add() for _ in range(3)}
        with company.inside():
            assert set(queries.names(users)) == users
            monkeypatch.setattr(User, "some", None)
            assert set(queries.names(users)) == users

    def test_nobody_is_found_by_their_address_in_the_clear(self, company):
        user = company.add(email="moussa@lumiere.example")
        assert [login.user_id for login in Login.all(emails.blind("moussa@lumiere.example"))] == [user]
        with platform.ground():
            assert "moussa" not in str([login.serialize() for login in Login.all(emails.blind("moussa@lumiere.example"))])


class TestCentres:
    def test_an_admin_opens_and_reads_centres(self, door, company, sign):
        admin = sign("admin")
        made = door("POST", "/api/v1/centres", {"name": "Abidjan", "method": "manual"}, token=admin)
        assert (made.status, made.json["kind"]) == (201, "call_centre")
        assert "CentreOpened" in said()
        assert door("GET", f"/api/v1/centres/{made.json['id']}", token=admin).json == made.json
        assert {one["name"] for one in door("GET", "/api/v1/centres", token=admin).json["items"]} == {"Lyon", "Dakar", "Abidjan"}

    def test_they_come_in_pages(self, door, company, sign):
        admin = sign("admin")
        first = door("GET", "/api/v1/centres", token=admin, query={"limit": 1}).json
        second = door("GET", "/api/v1/centres", token=admin, query={"limit": 1, "cursor": first["cursor"]}).json
        assert {first["items"][0]["id"], second["items"][0]["id"]} == {company.lyon, company.dakar}
        assert second["cursor"] is None

    @pytest.mark.parametrize("role", ["centre_owner", "manager", "agent", "seller", "field_agent"])
    def test_people_of_a_centre_know_theirs(self, door, company, sign, role):
        token = sign(role)
        assert [one["id"] for one in door("GET", "/api/v1/centres", token=token).json["items"]] == [company.lyon]
        assert door("GET", f"/api/v1/centres/{company.lyon}", token=token).status == 200
        assert door("GET", f"/api/v1/centres/{company.dakar}", token=token).status == 404
        assert door("POST", "/api/v1/centres", {"name": "X", "method": "push"}, token=token).status == 403

    def test_a_centre_of_another_tenant_is_not_there(self, door, other, sign):
        assert door("GET", f"/api/v1/centres/{other.lyon}", token=sign("admin")).status == 404

    def test_neighbours_ask_for_the_people_of_a_centre(self, company):
        near, _ = company.add(), company.add(centre="dakar")
        with company.inside():
            assert [user.id for user in queries.users_of(company.lyon)] == [near]
            assert {one.id for one in queries.centres()} == {company.lyon, company.dakar}


class TestApiKeys:
    @pytest.fixture
    def admin(self, sign):
        return sign("admin")

    def make(self, door, admin, scopes=("centres.read",)):
        return door("POST", "/api/v1/api-keys", {"name": "CRM", "scopes": list(scopes)}, token=admin)

    def test_a_key_opens_what_its_scopes_say(self, door, company, admin):
        key = self.make(door, admin).json["key"]
        assert door("GET", f"/api/v1/centres/{company.dakar}", key=key).status == 200
        assert door("GET", "/api/v1/users", key=key).status == 403
        assert door("GET", "/api/v1/me", key=key).status == 404

    def test_it_is_shown_once_and_kept_as_a_hash(self, door, company, admin):
        made = self.make(door, admin)
        assert made.status == 201
        assert made.json["key"].startswith(f"psk_{company.id}_{made.json['id']}_")
        listed = door("GET", "/api/v1/api-keys", token=admin).json["items"]
        assert [(one["key"], one["hint"]) for one in listed] == [(None, "…" + made.json["key"][-4:])]
        kept = botocore.session.get_session().create_client("dynamodb").scan(TableName="passerelle-test-main")["Items"]
        assert made.json["key"].split("_", 3)[3] not in str(kept)
        assert "ApiKeyMade" in said()

    def test_a_revoked_key_opens_nothing_from_then_on(self, door, admin):
        made = self.make(door, admin).json
        assert door("GET", "/api/v1/centres", key=made["key"]).status == 200
        assert door("DELETE", f"/api/v1/api-keys/{made['id']}", token=admin).status == 204
        assert door("GET", "/api/v1/centres", key=made["key"]).status == 401
        assert door("DELETE", f"/api/v1/api-keys/{made['id']}", token=admin).status == 404
        assert door("GET", "/api/v1/api-keys", token=admin).json["items"] == []
        assert "ApiKeyRevoked" in said()

    def test_its_use_is_stamped_once_a_day(self, door, admin, later):
        key = self.make(door, admin).json["key"]

        def used():
            door("GET", "/api/v1/centres", key=key)
            return door("GET", "/api/v1/api-keys", token=admin).json["items"][0]["last_used_at"]

        assert used() == "2026-11-21T09:00:00.000Z"
        later.on(minutes=10)
        assert used() == "2026-11-21T09:00:00.000Z"

    def test_a_day_later_it_is_stamped_again(self, door, company, admin, later):
        made = self.make(door, admin).json
        door("GET", "/api/v1/centres", key=made["key"])
        later.on(days=1)
        door("GET", "/api/v1/centres", key=made["key"])
        with company.inside():
            assert queries.api_keys(Page()).items[0].last_used_at == "2026-11-22T09:00:00.000Z"

    @pytest.mark.parametrize("key", ["x", "psk_aaaaaaaa_bbbbbbbbbb_" + "c" * 43, "psk_sys_bbbbbbbbbb_" + "c" * 43])
    def test_a_key_of_nobody_opens_nothing(self, door, key):
        assert door("GET", "/api/v1/centres", key=key).status == 401

    def test_a_key_with_another_secret_opens_nothing(self, door, admin):
        key = self.make(door, admin).json["key"]
        assert door("GET", "/api/v1/centres", key=key[:-4] + "AAAA").status == 401

    def test_a_key_does_not_open_another_tenant(self, door, company, other, admin):
        key = self.make(door, admin).json["key"]
        assert door("GET", "/api/v1/centres", key=key.replace(company.id, other.id)).status == 401
        assert door("GET", f"/api/v1/centres/{other.lyon}", key=key).status == 404

    @pytest.mark.parametrize("scopes", [[], ["users.write"], ["api_keys.manage"], ["tenants.manage"], ["nonsense"]])
    def test_scopes_that_no_key_may_have_are_refused(self, door, admin, scopes):
        assert self.make(door, admin, scopes).status == 422

    def test_a_key_of_another_tenant_is_not_there(self, door, other, admin):
        with other.inside():
            foreign = actions.make_api_key("CRM", {"leads.read"}).id
        assert door("DELETE", f"/api/v1/api-keys/{foreign}", token=admin).status == 404

    @pytest.mark.parametrize("role", ["centre_owner", "manager", "agent", "marketing", "observer"])
    def test_only_admins_make_keys(self, door, sign, role):
        assert self.make(door, sign(role)).status == 403


class TestTheRuleOfTheSecondFactor:
    def test_an_admin_asks_it_of_everybody_from_their_next_sign_in_on(self, door, company, sign):
        agent = company.email(company.add())
        assert door("POST", "/api/v1/sessions", {"email": agent, "password": PASSWORD}).json["step"] == "done"
        admin = sign("admin")
        assert door("PUT", "/api/v1/second-factor", {"required": True}, token=admin).json == {"required": True}
        assert door("GET", "/api/v1/second-factor", token=admin).json == {"required": True}
        assert door("POST", "/api/v1/sessions", {"email": agent, "password": PASSWORD}).json["step"] == "enrolment"
        assert "SecondFactorRuled" in said()

    def test_a_manager_does_not_rule_for_other_centres(self, door, company, sign):
        assert door("PUT", "/api/v1/second-factor", {"required": True}, token=sign("manager")).status == 403
