"""The steps of signing in, through the front door."""

from __future__ import annotations

from dataclasses import replace

import botocore.session
import jwt
import pytest
from argon2 import PasswordHasher

from chalicelib.foundation import keys, tenancy
from chalicelib.identity import passwords, queries, staff, tokens, totp
from chalicelib.identity.actions import NewUser, add_user, appoint_super_admin, found_platform, open_tenant
from chalicelib.identity.models.users import User
from tests.identity.conftest import PASSWORD, SECRET, code_now, said


def begin(door, email, password=PASSWORD):
    return door("POST", "/api/v1/sessions", {"email": email, "password": password})


def give(door, ticket, code):
    return door("POST", "/api/v1/sessions/totp", {"ticket": ticket, "code": code})


def enrolled(door, company, role="admin"):
    """A user who has just enrolled: address and recovery codes."""
    email = company.email(company.add(role))
    ticket = begin(door, email).json["ticket"]
    offer = door("POST", "/api/v1/sessions/enrolment", {"ticket": ticket}).json
    return email, offer["secret"], give(door, ticket, code_now(offer["secret"])).json


def test_a_password_alone_signs_an_agent_in(door, company):
    email = company.email(company.add())
    step = begin(door, email).json
    assert step["step"] == "done"
    me = door("GET", "/api/v1/me", token=step["access_token"]).json
    assert me["email"] == email
    assert me["tenant"] == {"id": company.id, "name": "Lumière Énergie", "timezone": "Europe/Paris", "language": "fr"}
    assert me["centre_id"] == company.lyon
    assert me["grants"]["leads.read"] == "own"
    assert "SignedIn" in said()


def test_capitals_and_spaces_in_the_address_do_not_matter(door, company):
    email = company.email(company.add())
    assert begin(door, f"  {email.upper()} ").json["step"] == "done"


def test_spaces_at_the_ends_belong_to_the_password(door, company):
    email = company.email(company.add(password=f" {PASSWORD} "))
    assert begin(door, email).status == 401
    assert begin(door, email, f" {PASSWORD} ").json["step"] == "done"


def test_wrong_password_and_unknown_address_get_the_same_answer(door, company):
    email = company.email(company.add())
    wrong, unknown = begin(door, email, "un autre mot de passe"), begin(door, "personne@exemple.fr")
    assert (wrong.status, wrong.text) == (unknown.status, unknown.text)
    assert wrong.json["type"] == "urn:passerelle:problem:credentials-refused"
    assert wrong.status == 401


def test_a_disabled_user_gets_the_answer_of_a_wrong_password(door, company):
    user = company.add()
    admin = queries.caller({"authorization": f"Bearer {tokens.make('access', sub='x', tid=company.id, role='admin', ce=None, sid='s')}"})
    email = company.email(user)
    with company.inside():
        staff.disable(admin, user)
    assert begin(door, email).json["type"] == "urn:passerelle:problem:credentials-refused"


def test_a_second_factor_is_asked_of_who_has_one(door, company, later):
    email = company.email(company.add(totp=True))
    step = begin(door, email).json
    assert (step["step"], step["access_token"]) == ("totp", None)
    assert give(door, step["ticket"], code_now()).json["step"] == "done"


@pytest.mark.parametrize(("steps", "status"), [(-2, 401), (-1, 200), (0, 200), (1, 200), (2, 401)])
def test_codes_of_the_neighbouring_steps_count(door, company, later, steps, status):
    email = company.email(company.add(totp=True))
    assert give(door, begin(door, email).json["ticket"], code_now(steps=steps)).status == status


def test_a_code_counts_once(door, company, later):
    email = company.email(company.add(totp=True))
    code = code_now()
    assert give(door, begin(door, email).json["ticket"], code).status == 200
    again = give(door, begin(door, email).json["ticket"], code)
    assert (again.status, again.json["type"]) == (401, "urn:passerelle:problem:code-refused")


def test_an_older_code_than_the_last_is_refused_too(door, company, later):
    email = company.email(company.add(totp=True))
    assert give(door, begin(door, email).json["ticket"], code_now(steps=1)).status == 200
    assert give(door, begin(door, email).json["ticket"], code_now()).status == 401


def test_of_two_browsers_with_the_same_code_one_comes_in(company, later):
    user = company.add(totp=True)
    step = totp.matching_step(SECRET, code_now())
    with company.inside():
        one, two = User.by_id(user), User.by_id(user)
        assert [one.use_step(step), two.use_step(step)] == [True, False]


@pytest.mark.parametrize("code", ["١٢٣٤٥٦", "é" * 6])
def test_a_code_in_other_characters_is_a_wrong_code(door, company, later, code):
    ticket = begin(door, company.email(company.add(totp=True))).json["ticket"]
    enrolment = begin(door, company.email(company.add("admin"))).json["ticket"]
    assert [give(door, one, code).status for one in (ticket, enrolment)] == [401, 401]


