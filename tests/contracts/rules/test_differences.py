from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.rules.differences import Change, Line, difference

SERVER = Line("ProLiant 8500", 1, "8J01", "LYO-1", "node 1", "Lyon")
TWIN = Line("ProLiant 8500", 1, "8J02", "LYO-2", "node 2", "Lyon")
SYSTEM = Line("Windows 2000 Advanced Server", 1, "", "LYO-1", "system")
DISKS = Line("StorageWorks", 4)

_few = st.sampled_from(["", "a", "A", "b"])
lines = st.builds(
    Line,
    product=st.sampled_from(["p", "q"]),
    quantity=st.integers(1, 2),
    serial_number=_few,
    host=_few,
    role=_few,
    site=_few,
)
lists = st.lists(lines, max_size=8)


def test_the_same_list_in_another_order_has_not_changed() -> None:
    found = difference([SERVER, TWIN, SYSTEM], [SYSTEM, SERVER, TWIN])

    assert not found
    assert (found.changes, found.unchanged) == ((), 3)


def test_what_came_and_what_went_is_told() -> None:
    found = difference([SERVER, DISKS], [SERVER, SYSTEM])

    assert found.added == (SYSTEM,)
    assert found.removed == (DISKS,)
    assert found.changed == ()
    assert found.unchanged == 1
    assert found


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (SERVER, {"quantity": 2}),
        (SERVER, {"serial_number": "9X99"}),
        (SERVER, {"host": "LYO-9", "role": "spare", "site": "Paris"}),
        (SERVER, {"product": "ProLiant DL760"}),
        (SERVER, {"role": "spare"}),
        (SYSTEM, {"product": "Windows 2000 Datacenter Server"}),
        (DISKS, {"quantity": 6, "site": "Lyon"}),
        (DISKS, {"host": "LYO-3", "role": "storage"}),
    ],
)
def test_a_changed_item_is_one_change_field_by_field(before: Line, now: dict[str, Any]) -> None:
    after = replace(before, **now)

    found = difference([TWIN, before], [after, TWIN])

    assert found.changes == (Change(before, after),)
    assert set(found.changes[0].fields) == set(now)
    assert found.unchanged == 1


def test_a_serial_number_finds_its_item_in_capitals_or_not() -> None:
    found = difference([SERVER, TWIN], [replace(TWIN, serial_number="8j02", host="X"), SERVER])

    assert [set(each.fields) for each in found.changed] == [{"serial_number", "host"}]


def test_a_serial_number_goes_before_the_place() -> None:
    swapped = [replace(SERVER, serial_number="8J02"), replace(TWIN, serial_number="8J01")]

    found = difference([SERVER, TWIN], swapped)

    assert {each.fields for each in found.changed} == {("host", "role")}


def test_another_product_in_another_place_is_another_item() -> None:
    found = difference([SERVER], [DISKS])

    assert (found.added, found.removed, found.changed) == ((DISKS,), (SERVER,), ())


def test_changes_stand_in_the_order_of_the_newer_list_and_what_is_gone_last() -> None:
    moved = replace(TWIN, site="Paris")

    found = difference([DISKS, TWIN, SERVER], [SYSTEM, moved, SERVER])

    assert found.changes == (Change(None, SYSTEM), Change(TWIN, moved), Change(DISKS, None))


@given(lists)
def test_a_list_does_not_differ_from_itself(items: list[Line]) -> None:
    found = difference(items, items)

    assert (found.changes, found.unchanged) == ((), len(items))


@given(lists, lists)
def test_the_changes_make_the_older_list_the_newer_one(
    before: list[Line], after: list[Line]
) -> None:
    found = difference(before, after)

    made = Counter(before)
    made.subtract(each.before for each in found.changes if each.before)
    assert min(made.values(), default=0) >= 0
    assert made.total() == found.unchanged
    assert made + Counter(each.after for each in found.changes if each.after) == Counter(after)


@given(lists, lists)
def test_what_is_told_adds_up(before: list[Line], after: list[Line]) -> None:
    found = difference(before, after)

    kept = len(found.changed) + found.unchanged
    assert len(after) == len(found.added) + kept
    assert len(before) == len(found.removed) + kept
    assert len(found.changes) == len(found.added) + len(found.removed) + len(found.changed)
    assert all(each.fields for each in found.changed)


@given(lists, lists, st.randoms())
def test_the_order_of_the_lists_does_not_matter(
    before: list[Line], after: list[Line], chance: Any
) -> None:
    found = difference(before, after)
    chance.shuffle(before)
    chance.shuffle(after)

    shuffled = difference(before, after)

    assert Counter(shuffled.changes) == Counter(found.changes)


def test_ten_thousand_lines_are_laid_side_by_side() -> None:
    before = [replace(SERVER, serial_number=f"S{each}") for each in range(10_000)]
    after = [replace(each, site="Paris") for each in before[5_000:]] + [DISKS]

    found = difference(before, after)

    assert (len(found.changed), len(found.added), len(found.removed)) == (5_000, 1, 5_000)
    assert {each.fields for each in found.changed} == {("site",)}
