"""Turns what a program says of a new incident into the report that every door makes."""

from datetime import datetime
from typing import Any, NoReturn

from django.http import Http404
from django.utils.translation import gettext as _

from contracts.choices import Impact, Kind
from contracts.models import Configuration, Contract, Product, RevisionItem, User
from contracts.rules.refusal import Invalid
from contracts.selectors import configuration_by_key, configuration_by_number, revoked
from tickets.api.documents import Data
from tickets.choices import Channel
from tickets.selectors.concerned import item_in_force
from tickets.use_cases.open_incident import IncidentReport

PLACES = ("support_number", "configuration", "contract")


def report_from(said: Data, *, by: User, at: datetime) -> IncidentReport:
    """Return the report, the place it names looked up among what the caller may see.

    :raises Invalid: no place, one that is not there for this caller, or a mistyped number.
    """
    configuration = _configuration(said, by)
    contract = _contract(said, configuration, by)
    contact = said.get("contact") or {}
    is_phoned = bool(said.get("on_behalf_of") or said.get("called_at"))
    return IncidentReport(
        contract=contract,
        configuration=configuration,
        title=said.get("title", ""),
        description=said["description"],
        impact=Impact(said["impact"]),
        channel=Channel.PHONE if is_phoned and by.kind == Kind.MANUFACTURER else Channel.API,
        down_since=said.get("down_since"),
        contact_name=contact.get("name", ""),
        contact_phone=contact.get("phone", ""),
        product=_product(said, contract),
        item=_item(said, configuration, at=said.get("called_at") or at),
        on_behalf_of=said.get("on_behalf_of", ""),
        called_at=said.get("called_at"),
        external_reference=said.get("external_reference", ""),
    )


def beside_their_fields(refusal: Invalid, said: Data) -> Invalid:
    """Return a refusal whose errors stand beside the fields that this caller filled in."""
    place = next((name for name in PLACES if said.get(name)), "configuration")
    names = {
        "contact_name": "contact",
        "contact_phone": "contact",
        "configuration": place,
        "contract": place,
    }
    errors: dict[str, list[Any]] = {}
    for name, sentences in refusal.errors.items():
        errors.setdefault(names.get(name, name), []).extend(sentences)
    return Invalid(refusal.sentence, errors=errors)


def _configuration(said: Data, by: User) -> Configuration | None:
    by_number = by_key = None
    if said.get("support_number"):
        by_number = _by_number(said["support_number"], by)
    if said.get("configuration"):
        by_key = _by_key(said["configuration"], by)
    if by_number and by_key and by_number != by_key:
        _refuse("configuration", _("This is not the system of that support number."))
    return by_number or by_key


def _by_number(text: str, by: User) -> Configuration:
    try:
        found = configuration_by_number(by, text)
    except Http404:
        _refuse("support_number", _("None of your systems has this number."))
    if found.is_revoked:
        _refuse("support_number", revoked(found.number))
    return found.configuration


def _by_key(key: str, by: User) -> Configuration:
    try:
        return configuration_by_key(by, key)
    except Http404:
        _refuse("configuration", _("None of your systems is this one."))
    except Invalid as slip:
        _refuse("configuration", str(slip))


def _contract(said: Data, configuration: Configuration | None, by: User) -> Contract:
    number = said.get("contract")
    if not number:
        if configuration is None:
            _refuse(
                "support_number",
                _("Say on what: a support number, a configuration or a contract."),
            )
        return _with_terms(configuration.contract.number, by)
    if configuration is not None and configuration.contract.number != number:
        _refuse("contract", _("This system does not stand under that contract."))
    return _with_terms(number, by)


def _with_terms(number: str, by: User) -> Contract:
    found = Contract.objects.visible_to(by).with_terms().filter(number=number).first()
    if found is None:
        _refuse("contract", _("None of your contracts has this number."))
    return found


def _product(said: Data, contract: Contract) -> Product | None:
    if said.get("product") is None:
        return None
    found = contract.agreement.products.filter(pk=said["product"]).first()
    if found is None:
        _refuse("product", _("The agreement does not cover this product."))
    return found


def _item(said: Data, configuration: Configuration | None, *, at: datetime) -> RevisionItem | None:
    """Return the item named; one of another system or of the past is as unknown as none."""
    if said.get("item") is None:
        return None
    found = item_in_force(configuration, str(said["item"]), at) if configuration else None
    if found is None:
        _refuse("item", _("None of this system’s items in force is this one."))
    return found


def _refuse(field: str, sentence: str) -> NoReturn:
    raise Invalid(sentence, errors={field: [sentence]})
