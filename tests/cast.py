"""The cast: Clara (client), Hank (manufacturer), Mia (publisher), Olga (operator), the stranger."""

from dataclasses import dataclass

import pytest

from contracts.choices import Kind, Role
from contracts.models import (
    Agreement,
    Configuration,
    Contract,
    Organisation,
    UnfollowedNews,
    User,
)
from tests.factories import contracts, tickets
from tests.mould import Mould
from tickets.models import Incident


@dataclass(frozen=True)
class House:
    """Two vendors, a client with a signed configuration; another manufacturer with its own."""

    compaq: Organisation
    microsoft: Organisation
    vauquelin: Organisation
    agreement: Agreement
    contract: Contract
    payroll: Configuration
    clara: User
    hank: User
    helen: User
    mia: User
    max: User
    olga: User
    rival: Organisation
    rival_payroll: Configuration
    stranger: User
    rival_agent: User


@pytest.fixture
def house(db: None) -> House:
    return _HOUSE.pour()


def built_house() -> House:
    compaq = contracts.organisation("Compaq France", Kind.MANUFACTURER, hotline="01 99 00 24 24")
    microsoft = contracts.organisation("Microsoft France", Kind.PUBLISHER)
    vauquelin = contracts.organisation("Groupe Vauquelin", Kind.CLIENT, short_name="Vauquelin")
    platform = contracts.organisation("Guichet", Kind.PLATFORM)
    helen = contracts.person("Helen Duval", compaq, role=Role.MANAGER)
    max_ = contracts.person("Max Berg", microsoft, role=Role.MANAGER)
    agreement = contracts.agreement("AG-FR-1", compaq, microsoft)
    contract = contracts.contract("CM-0417", vauquelin, agreement)
    rival = contracts.organisation("HP France", Kind.MANUFACTURER)
    rival_client = contracts.organisation("Banque Sorel", Kind.CLIENT, short_name="Sorel")
    rival_manager = contracts.person("Rita Hewlett", rival, role=Role.MANAGER)
    rival_agreement = contracts.agreement(
        "AG-FR-2", rival, contracts.organisation("Novell France", Kind.PUBLISHER)
    )
    rival_signer = contracts.person("Nora Bell", rival_agreement.publisher, role=Role.MANAGER)
    rival_contract = contracts.contract("HP-0001", rival_client, rival_agreement)
    built = House(
        compaq=compaq,
        microsoft=microsoft,
        vauquelin=vauquelin,
        agreement=agreement,
        contract=contract,
        payroll=contracts.configuration("Payroll", contract, signed_by=(helen, max_)),
        clara=contracts.person("Clara Morel", vauquelin),
        hank=contracts.person("Hank Rey", compaq),
        helen=helen,
        mia=contracts.person("Mia Okafor", microsoft),
        max=max_,
        olga=contracts.person("Olga Lind", platform, is_staff=True),
        rival=rival,
        rival_payroll=contracts.configuration(
            "Core banking", rival_contract, signed_by=(rival_manager, rival_signer)
        ),
        stranger=contracts.person("Sam Stranger", rival_client),
        rival_agent=contracts.person("Rob Packard", rival),
    )
    UnfollowedNews.objects.all().delete()  # all this was told long ago
    return built


_HOUSE = Mould(built_house)


@pytest.fixture
def clara(house: House) -> User:
    return house.clara


@pytest.fixture
def hank(house: House) -> User:
    return house.hank


@pytest.fixture
def mia(house: House) -> User:
    return house.mia


@pytest.fixture
def olga(house: House) -> User:
    return house.olga


@pytest.fixture
def stranger(house: House) -> User:
    return house.stranger


@pytest.fixture
def incident(house: House) -> Incident:
    """An outage that Clara opened; the room of contracts has been told of it."""
    opened = tickets.incident(house.payroll, house.clara)
    UnfollowedNews.objects.all().delete()
    return opened


@pytest.fixture
def escalated(house: House, incident: Incident) -> Incident:
    """The same, escalated to the publisher."""
    return tickets.escalated(incident, by=house.hank)
