"""Keep with a draft how its parts stand by, and with a proposal what it can hold."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from contracts.models import Attainable, Configuration, Redundancy, Revision, RevisionItem
from contracts.rules.figures_of_products import Standby, StandbyFault, standby_faults
from contracts.rules.refusal import Invalid
from contracts.selectors.attainable import figure_of
from contracts.selectors.designs import ItemLike, design_of, groups_of, standby_of

GROUPS = "groups"
_FIELDS = {StandbyFault.NO_GROUP: "name", StandbyFault.TOO_LONG: "failover"}
_WORDS: Mapping[StandbyFault, Promise] = {
    StandbyFault.NO_GROUP: gettext_lazy("No item has the role “%(name)s”."),
    StandbyFault.TOO_FEW: gettext_lazy("None at the least."),
    StandbyFault.TOO_MANY: gettext_lazy("There are only %(count)s: no more can be needed."),
    StandbyFault.TOO_LONG: gettext_lazy("A failover lasts a day at most."),
}


def refuse_impossible_standby(stated: Mapping[str, Standby], items: Sequence[ItemLike]) -> None:
    """Refuse what cannot be said of groups of items; ``errors`` by row, as ``groups.2.needed``.

    :raises Invalid: no such group, none or more needed than there are, too long a failover.
    """
    counts = {each.name: each.count for each in groups_of(items, {})}
    faults = standby_faults(stated, counts)
    rows = {name: row for row, name in enumerate(stated, start=1)}
    errors = {
        f"{GROUPS}.{rows[name]}.{_FIELDS.get(fault, 'needed')}": [
            str(_WORDS[fault]) % {"name": name, "count": counts.get(name, 0)}
        ]
        for name, fault in faults.items()
    }
    if errors:
        raise Invalid(next(iter(errors.values()))[0], errors=errors)


def write_redundancy(draft: Revision, stated: Mapping[str, Standby]) -> None:
    """Write what is stated of a draft's groups in place of what was; the draft is locked."""
    draft.redundancies.all().delete()
    Redundancy.objects.bulk_create(
        Redundancy(revision=draft, name=name, needed=each.needed, failover=each.failover)
        for name, each in stated.items()
    )


def freeze_attainable(
    draft: Revision,
    configuration: Configuration,
    items: Sequence[RevisionItem],
    *,
    at: datetime,
) -> Attainable:
    """Reckon what a draft can hold, at the moment when it is proposed; it stands from then on.

    What was stated of groups that are gone goes too; what is not stated is written out.
    """
    design = design_of(configuration, items, standby_of(draft), effective_at=draft.effective_at)
    write_redundancy(
        draft,
        {
            each.name: each.standby
            for each in design.groups
            if each.standby.needed < each.count or each.standby.failover > timedelta()
        },
    )
    figure = figure_of(design, at=at)
    figure.revision = draft
    figure.save(force_insert=True)
    return figure
