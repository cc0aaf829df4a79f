"""Which files are taken: size, number and type; plain values, so that every door says the same."""

from pathlib import PurePath

MEGABYTE = 1024 * 1024
LARGEST = 25 * MEGABYTE
MOST_FILES = 5
NAME_LENGTH = 200
_LONGEST_SUFFIX = 20

# What support work needs; nothing that a browser would run. Downloads are never shown inline.
_WORDS = (
    "7z bmp cab cfg conf csv dmp doc docx eml etl evt evtx gif gz ini jpeg jpg json log mdmp msg "
    "nfo odt out pcap pdf png rtf tar tgz tif tiff trc txt webp xls xlsx xml zip"
)
ALLOWED = frozenset(_WORDS.split())


def extension_of(name: str) -> str:
    """Return the extension of a file's name, lower case, without the dot."""
    return PurePath(name).suffix.lower().removeprefix(".")


def is_allowed(name: str) -> bool:
    """Tell whether a file of this name is of a type that is taken."""
    return extension_of(name) in ALLOWED


def safe_name(name: str) -> str:
    """Return the name of a file as it is kept: no folders, no control characters, not long."""
    base = PurePath(name.replace("\\", "/")).name
    cleaned = "".join(letter for letter in base if letter.isprintable()).strip()
    if not cleaned.strip("."):
        return "file"
    path = PurePath(cleaned)
    if len(path.suffix) > _LONGEST_SUFFIX:
        return cleaned[:NAME_LENGTH].strip()
    return path.stem[: NAME_LENGTH - len(path.suffix)] + path.suffix
