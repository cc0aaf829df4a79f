"""An operator puts another version of the router in force, or goes back to the one before."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from contracts.rules.refusal import Invalid
from tests.cast import House
from tests.factories.lessons import NIGHT
from tests.factories.tickets import incident as opened
from tickets import router
from tickets.choices import ChangeOfRouter
from tickets.models import RouterChange, RouterTrial, RouterVersion
from tickets.rules.router_model import written
from tickets.selectors.routing import classifier_in_force, name_in_force, shipped_name
from tickets.use_cases.choose_router import NothingBefore, choose_router, roll_router_back


def _kept(name: str) -> str:
    shipped = router.shipped_classifier()
    assert shipped is not None
    artefact = written(replace(shipped, version=name))
    RouterVersion.objects.create(
        name=name, artefact=artefact, parent=shipped.version, trained_at=NIGHT
    )
    return name


def _chosen(name: str) -> None:
    choose_router(name, by="root", reason="", at=NIGHT)


def _rolled_back() -> str:
    return roll_router_back(by="root", reason="worse", at=NIGHT).name


def test_a_version_is_chosen_by_name_and_routes(house: House) -> None:
    _chosen(_kept("one"))

    assert name_in_force() == "one"
    assert opened(house.payroll, house.clara).classifier == "one"
    change = RouterChange.objects.get()
    assert (change.kind, change.before, change.by) == ("chosen", shipped_name(), "root")


def test_what_is_not_known_not_sound_or_routes_already_is_not_chosen(house: House) -> None:
    RouterVersion.objects.create(name="torn", artefact=b"?", parent="x", trained_at=NIGHT)

    for name in ("nobody", "torn", shipped_name(), ""):
        with pytest.raises(Invalid):
            _chosen(name)

    assert not RouterChange.objects.exists()


def test_rolled_back_twice_it_goes_back_two_changes(house: House) -> None:
    _chosen(_kept("one"))
    _chosen(_kept("two"))

    assert [_rolled_back(), _rolled_back()] == ["one", shipped_name()]

    assert name_in_force() == shipped_name()
    with pytest.raises(NothingBefore):
        _rolled_back()


def test_a_change_after_a_roll_back_is_undone_by_itself(house: House) -> None:
    _chosen(_kept("one"))
    _rolled_back()
    _chosen(_kept("two"))

    assert _rolled_back() == shipped_name()


def test_where_nothing_was_changed_there_is_nothing_to_go_back_to(house: House) -> None:
    with pytest.raises(NothingBefore):
        _rolled_back()


def test_what_a_release_has_replaced_gives_way_to_what_is_shipped_now(house: House) -> None:
    RouterChange.objects.create(
        at=NIGHT, kind=ChangeOfRouter.PROMOTED, name=_kept("one"), before="shipped long ago"
    )
    assert name_in_force() == "one"

    assert _rolled_back() == shipped_name()


def test_what_cannot_be_read_any_more_gives_way_to_the_shipped_one(house: House) -> None:
    RouterVersion.objects.create(name="broken", artefact=b"?", parent="x", trained_at=NIGHT)
    RouterChange.objects.create(
        at=NIGHT, kind=ChangeOfRouter.CHOSEN, name="broken", before=shipped_name()
    )

    found = classifier_in_force()

    assert found is not None
    assert found.version == shipped_name()


@pytest.mark.parametrize(
    ("model", "changed"),
    [(RouterVersion, "parent"), (RouterTrial, "verdict"), (RouterChange, "name")],
)
def test_the_database_keeps_what_the_router_was(
    house: House, model: type[RouterVersion | RouterTrial | RouterChange], changed: str
) -> None:
    _chosen(_kept("one"))
    RouterTrial.objects.create(at=NIGHT, champion="x", lessons=1, verdict="too-few")

    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        model._default_manager.update(**{changed: "two"})
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        model._default_manager.all().delete()
