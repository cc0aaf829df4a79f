"""Who may see and do what with promises."""

from datetime import datetime

from django.http import Http404

from contracts.choices import (
    GuaranteeAction,
    GuaranteeState,
    Kind,
    RescissionBar,
    RescissionStep,
    RevisionAction,
    RevisionState,
    Role,
    TermsAction,
    TermsState,
    UnderpinningAction,
    UnderpinningState,
)
from contracts.models import (
    Agreement,
    Configuration,
    Contract,
    GuaranteeRequest,
    Revision,
    Roster,
    Terms,
    Underpinning,
    User,
)
from contracts.rules.approval import Party, terms_actions_open
from contracts.rules.guarantee import Side, guarantee_actions_open
from contracts.rules.rescission import Agreed, Asker, bar_to_rescission, step_of
from contracts.rules.sign_off import Standing, actions_open
from contracts.rules.underpinning import underpinning_actions_open

_LEADS_ON = {RevisionAction.EDIT, RevisionAction.PROPOSE, RevisionAction.SIGN}
"""What is done to a revision so that it stands one day: never of a system that was retired."""


def configuration_for(user: User, pk: int) -> Configuration:
    """Return a configuration this person may see.

    :raises Http404: there is none, or not for this person.
    """
    found = (
        Configuration.objects.visible_to(user)
        .select_related("client", "contract__agreement", "support_number")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404
    return found


def revision_for(user: User, pk: int, number: int) -> Revision:
    """Return a numbered revision that this person may see, with what its page needs.

    :raises Http404: there is none, or not for this person.
    """
    found = (
        Revision.objects.visible_to(user)
        .with_signatures()
        .filter(configuration_id=pk, number=number)
        .first()
    )
    if found is None:
        raise Http404
    return found


def revision_abilities(
    user: User, revision: Revision, *, at: datetime
) -> frozenset[RevisionAction]:
    """Return what this person may do with a revision that they see, at an instant."""
    in_force = revision.in_force
    begins_at = in_force.lower if in_force else None
    has_begun = begins_at is not None and begins_at <= at
    never_began = revision.state == RevisionState.SIGNED and begins_at is None
    found = actions_open(
        RevisionState(revision.state),
        standing_of(user, revision),
        has_begun=has_begun or never_began,
    )
    return found - _LEADS_ON if revision.configuration.retired_at is not None else found


def standing_of(user: User, revision: Revision) -> Standing:
    """Return how a person stands to a revision that they see."""
    signed = {each.organisation_id for each in revision.sign_offs.all()}
    signatories = {each.signed_by_id for each in revision.sign_offs.all()}
    return Standing(
        is_author=revision.author_id == user.organisation_id,
        is_vendor=_is_vendor_of(user, revision.configuration.contract),
        is_manager=user.role == Role.MANAGER,
        has_signed=user.organisation_id in signed or user.pk in signatories,
    )


def contract_for(user: User, number: str) -> Contract:
    """Return a contract this person may see, with its parties and its promised terms.

    :raises Http404: there is none, or not for this person.
    """
    found = Contract.objects.visible_to(user).with_terms().filter(number=searchable(number)).first()
    if found is None:
        raise Http404
    return found


def searchable(number: str) -> str:
    """Return a number as the database takes it in a question: no text of its own has a NUL."""
    return number.replace("\0", "\N{REPLACEMENT CHARACTER}")


def may_offer(user: User, agreement: Agreement) -> bool:
    """Tell whether this person may offer terms under an agreement: a manager of its vendors."""
    vendors = {agreement.manufacturer_id, agreement.publisher_id}
    return user.role == Role.MANAGER and user.organisation_id in vendors


def agreement_for(user: User, reference: str) -> Agreement:
    """Return an agreement this person may see, with its vendors: never a client.

    :raises Http404: there is none, or not for this person.
    """
    seen = Agreement.objects.visible_to(user).select_related("manufacturer", "publisher")
    found = seen.filter(reference=searchable(reference)).first()
    if found is None:
        raise Http404
    return found


def underpinning_abilities(user: User, underpinning: Underpinning) -> frozenset[UnderpinningAction]:
    """Return what this person may do with underpinning targets that they see."""
    party = Party(
        is_manager_of_a_vendor=may_offer(user, underpinning.agreement),
        is_proposer=underpinning.author_id == user.organisation_id,
        has_approved=underpinning.proposed_by_id == user.pk,
    )
    return underpinning_actions_open(UnderpinningState(underpinning.state), party)


def terms_abilities(user: User, terms: Terms, *, at: datetime) -> frozenset[TermsAction]:
    """Return what this person may do with terms that they see, at an instant."""
    state, party = TermsState(terms.state), party_to(user, terms)
    return terms_actions_open(state, party, is_too_late=terms.is_too_late(at))


def party_to(user: User, terms: Terms) -> Party:
    """Return how a person stands to terms that they see."""
    approved = {each.organisation_id for each in terms.approvals.all()}
    approvers = {each.approved_by_id for each in terms.approvals.all()}
    return Party(
        is_manager_of_a_vendor=may_offer(user, terms.contract.agreement),
        is_proposer=terms.author_id == user.organisation_id,
        has_approved=user.organisation_id in approved or user.pk in approvers,
    )


def rescission_bar(terms: Terms, *, at: datetime) -> RescissionBar | None:
    """Return what stands against undoing terms at an instant, whoever wants it."""
    beside = _versions_beside(terms)
    agreed = Agreed(
        TermsState(terms.state),
        has_begun=terms.effective_on <= terms.contract.day_of(at),
        is_first=not any(
            number < terms.number and state == TermsState.APPROVED for number, state in beside
        ),
        is_built_upon=any(
            number > terms.number and state in {TermsState.APPROVED, TermsState.PROPOSED}
            for number, state in beside
        ),
    )
    return bar_to_rescission(agreed)


def _versions_beside(terms: Terms) -> list[tuple[int, str]]:
    """Return number and state of a contract's versions, without a question where they are at hand.

    Both vendors see all that was approved or proposed, and they alone undo anything.
    """
    seen: list[Terms] | None = getattr(terms.contract, "seen", None)
    if seen is not None:
        return [(each.number, each.state) for each in seen]
    return list(Terms.objects.filter(contract=terms.contract_id).values_list("number", "state"))


def rescission_step(user: User, terms: Terms, *, at: datetime) -> RescissionStep | None:
    """Return what this person may do at an instant towards undoing terms that they see."""
    if not may_offer(user, terms.contract.agreement) or rescission_bar(terms, at=at) is not None:
        return None
    asked = getattr(terms, "rescission", None)
    return step_of(
        Asker(
            is_manager_of_a_vendor=True,
            was_asked=asked is not None,
            is_of_asking_vendor=asked is not None and asked.organisation_id == user.organisation_id,
            is_asker=asked is not None and asked.asked_by_id == user.pk,
        )
    )


def may_ask(user: User) -> bool:
    """Tell whether this person may ask for a guarantee: anybody of a client."""
    return user.kind == Kind.CLIENT


def guarantee_for(user: User, pk: int) -> GuaranteeRequest:
    """Return a client's request that this person may see, with what its page needs.

    :raises Http404: there is none, or not for this person.
    """
    found = GuaranteeRequest.objects.visible_to(user).with_parties().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def guarantee_abilities(user: User, request: GuaranteeRequest) -> frozenset[GuaranteeAction]:
    """Return what this person may do with a request that they see."""
    return guarantee_actions_open(GuaranteeState(request.state), side_of(user, request))


def side_of(user: User, request: GuaranteeRequest) -> Side:
    """Return how a person stands to a request that they see."""
    return Side(
        is_client=user.organisation_id == request.client_id,
        is_manager_of_a_vendor=may_offer(user, request.agreement),
    )


def roster_for(user: User, pk: int) -> Roster:
    """Return a roster of this person's own company.

    :raises Http404: there is none, or not for this person.
    """
    rosters = Roster.objects.visible_to(user).select_related("agreement", "organisation")
    found = rosters.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def may_keep_rosters(user: User) -> bool:
    """Tell whether this person keeps their company's rosters: a manager of a vendor."""
    return user.role == Role.MANAGER and user.kind in {Kind.MANUFACTURER, Kind.PUBLISHER}


def may_register(user: User, contract: Contract) -> bool:
    """Tell whether this person may register a system: the contract's manufacturer does."""
    return contract.agreement.manufacturer_id == user.organisation_id


def may_place(user: User, configuration: Configuration) -> bool:
    """Tell whether this person may pass a system on: a manager of its manufacturer."""
    return may_retire(user, configuration)


def may_retire(user: User, configuration: Configuration) -> bool:
    """Tell whether this person may retire a system: a manager of its manufacturer, once."""
    is_manager = user.role == Role.MANAGER and may_register(user, configuration.contract)
    return is_manager and configuration.retired_at is None


def may_draw_up(user: User, configuration: Configuration) -> bool:
    """Tell whether this person may draw up the next state of a system."""
    if configuration.retired_at is not None:
        return False
    if user.kind == Kind.CLIENT:
        return configuration.client_id == user.organisation_id
    return _is_vendor_of(user, configuration.contract)


def _is_vendor_of(user: User, contract: Contract) -> bool:
    agreement = contract.agreement
    return user.organisation_id in {agreement.manufacturer_id, agreement.publisher_id}


def may_open_for(user: User, configuration: Configuration) -> bool:
    """Tell whether this person may open an incident on a configuration."""
    if user.kind == Kind.CLIENT:
        return configuration.client_id == user.organisation_id
    return may_open_under(user, configuration.contract)


def may_open_under(user: User, contract: Contract) -> bool:
    """Tell whether this person may open an incident under a contract, or for its client."""
    if user.kind == Kind.CLIENT:
        return contract.client_id == user.organisation_id
    return user.kind == Kind.MANUFACTURER and may_register(user, contract)


def is_operator(user: object) -> bool:
    """Tell whether somebody runs the platform: staff of its own organisation."""
    return (
        isinstance(user, User) and user.is_active and user.is_staff and user.kind == Kind.PLATFORM
    )
