"""The publisher’s promise to the manufacturer, agreed by both; what the database refuses of it."""

import datetime
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

GUARDS = """
CREATE FUNCTION contracts_underpinning_keeps_its_word() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'draft' AND (
        TG_OP = 'DELETE'
        OR NEW.state = 'draft'
        OR (OLD.state <> 'proposed' AND NEW.state <> OLD.state)
        OR (OLD.in_force IS NOT NULL AND (
            NEW.in_force IS NULL OR lower(NEW.in_force) <> lower(OLD.in_force)
            OR (NEW.in_force <> OLD.in_force AND NOT upper_inf(OLD.in_force))
        ))
        OR (OLD.state <> 'proposed' AND
            (NEW.agreed_at, NEW.agreed_by_id, NEW.ended_at, NEW.ended_by_id, NEW.reason)
            IS DISTINCT FROM
            (OLD.agreed_at, OLD.agreed_by_id, OLD.ended_at, OLD.ended_by_id, OLD.reason))
        OR (NEW.agreement_id, NEW.number, NEW.valid_from, NEW.coverage_id, NEW.note,
            NEW.proposed_at, NEW.proposed_by_id, NEW.author_id)
        IS DISTINCT FROM
           (OLD.agreement_id, OLD.number, OLD.valid_from, OLD.coverage_id, OLD.note,
            OLD.proposed_at, OLD.proposed_by_id, OLD.author_id)
    ) THEN
        RAISE EXCEPTION 'underpinning targets that were proposed keep their word'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER underpinning_keeps_its_word
    BEFORE UPDATE OR DELETE ON contracts_underpinning
    FOR EACH ROW EXECUTE FUNCTION contracts_underpinning_keeps_its_word();

CREATE FUNCTION contracts_underpinning_is_of_both() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    vendors bigint[];
BEGIN
    SELECT ARRAY[manufacturer_id, publisher_id] INTO vendors
        FROM contracts_agreement WHERE id = NEW.agreement_id;
    IF TG_OP = 'INSERT' AND NOT EXISTS (
        SELECT 1 FROM contracts_user AS person
        WHERE person.id = NEW.proposed_by_id AND person.role = 'manager'
            AND person.organisation_id = NEW.author_id AND NEW.author_id = ANY(vendors)
    ) OR NEW.state = 'agreed' AND (TG_OP = 'INSERT' OR OLD.state <> 'agreed') AND NOT EXISTS (
        SELECT 1 FROM contracts_user AS person
        WHERE person.id = NEW.agreed_by_id AND person.role = 'manager'
            AND person.id <> NEW.proposed_by_id
            AND person.organisation_id <> NEW.author_id
            AND person.organisation_id = ANY(vendors)
    ) THEN
        RAISE EXCEPTION 'underpinning targets are of a manager of each of the two vendors'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER underpinning_is_of_both
    BEFORE INSERT OR UPDATE ON contracts_underpinning
    FOR EACH ROW EXECUTE FUNCTION contracts_underpinning_is_of_both();

CREATE FUNCTION contracts_underpinning_is_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_target bigint[] := ARRAY[]::bigint[];
    of_hours bigint[] := ARRAY[]::bigint[];
BEGIN
    IF TG_TABLE_NAME = 'contracts_underpinningtarget' THEN
        of_target := ARRAY[OLD.underpinning_id, NEW.underpinning_id];
    ELSIF TG_TABLE_NAME = 'contracts_coverage' THEN
        of_hours := ARRAY[OLD.id];
    ELSE
        of_hours := ARRAY[OLD.coverage_id, NEW.coverage_id];
    END IF;
    IF EXISTS (
        SELECT 1 FROM contracts_underpinning
        WHERE (id = ANY(of_target) OR coverage_id = ANY(of_hours)) AND state <> 'draft'
    ) THEN
        RAISE EXCEPTION 'what was proposed in underpinning targets never changes'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER underpinning_targets_never_change
    BEFORE INSERT OR UPDATE OR DELETE ON contracts_underpinningtarget
    FOR EACH ROW EXECUTE FUNCTION contracts_underpinning_is_sealed();
CREATE TRIGGER underpinning_hours_never_change
    BEFORE UPDATE OR DELETE ON contracts_coverage
    FOR EACH ROW EXECUTE FUNCTION contracts_underpinning_is_sealed();
CREATE TRIGGER underpinning_windows_never_change
    BEFORE INSERT OR UPDATE OR DELETE ON contracts_coveragewindow
    FOR EACH ROW EXECUTE FUNCTION contracts_underpinning_is_sealed();
CREATE TRIGGER underpinning_exceptions_never_change
    BEFORE INSERT OR UPDATE OR DELETE ON contracts_coverageexception
    FOR EACH ROW EXECUTE FUNCTION contracts_underpinning_is_sealed();
"""

