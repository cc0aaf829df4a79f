"""What linters cannot say about the rooms (README, The house)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = ("contracts", "tickets", "escalation", "portal")
_LONGEST_FILE = 300
_DOORS = ("web", "api", "admin.py", "tasks.py")
_WRITES = frozenset(
    {
        "save", "asave", "create", "acreate", "delete", "adelete", "update_or_create",
        "get_or_create", "bulk_create", "bulk_update", "abulk_create", "save_form_data",
    }
)  # fmt: skip


def _files(*folders: str) -> Iterator[Path]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT)


def _tree(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


def _doors() -> list[Path]:
    return [path for path in _files(*ROOMS) if len(path.parts) > 1 and path.parts[1] in _DOORS]


def _writing_calls(tree: ast.AST) -> list[str]:
    return [
        f"line {node.lineno}: .{node.func.attr}()"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and (node.func.attr in _WRITES or _is_update_of_rows(node))
    ]


def _is_update_of_rows(call: ast.Call) -> bool:
    """Tell a queryset's update, which names columns, from a dictionary's or a digest's."""
    return getattr(call.func, "attr", "") == "update" and bool(call.keywords)


def _statements(function: ast.FunctionDef) -> list[ast.stmt]:
    """The body without its docstring."""
    return [
        statement
        for statement in function.body
        if not (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant))
    ]


@pytest.mark.parametrize("path", list(_files(*ROOMS, "tests")), ids=str)
def test_a_file_fits_in_three_hundred_lines(path: Path) -> None:
    lines = len((ROOT / path).read_text(encoding="utf-8").splitlines())

    assert lines <= _LONGEST_FILE


@pytest.mark.parametrize("path", _doors(), ids=str)
def test_a_door_never_writes(path: Path) -> None:
    assert _writing_calls(_tree(path)) == []


@pytest.mark.parametrize("path", [p for p in _files(*ROOMS) if p.name == "tasks.py"], ids=str)
def test_a_task_is_one_call_long(path: Path) -> None:
    functions = [node for node in _tree(path).body if isinstance(node, ast.FunctionDef)]

    too_long = [node.name for node in functions if len(_statements(node)) != 1]

    assert too_long == []


@pytest.mark.parametrize("path", [p for p in _files(*ROOMS) if "rules" in p.parts], ids=str)
def test_rules_import_nothing_of_django(path: Path) -> None:
    imported = {
        name
        for node in ast.walk(_tree(path))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }

    assert {name for name in imported if name.split(".")[0] in {"django", "celery"}} == set()


def test_every_package_of_a_room_has_a_plate() -> None:
    bare = [
        str(path)
        for path in _files(*ROOMS)
        if path.name == "__init__.py" and ast.get_docstring(_tree(path)) is None
    ]

    assert bare == []


@pytest.mark.parametrize(
    "source", ["incident.save()", "Incident.objects.create(a=1)", "rows.filter(a=1).update(b=2)"]
)
def test_the_guard_of_doors_bites(source: str) -> None:
    assert _writing_calls(ast.parse(source))
