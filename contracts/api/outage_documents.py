"""Writes what callers read of outages and maintenance, by who they are."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from contracts.access import maintenance_abilities, may_read_rounds, outage_abilities
from contracts.api.documents import instant
from contracts.choices import OutageState
from contracts.models import Maintenance, Outage, User
from contracts.rest import Data
from contracts.rules.outages import ClientStretch, Stretch, as_client_reads
from contracts.selectors.outages import (
    SaidInRound,
    SaidInterval,
    intervals_of,
    overlapping,
    rounds_of,
)
from contracts.use_cases.write_outage import stretches_of


def outage_document(outage: Outage, *, reader: User) -> Data:
    """Return an outage fetched whole; a client reads agreed results only."""
    is_agreed = outage.state == OutageState.AGREED
    document = {
        "id": outage.pk,
        "configuration": outage.configuration_id,
        "contract": outage.configuration.contract.number,
        "incident": outage.reference or None,
        "source": outage.source,
        "start": instant(outage.begins_at),
        "end": instant(outage.ends_at),
        "agreed_at": instant(outage.agreed_at) if may_read_rounds(reader) else None,
        "moves": sorted(str(each) for each in outage_abilities(reader, outage)),
    }
    known = stretches_of(outage.current)
    if not may_read_rounds(reader):
        read = as_client_reads(known, is_agreed=is_agreed)
        state = OutageState.AGREED if is_agreed else OutageState.RECORDED
        return document | {
            "state": str(state),
            "segments": [_segment_for_client(each) for each in read],
        }
    return document | {
        "state": outage.state,
        "answer_by": instant(outage.answer_by),
        "note": outage.note,
        "segments": _segments(known),
    }


def whole_outage_document(outage: Outage, *, reader: User) -> Data:
    """Return an outage with what the vendors said of it, for them."""
    document = outage_document(outage, reader=reader)
    if not may_read_rounds(reader):
        return document
    return document | {
        "overlaps": [each.pk for each in overlapping(outage, reader)],
        "rounds": [_round(each) for each in rounds_of(outage)],
        "intervals": [_interval(each) for each in intervals_of(outage)],
    }


def _round(said: SaidInRound) -> Data:
    each = said.round
    return {
        "number": each.number,
        "kind": each.kind,
        "at": instant(each.at),
        "by": each.by.name if each.by else None,
        "organisation": each.organisation.name if each.organisation else None,
        "evidence": each.evidence,
        "events": each.events,
        "segments": _segments(stretches_of(said.segments)),
    }


def _interval(said: SaidInterval) -> Data:
    by = said.event.by
    return {
        "at": instant(said.event.at),
        "by": by.name if by else None,
        "organisation": by.organisation.name if by else None,
        "reason": said.reason,
        "segments": [
            {
                "start": instant(each.begins_at),
                "end": instant(each.ends_at),
                "unknown": each.is_unknown,
            }
            for each in said.segments
        ],
    }


def _segments(stretches: Iterable[Stretch]) -> list[Data]:
    return [
        {
            "start": instant(each.begins),
            "end": instant(each.ends),
            "responsibility": None
            if each.shares is None
            else {str(party): _plain(part) for party, part in each.shares.percents.items()},
            "unknown": each.is_unknown,
        }
        for each in stretches
    ]


def _segment_for_client(each: ClientStretch) -> Data:
    shares = None
    if each.suppliers is not None and each.client is not None and each.third_party is not None:
        shares = {
            "suppliers": _plain(each.suppliers),
            "client": _plain(each.client),
            "third_party": _plain(each.third_party),
        }
    return {
        "start": instant(each.begins),
        "end": instant(each.ends),
        "responsibility": shares,
        "unknown": each.is_unknown,
    }


def maintenance_document(window: Maintenance, *, reader: User, at: datetime) -> Data:
    """Return a window fetched whole, with what a person may do with it at an instant."""
    agreement = window.configuration.contract.agreement
    given = {each.organisation_id: each.accepted_at for each in window.acceptances.all()}
    parties = (window.configuration.client, agreement.manufacturer, agreement.publisher)
    return {
        "id": window.pk,
        "configuration": window.configuration_id,
        "contract": window.configuration.contract.number,
        "state": window.state,
        "start": instant(window.begins_at),
        "end": instant(window.ends_at),
        "note": window.note,
        "proposed_by": window.author.name,
        "proposed_at": instant(window.proposed_at),
        "notice_days": window.notice_days,
        "announced_in_time": window.is_announced_in_time,
        "accepted_at": instant(window.accepted_at),
        "parties": [
            {"organisation": each.name, "accepted_at": instant(given.get(each.pk))}
            for each in parties
        ],
        "counts": window.counts,
        "reason": window.reason,
        "moves": sorted(str(each) for each in maintenance_abilities(reader, window, at=at)),
    }


def _plain(figure: Decimal) -> str:
    return f"{figure.normalize():f}"
