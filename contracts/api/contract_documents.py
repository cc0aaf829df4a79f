"""Writes what callers read of contracts and their terms."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from contracts.access import rescission_step, terms_abilities
from contracts.api.documents import instant
from contracts.choices import Kind, RescissionStep, TermsAction
from contracts.models import Approval, Configuration, Contract, Coverage, Terms, User
from contracts.rest import Data, written_duration
from contracts.rules.hours import DayException
from contracts.selectors.promises import open_offer, standing_of_contract

_NOTHING = Decimal(0)


def contract_document(
    contract: Contract, shown: Terms | None, *, reader: User, at: datetime
) -> Data:
    """Return a contract with the terms that are shown of it; a client never reads the agreement."""
    agreement = contract.agreement
    offered = open_offer(contract)
    for_vendors = {
        "agreement": agreement.reference,
        "open_version": offered.number if offered else None,
    }
    return {
        "number": contract.number,
        "state": standing_of_contract(contract, on=contract.day_of(at)),
        "client": contract.client.name,
        "manufacturer": agreement.manufacturer.name,
        "publisher": agreement.publisher.name,
        **(for_vendors if reader.kind != Kind.CLIENT else {}),
        "starts_on": _day(contract.starts_on),
        "time_zone": contract.time_zone,
        "approved_at": instant(contract.approved_at),
        **(terms_document(shown, contract, reader=reader, at=at) if shown else _NO_TERMS),
        "configurations": [_placed(each, reader=reader) for each in contract.configurations.all()],
    }


def state_of_contract(contract: Contract, *, reader: User) -> Data:
    """Return what changes when somebody acts on a contract, and never by time alone."""
    seen: list[Terms] = getattr(contract, "seen", [])
    return {
        "days": [_day(contract.starts_on), _day(contract.ends_on), instant(contract.approved_at)],
        "versions": [
            [
                each.number,
                each.state,
                sorted(it.organisation_id for it in each.approvals.all()),
                _request_standing(each, reader=reader),
            ]
            for each in seen
        ],
        "configurations": [each.pk for each in contract.configurations.all()],
    }


def _request_standing(terms: Terms, *, reader: User) -> int | None:
    """Return the id of the request to rescind that a reader knows of, if there is one."""
    asked = getattr(terms, "rescission", None)
    return asked.pk if asked is not None and reader.kind != Kind.CLIENT else None


def terms_document(terms: Terms, contract: Contract, *, reader: User, at: datetime) -> Data:
    """Return one version of terms."""
    for_vendors = {"rescission": _rescission(terms)}
    return {
        "version": terms.number,
        "terms_state": terms.state,
        "effective_on": _day(terms.effective_on),
        "ends_on": _day(terms.ends_on),
        "availability_target": _plain(terms.availability_target),
        "coverage": coverage_document(terms.coverage),
        "monthly_fee": _amount(terms.monthly_fee),
        "currency": contract.agreement.currency,
        "penalty_bands": [
            {"below": _plain(each.below), "percent": _plain(each.percent)}
            for each in terms.bands.all()
        ],
        "penalty_cap": _plain(terms.penalty_cap),
        "annual_cap": None if terms.annual_cap is None else _amount(terms.annual_cap),
        "targets": [
            {
                "impact": each.impact,
                "respond_within": written_duration(each.respond_within),
                "restore_within": _duration(each.restore_within),
                "news_every": _duration(each.news_every),
            }
            for each in terms.targets.all()
        ],
        "contest_days": terms.contest_days,
        "answer_days": terms.answer_days,
        "maintenance_notice_days": terms.maintenance_notice_days,
        "responsibility_days": terms.responsibility_days,
        "is_silence_agreement": terms.is_silence_agreement,
        "degraded_is_outage": terms.degraded_is_outage,
        "pauses_while_waiting": terms.pauses_while_waiting,
        "not_restored_within": written_duration(terms.not_restored_within),
        "note": terms.note,
        "reason": terms.reason,
        "approvals": [_approval(each) for each in terms.approvals.all()],
        **(for_vendors if reader.kind != Kind.CLIENT else {}),
        "moves": _moves(terms, contract, reader=reader, at=at),
    }


def _own_day(own: DayException) -> Data:
    return {
        "day": _day(own.day),
        "windows": [{"start": start, "end": end} for start, end in own.spans],
        "reason": own.reason,
    }


_NO_TERMS: Data = {"version": None}


def coverage_document(coverage: Coverage) -> Data:
    """Return the hours in which a promise counts."""
    return {
        "time_zone": coverage.time_zone,
        "always_on": coverage.always_on,
        "windows": [
            {"weekday": each.weekday, "start": each.start, "end": each.end}
            for each in coverage.windows.all()
        ],
        "without_holidays_of": coverage.without_holidays_of,
        "exceptions": [_own_day(each.plain()) for each in coverage.exceptions.all()],
    }


def _duration(length: timedelta | None) -> str | None:
    return None if length is None else written_duration(length)


def _moves(terms: Terms, contract: Contract, *, reader: User, at: datetime) -> list[str]:
    terms.contract = contract
    able = terms_abilities(reader, terms, at=at)
    step = rescission_step(reader, terms, at=at)
    if step is not None:
        takes_back = step == RescissionStep.TAKE_BACK
        able |= {TermsAction.TAKE_BACK if takes_back else TermsAction.RESCIND}
    return [each.value for each in TermsAction if each in able]


def _approval(approval: Approval) -> Data:
    return {
        "organisation": approval.organisation.name,
        "kind": approval.organisation.kind,
        "name": approval.approved_by.name,
        "approved_at": instant(approval.approved_at),
    }


def _rescission(terms: Terms) -> Data | None:
    asked = getattr(terms, "rescission", None)
    if asked is None:
        return None
    return {
        "id": asked.pk,
        "organisation": asked.organisation.name,
        "name": asked.asked_by.name,
        "asked_at": instant(asked.asked_at),
        "reason": asked.reason,
        "confirmed_at": instant(asked.confirmed_at),
    }


def share_document(configuration: Configuration) -> Data:
    """Return what part of its contract's fee a system bears."""
    return {
        "configuration": configuration.pk,
        "name": configuration.name,
        "fee_share": _plain(configuration.fee_share),
    }


def _placed(configuration: Configuration, *, reader: User) -> Data:
    number = getattr(configuration, "support_number", None)
    share = configuration.fee_share if configuration.bears_fee else _NOTHING
    for_vendors = {"fee_share": _plain(share)}
    return {
        "id": configuration.pk,
        "name": configuration.name,
        "support_number": str(number) if number else None,
        **(for_vendors if reader.kind != Kind.CLIENT else {}),
    }


def _plain(figure: Decimal) -> str:
    return f"{figure.normalize():f}"


def _amount(figure: Decimal) -> str:
    return f"{figure:.2f}"


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
