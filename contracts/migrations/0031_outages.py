"""Outages, whose they were, and maintenance; what the database refuses of them."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.fields.json
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models


GUARDS = """
CREATE FUNCTION contracts_outage_keeps_its_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
        OR TG_OP = 'INSERT' AND NEW.version <> 0
        OR TG_OP = 'UPDATE' AND (
            NEW.version NOT IN (OLD.version, OLD.version + 1)
            OR OLD.shared_at IS NOT NULL AND NEW.shared_at IS DISTINCT FROM OLD.shared_at
            OR (NEW.configuration_id, NEW.reference, NEW.source, NEW.recorded_at,
                NEW.recorded_by_id)
            IS DISTINCT FROM
               (OLD.configuration_id, OLD.reference, OLD.source, OLD.recorded_at,
                OLD.recorded_by_id)
        )
    THEN
        RAISE EXCEPTION 'an outage keeps its history'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER outage_keeps_its_history
    BEFORE INSERT OR UPDATE OR DELETE ON contracts_outage
    FOR EACH ROW EXECUTE FUNCTION contracts_outage_keeps_its_history();

-- a version is written whole before the outage names it, and never after
CREATE FUNCTION contracts_segments_are_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' OR NEW.version <> (
        SELECT version + 1 FROM contracts_outage WHERE id = NEW.outage_id
    ) THEN
        RAISE EXCEPTION 'a version of an outage is written once'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER segments_are_written_once
    BEFORE INSERT OR UPDATE OR DELETE ON contracts_outagesegment
    FOR EACH ROW EXECUTE FUNCTION contracts_segments_are_written_once();

CREATE FUNCTION contracts_outage_is_its_segments() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    outage contracts_outage%ROWTYPE;
    whole record;
BEGIN
    SELECT * INTO outage FROM contracts_outage WHERE id = NEW.id;
    SELECT min(begins_at) AS begins_at,
        CASE WHEN bool_and(ends_at IS NOT NULL) THEN max(ends_at) END AS ends_at,
        bool_and(follows) AS is_one,
        bool_or(is_unknown OR manufacturer IS NULL) AS is_open
    INTO whole FROM (
        SELECT *, begins_at = lag(ends_at, 1, begins_at) OVER (ORDER BY begins_at) AS follows
        FROM contracts_outagesegment
        WHERE outage_id = outage.id AND version = outage.version
    ) AS segment;
    IF (outage.begins_at, outage.ends_at) IS DISTINCT FROM (whole.begins_at, whole.ends_at)
        OR NOT whole.is_one
    THEN
        RAISE EXCEPTION 'an outage is one stretch, as long as its segments'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF outage.state = 'agreed' AND whole.is_open THEN
        RAISE EXCEPTION 'of an agreed outage every second is somebody''s'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER outage_is_its_segments
    AFTER INSERT OR UPDATE ON contracts_outage
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION contracts_outage_is_its_segments();

CREATE FUNCTION contracts_round_is_a_vendors() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        RAISE EXCEPTION 'a round about responsibility never changes'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.kind <> 'deemed' AND NOT EXISTS (
        SELECT 1
        FROM contracts_outage AS outage
        JOIN contracts_configuration AS configuration
            ON configuration.id = outage.configuration_id
        JOIN contracts_contract AS contract ON contract.id = configuration.contract_id
        JOIN contracts_agreement AS agreement ON agreement.id = contract.agreement_id
        JOIN contracts_user AS person ON person.id = NEW.by_id
        WHERE outage.id = NEW.outage_id
            AND person.organisation_id = NEW.organisation_id
            AND (
                NEW.kind <> 'countered' AND NEW.organisation_id = agreement.manufacturer_id
                OR NEW.kind <> 'proposed' AND NEW.organisation_id = agreement.publisher_id
            )
            AND (NEW.kind NOT IN ('offered', 'settled') OR person.role = 'manager')
    ) THEN
        RAISE EXCEPTION 'a round about responsibility is of one of the two vendors'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER round_is_a_vendors
    BEFORE INSERT OR UPDATE OR DELETE ON contracts_responsibilityround
    FOR EACH ROW EXECUTE FUNCTION contracts_round_is_a_vendors();

