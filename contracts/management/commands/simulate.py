"""Simulate a month in a pipe: the body of POST …/simulate/ in, what it would cost out, as JSON."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation
from rest_framework import serializers

from contracts.models import Contract
from contracts.rules.refusal import Refusal
from contracts.simulated import SimulateBody, simulate


class Command(BaseCommand):
    """One JSON object on standard input, one on standard output; writes nothing."""

    help = (
        "Say what a month of a contract would cost, from the JSON body of"
        " POST /api/v1/contracts/{number}/simulate/ on standard input. The contract is named by the"
        ' argument or by "contract" in the body; errors are told by their field, on standard error.'
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("contract", nargs="?", help="The contract's number.")

    def handle(self, *_args: Any, **options: Any) -> None:
        sys.stdin.reconfigure(encoding="utf-8-sig", errors="replace")  # type: ignore[union-attr]
        body = _body(sys.stdin.read())
        number = options["contract"] or body.pop("contract", None)
        body.pop("contract", None)
        contract = Contract.objects.filter(number=str(number).replace("\0", "")).first()
        if contract is None:
            raise CommandError(f"There is no contract {number!r}: name one by its number.")
        with translation.override("en"):
            self.stdout.write(json.dumps(_simulated(contract, body), indent=2))


def _body(text: str) -> dict[str, Any]:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise CommandError(f"Standard input is not JSON: {error}") from error
    if not isinstance(said, dict):
        raise CommandError('Standard input must be an object: {"month", "outages": [...]}')
    return said


def _simulated(contract: Contract, body: dict[str, Any]) -> dict[str, Any]:
    given = SimulateBody(data=body)
    try:
        given.is_valid(raise_exception=True)
        return simulate(contract, given.validated_data, at=timezone.now())
    except serializers.ValidationError as fault:
        raise CommandError(
            json.dumps({"errors": fault.detail}, default=str, ensure_ascii=False)
        ) from fault
    except Refusal as refusal:
        errors = {name: [str(each) for each in said] for name, said in refusal.errors.items()}
        raise CommandError(json.dumps({"errors": errors}, ensure_ascii=False)) from refusal
