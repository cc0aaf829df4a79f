"""Makes .mo files out of .po files without gettext's programs."""

from collections.abc import Iterable
from pathlib import Path

import polib


def compile_catalogues(folders: Iterable[Path]) -> list[Path]:
    """Compile each catalogue that is newer than its compiled form; return what was compiled."""
    stale = [
        path
        for folder in folders
        for path in sorted(Path(folder).rglob("*.po"))
        if _is_stale(path, path.with_suffix(".mo"))
    ]
    for path in stale:
        unfinished = path.with_suffix(".mo.new")
        polib.pofile(str(path)).save_as_mofile(str(unfinished))
        unfinished.replace(path.with_suffix(".mo"))
    return stale


def _is_stale(source: Path, compiled: Path) -> bool:
    return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime
