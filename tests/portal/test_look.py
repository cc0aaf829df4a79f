"""The sheet, the sprite and the templates hold together; nothing is inline."""

import gzip
import re
from itertools import chain
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.ROOT)
SHEET = ROOT / "portal/static/portal/portal.css"
SPRITE = ROOT / "portal/static/portal/sprite.svg"
SCRIPT = ROOT / "portal/static/portal/portal.js"
ROOMS = ("contracts", "tickets", "escalation", "portal")
TEMPLATES = sorted(
    chain.from_iterable((ROOT / room).rglob("templates/**/*.html") for room in ROOMS)
)
CSS = SHEET.read_text(encoding="utf-8")
TOKENS = {
    name: (light, dark)
    for name, light, dark in re.findall(
        r"--([a-z0-9-]+):\s*light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", CSS
    )
}
TEXT, GRAPHIC = 4.5, 3.0
GROUNDS = ("bg", "surface", "sunken")
PARTIES = ("manufacturer", "publisher", "client")
STATES = ("crit", "warn", "ok")
PAIRS = [
    *((ink, ground, TEXT) for ink in ("text", "muted", "accent") for ground in GROUNDS),
    *((name, f"{name}-tint", TEXT) for name in (*PARTIES, *STATES, "accent")),
    *((name, "surface", TEXT) for name in (*PARTIES, *STATES)),
    *((f"{name}-fill", "surface", GRAPHIC) for name in PARTIES),
    *((f"{name}-fill", "bg", GRAPHIC) for name in STATES),
    *(("line-strong", ground, GRAPHIC) for ground in GROUNDS),
    ("on-accent", "accent-fill", TEXT),
    ("on-accent", "accent-fill-hover", TEXT),
    ("on-crit", "crit-fill", TEXT),
]


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_every_pair_of_colours_can_be_read_by_day_and_by_night(
    ink: str, ground: str, least: float
) -> None:
    for ink_colour, ground_colour in zip(TOKENS[ink], TOKENS[ground], strict=True):
        assert contrast(ink_colour, ground_colour) >= least


def test_no_property_is_used_that_is_not_defined() -> None:
    used = set(re.findall(r"var\((--[a-z0-9-]+)", CSS + SPRITE.read_text(encoding="utf-8")))
    defined = set(re.findall(r"(--[a-z0-9-]+)\s*:", CSS))

    assert used - defined == set()


def test_the_sheet_names_no_vendor() -> None:
    assert not re.search(r"compaq|microsoft|\bhp\b", CSS, re.IGNORECASE)


def test_sheet_and_script_keep_to_their_weight() -> None:
    assert len(gzip.compress(SHEET.read_bytes(), 9)) <= 12 * 1024
    assert len(gzip.compress(SCRIPT.read_bytes(), 9)) <= 8 * 1024


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_has_an_inline_style_or_script(template: Path) -> None:
    source = template.read_text(encoding="utf-8")

    assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"|hx-on|javascript:", source)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", source))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_icon_is_in_the_sprite(template: Path) -> None:
    drawn = set(re.findall(r'id="i-([a-z-]+)"', SPRITE.read_text(encoding="utf-8")))
    asked = set(re.findall(r'{% (?:icon|empty) "([a-z-]+)"', template.read_text(encoding="utf-8")))

    assert asked - drawn == set()
