"""Offer terms to a client: draw up a contract, or an amendment of one; both vendors approve."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils.translation import gettext as _

from contracts import journal
from contracts.access import may_offer
from contracts.choices import EventKind, Kind, TermsState
from contracts.models import (
    Agreement,
    Contract,
    Organisation,
    PenaltyBand,
    Target,
    Terms,
    User,
)
from contracts.rules.offer import Offer
from contracts.rules.refusal import Forbidden, Invalid, Refusal
from contracts.selectors.promises import offer_of
from contracts.use_cases.check_days import wrong_days_of_amendment, wrong_first_days
from contracts.use_cases.check_offer import NUMBER, faults_in_words
from contracts.use_cases.write_coverage import write_coverage


class OfferOpen(Refusal):
    """Other terms still wait for their approvals."""

    code = "offer-open"


class NothingChanged(Refusal):
    """An amendment says what stands already."""

    code = "nothing-changed"


@transaction.atomic
def draw_up_contract(
    agreement: Agreement,
    client: Organisation,
    offer: Offer,
    *,
    number: str,
    starts_on: date,
    by: User,
    at: datetime,
) -> Terms:
    """Draw up a contract for a client under an agreement, and offer its first terms.

    Its days begin in the time zone of its hours. It begins today at the earliest: nothing is
    promised for days that have passed.

    :raises Http404: the agreement is not this person's to see.
    :raises Forbidden: only a manager of one of its two vendors draws up contracts.
    :raises Invalid: no client of the agreement's country, a number that cannot be used, days
        outside the agreement's, a first day that has passed, terms that cannot be offered;
        ``errors`` says where.
    """
    _see_that_may_offer(agreement, by=by)
    errors = _wrong_parties(agreement, client)
    errors |= faults_in_words(offer, effective_on=starts_on)
    errors |= wrong_first_days("starts_on", agreement, starts_on, offer, at=at)
    number = number.strip().upper()
    if not NUMBER.fullmatch(number):
        errors["number"] = [_("Three to twenty capital letters, digits and hyphens.")]
    if errors:
        raise _invalid(errors)
    contract = Contract(
        number=number,
        client=client,
        agreement=agreement,
        time_zone=offer.hours.zone,
        starts_on=starts_on,
        ends_on=offer.ends_on,
    )
    try:
        with transaction.atomic():
            contract.save(force_insert=True)
    except IntegrityError as taken:  # by whom is not told: it may be another manufacturer's
        raise _invalid({"number": [_("This number cannot be used: choose another.")]}) from taken
    return _write(contract, offer, number=1, effective_on=starts_on, note="", by=by, at=at)


@transaction.atomic
def amend_contract(
    contract: Contract, offer: Offer, *, effective_on: date, note: str, by: User, at: datetime
) -> Terms:
    """Offer other terms for a contract from a day on; until both approve, what stands stands.

    Where nothing was approved yet, they are the first terms, and the contract starts with them.

    :raises Http404: the contract is not this person's to see.
    :raises Forbidden: only a manager of one of its two vendors amends it.
    :raises OfferOpen: other terms still wait for their approvals.
    :raises NothingChanged: they are those that stand.
    :raises Invalid: a day that is not to come or lies before what was approved last, terms that
        carry money from another day than the first of a month, terms that cannot be offered.
    """
    contract = locked_contract(contract, by=by)
    _refuse_unless_manager(contract.agreement, by=by)
    if contract.versions.filter(state=TermsState.PROPOSED).exists():
        raise OfferOpen(_("Other terms still wait for their approvals: withdraw them first."))
    last = _approved_last(contract)
    if last is not None and offer.content == offer_of(last).content:
        raise NothingChanged(_("These are the terms that stand: change something first."))
    see_that_it_can_be_offered(contract, offer, effective_on=effective_on, at=at)
    if last is None:
        _set_days(contract, offer, starts_on=effective_on)
    number = contract.versions.count() + 1
    return _write(
        contract, offer, number=number, effective_on=effective_on, note=note, by=by, at=at
    )


def see_that_it_can_be_offered(
    contract: Contract, offer: Offer, *, effective_on: date, at: datetime
) -> None:
    """Judge an amendment and write nothing, so that it can be tried before it is offered.

    :raises Invalid: a day that is not to come or lies before what was approved last, terms that
        carry money from another day than the first of a month, terms that cannot be offered.
    """
    errors = faults_in_words(offer, effective_on=effective_on)
    last = _approved_last(contract)
    errors |= wrong_days_of_amendment(contract, last, offer, effective_on, at=at)
    if errors:
        raise _invalid(errors)


def _approved_last(contract: Contract) -> Terms | None:
    return contract.versions.approved().whole().order_by("effective_on").last()


def locked_contract(contract: Contract, *, by: User) -> Contract:
    """Lock a contract that this person sees, and return it as it stands now.

    :raises Http404: there is none, or not for this person.
    """
    Contract.objects.select_for_update().filter(pk=contract.pk).first()
    found = (
        Contract.objects.visible_to(by)
        .select_related("client", "agreement")
        .filter(pk=contract.pk)
        .first()
    )
    if found is None:
        raise Http404
    return found


def _see_that_may_offer(agreement: Agreement, *, by: User) -> None:
    if not Agreement.objects.visible_to(by).filter(pk=agreement.pk).exists():
        raise Http404
    _refuse_unless_manager(agreement, by=by)


def _refuse_unless_manager(agreement: Agreement, *, by: User) -> None:
    if not may_offer(by, agreement):
        raise Forbidden(_("Only a manager of one of the two vendors draws up contracts."))


def _set_days(contract: Contract, offer: Offer, *, starts_on: date) -> None:
    contract.starts_on, contract.ends_on = starts_on, offer.ends_on
    contract.time_zone = offer.hours.zone


def _wrong_parties(agreement: Agreement, client: Organisation) -> dict[str, list[str]]:
    if client.kind != Kind.CLIENT or client.country != agreement.country:
        return {"client": [_("Choose a client of the agreement’s country.")]}
    return {}


def _write(
    contract: Contract,
    offer: Offer,
    *,
    number: int,
    effective_on: date,
    note: str,
    by: User,
    at: datetime,
) -> Terms:
    """Write terms, first as a draft, since the database seals what has been proposed."""
    contract.save()
    terms = Terms.objects.create(
        contract=contract,
        number=number,
        effective_on=effective_on,
        ends_on=offer.ends_on,
        note=note.strip(),
        coverage=write_coverage(f"{contract.number} v{number}", offer.hours),
        availability_target=offer.availability_target,
        monthly_fee=offer.monthly_fee,
        penalty_cap=offer.penalty_cap,
        annual_cap=offer.annual_cap,
        contest_days=offer.contest_days,
        answer_days=offer.answer_days,
        maintenance_notice_days=offer.maintenance_notice_days,
        responsibility_days=offer.responsibility_days,
        is_silence_agreement=offer.is_silence_agreement,
        degraded_is_outage=offer.degraded_is_outage,
        pauses_while_waiting=offer.pauses_while_waiting,
        not_restored_within=offer.not_restored_within,
        proposed_at=at,
        proposed_by=by,
        author_id=by.organisation_id,
    )
    Target.objects.bulk_create(
        Target(
            terms=terms,
            impact=each.impact,
            respond_within=each.respond_within,
            restore_within=each.restore_within,
            news_every=each.news_every,
        )
        for each in offer.targets
    )
    PenaltyBand.objects.bulk_create(PenaltyBand(terms=terms, **vars(each)) for each in offer.bands)
    terms.state = TermsState.PROPOSED
    terms.save(update_fields=["state"])
    journal.record(
        EventKind.TERMS_PROPOSED,
        by=by,
        at=at,
        contract=contract,
        terms=number,
        effective_on=effective_on.isoformat(),
    )
    return terms


def _invalid(errors: dict[str, list[str]]) -> Invalid:
    return Invalid(_("Some answers are missing or cannot be right."), errors=errors)