UNDO = """
DROP FUNCTION IF EXISTS contracts_underpinning_keeps_its_word() CASCADE;
DROP FUNCTION IF EXISTS contracts_underpinning_is_of_both() CASCADE;
DROP FUNCTION IF EXISTS contracts_underpinning_is_sealed() CASCADE;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0026_coverage_exceptions'),
    ]

    operations = [
        migrations.AlterField(
            model_name='contractevent',
            name='kind',
            field=models.CharField(choices=[('configuration.registered', 'Configuration registered'), ('revision.proposed', 'Revision proposed'), ('revision.signed', 'Revision signed'), ('revision.in_force', 'Revision in force'), ('revision.refused', 'Revision refused'), ('revision.withdrawn', 'Revision withdrawn'), ('revision.commented', 'Comment on a revision'), ('revision.answer_overdue', 'Answer to a change notice overdue'), ('configuration.placed', 'Configuration under another contract'), ('configuration.retired', 'Configuration retired'), ('support_number.issued', 'Support number issued'), ('support_number.revoked', 'Support number revoked'), ('terms.proposed', 'Terms proposed'), ('terms.approved', 'Terms approved by a vendor'), ('terms.agreed', 'Terms approved by both vendors'), ('terms.refused', 'Terms refused'), ('terms.withdrawn', 'Terms withdrawn'), ('terms.rescission_asked', 'Rescission of terms asked for'), ('terms.rescission_taken_back', 'Rescission taken back'), ('terms.rescinded', 'Terms rescinded by both vendors'), ('guarantee.requested', 'Guarantee asked for'), ('guarantee.answered', 'Guarantee request answered'), ('guarantee.refused', 'Guarantee request refused'), ('guarantee.withdrawn', 'Guarantee request withdrawn'), ('contract.fee_shared', 'Fee shared among systems'), ('underpinning.proposed', 'Underpinning targets proposed'), ('underpinning.agreed', 'Underpinning targets agreed by both vendors'), ('underpinning.ended', 'Underpinning targets refused or withdrawn'), ('token.issued', 'Access token issued'), ('token.revoked', 'Access token revoked')], max_length=40, verbose_name='kind'),
        ),
        migrations.CreateModel(
            name='Underpinning',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='version')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('proposed', 'Proposed'), ('agreed', 'Agreed'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn')], default='draft', max_length=9, verbose_name='state')),
                ('valid_from', models.DateField(verbose_name='valid from')),
                ('in_force', django.contrib.postgres.fields.ranges.DateRangeField(blank=True, null=True, verbose_name='in force')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('proposed_at', models.DateTimeField(verbose_name='proposed')),
                ('agreed_at', models.DateTimeField(blank=True, null=True, verbose_name='agreed')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='refused or withdrawn')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('agreed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='agreed by')),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='underpinnings', to='contracts.agreement', verbose_name='agreement')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.organisation', verbose_name='whose proposal')),
                ('coverage', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.coverage', verbose_name='coverage')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ended by')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='proposed by')),
            ],
            options={
                'verbose_name': 'underpinning targets',
                'verbose_name_plural': 'underpinning targets',
                'ordering': ['agreement', 'number'],
            },
        ),
        migrations.CreateModel(
            name='UnderpinningTarget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('impact', models.CharField(choices=[('outage', 'Everything is down'), ('degraded', 'It works badly'), ('at_risk', 'It works, but it is at risk'), ('question', 'I have a question')], max_length=8, verbose_name='impact')),
                ('respond_within', models.DurationField(verbose_name='respond within')),
                ('restore_within', models.DurationField(blank=True, null=True, verbose_name='restore within')),
                ('round_the_clock', models.BooleanField(default=False, help_text='Whatever the hours of these targets are.', verbose_name='round the clock')),
                ('underpinning', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='targets', to='contracts.underpinning', verbose_name='underpinning targets')),
            ],
            options={
                'verbose_name': 'underpinning target',
                'ordering': ['underpinning', 'respond_within'],
            },
        ),
        migrations.AddConstraint(
            model_name='underpinning',
            constraint=models.UniqueConstraint(fields=('agreement', 'number'), name='underpinning_numbered_once'),
        ),
        migrations.AddConstraint(
            model_name='underpinning',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('agreement',), name='one_open_underpinning_per_agreement'),
        ),
        migrations.AddConstraint(
            model_name='underpinning',
            constraint=models.UniqueConstraint(fields=('coverage',), name='underpinning_has_its_own_hours'),
        ),
        migrations.AddConstraint(
            model_name='underpinning',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func(models.F('agreement_id'), models.F('agreement_id'), models.Value('[]'), function='int8range'), '&&'), ('in_force', '&&')], name='one_underpinning_on_any_day'),
        ),
        migrations.AddConstraint(
            model_name='underpinning',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('agreed_at__isnull', False), ('agreed_by__isnull', False), ('in_force__isnull', False), ('state', 'agreed')), models.Q(models.Q(('state', 'agreed'), _negated=True), ('agreed_at', None), ('agreed_by', None), ('in_force', None)), _connector='OR'), name='underpinning_agreed_by_somebody_at_some_time'),
        ),
        migrations.AddConstraint(
            model_name='underpinning',
            constraint=models.CheckConstraint(condition=models.Q(('in_force__isnull', True), models.Q(('in_force__isempty', False), ('in_force__startswith', models.F('valid_from'))), _connector='OR'), name='underpinning_holds_from_its_day'),
        ),
        migrations.AddConstraint(
            model_name='underpinning',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('ended_by__isnull', False), ('state__in', ['refused', 'withdrawn']), models.Q(('reason', ''), _negated=True)), models.Q(models.Q(('state__in', ['refused', 'withdrawn']), _negated=True), ('ended_at', None), ('ended_by', None), ('reason', '')), _connector='OR'), name='underpinning_ended_by_somebody_with_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='underpinningtarget',
            constraint=models.UniqueConstraint(fields=('underpinning', 'impact'), name='one_underpinning_target_per_impact'),
        ),
        migrations.AddConstraint(
            model_name='underpinningtarget',
            constraint=models.CheckConstraint(condition=models.Q(('respond_within__gt', datetime.timedelta(0)), models.Q(('restore_within__isnull', True), ('restore_within__gte', models.F('respond_within')), _connector='OR')), name='underpinning_target_leaves_some_time'),
        ),
        migrations.RunSQL(GUARDS, UNDO),
    ]
