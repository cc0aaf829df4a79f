"""Signatures against the example of Standard Webhooks."""

from escalation.rules.signatures import PREFIX, secret_from, signature


def test_the_example_of_the_specification_is_signed_as_it_says() -> None:
    signed = signature(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        message="msg_p5jXN8AQM9LWM0D4loKWxJek",
        seconds=1614265330,
        body=b'{"test": 2432232314}',
    )

    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_secret_is_written_as_receivers_keep_it() -> None:
    assert secret_from(bytes(24)) == PREFIX + "A" * 32
