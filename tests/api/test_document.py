"""Whatever is asked, the API answers as its OpenAPI document says: no 500, no status and no field that is not in it."""

import json

import jsonschema_rs
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from chalicelib.foundation import tenancy
from chalicelib.foundation.openapi import document
from chalicelib.identity import actions as identity
from chalicelib.identity import roles
from tests.api.sending import send
from tests.isolation.operations import OPERATIONS

EXAMPLES = 12
CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance, response_schema_conformance,
    negative_data_rejection,
]  # fmt: skip
SAME_ANSWER_TO_ALL = {"/api/v1/password-resets"}
"""Takes an address that is none as it takes one that is unknown: it must not tell."""
SCHEMA = schemathesis.openapi.from_dict(document())
# What deletes comes last, so that the others find what they name.
DESCRIBED = sorted((found.ok() for found in SCHEMA.get_all_operations()), key=lambda one: (one.method == "delete", one.path, one.method))


def cases(operation):
    """Requests that the document allows and requests that it does not."""
    allowed = operation.as_strategy(GenerationMode.POSITIVE)
    return allowed | operation.as_strategy(GenerationMode.NEGATIVE) if operation.body or operation.query else allowed


@pytest.fixture(scope="module")
def credentials(company):
    """Nobody's, an administrator's, an agent's, and a program's that no test revokes."""
    with tenancy.inside(company.tenant, by="system:test"):
        key = identity.make_api_key("Tests", set(roles.KEY_SCOPES)).key
    people = {role: {"Authorization": f"Bearer {company.asks_as(role, user=company.agents[0])}"} for role in ("admin", "agent", "super_admin")}
    return {"nobody": {}, "program": {"X-Api-Key": key}} | people


@pytest.mark.parametrize("operation", DESCRIBED, ids=lambda one: f"{one.method.upper()} {one.path}")
def test_every_answer_is_in_the_document(operation, company, credentials):
    excluded = [negative_data_rejection] if operation.path in SAME_ANSWER_TO_ALL else []

    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(case=cases(operation), who=st.sampled_from(sorted(credentials)), known=st.integers(0, 3), language=st.sampled_from(["fr", "en"]))
    def ask(case, who, known, language):
        if known and case.path_parameters:  # mostly things that exist: a random id is refused before anything else is looked at
            case.path_parameters = {name: company.ids[name] for name in case.path_parameters}
        response = send(case, credentials[who] | {"Accept-Language": language})
        case.validate_response(response, checks=CHECKS, excluded_checks=excluded, headers=credentials[who])
        assert response.headers["x-request-id"]
        if response.status_code >= 400 and operation.path.startswith("/api/"):
            problem = response.json()
            assert response.headers["content-type"] == ["application/problem+json"]
            assert problem["status"] == response.status_code
            assert problem["type"].startswith("urn:passerelle:problem:")

    ask()


def test_every_operation_is_tried_and_has_a_name_of_its_own():
    assert len(DESCRIBED) == len(OPERATIONS)
    names = [described["operationId"] for methods in document()["paths"].values() for described in methods.values()]
    assert len(names) == len(set(names))


def test_the_schemas_are_schemas():
    """JSON Schema 2020-12, as OpenAPI 3.1 wants it, with every reference in the document."""
    shapes = document()["components"]["schemas"]
    for name, schema in shapes.items():
        jsonschema_rs.meta.validate({"$schema": "https://json-schema.org/draft/2020-12/schema"} | schema), name
    used = {line.rpartition("/")[2].rstrip('",') for line in json.dumps(document(), indent=0).splitlines() if '"$ref"' in line}
    assert used <= shapes.keys()
    for methods in document()["paths"].values():
        for described in methods.values():
            assert described["responses"]
            assert {name for one in described["parameters"] if one["in"] == "path" for name in [one["name"]]} <= set(_names(described, document()))


def _names(described, whole):
    """The names in braces of the path that holds this operation."""
    [path] = [path for path, methods in whole["paths"].items() if described in methods.values()]
    return [part[1:-1] for part in path.split("/") if part.startswith("{")]
