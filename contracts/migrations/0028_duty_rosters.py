"""Duty rosters of vendors: rotations, changes, notes, calendar links; who was on duty stays."""

import contracts.models.time_zone
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

GUARDS = """
CREATE FUNCTION contracts_roster_is_of_a_vendor() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.agreement_id, NEW.organisation_id, NEW.level)
        IS DISTINCT FROM (OLD.agreement_id, OLD.organisation_id, OLD.level) THEN
        RAISE EXCEPTION 'a roster stays that of its vendor and level'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM contracts_agreement AS agreement
        WHERE agreement.id = NEW.agreement_id
            AND NEW.organisation_id IN (agreement.manufacturer_id, agreement.publisher_id)
    ) THEN
        RAISE EXCEPTION 'a roster is of one of the two vendors of its agreement'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER roster_is_of_a_vendor
    BEFORE INSERT OR UPDATE ON contracts_roster
    FOR EACH ROW EXECUTE FUNCTION contracts_roster_is_of_a_vendor();

-- every argument is a column that names somebody
CREATE FUNCTION contracts_duty_is_of_the_vendors_people() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    vendor bigint;
    who bigint;
BEGIN
    IF TG_TABLE_NAME = 'contracts_turn' THEN
        SELECT roster.organisation_id INTO vendor FROM contracts_roster AS roster
            JOIN contracts_rotation AS rotation ON rotation.roster_id = roster.id
            WHERE rotation.id = NEW.rotation_id;
    ELSE
        SELECT organisation_id INTO vendor FROM contracts_roster WHERE id = NEW.roster_id;
    END IF;
    FOR position IN 0 .. TG_NARGS - 1 LOOP
        who := (to_jsonb(NEW) ->> TG_ARGV[position])::bigint;
        IF NOT EXISTS (
            SELECT 1 FROM contracts_user AS person
            WHERE person.id = who AND person.organisation_id = vendor AND person.is_active
        ) THEN
            RAISE EXCEPTION 'on duty are active people of the vendor whose roster it is'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END LOOP;
    RETURN NEW;
END $$;
CREATE TRIGGER turn_is_of_the_vendors_people
    BEFORE INSERT OR UPDATE OF person_id, rotation_id ON contracts_turn
    FOR EACH ROW EXECUTE FUNCTION contracts_duty_is_of_the_vendors_people('person_id');
CREATE TRIGGER override_is_of_the_vendors_people
    BEFORE INSERT OR UPDATE OF person_id, roster_id ON contracts_rosteroverride
    FOR EACH ROW EXECUTE FUNCTION contracts_duty_is_of_the_vendors_people('person_id');
CREATE TRIGGER swap_is_of_the_vendors_people
    BEFORE INSERT OR UPDATE OF asked_by_id, colleague_id, roster_id ON contracts_dutyswap
    FOR EACH ROW EXECUTE FUNCTION
        contracts_duty_is_of_the_vendors_people('asked_by_id', 'colleague_id');
CREATE TRIGGER note_is_of_the_vendors_people
    BEFORE INSERT ON contracts_handovernote
    FOR EACH ROW EXECUTE FUNCTION contracts_duty_is_of_the_vendors_people('by_id');

CREATE FUNCTION contracts_duty_that_was_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'contracts_rotation' AND
        to_jsonb(NEW) - 'ends_at' = to_jsonb(OLD) - 'ends_at' THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'contracts_rosteroverride' AND
        to_jsonb(NEW) - 'cancelled_at' - 'cancelled_by_id'
            = to_jsonb(OLD) - 'cancelled_at' - 'cancelled_by_id'
        AND to_jsonb(OLD) ->> 'cancelled_at' IS NULL THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'who was on duty stays as it was'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER rotation_stays
    BEFORE UPDATE OR DELETE ON contracts_rotation
    FOR EACH ROW EXECUTE FUNCTION contracts_duty_that_was_stays();
CREATE TRIGGER turn_stays
    BEFORE UPDATE OR DELETE ON contracts_turn
    FOR EACH ROW EXECUTE FUNCTION contracts_duty_that_was_stays();
CREATE TRIGGER override_stays
    BEFORE UPDATE OR DELETE ON contracts_rosteroverride
    FOR EACH ROW EXECUTE FUNCTION contracts_duty_that_was_stays();
CREATE TRIGGER note_stays
    BEFORE UPDATE OR DELETE ON contracts_handovernote
    FOR EACH ROW EXECUTE FUNCTION contracts_duty_that_was_stays();
"""
UNGUARDED = """
DROP TRIGGER note_stays ON contracts_handovernote;
DROP TRIGGER override_stays ON contracts_rosteroverride;
DROP TRIGGER turn_stays ON contracts_turn;
DROP TRIGGER rotation_stays ON contracts_rotation;
DROP FUNCTION contracts_duty_that_was_stays();
DROP TRIGGER note_is_of_the_vendors_people ON contracts_handovernote;
DROP TRIGGER swap_is_of_the_vendors_people ON contracts_dutyswap;
DROP TRIGGER override_is_of_the_vendors_people ON contracts_rosteroverride;
DROP TRIGGER turn_is_of_the_vendors_people ON contracts_turn;
DROP FUNCTION contracts_duty_is_of_the_vendors_people();
DROP TRIGGER roster_is_of_a_vendor ON contracts_roster;
DROP FUNCTION contracts_roster_is_of_a_vendor();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0027_underpinnings'),
    ]

    operations = [
        migrations.AlterField(
            model_name='contractevent',
            name='kind',
            field=models.CharField(choices=[('configuration.registered', 'Configuration registered'), ('revision.proposed', 'Revision proposed'), ('revision.signed', 'Revision signed'), ('revision.in_force', 'Revision in force'), ('revision.refused', 'Revision refused'), ('revision.withdrawn', 'Revision withdrawn'), ('revision.commented', 'Comment on a revision'), ('revision.answer_overdue', 'Answer to a change notice overdue'), ('configuration.placed', 'Configuration under another contract'), ('configuration.retired', 'Configuration retired'), ('support_number.issued', 'Support number issued'), ('support_number.revoked', 'Support number revoked'), ('terms.proposed', 'Terms proposed'), ('terms.approved', 'Terms approved by a vendor'), ('terms.agreed', 'Terms approved by both vendors'), ('terms.refused', 'Terms refused'), ('terms.withdrawn', 'Terms withdrawn'), ('terms.rescission_asked', 'Rescission of terms asked for'), ('terms.rescission_taken_back', 'Rescission taken back'), ('terms.rescinded', 'Terms rescinded by both vendors'), ('guarantee.requested', 'Guarantee asked for'), ('guarantee.answered', 'Guarantee request answered'), ('guarantee.refused', 'Guarantee request refused'), ('guarantee.withdrawn', 'Guarantee request withdrawn'), ('contract.fee_shared', 'Fee shared among systems'), ('underpinning.proposed', 'Underpinning targets proposed'), ('underpinning.agreed', 'Underpinning targets agreed by both vendors'), ('underpinning.ended', 'Underpinning targets refused or withdrawn'), ('token.issued', 'Access token issued'), ('token.revoked', 'Access token revoked'), ('roster.opened', 'Duty roster opened'), ('roster.rotation_added', 'Rotation added to a duty roster'), ('roster.rotation_ended', 'Rotation of a duty roster ended'), ('roster.overridden', 'Duty given to somebody else'), ('roster.override_cancelled', 'Change of duty cancelled'), ('roster.swap_asked', 'Swap of duty asked for'), ('roster.swap_accepted', 'Swap of duty accepted'), ('roster.swap_declined', 'Swap of duty declined'), ('roster.swap_withdrawn', 'Swap of duty withdrawn'), ('roster.note_left', 'Hand-over note left'), ('duty_feed.issued', 'Calendar link issued'), ('duty_feed.revoked', 'Calendar link revoked')], max_length=40, verbose_name='kind'),
        ),
        migrations.CreateModel(
            name='Roster',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.PositiveSmallIntegerField(help_text='Of the agreement’s escalation; 0 for the duty managers.', verbose_name='level')),
                ('time_zone', models.CharField(max_length=50, validators=[contracts.models.time_zone.known_time_zone], verbose_name='time zone')),
                ('created_at', models.DateTimeField(verbose_name='opened')),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rosters', to='contracts.agreement', verbose_name='agreement')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rosters', to='contracts.organisation', verbose_name='organisation')),
            ],
            options={
                'verbose_name': 'duty roster',
                'verbose_name_plural': 'duty rosters',
                'ordering': ['agreement__reference', 'level'],
            },
        ),
        migrations.CreateModel(
            name='HandoverNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('text', models.TextField(verbose_name='note')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('roster', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='contracts.roster')),
            ],
            options={
                'verbose_name': 'hand-over note',
                'ordering': ['roster', '-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='DutyFeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('hint', models.CharField(editable=False, max_length=12, verbose_name='begins with')),
                ('created_at', models.DateTimeField(verbose_name='created')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='revoked')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='duty_feeds', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('roster', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='feeds', to='contracts.roster')),
            ],
            options={
                'verbose_name': 'calendar link',
                'verbose_name_plural': 'calendar links',
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='RosterOverride',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('begins_at', models.DateTimeField(verbose_name='from')),
                ('ends_at', models.DateTimeField(verbose_name='until')),
                ('reason', models.TextField(verbose_name='reason')),
                ('entered_at', models.DateTimeField(verbose_name='entered')),
                ('cancelled_at', models.DateTimeField(blank=True, null=True, verbose_name='cancelled')),
                ('cancelled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('roster', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='overrides', to='contracts.roster')),
            ],
            options={
                'verbose_name': 'change of duty',
                'verbose_name_plural': 'changes of duty',
                'ordering': ['roster', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='DutySwap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('begins_at', models.DateTimeField(verbose_name='from')),
                ('ends_at', models.DateTimeField(verbose_name='until')),
                ('reason', models.TextField(verbose_name='reason')),
                ('asked_at', models.DateTimeField(verbose_name='asked')),
                ('state', models.CharField(choices=[('asked', 'Waits for an answer'), ('accepted', 'Accepted'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn')], default='asked', max_length=9, verbose_name='state')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who asks')),
                ('colleague', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='colleague')),
                ('roster', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='swaps', to='contracts.roster')),
                ('override', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='swap', to='contracts.rosteroverride')),
            ],
            options={
                'verbose_name': 'swap of duty',
                'verbose_name_plural': 'swaps of duty',
                'ordering': ['roster', 'begins_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Rotation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('time_zone', models.CharField(max_length=50, validators=[contracts.models.time_zone.known_time_zone], verbose_name='time zone')),
                ('cycle', models.CharField(choices=[('weekly', 'Every week'), ('daily', 'Every day')], max_length=6, verbose_name='hand-over')),
                ('weekday', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='weekday')),
                ('handover', models.PositiveSmallIntegerField(verbose_name='hand-over time')),
                ('hours_start', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='on duty from')),
                ('hours_end', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='on duty until')),
                ('starts_on', models.DateField(verbose_name='first turn from')),
                ('begins_at', models.DateTimeField(verbose_name='counts from')),
                ('ends_at', models.DateTimeField(blank=True, null=True, verbose_name='counts until')),
                ('roster', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rotations', to='contracts.roster')),
            ],
            options={
                'verbose_name': 'rotation',
                'ordering': ['roster', 'position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Turn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('rotation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='turns', to='contracts.rotation')),
            ],
            options={
                'verbose_name': 'turn',
                'ordering': ['rotation', 'position'],
            },
        ),
        migrations.AddConstraint(
            model_name='roster',
            constraint=models.UniqueConstraint(fields=('agreement', 'organisation', 'level'), name='one_roster_per_agreement_vendor_and_level'),
        ),
        migrations.AddIndex(
            model_name='rosteroverride',
            index=models.Index(fields=['roster', 'ends_at'], name='override_by_its_end'),
        ),
        migrations.AddConstraint(
            model_name='rosteroverride',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('begins_at'))), name='override_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='rosteroverride',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cancelled_at__isnull', True), ('cancelled_by__isnull', True)), models.Q(('cancelled_at__isnull', False), ('cancelled_by__isnull', False)), _connector='OR'), name='override_cancelled_by_somebody_at_some_time'),
        ),
        migrations.AddConstraint(
            model_name='dutyswap',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('begins_at'))), name='swap_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='dutyswap',
            constraint=models.CheckConstraint(condition=models.Q(('colleague', models.F('asked_by')), _negated=True), name='swap_is_between_two_people'),
        ),
        migrations.AddConstraint(
            model_name='dutyswap',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('state', 'asked')), models.Q(models.Q(('state', 'asked'), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='swap_answered_at_some_time'),
        ),
        migrations.AddConstraint(
            model_name='dutyswap',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('override__isnull', False), ('state', 'accepted')), models.Q(models.Q(('state', 'accepted'), _negated=True), ('override__isnull', True)), _connector='OR'), name='swap_accepted_is_an_override'),
        ),
        migrations.AddConstraint(
            model_name='rotation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cycle', 'weekly'), ('weekday__isnull', False), ('weekday__range', (0, 6))), models.Q(('cycle', 'daily'), ('weekday__isnull', True)), _connector='OR'), name='rotation_hands_over_on_a_weekday_if_weekly'),
        ),
        migrations.AddConstraint(
            model_name='rotation',
            constraint=models.CheckConstraint(condition=models.Q(('handover__lt', 1440)), name='rotation_hands_over_within_a_day'),
        ),
        migrations.AddConstraint(
            model_name='rotation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('hours_end__isnull', True), ('hours_start__isnull', True)), models.Q(('hours_end__gt', models.F('hours_start')), ('hours_end__lte', django.db.models.expressions.CombinedExpression(models.F('hours_start'), '+', models.Value(1440))), ('hours_start__isnull', False), ('hours_start__lt', 1440)), _connector='OR'), name='rotation_is_on_duty_for_some_of_a_day'),
        ),
        migrations.AddConstraint(
            model_name='rotation',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__isnull', True), ('ends_at__gte', models.F('begins_at')), _connector='OR'), name='rotation_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='turn',
            constraint=models.UniqueConstraint(fields=('rotation', 'position'), name='one_turn_at_each_place_of_a_rotation'),
        ),
        migrations.RunSQL(GUARDS, UNGUARDED),
    ]
