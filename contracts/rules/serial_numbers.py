"""When two serial numbers are the same: labels print them in groups, people leave the gaps out."""


def same_serial(text: str) -> str:
    """Return a serial number by its letters and digits alone, in capitals, to compare it by."""
    return "".join(letter for letter in text.upper() if letter.isalnum())
