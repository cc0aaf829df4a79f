"""What one vendor asked may be taken back until the other confirms; what both undid stays."""

from django.db import migrations, models

TAKEN_BACK = """
DROP TRIGGER rescission_is_of_both ON contracts_rescission;
CREATE TRIGGER rescission_is_of_both
    BEFORE INSERT OR UPDATE ON contracts_rescission
    FOR EACH ROW EXECUTE FUNCTION contracts_rescission_is_of_both();
CREATE TRIGGER confirmed_rescission_stays
    BEFORE DELETE ON contracts_rescission
    FOR EACH ROW WHEN (OLD.confirmed_at IS NOT NULL)
    EXECUTE FUNCTION contracts_rescission_is_of_both();
"""
NEVER_TAKEN_BACK = """
DROP TRIGGER confirmed_rescission_stays ON contracts_rescission;
DROP TRIGGER rescission_is_of_both ON contracts_rescission;
CREATE TRIGGER rescission_is_of_both
    BEFORE INSERT OR UPDATE OR DELETE ON contracts_rescission
    FOR EACH ROW EXECUTE FUNCTION contracts_rescission_is_of_both();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0022_words_of_the_register'),
    ]

    operations = [
        migrations.AlterField(
            model_name='contractevent',
            name='kind',
            field=models.CharField(choices=[('configuration.registered', 'Configuration registered'), ('revision.proposed', 'Revision proposed'), ('revision.signed', 'Revision signed'), ('revision.in_force', 'Revision in force'), ('revision.refused', 'Revision refused'), ('revision.withdrawn', 'Revision withdrawn'), ('revision.commented', 'Comment on a revision'), ('revision.answer_overdue', 'Answer to a change notice overdue'), ('configuration.placed', 'Configuration under another contract'), ('configuration.retired', 'Configuration retired'), ('support_number.issued', 'Support number issued'), ('support_number.revoked', 'Support number revoked'), ('terms.proposed', 'Terms proposed'), ('terms.approved', 'Terms approved by a vendor'), ('terms.agreed', 'Terms approved by both vendors'), ('terms.refused', 'Terms refused'), ('terms.withdrawn', 'Terms withdrawn'), ('terms.rescission_asked', 'Rescission of terms asked for'), ('terms.rescission_taken_back', 'Rescission taken back'), ('terms.rescinded', 'Terms rescinded by both vendors'), ('guarantee.requested', 'Guarantee asked for'), ('guarantee.answered', 'Guarantee request answered'), ('guarantee.refused', 'Guarantee request refused'), ('guarantee.withdrawn', 'Guarantee request withdrawn'), ('contract.fee_shared', 'Fee shared among systems'), ('token.issued', 'Access token issued'), ('token.revoked', 'Access token revoked')], max_length=40, verbose_name='kind'),
        ),
        migrations.RunSQL(TAKEN_BACK, NEVER_TAKEN_BACK),
    ]
