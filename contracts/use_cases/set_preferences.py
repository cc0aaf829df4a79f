"""Set how the portal speaks to a person: language, time zone, looks, name and phone."""

from django.utils.translation import gettext as _

from contracts.choices import Language, Theme
from contracts.models import User
from contracts.models.time_zone import is_time_zone
from contracts.rules.refusal import Invalid


class PreferenceUnknown(Invalid):
    """Not one of the languages, time zones or looks that there are."""

    code = "preference-unknown"


def set_preferences(
    user: User, *, language: str, time_zone: str, theme: str, name: str, phone: str
) -> User:
    """Keep a person's own preferences; nobody sets another's.

    :raises PreferenceUnknown: a language, a time zone or a theme that does not exist.
    """
    if theme not in Theme.values:
        raise _unknown("theme", _("This look does not exist."))
    if not is_time_zone(time_zone):
        raise _unknown("time_zone", _("This time zone does not exist."))
    _see_that_it_is_spoken(language)
    user.language, user.time_zone, user.theme = language, time_zone, theme
    user.name, user.phone = name.strip(), phone.strip()
    user.save(update_fields=["language", "time_zone", "theme", "name", "phone"])
    return user


def set_language(user: User, *, language: str) -> User:
    """Keep the language in which a person wants to be spoken to.

    :raises PreferenceUnknown: the portal does not speak it.
    """
    _see_that_it_is_spoken(language)
    user.language = language
    user.save(update_fields=["language"])
    return user


def _see_that_it_is_spoken(language: str) -> None:
    if language not in Language.values:
        raise _unknown("language", _("The portal does not speak this language."))


def _unknown(field: str, sentence: str) -> PreferenceUnknown:
    return PreferenceUnknown(sentence, errors={field: [sentence]})
