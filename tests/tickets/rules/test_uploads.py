import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.rules.uploads import NAME_LENGTH, is_allowed, safe_name


@pytest.mark.parametrize("name", ["app.evt", "MEMORY.DMP", "journal.tar.gz", "écran.PNG", "a.zip"])
def test_what_support_work_needs_is_taken(name: str) -> None:
    assert is_allowed(name)


@pytest.mark.parametrize(
    "name",
    ["fix.exe", "a.html", "a.svg", "run.bat", "x.js", "noextension", "a.png.vbs", ".zip", "a.zip "],
)
def test_what_a_browser_or_a_desk_would_run_is_not(name: str) -> None:
    assert not is_allowed(name)


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("C:\\WINNT\\app.evt", "app.evt"),
        ("../../etc/passwd", "passwd"),
        ("re\x00po\nrt.txt", "report.txt"),
        ("", "file"),
        ("..", "file"),
        ("/", "file"),
        ("   ", "file"),
    ],
)
def test_a_name_is_kept_without_its_dangers(given_name: str, kept: str) -> None:
    assert safe_name(given_name) == kept


@given(st.text(max_size=400))
def test_a_kept_name_is_short_printable_and_no_path(name: str) -> None:
    kept = safe_name(name)

    assert 0 < len(kept) <= NAME_LENGTH
    assert kept.isprintable()
    assert "/" not in kept
    assert "\\" not in kept
    assert kept not in {".", ".."}
    assert safe_name(kept) == kept


def test_a_long_name_keeps_its_extension() -> None:
    assert safe_name("x" * 500 + ".evt").endswith("x.evt")


def test_a_name_that_is_all_extension_is_cut_too() -> None:
    assert len(safe_name("a." + "x" * 500)) == NAME_LENGTH
