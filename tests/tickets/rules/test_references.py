import pytest

from tickets.rules import references


def test_a_reference_is_written_in_one_way() -> None:
    assert references.written(204817) == "INC-204817"


@pytest.mark.parametrize("text", ["INC-204817", "inc-204817"])
def test_an_address_is_read_exactly(text: str) -> None:
    assert references.exact(text) == 204817


@pytest.mark.parametrize(
    "text",
    [
        "204817",
        "INC204817",
        "INC-0204817",
        "INC--1",
        "INC-",
        "INC-1x",
        "",
        "INC-99999999999999999999",
        "INC-204817\n",
        "INC-2٠٤٨",
    ],
)
def test_anything_else_is_no_address(text: str) -> None:
    assert references.exact(text) is None


@pytest.mark.parametrize(
    "text", ["INC-204817", "inc 204817", "Inc#204817", "INC: 204817", " 204817 ", "#204817"]
)
def test_a_typed_reference_is_read_forgivingly(text: str) -> None:
    assert references.typed(text) == 204817


@pytest.mark.parametrize(
    "text", ["error 204817", "204817 and more", "12", "FR-7402-9183-63", "INC-", "٢٠٤٨١٧", ""]
)
def test_what_is_no_reference_is_not_taken_for_one(text: str) -> None:
    assert references.typed(text) is None
