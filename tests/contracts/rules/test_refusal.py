from contracts.rules.refusal import Forbidden, Invalid, Refusal


def test_a_refusal_carries_its_sentence_and_its_fields() -> None:
    refusal = Invalid("No.", errors={"reason": ["Say why."]}, extra={"moves": ["wait"]})

    assert str(refusal) == "No."
    assert refusal.errors == {"reason": ["Say why."]}
    assert refusal.extra == {"moves": ["wait"]}


def test_each_kind_of_no_has_its_code_and_status() -> None:
    kinds = {each.code: each.status for each in (Refusal, Forbidden, Invalid)}

    assert kinds == {"refused": 409, "forbidden": 403, "invalid": 422}


def test_a_refusal_without_fields_has_none() -> None:
    refusal = Refusal("No.")

    assert (refusal.errors, refusal.extra) == ({}, {})
