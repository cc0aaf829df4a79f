"""A system bears a share of its contract’s fee only once it is given one."""

from django.db import migrations, models

BEARS_NOTHING = "UPDATE contracts_configuration SET fee_share = 0 WHERE first_proposed_at IS NULL;"


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0019_serials_however_grouped'),
    ]

    operations = [
        migrations.RunSQL(BEARS_NOTHING, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name='configuration',
            name='fee_share',
            field=models.DecimalField(decimal_places=6, default=0, max_digits=7, verbose_name='share of the contract’s fee'),
        ),
        migrations.AlterField(
            model_name='contractevent',
            name='kind',
            field=models.CharField(choices=[('configuration.registered', 'Configuration registered'), ('revision.proposed', 'Revision proposed'), ('revision.signed', 'Revision signed'), ('revision.in_force', 'Revision in force'), ('revision.refused', 'Revision refused'), ('revision.withdrawn', 'Revision withdrawn'), ('revision.commented', 'Comment on a revision'), ('revision.answer_overdue', 'Answer to a change notice overdue'), ('configuration.placed', 'Configuration under another contract'), ('configuration.retired', 'Configuration retired'), ('support_number.issued', 'Support number issued'), ('support_number.revoked', 'Support number revoked'), ('terms.proposed', 'Terms proposed'), ('terms.approved', 'Terms approved by a vendor'), ('terms.agreed', 'Terms approved by both vendors'), ('terms.refused', 'Terms refused'), ('terms.withdrawn', 'Terms withdrawn'), ('guarantee.requested', 'Guarantee asked for'), ('guarantee.answered', 'Guarantee request answered'), ('guarantee.refused', 'Guarantee request refused'), ('guarantee.withdrawn', 'Guarantee request withdrawn'), ('contract.fee_shared', 'Fee shared among systems'), ('token.issued', 'Access token issued'), ('token.revoked', 'Access token revoked')], max_length=40, verbose_name='kind'),
        ),
    ]
