"""Words that people give with what they do: a reason, a cause, a note; one length for all."""

from django.utils.translation import gettext_lazy

from contracts.rules.refusal import Invalid

WORDS_LENGTH = 5_000
TOO_LONG = gettext_lazy("This text is too long: %(limit_value)s characters at most.")
"""Its gap has the name that Django's own validator fills, so that forms say the same."""


def stated(text: str, field: str, *, missing: str) -> str:
    """Return what somebody has to say, without the blanks around it.

    :raises Invalid: nothing, or too much; told beside the field.
    """
    words = stated_if_any(text, field)
    if not words:
        raise Invalid(missing, errors={field: [missing]})
    return words


def stated_if_any(text: str, field: str) -> str:
    """Return what somebody may leave out.

    :raises Invalid: too much; told beside the field.
    """
    words = text.strip()
    if len(words) > WORDS_LENGTH:
        sentence = str(TOO_LONG) % {"limit_value": WORDS_LENGTH}
        raise Invalid(sentence, errors={field: [sentence]})
    return words