def test_a_busy_record_does_not_cost_a_good_code(company, later):
    user = company.add(totp=True)
    with company.inside():
        one, two = User.by_id(user), User.by_id(user)
        one.sign_in()
        assert two.use_step(totp.matching_step(SECRET, code_now()))


@pytest.mark.parametrize("role", ["admin"])
def test_an_admin_must_enrol_before_coming_in(door, company, later, role):
    email = company.email(company.add(role))
    step = begin(door, email).json
    assert (step["step"], step["access_token"]) == ("enrolment", None)
    offer = door("POST", "/api/v1/sessions/enrolment", {"ticket": step["ticket"]}).json
    assert offer["qr_svg"].startswith("<svg")
    assert offer["secret"] in offer["uri"]
    assert email.replace("@", "%40") in offer["uri"]
    done = give(door, step["ticket"], code_now(offer["secret"])).json
    assert done["step"] == "done"
    assert len(set(done["recovery_codes"])) == 10
    assert door("GET", "/api/v1/me", token=done["access_token"]).json["totp_enrolled"]
    assert begin(door, email).json["step"] == "totp"


def test_a_tenant_may_ask_the_second_factor_of_everybody(door):
    tid = open_tenant("Prudence", "fr", "Europe/Paris", "FR", totp_required=True)
    with tenancy.inside(tid):
        add_user(NewUser("obs@prudence.example", "Observatrice", "observer"), PASSWORD)
    assert begin(door, "obs@prudence.example").json["step"] == "enrolment"


def test_a_page_loaded_twice_offers_the_same_secret(door, company):
    ticket = begin(door, company.email(company.add("admin"))).json["ticket"]
    one, two = (door("POST", "/api/v1/sessions/enrolment", {"ticket": ticket}).json["secret"] for _ in range(2))
    assert one == two


def test_another_try_at_signing_in_offers_another_secret(door, company):
    email = company.email(company.add("admin"))
    tickets = [begin(door, email).json["ticket"] for _ in range(2)]
    one, two = (door("POST", "/api/v1/sessions/enrolment", {"ticket": ticket}).json["secret"] for ticket in tickets)
    assert one != two


def test_who_enrols_second_must_start_again(door, company, later):
    email = company.email(company.add("admin"))
    tickets = [begin(door, email).json["ticket"] for _ in range(2)]
    secrets = [door("POST", "/api/v1/sessions/enrolment", {"ticket": ticket}).json["secret"] for ticket in tickets]
    answers = [give(door, ticket, code_now(secret)) for ticket, secret in zip(tickets, secrets, strict=True)]
    assert [answer.status for answer in answers] == [200, 401]
    assert answers[1].json["type"] == "urn:passerelle:problem:ticket-lapsed"


def test_a_recovery_code_opens_once(door, company, later):
    email, _, done = enrolled(door, company)
    code = done["recovery_codes"][3]
    assert give(door, begin(door, email).json["ticket"], code).json["step"] == "done"
    assert give(door, begin(door, email).json["ticket"], code).status == 401
    assert give(door, begin(door, email).json["ticket"], done["recovery_codes"][4]).status == 200


def test_a_recovery_code_is_read_as_people_copy_it(door, company, later):
    email, _, done = enrolled(door, company)
    copied = done["recovery_codes"][0].upper().replace("-", " ").replace("0", "O").replace("1", "I")
    assert give(door, begin(door, email).json["ticket"], copied).status == 200


def test_of_two_browsers_with_the_same_recovery_code_one_comes_in(door, company, later):
    email, _, done = enrolled(door, company)
    with company.inside():
        user = next(user for user in User.all() if user.email == email)
        hashed = totp.recovery_hash(company.id, user.id, done["recovery_codes"][0])
        one, two = User.by_id(user.id), User.by_id(user.id)
        assert [one.use_recovery_code(hashed), two.use_recovery_code(hashed)] == [True, False]


def test_recovery_codes_and_secrets_are_not_to_be_read_in_the_table(door, company, later):
    email, secret, done = enrolled(door, company)
    kept = str(botocore.session.get_session().create_client("dynamodb").scan(TableName="passerelle-test-main")["Items"])
    for private in (secret, email, PASSWORD, "Awa", *done["recovery_codes"], *(code.replace("-", "") for code in done["recovery_codes"])):
        assert private not in kept


