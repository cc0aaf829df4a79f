"""What may stand in a field that names a country or a currency."""

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

country_code = RegexValidator(r"^[A-Z]{2}\Z", _("Two capital letters: FR, BE."))
currency_code = RegexValidator(r"^[A-Z]{3}\Z", _("Three capital letters: EUR."))
