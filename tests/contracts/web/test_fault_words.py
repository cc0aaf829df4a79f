"""What is wrong in an inventory, said in its reader's language."""

from django.utils import translation

from contracts.rules.inventory import Fault
from contracts.web.fault_words import say_faults


def test_thousands_stand_apart_as_the_language_has_them() -> None:
    faults = [Fault(1, "", "too-many-rows", "20001"), Fault(2, "qty", "out-of-range", "0")]

    with translation.override("en"):
        said = [each.sentence for each in say_faults(faults)]

    assert said == ["20,001 rows: 20,000 at most.", "“0” is not between 1 and 100,000."]


def test_what_is_too_long_is_told_with_how_much_there_is_room_for() -> None:
    with translation.override("en"):
        (said,) = say_faults([Fault(2, "role", "too-long", "x" * 81, 80)])

    assert said.sentence == f"More than 80 characters: “{'x' * 60}…”"