class TestOneAddressInTwoTenants:
    EMAIL = "binta@exemple.fr"

    def test_the_choice_is_offered_where_the_password_opens_both(self, door, company, other):
        company.add(email=self.EMAIL)
        other.add("manager", email=self.EMAIL)
        step = begin(door, self.EMAIL).json
        assert step["step"] == "tenant"
        assert sorted((choice["name"], choice["role"]) for choice in step["choices"]) == [
            ("Lumière Énergie", "agent"),
            ("Soleil Assurances", "manager"),
        ]
        done = door("POST", "/api/v1/sessions/tenant", {"ticket": step["ticket"], "tenant_id": other.id}).json
        assert door("GET", "/api/v1/me", token=done["access_token"]).json["tenant"]["id"] == other.id

    def test_only_accounts_that_the_password_opens_are_spoken_of(self, door, company, other):
        company.add(email=self.EMAIL)
        other.add(email=self.EMAIL, password="quatre chiens dans un pre")
        step = begin(door, self.EMAIL).json
        assert (step["step"], step["choices"]) == ("done", None)

    def test_a_tenant_that_was_not_offered_is_not_there(self, door, company, other):
        company.add(email=self.EMAIL)
        other.add(email=self.EMAIL)
        ticket = begin(door, self.EMAIL).json["ticket"]
        assert door("POST", "/api/v1/sessions/tenant", {"ticket": ticket, "tenant_id": "zzzzzzzz"}).status == 404

    def test_the_second_factor_follows_the_choice(self, door, company, other, later):
        company.add(email=self.EMAIL, totp=True)
        other.add(email=self.EMAIL)
        ticket = begin(door, self.EMAIL).json["ticket"]
        step = door("POST", "/api/v1/sessions/tenant", {"ticket": ticket, "tenant_id": company.id}).json
        assert step["step"] == "totp"
        assert give(door, step["ticket"], code_now()).status == 200


class TestTickets:
    def test_each_is_good_for_its_step_only(self, door, company):
        ticket = begin(door, company.email(company.add("admin"))).json["ticket"]
        assert door("POST", "/api/v1/sessions/tenant", {"ticket": ticket, "tenant_id": company.id}).status == 401
        assert door("GET", "/api/v1/me", token=ticket).status == 401

    def test_none_outlives_its_minutes(self, door, company, later):
        ticket = begin(door, company.email(company.add(totp=True))).json["ticket"]
        later.on(minutes=5, seconds=1)
        assert give(door, ticket, code_now()).json["type"] == "urn:passerelle:problem:ticket-lapsed"

    def test_none_outlives_a_change_of_password(self, door, company, later):
        user = company.add(totp=True)
        ticket = begin(door, company.email(user)).json["ticket"]
        with company.inside():
            assert User.by_id(user).choose_password("$argon2id$whatever")
        assert give(door, ticket, code_now()).json["type"] == "urn:passerelle:problem:ticket-lapsed"

    @pytest.mark.parametrize(
        "ticket", ["x", "a.b.c", jwt.encode({"exp": 9e9}, "k" * 32), jwt.encode({"exp": 9e9, "tid": "sys"}, "", algorithm="none")]
    )
    def test_a_forged_one_opens_nothing(self, door, ticket):
        for path, body in (("tenant", {"tenant_id": "x"}), ("totp", {"code": "123456"}), ("enrolment", {})):
            assert door("POST", f"/api/v1/sessions/{path}", {"ticket": ticket, **body}).status == 401


class TestAccessTokens:
    def test_one_lives_fifteen_minutes(self, door, company, later):
        token = begin(door, company.email(company.add())).json["access_token"]
        later.on(minutes=14, seconds=59)
        assert door("GET", "/api/v1/me", token=token).status == 200
        later.on(seconds=1)
        answer = door("GET", "/api/v1/me", token=token)
        assert (answer.status, answer.headers["WWW-Authenticate"]) == (401, "Bearer")

    def test_one_needs_no_read_of_the_database(self, door, company, monkeypatch):
        token = begin(door, company.email(company.add())).json["access_token"]
        monkeypatch.setattr("chalicelib.foundation.records.CONNECTION._make_api_call", None)
        who = queries.caller({"authorization": f"Bearer {token}"})
        assert (who.tenant, who.role, who.centre, who.kind) == (company.id, "agent", company.lyon, "user")

    def test_one_that_was_changed_is_refused(self, door, company):
        token = begin(door, company.email(company.add())).json["access_token"]
        claims = jwt.decode(token, options={"verify_signature": False}) | {"role": "admin"}
        for forged in (jwt.encode(claims, "0" * 32), jwt.encode(claims, "", algorithm="none"), token[:-2]):
            assert door("GET", "/api/v1/me", token=forged).status == 401

    def test_nobody_signed_in_is_told_so(self, door):
        assert door("GET", "/api/v1/me").status == 401


