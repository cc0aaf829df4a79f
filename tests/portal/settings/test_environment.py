from base64 import b64encode
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.settings.environment import Environment, from_process_and_file


def _told(**variables: str) -> Environment:
    return Environment(variables)


@pytest.mark.parametrize("value", ["", "   "])
def test_a_missing_variable_is_named(value: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="REDIS_URL"):
        _told(REDIS_URL=value).text("REDIS_URL")


def test_a_default_stands_in_for_a_missing_variable() -> None:
    assert _told().text("LOG_LEVEL", "INFO") == "INFO"


@pytest.mark.parametrize(("value", "is_so"), [("1", True), ("Yes", True), ("0", False)])
def test_a_flag_is_yes_or_no(value: str, is_so: bool) -> None:
    assert _told(TRUST_PROXY=value).flag("TRUST_PROXY") is is_so


def test_a_bad_flag_is_named_with_what_it_should_be() -> None:
    with pytest.raises(ImproperlyConfigured, match=r"TRUST_PROXY is 'perhaps'.*1 or 0"):
        _told(TRUST_PROXY="perhaps").flag("TRUST_PROXY")


@pytest.mark.parametrize("value", ["-1", "many", "1.5"])
def test_a_bad_number_is_named(value: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="HSTS_SECONDS"):
        _told(HSTS_SECONDS=value).number("HSTS_SECONDS")


def test_a_number_that_is_too_small_is_named() -> None:
    assert _told(NEWS_PER_HOUR="1").number("NEWS_PER_HOUR", least=1) == 1
    with pytest.raises(ImproperlyConfigured, match=r"NEWS_PER_HOUR is '0'.*at least 1"):
        _told(NEWS_PER_HOUR="0").number("NEWS_PER_HOUR", least=1)


def test_words_stand_between_commas() -> None:
    assert _told(ALLOWED_HOSTS="a.example, b.example,").words("ALLOWED_HOSTS") == [
        "a.example",
        "b.example",
    ]


def test_a_short_secret_is_refused_and_not_repeated() -> None:
    with pytest.raises(ImproperlyConfigured, match="DJANGO_SECRET_KEY") as refusal:
        _told(DJANGO_SECRET_KEY="hunter2").secret("DJANGO_SECRET_KEY")

    assert "hunter2" not in str(refusal.value)


def test_a_seed_is_32_bytes_in_base64() -> None:
    assert _told(PASSPORT_KEY=b64encode(bytes(range(32))).decode()).seed("PASSPORT_KEY") == bytes(
        range(32)
    )


@pytest.mark.parametrize(
    "value", ["hunter2!", "aHVudGVyMg==", b64encode(bytes(32)).decode(), "é" * 43 + "="]
)
def test_a_bad_seed_is_named_and_not_repeated(value: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"PASSPORT_KEY is '…'.*base64") as refusal:
        _told(PASSPORT_KEY=value).seed("PASSPORT_KEY")

    assert value not in str(refusal.value)


def test_an_address_of_another_kind_is_named_without_its_secrets() -> None:
    with pytest.raises(ImproperlyConfigured, match=r"REDIS_URL is 'amqp:…'.*redis:") as refusal:
        _told(REDIS_URL="amqp://me:secret@host").address("REDIS_URL", schemes=("redis",))

    assert "secret" not in str(refusal.value)


def test_an_address_loses_the_slash_at_its_end() -> None:
    address = _told(PUBLIC_URL="https://a.example/").address("PUBLIC_URL", schemes=("https",))

    assert address == "https://a.example"


def test_a_database_is_described_to_django() -> None:
    url = "postgresql://me:p%40ss@db:5433/guichet?sslmode=require"

    assert _told(DATABASE_URL=url).database("DATABASE_URL") == {
        "NAME": "guichet",
        "USER": "me",
        "PASSWORD": "p@ss",
        "HOST": "db",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


def test_a_database_may_lie_behind_a_socket() -> None:
    described = _told(DATABASE_URL="postgresql:///guichet?host=/run/pg").database("DATABASE_URL")

    assert described["HOST"] == "/run/pg"


@pytest.mark.parametrize("value", ["postgresql://db", "mysql://db/x", "postgresql://db:port/x"])
def test_a_bad_database_is_named(value: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        _told(DATABASE_URL=value).database("DATABASE_URL")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail", {"EMAIL_HOST": "mail", "EMAIL_PORT": 25, "EMAIL_USE_TLS": False}),
        ("smtps://mail", {"EMAIL_PORT": 465, "EMAIL_USE_SSL": True}),
        ("smtp+starttls://u:p%2F@mail", {"EMAIL_PORT": 587, "EMAIL_HOST_PASSWORD": "p/"}),
        ("file:///var/mail", {"EMAIL_FILE_PATH": "/var/mail"}),
        ("console:", {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}),
    ],
)
def test_mail_goes_where_the_address_says(url: str, expected: dict[str, object]) -> None:
    described = _told(EMAIL_URL=url).mail("EMAIL_URL")

    assert described.items() >= expected.items()


def test_a_file_of_variables_lies_beneath_the_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / ".env"
    file.write_text('# a remark\nLOG_LEVEL=ERROR\nDEFAULT_FROM_EMAIL="Me <me@a.example>"\n')
    monkeypatch.setenv("LOG_LEVEL", "DEBUG")

    environment = from_process_and_file(file)

    assert environment.text("LOG_LEVEL") == "DEBUG"
    assert environment.text("DEFAULT_FROM_EMAIL") == "Me <me@a.example>"


def test_no_file_of_variables_is_needed(tmp_path: Path) -> None:
    assert from_process_and_file(tmp_path / "none").text("NOT_SET_ANYWHERE", "x") == "x"
