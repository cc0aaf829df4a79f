"""The worked example (domain.md), as a month that can be issued: November 2026 in Paris."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from django.db import transaction

from contracts.choices import MaintenanceState, OutageState
from contracts.models import Configuration, Contract, Outage
from contracts.rules.offer import BandOffer
from contracts.selectors.statements import StatementRead, statement_read
from tests.cast import House
from tests.factories import contracts, outages
from tests.factories.contracts import PARIS

NOVEMBER = date(2026, 11, 1)
DECEMBER_2 = datetime(2026, 12, 2, 8, tzinfo=UTC)
KEY = "CM-0900-2026-11"
BANDS = [
    BandOffer(Decimal("99.9"), Decimal(5)),
    BandOffer(Decimal("99.5"), Decimal(10)),
    BandOffer(Decimal("99.0"), Decimal(25)),
]


@dataclass(frozen=True)
class Example:
    """A contract from November on; its system; outage A of the publisher, B shared."""

    house: House
    contract: Contract
    archive: Configuration
    one: Outage
    other: Outage

    def read(self, by: str = "helen", at: datetime = DECEMBER_2) -> StatementRead:
        return statement_read(getattr(self.house, by), KEY, at=at)


def local(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=PARIS)


@transaction.atomic
def example(house: House, **fields: object) -> Example:
    """Fee 12 000, 4 h of maintenance; A 90 min of the publisher, B 60 min half of the client."""
    contract = contracts.contract(
        "CM-0900",
        house.vauquelin,
        house.agreement,
        **{"starts_on": NOVEMBER, "bands": BANDS} | fields,  # type: ignore[arg-type]
    )
    begins_at = local(1, 0)
    signed_by = (house.helen, house.max)
    archive = contracts.configuration("Archive", contract, signed_by=signed_by, at=begins_at)
    window(house, archive)
    return Example(
        house,
        Contract.objects.get(pk=contract.pk),
        archive,
        agreed(archive, local(12, 14), 90, (0, 100, 0, 0), reference="INC-100203"),
        agreed(archive, local(23, 9), 60, (50, 0, 50, 0), reference="INC-100260"),
    )


def agreed(
    of: Configuration,
    begins_at: datetime,
    minutes: int,
    percents: outages.Percents,
    **fields: object,
) -> Outage:
    stretch = (begins_at, begins_at + timedelta(minutes=minutes), percents)
    return outages.an_outage(
        of, [stretch], state=OutageState.AGREED, agreed_at=DECEMBER_2, **fields
    )


def window(house: House, of: Configuration) -> None:
    """Let maintenance of four hours be accepted by all beforehand."""
    begins_at, accepted_at = local(18, 2), local(5, 9)
    made = outages.a_window(
        of, house.helen, begins_at=begins_at, ends_at=begins_at + timedelta(hours=4)
    )
    for each in (house.helen, house.max, house.clara):
        made.acceptances.create(
            organisation=each.organisation, accepted_by=each, accepted_at=accepted_at
        )
    made.state, made.accepted_at = MaintenanceState.ACCEPTED, accepted_at
    made.save()
