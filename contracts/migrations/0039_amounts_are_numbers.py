"""An amount that is no number is greater than any in PostgreSQL: nothing promised is such a one."""

from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0038_notes_beside_other_months'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='terms',
            constraint=models.CheckConstraint(condition=models.Q(('monthly_fee__lt', Decimal('10000000000')), models.Q(('annual_cap__isnull', True), ('annual_cap__lt', Decimal('10000000000')), _connector='OR')), name='terms_amounts_are_numbers'),
        ),
    ]