CREATE FUNCTION contracts_maintenance_keeps_its_word() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
        OR OLD.state <> 'proposed' AND (NEW.state, NEW.accepted_at, NEW.ended_at, NEW.ended_by_id,
            NEW.reason) IS DISTINCT FROM (OLD.state, OLD.accepted_at, OLD.ended_at,
            OLD.ended_by_id, OLD.reason)
            AND NOT (OLD.state = 'accepted' AND NEW.state = 'withdrawn')
        OR (NEW.configuration_id, NEW.begins_at, NEW.ends_at, NEW.note, NEW.notice_days,
            NEW.is_announced_in_time, NEW.proposed_at, NEW.proposed_by_id, NEW.author_id)
        IS DISTINCT FROM
           (OLD.configuration_id, OLD.begins_at, OLD.ends_at, OLD.note, OLD.notice_days,
            OLD.is_announced_in_time, OLD.proposed_at, OLD.proposed_by_id, OLD.author_id)
    THEN
        RAISE EXCEPTION 'proposed maintenance keeps its word'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER maintenance_keeps_its_word
    BEFORE UPDATE OR DELETE ON contracts_maintenance
    FOR EACH ROW EXECUTE FUNCTION contracts_maintenance_keeps_its_word();

CREATE FUNCTION contracts_maintenance_suits_all() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state = 'accepted' AND (
        SELECT count(*)
        FROM contracts_maintenanceacceptance AS word
        JOIN contracts_configuration AS configuration
            ON configuration.id = NEW.configuration_id
        JOIN contracts_contract AS contract ON contract.id = configuration.contract_id
        JOIN contracts_agreement AS agreement ON agreement.id = contract.agreement_id
        WHERE word.maintenance_id = NEW.id AND word.organisation_id IN (
            agreement.manufacturer_id, agreement.publisher_id, configuration.client_id
        )
    ) < 3 THEN
        RAISE EXCEPTION 'accepted maintenance suits both vendors and the client'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER maintenance_suits_all
    AFTER INSERT OR UPDATE OF state ON contracts_maintenance
    DEFERRABLE INITIALLY IMMEDIATE
    FOR EACH ROW EXECUTE FUNCTION contracts_maintenance_suits_all();

CREATE FUNCTION contracts_acceptance_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' OR NOT EXISTS (
        SELECT 1
        FROM contracts_maintenance AS maintenance
        JOIN contracts_configuration AS configuration
            ON configuration.id = maintenance.configuration_id
        JOIN contracts_contract AS contract ON contract.id = configuration.contract_id
        JOIN contracts_agreement AS agreement ON agreement.id = contract.agreement_id
        JOIN contracts_user AS person ON person.id = NEW.accepted_by_id
        WHERE maintenance.id = NEW.maintenance_id
            AND person.organisation_id = NEW.organisation_id
            AND NEW.organisation_id IN (
                agreement.manufacturer_id, agreement.publisher_id, configuration.client_id
            )
    ) THEN
        RAISE EXCEPTION 'an acceptance of maintenance is a party''s, and stands'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER acceptance_of_maintenance_stands
    BEFORE INSERT OR UPDATE OR DELETE ON contracts_maintenanceacceptance
    FOR EACH ROW EXECUTE FUNCTION contracts_acceptance_stands();

CREATE FUNCTION contracts_terms_keep_their_rules_of_outages() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'terms that were offered keep their word'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER terms_keep_their_rules_of_outages
    BEFORE UPDATE ON contracts_terms
    FOR EACH ROW WHEN (
        OLD.state <> 'draft'
        AND (NEW.maintenance_notice_days, NEW.responsibility_days, NEW.is_silence_agreement,
            NEW.degraded_is_outage)
        IS DISTINCT FROM
           (OLD.maintenance_notice_days, OLD.responsibility_days, OLD.is_silence_agreement,
            OLD.degraded_is_outage)
    )
    EXECUTE FUNCTION contracts_terms_keep_their_rules_of_outages();
