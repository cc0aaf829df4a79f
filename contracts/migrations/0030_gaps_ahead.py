"""Gaps in duty rosters are told once, before they come."""

import django.db.models.fields.json
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0029_departures'),
    ]

    operations = [
        migrations.AlterField(
            model_name='contractevent',
            name='kind',
            field=models.CharField(choices=[('configuration.registered', 'Configuration registered'), ('revision.proposed', 'Revision proposed'), ('revision.signed', 'Revision signed'), ('revision.in_force', 'Revision in force'), ('revision.refused', 'Revision refused'), ('revision.withdrawn', 'Revision withdrawn'), ('revision.commented', 'Comment on a revision'), ('revision.answer_overdue', 'Answer to a change notice overdue'), ('configuration.placed', 'Configuration under another contract'), ('configuration.retired', 'Configuration retired'), ('support_number.issued', 'Support number issued'), ('support_number.revoked', 'Support number revoked'), ('terms.proposed', 'Terms proposed'), ('terms.approved', 'Terms approved by a vendor'), ('terms.agreed', 'Terms approved by both vendors'), ('terms.refused', 'Terms refused'), ('terms.withdrawn', 'Terms withdrawn'), ('terms.rescission_asked', 'Rescission of terms asked for'), ('terms.rescission_taken_back', 'Rescission taken back'), ('terms.rescinded', 'Terms rescinded by both vendors'), ('guarantee.requested', 'Guarantee asked for'), ('guarantee.answered', 'Guarantee request answered'), ('guarantee.refused', 'Guarantee request refused'), ('guarantee.withdrawn', 'Guarantee request withdrawn'), ('contract.fee_shared', 'Fee shared among systems'), ('underpinning.proposed', 'Underpinning targets proposed'), ('underpinning.agreed', 'Underpinning targets agreed by both vendors'), ('underpinning.ended', 'Underpinning targets refused or withdrawn'), ('token.issued', 'Access token issued'), ('token.revoked', 'Access token revoked'), ('roster.opened', 'Duty roster opened'), ('roster.rotation_added', 'Rotation added to a duty roster'), ('roster.rotation_ended', 'Rotation of a duty roster ended'), ('roster.overridden', 'Duty given to somebody else'), ('roster.override_cancelled', 'Change of duty cancelled'), ('roster.swap_asked', 'Swap of duty asked for'), ('roster.swap_accepted', 'Swap of duty accepted'), ('roster.swap_declined', 'Swap of duty declined'), ('roster.swap_withdrawn', 'Swap of duty withdrawn'), ('roster.gap_ahead', 'Gap in a duty roster ahead'), ('roster.note_left', 'Hand-over note left'), ('duty_feed.issued', 'Calendar link issued'), ('duty_feed.revoked', 'Calendar link revoked')], max_length=40, verbose_name='kind'),
        ),
        migrations.AddConstraint(
            model_name='contractevent',
            constraint=models.UniqueConstraint(django.db.models.fields.json.KeyTextTransform('roster', 'detail'), django.db.models.fields.json.KeyTextTransform('begins_at', 'detail'), condition=models.Q(('kind', 'roster.gap_ahead')), name='gap_ahead_said_once_per_roster_and_instant'),
        ),
    ]
