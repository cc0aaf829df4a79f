import ast
import re

from tests.portal.settings.places import ROOT

_QUESTIONS = frozenset(
    {"text", "flag", "number", "words", "secret", "seed", "database", "mail"}
    | {"address", "optional_address"}
)
_OF_COMPOSE_ALONE = {"POSTGRES_PASSWORD", "WEB_PORTS"}


def _read_by_the_settings() -> set[str]:
    return {
        call.args[0].value
        for path in (ROOT / "portal" / "settings").glob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in _QUESTIONS
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "environment"
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
    }


def _in_the_example() -> set[str]:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    return set(re.findall(r"^(?:# )?([A-Z][A-Z_]+)=", text, re.MULTILINE))


def _used_by_compose() -> set[str]:
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    return set(re.findall(r"\$\{([A-Z_]+)", text))


def test_the_example_has_every_variable_and_no_other() -> None:
    assert _in_the_example() == _read_by_the_settings() | _OF_COMPOSE_ALONE


def test_compose_uses_only_variables_of_the_example() -> None:
    assert _used_by_compose() <= _in_the_example()
    assert _used_by_compose() >= _OF_COMPOSE_ALONE
