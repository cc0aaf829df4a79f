import json
from typing import Any

import pytest
from django.test import Client
from drf_spectacular import generators, validation
from jsonschema import Draft202012Validator

from contracts.models import GuaranteeRequest
from tests.cast import House
from tests.factories import contracts, tickets, underpinnings
from tests.programs import ROOT, Program
from tickets.api.moves import LEG_MOVES, MOVES
from tickets.choices import Action, LegAction

SchemaGenerator: Any = generators.SchemaGenerator
validate_schema: Any = validation.validate_schema


@pytest.fixture(scope="module")
def schema() -> Any:
    return SchemaGenerator().get_schema(request=None, public=True)


def shape(schema: Any, name: str) -> Any:
    plain = json.loads(json.dumps(schema, default=str))
    return Draft202012Validator(
        {"$ref": f"#/components/schemas/{name}", "components": plain["components"]}
    )


def test_the_schema_is_sound_openapi_3_1(schema: Any) -> None:
    assert schema["openapi"].startswith("3.1")
    validate_schema(schema)


def test_every_move_of_the_tables_has_its_address(schema: Any) -> None:
    assert {row.action for row in MOVES} == set(Action) - {Action.COMMENT}
    assert {row.action for row in LEG_MOVES} == set(LegAction)
    for row in MOVES:
        assert f"/api/v1/incidents/{{reference}}/{row.action}/" in schema["paths"]
    for row in LEG_MOVES:
        assert f"/api/v1/escalations/{{id}}/{row.action}/" in schema["paths"]


def test_what_ends_a_promise_has_its_address(schema: Any) -> None:
    for path in (
        "contracts/{contract}/rescind",
        "configurations/{key}/retire",
        "configurations/{key}/draft/discard",
    ):
        assert "post" in schema["paths"][f"/api/v1/{path}/"]


def test_what_a_word_keeps_of_a_list_is_enumerated(schema: Any) -> None:
    described = schema["paths"]["/api/v1/configurations/"]["get"]["parameters"]

    show = next(each for each in described if each["name"] == "show")
    assert sorted(show["schema"]["enum"]) == ["all", "in_service", "retired"]


def test_every_post_that_writes_takes_an_idempotency_key(schema: Any) -> None:
    for path, operations in schema["paths"].items():
        if "post" in operations and not path.endswith(("/classify/", "/effect/", "/attainable/")):
            named = {each["name"] for each in operations["post"]["parameters"]}
            assert "Idempotency-Key" in named, path


def test_answers_have_the_shape_that_the_schema_promises(house: House, schema: Any) -> None:
    escalated = tickets.escalated(tickets.incident(house.payroll, house.clara), by=house.hank)
    at = f"/incidents/{escalated.reference}"
    revisions = f"/configurations/{house.payroll.pk}/revisions"
    Program(house.clara).does(f"{revisions}/1/comments/", {"audience": "all", "body": "Hello"})
    asked = {"manufacturer": "Compaq France", "platform": "Mail", "hours": "Always"}
    made = Program(house.clara).does("/guarantee-requests/", asked | {"availability": "99.9"})
    wished = f"/guarantee-requests/{made['id']}/"
    drawn_up = contracts.answering(GuaranteeRequest.objects.get(pk=made["id"])).number
    Program(house.helen).does(f"{wished}answer/", {"contract": drawn_up})
    for who in (house.clara, house.hank, house.mia):
        program = Program(who)
        program.does(f"{at}/comments/", {"audience": "client", "body": "Hello"})
        for path, name in (
            (f"{at}/", "Incident"),
            ("/incidents/", "PaginatedIncidentList"),
            (f"{at}/timeline/", "PaginatedLineList"),
            (f"{at}/comments/", "PaginatedCommentList"),
            ("/escalations/", "PaginatedEscalationList"),
            ("/configurations/", "PaginatedConfigurationList"),
            (f"{revisions}/", "PaginatedRevisionInHistoryList"),
            (f"{revisions}/1/", "OneRevision"),
            (f"{revisions}/1/comments/", "PaginatedRevisionCommentList"),
            (f"{revisions}/1/diff/1/", "Difference"),
            (f"{revisions}/1/attainable/", "AttainableDocument"),
            ("/guarantee-requests/", "PaginatedGuaranteeRequestList"),
            (wished, "GuaranteeRequest"),
            ("/contracts/CM-0417/", "Contract"),
            ("/me/", "Me"),
        ):
            shape(schema, name).validate(program.reads(path))
    underpinnings.agreed(house.agreement, by=house.max, hours=underpinnings.OFFICE)
    effect = Program(house.helen).reads("/contracts/CM-0417/versions/1/effect/")
    shape(schema, "TermsEffect").validate(effect)
    for who in (house.hank, house.mia):
        for path, name in (
            ("/contracts/CM-0417/shares/", "Shares"),
            ("/contracts/CM-0417/gap/", "Gap"),
            ("/products/", "PaginatedProductInCatalogueList"),
            ("/agreements/AG-FR-1/", "AgreementDocument"),
            ("/agreements/AG-FR-1/underpinnings/", "PaginatedUnderpinningTargetsList"),
            ("/agreements/AG-FR-1/underpinnings/1/", "UnderpinningTargets"),
        ):
            shape(schema, name).validate(Program(who).reads(path))
    shape(schema, "Problem").validate(Program(house.olga).get(f"{at}/").json())


def test_the_schema_is_served_to_anybody(db: None) -> None:
    answer = Client().get(f"{ROOT}/schema/", headers={"Accept": "application/json"})

    assert answer.status_code == 200