"""

UNDO = """
DROP FUNCTION IF EXISTS contracts_outage_keeps_its_history() CASCADE;
DROP FUNCTION IF EXISTS contracts_segments_are_written_once() CASCADE;
DROP FUNCTION IF EXISTS contracts_outage_is_its_segments() CASCADE;
DROP FUNCTION IF EXISTS contracts_round_is_a_vendors() CASCADE;
DROP FUNCTION IF EXISTS contracts_maintenance_keeps_its_word() CASCADE;
DROP FUNCTION IF EXISTS contracts_maintenance_suits_all() CASCADE;
DROP FUNCTION IF EXISTS contracts_acceptance_stands() CASCADE;
DROP FUNCTION IF EXISTS contracts_terms_keep_their_rules_of_outages() CASCADE;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0030_gaps_ahead'),
    ]

    operations = [
        migrations.CreateModel(
            name='Maintenance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('begins_at', models.DateTimeField(verbose_name='begins')),
                ('ends_at', models.DateTimeField(verbose_name='ends')),
                ('note', models.TextField(verbose_name='what is done')),
                ('state', models.CharField(choices=[('proposed', 'Proposed'), ('accepted', 'Accepted by all'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn')], default='proposed', max_length=9, verbose_name='state')),
                ('notice_days', models.PositiveSmallIntegerField(help_text='By the contract, when it was proposed.', verbose_name='days to announce it before')),
                ('is_announced_in_time', models.BooleanField(verbose_name='announced in time')),
                ('proposed_at', models.DateTimeField(verbose_name='proposed')),
                ('accepted_at', models.DateTimeField(blank=True, null=True, verbose_name='accepted by all')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='refused or withdrawn')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
            ],
            options={
                'verbose_name': 'maintenance',
                'verbose_name_plural': 'maintenance',
                'ordering': ['-begins_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='MaintenanceAcceptance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('accepted_at', models.DateTimeField(verbose_name='accepted')),
            ],
            options={
                'verbose_name': 'acceptance of maintenance',
                'verbose_name_plural': 'acceptances of maintenance',
                'ordering': ['accepted_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Outage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(blank=True, help_text='Of the incident that made it; nothing, if recorded otherwise.', max_length=20, verbose_name='incident')),
                ('source', models.CharField(choices=[('incident', 'Incident'), ('hand', 'Recorded by hand'), ('monitoring', 'Monitoring')], max_length=10, verbose_name='source')),
                ('state', models.CharField(choices=[('recorded', 'Nothing proposed yet'), ('proposed', 'Waits for the publisher'), ('countered', 'Waits for the manufacturer'), ('to_settle', 'To be settled by a manager of each'), ('agreed', 'Agreed'), ('void', 'Was no outage')], default='recorded', max_length=9, verbose_name='state')),
                ('version', models.PositiveIntegerField(default=0, verbose_name='version of the segments')),
                ('begins_at', models.DateTimeField(verbose_name='begins')),
                ('ends_at', models.DateTimeField(blank=True, null=True, verbose_name='ends')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded')),
                ('answer_by', models.DateTimeField(blank=True, null=True, verbose_name='answer expected by')),
                ('shared_at', models.DateTimeField(blank=True, help_text='From the first proposal of more than 0 % to it on.', null=True, verbose_name='shown to the publisher since')),
                ('agreed_at', models.DateTimeField(blank=True, null=True, verbose_name='agreed')),
            ],
            options={
                'verbose_name': 'outage',
                'ordering': ['-begins_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='OutageSegment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(verbose_name='version')),
                ('begins_at', models.DateTimeField(verbose_name='begins')),
                ('ends_at', models.DateTimeField(blank=True, null=True, verbose_name='ends')),
                ('manufacturer', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='manufacturer’s percent')),
                ('publisher', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='publisher’s percent')),
                ('client', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='client’s percent')),
                ('third_party', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='third parties’ percent')),
                ('is_unknown', models.BooleanField(default=False, help_text='Whether the service was down is not known, and must be settled.', verbose_name='not known')),
            ],
            options={
                'verbose_name': 'segment of an outage',
                'verbose_name_plural': 'segments of outages',
                'ordering': ['outage', 'version', 'begins_at'],
            },
        ),
        migrations.CreateModel(
            name='ResponsibilityRound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='round')),
                ('kind', models.CharField(choices=[('proposed', 'Proposed'), ('countered', 'Countered'), ('accepted', 'Accepted'), ('offered', 'A manager’s word to settle'), ('settled', 'Settled'), ('deemed', 'Deemed agreed')], max_length=9, verbose_name='kind')),
                ('version', models.PositiveIntegerField(verbose_name='version of the segments')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('evidence', models.TextField(blank=True, verbose_name='evidence')),
                ('events', models.JSONField(blank=True, default=list, verbose_name='lines of the timeline')),
            ],
            options={
                'verbose_name': 'round about responsibility',
                'verbose_name_plural': 'rounds about responsibility',
                'ordering': ['outage', 'number'],
            },
        ),
        migrations.AddField(
            model_name='terms',
            name='degraded_is_outage',
            field=models.BooleanField(default=False, verbose_name='what works badly counts as an outage'),
        ),
        migrations.AddField(
            model_name='terms',
            name='is_silence_agreement',
            field=models.BooleanField(default=False, verbose_name='responsibility deemed agreed without an answer'),
        ),
        migrations.AddField(
            model_name='terms',
            name='maintenance_notice_days',
            field=models.PositiveSmallIntegerField(default=5, verbose_name='days to announce maintenance before'),
        ),
        migrations.AddField(
            model_name='terms',
            name='responsibility_days',
            field=models.PositiveSmallIntegerField(default=10, verbose_name='days to answer a proposal of responsibility'),
        ),
        migrations.AlterField(
            model_name='contractevent',
            name='kind',
            field=models.CharField(choices=[('configuration.registered', 'Configuration registered'), ('revision.proposed', 'Revision proposed'), ('revision.signed', 'Revision signed'), ('revision.in_force', 'Revision in force'), ('revision.refused', 'Revision refused'), ('revision.withdrawn', 'Revision withdrawn'), ('revision.commented', 'Comment on a revision'), ('revision.answer_overdue', 'Answer to a change notice overdue'), ('configuration.placed', 'Configuration under another contract'), ('configuration.retired', 'Configuration retired'), ('support_number.issued', 'Support number issued'), ('support_number.revoked', 'Support number revoked'), ('terms.proposed', 'Terms proposed'), ('terms.approved', 'Terms approved by a vendor'), ('terms.agreed', 'Terms approved by both vendors'), ('terms.refused', 'Terms refused'), ('terms.withdrawn', 'Terms withdrawn'), ('terms.rescission_asked', 'Rescission of terms asked for'), ('terms.rescission_taken_back', 'Rescission taken back'), ('terms.rescinded', 'Terms rescinded by both vendors'), ('guarantee.requested', 'Guarantee asked for'), ('guarantee.answered', 'Guarantee request answered'), ('guarantee.refused', 'Guarantee request refused'), ('guarantee.withdrawn', 'Guarantee request withdrawn'), ('contract.fee_shared', 'Fee shared among systems'), ('underpinning.proposed', 'Underpinning targets proposed'), ('underpinning.agreed', 'Underpinning targets agreed by both vendors'), ('underpinning.ended', 'Underpinning targets refused or withdrawn'), ('token.issued', 'Access token issued'), ('token.revoked', 'Access token revoked'), ('roster.opened', 'Duty roster opened'), ('roster.rotation_added', 'Rotation added to a duty roster'), ('roster.rotation_ended', 'Rotation of a duty roster ended'), ('roster.overridden', 'Duty given to somebody else'), ('roster.override_cancelled', 'Change of duty cancelled'), ('roster.swap_asked', 'Swap of duty asked for'), ('roster.swap_accepted', 'Swap of duty accepted'), ('roster.swap_declined', 'Swap of duty declined'), ('roster.swap_withdrawn', 'Swap of duty withdrawn'), ('roster.gap_ahead', 'Gap in a duty roster ahead'), ('roster.note_left', 'Hand-over note left'), ('duty_feed.issued', 'Calendar link issued'), ('duty_feed.revoked', 'Calendar link revoked'), ('outage.recorded', 'Outage recorded'), ('outage.corrected', 'Interval of an outage corrected'), ('outage.voided', 'Outage taken back'), ('responsibility.proposed', 'Responsibility proposed'), ('responsibility.countered', 'Responsibility countered'), ('responsibility.offered', 'A manager’s word on responsibility'), ('responsibility.agreed', 'Responsibility agreed'), ('responsibility.reminded', 'Answer on responsibility due soon'), ('maintenance.proposed', 'Maintenance proposed'), ('maintenance.accepted', 'Maintenance accepted by a party'), ('maintenance.agreed', 'Maintenance accepted by all'), ('maintenance.ended', 'Maintenance refused or withdrawn')], max_length=40, verbose_name='kind'),
        ),
        migrations.AddConstraint(
            model_name='contractevent',
            constraint=models.UniqueConstraint(django.db.models.fields.json.KeyTextTransform('outage', 'detail'), django.db.models.fields.json.KeyTextTransform('round', 'detail'), condition=models.Q(('kind', 'responsibility.reminded')), name='responsibility_reminded_once_per_round'),
        ),
        migrations.AddField(
            model_name='maintenance',
            name='author',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.organisation', verbose_name='whose proposal'),
        ),
        migrations.AddField(
            model_name='maintenance',
            name='configuration',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='maintenance', to='contracts.configuration', verbose_name='configuration'),
        ),
        migrations.AddField(
            model_name='maintenance',
            name='ended_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ended by'),
        ),
        migrations.AddField(
            model_name='maintenance',
            name='proposed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='proposed by'),
        ),
        migrations.AddField(
            model_name='maintenanceacceptance',
            name='accepted_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='accepted by'),
        ),
        migrations.AddField(
            model_name='maintenanceacceptance',
            name='maintenance',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acceptances', to='contracts.maintenance', verbose_name='maintenance'),
        ),
        migrations.AddField(
            model_name='maintenanceacceptance',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.organisation', verbose_name='organisation'),
        ),
        migrations.AddField(
            model_name='outage',
            name='configuration',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outages', to='contracts.configuration', verbose_name='configuration'),
        ),
        migrations.AddField(
            model_name='outage',
            name='recorded_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by'),
        ),
        migrations.AddField(
            model_name='outagesegment',
            name='outage',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='segments', to='contracts.outage', verbose_name='outage'),
        ),
        migrations.AddField(
            model_name='responsibilityround',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by whom'),
        ),
        migrations.AddField(
            model_name='responsibilityround',
            name='organisation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.organisation', verbose_name='organisation'),
        ),
        migrations.AddField(
            model_name='responsibilityround',
            name='outage',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rounds', to='contracts.outage', verbose_name='outage'),
        ),
        migrations.AddIndex(
            model_name='maintenance',
            index=models.Index(fields=['configuration', 'begins_at'], name='maintenance_of_a_configuration'),
        ),
        migrations.AddConstraint(
            model_name='maintenance',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'accepted', 'refused', 'withdrawn'])), name='maintenance_is_in_a_known_state'),
        ),
        migrations.AddConstraint(
            model_name='maintenance',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('begins_at'))), name='maintenance_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='maintenance',
            constraint=models.CheckConstraint(condition=models.Q(('note', ''), _negated=True), name='maintenance_says_what_is_done'),
        ),
        migrations.AddConstraint(
            model_name='maintenance',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('accepted_at__isnull', False), ('state', 'accepted')), models.Q(models.Q(('state', 'accepted'), _negated=True), ('accepted_at', None)), _connector='OR'), name='maintenance_accepted_at_some_time'),
        ),
        migrations.AddConstraint(
            model_name='maintenance',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('ended_by__isnull', False), ('state__in', ['refused', 'withdrawn']), models.Q(('reason', ''), _negated=True)), models.Q(models.Q(('state__in', ['refused', 'withdrawn']), _negated=True), ('ended_at', None), ('ended_by', None), ('reason', '')), _connector='OR'), name='maintenance_ended_by_somebody_with_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='maintenanceacceptance',
            constraint=models.UniqueConstraint(fields=('maintenance', 'organisation'), name='maintenance_accepted_once_by_each'),
        ),
        migrations.AddIndex(
            model_name='outage',
            index=models.Index(fields=['configuration', 'begins_at'], name='outages_of_a_configuration'),
        ),
        migrations.AddIndex(
            model_name='outage',
            index=models.Index(condition=models.Q(('answer_by__isnull', False)), fields=['answer_by'], name='outages_to_be_answered'),
        ),
        migrations.AddConstraint(
            model_name='outage',
            constraint=models.UniqueConstraint(condition=models.Q(('reference', ''), _negated=True), fields=('reference',), name='one_outage_per_incident'),
        ),
        migrations.AddConstraint(
            model_name='outage',
            constraint=models.CheckConstraint(condition=models.Q(('source__in', ['incident', 'hand', 'monitoring']), ('state__in', ['recorded', 'proposed', 'countered', 'to_settle', 'agreed', 'void'])), name='outage_is_of_a_known_kind'),
        ),
        migrations.AddConstraint(
            model_name='outage',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('source', 'incident'), models.Q(('reference', ''), _negated=True)), models.Q(models.Q(('source', 'incident'), _negated=True), ('reference', '')), _connector='OR'), name='outage_of_an_incident_names_it'),
        ),
        migrations.AddConstraint(
            model_name='outage',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__isnull', True), ('ends_at__gt', models.F('begins_at')), _connector='OR'), name='outage_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='outage',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('agreed_at__isnull', False), ('ends_at__isnull', False), ('state', 'agreed')), models.Q(models.Q(('state', 'agreed'), _negated=True), ('agreed_at', None)), _connector='OR'), name='outage_agreed_at_some_time_once_over'),
        ),
        migrations.AddConstraint(
            model_name='outage',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer_by__isnull', False), ('state__in', ['proposed', 'countered'])), models.Q(models.Q(('state__in', ['proposed', 'countered']), _negated=True), ('answer_by', None)), _connector='OR'), name='outage_waits_for_an_answer_until_some_time'),
        ),
        migrations.AddConstraint(
            model_name='outagesegment',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func(models.F('outage_id'), models.F('outage_id'), models.Value('[]'), function='int8range'), '&&'), (models.Func(models.F('version'), models.F('version'), models.Value('[]'), function='int4range'), '&&'), (models.Func(models.F('begins_at'), models.F('ends_at'), django.contrib.postgres.fields.ranges.RangeBoundary(), function='tstzrange', output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField()), '&&')], name='segments_of_an_outage_do_not_overlap'),
        ),
        migrations.AddConstraint(
            model_name='outagesegment',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__isnull', True), ('ends_at__gt', models.F('begins_at')), _connector='OR'), name='outage_segment_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='outagesegment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('client', None), ('manufacturer', None), ('publisher', None), ('third_party', None)), models.Q(models.Q(('manufacturer', None), ('publisher', None), ('client', None), ('third_party', None), _connector='OR', _negated=True), ('client__range', (0, 100)), ('manufacturer__range', (0, 100)), ('publisher__range', (0, 100)), ('third_party__range', (0, 100))), _connector='OR'), name='responsibility_is_of_all_or_nobody'),
        ),
        migrations.AddConstraint(
            model_name='outagesegment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('client', None), ('manufacturer', None), ('publisher', None), ('third_party', None)), django.db.models.lookups.Exact(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('manufacturer'), '+', models.F('publisher')), '+', models.F('client')), '+', models.F('third_party')), models.Value(100)), _connector='OR'), name='responsibility_sums_to_a_hundred'),
        ),
        migrations.AddConstraint(
            model_name='outagesegment',
            constraint=models.CheckConstraint(condition=models.Q(('is_unknown', False), models.Q(('client', None), ('manufacturer', None), ('publisher', None), ('third_party', None)), _connector='OR'), name='unknown_stretch_is_nobodys'),
        ),
        migrations.AddConstraint(
            model_name='responsibilityround',
            constraint=models.UniqueConstraint(fields=('outage', 'number'), name='responsibility_round_numbered_once'),
        ),
        migrations.AddConstraint(
            model_name='responsibilityround',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['proposed', 'countered', 'accepted', 'offered', 'settled', 'deemed'])), name='responsibility_round_is_of_a_known_kind'),
        ),
        migrations.AddConstraint(
            model_name='responsibilityround',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('by', None), ('kind', 'deemed'), ('organisation', None)), models.Q(models.Q(('kind', 'deemed'), _negated=True), ('by__isnull', False), ('organisation__isnull', False)), _connector='OR'), name='responsibility_round_is_somebodys_unless_deemed'),
        ),
        migrations.RunSQL(GUARDS, UNDO),
    ]