class TestThePlatform:
    EMAIL = "root@passerelle.example"

    @pytest.fixture
    def root(self, later):
        return appoint_super_admin(self.EMAIL, "Nadia", PASSWORD, totp_secret=SECRET)

    @pytest.fixture
    def inside(self, door, root, token):
        return token(self.EMAIL)

    def test_a_super_admin_has_no_tenant_of_their_own(self, door, inside):
        me = door("GET", "/api/v1/me", token=inside).json
        assert (me["role"], me["tenant"], me["grants"]) == ("super_admin", None, {"tenants.manage": "all"})

    def test_a_super_admin_must_have_a_second_factor(self, door, later):
        appoint_super_admin(self.EMAIL, "Nadia", PASSWORD)
        assert begin(door, self.EMAIL).json["step"] == "enrolment"

    def test_tenants_are_listed_page_by_page(self, door, inside, company, other):
        first = door("GET", "/api/v1/tenants", token=inside, query={"limit": 1}).json
        second = door("GET", "/api/v1/tenants", token=inside, query={"limit": 1, "cursor": first["cursor"]}).json
        assert {first["items"][0]["id"], second["items"][0]["id"]} == {company.id, other.id}
        assert second["cursor"] is None

    def test_outside_of_a_tenant_its_things_are_not_theirs(self, door, inside, company):
        assert door("GET", "/api/v1/users", token=inside).status == 403
        assert door("GET", f"/api/v1/centres/{company.lyon}", token=inside).status == 403

    def test_a_visit_opens_the_tenant_and_is_told_in_its_own_partition(self, door, inside, root, company):
        step = door("POST", f"/api/v1/tenants/{company.id}/visits", token=inside).json
        me = door("GET", "/api/v1/me", token=step["access_token"]).json
        assert (me["tenant"]["id"], me["grants"]["leads.manage"]) == (company.id, "all")
        assert door("GET", f"/api/v1/centres/{company.lyon}", token=step["access_token"]).status == 200
        items = botocore.session.get_session().create_client("dynamodb").scan(TableName="passerelle-test-main")["Items"]
        told = [item["pk"]["S"] for item in items if "TenantEntered" in item.get("ev", {}).get("S", "")]
        assert told == [f"{company.id}#VI"]

    def test_a_visit_is_renewed_until_the_end_of_the_day(self, door, inside, company, later):
        step = door("POST", f"/api/v1/tenants/{company.id}/visits", token=inside).json
        later.on(hours=7)
        step = door("POST", "/api/v1/sessions/refresh", {"refresh_token": step["refresh_token"]}).json
        assert door("GET", "/api/v1/me", token=step["access_token"]).json["tenant"]["id"] == company.id
        later.on(hours=1, seconds=1)
        assert door("POST", "/api/v1/sessions/refresh", {"refresh_token": step["refresh_token"]}).status == 401

    def test_a_tenant_that_is_not_there_cannot_be_visited(self, door, inside):
        assert door("POST", "/api/v1/tenants/zzzzzzzz/visits", token=inside).status == 404

    def test_leaving_a_visit_ends_only_the_visit(self, door, inside, company):
        step = door("POST", f"/api/v1/tenants/{company.id}/visits", token=inside).json
        assert door("DELETE", "/api/v1/sessions/current", token=step["access_token"]).status == 204
        assert door("POST", "/api/v1/sessions/refresh", {"refresh_token": step["refresh_token"]}).status == 401
        assert door("GET", "/api/v1/tenants", token=inside).status == 200

    def test_who_visited_has_a_name_in_the_tenant(self, root, company):
        agent = company.add()
        with company.inside():
            assert queries.names({root, agent, "nobody0000"}) == {root: "Nadia", agent: "Awa agent"}

    def test_no_admin_sees_or_makes_super_admins(self, door, company, root, later, token):
        admin = token(company.email(company.add("admin", totp=True)))
        assert door("GET", f"/api/v1/users/{root}", token=admin).status == 404
        assert door("GET", "/api/v1/tenants", token=admin).status == 403
        assert door("POST", f"/api/v1/tenants/{company.id}/visits", token=admin).status == 403
        invited = door("POST", "/api/v1/users", {"email": "x@y.fr", "name": "X", "role": "super_admin"}, token=admin)
        assert invited.status == 403

    def test_founding_twice_changes_nothing(self):
        before = keys.of("sys").secret("access")
        found_platform()
        keys.forget()
        assert keys.of("sys").secret("access") == before


def test_an_old_hash_is_renewed_at_the_next_sign_in(door, company, monkeypatch):
    user = company.add()
    weak = PasswordHasher(time_cost=2, memory_cost=8, parallelism=1).hash(PASSWORD)
    with company.inside():
        User.by_id(user).rehash_password(weak)
    assert begin(door, company.email(user)).json["step"] == "done"
    with company.inside():
        assert not passwords.is_outdated(User.by_id(user).password_hash)
    assert begin(door, company.email(user)).json["step"] == "done"


def test_a_program_is_nobody(company):
    with pytest.raises(Exception, match="Not found"):
        queries.me(replace(queries.Caller("key", "k", company.id), role="key"))
