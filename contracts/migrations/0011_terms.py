"""Dated versions of what a contract promises, each approved by both vendors."""

import datetime

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import contracts.models.coverage
import contracts.models.time_zone


class Migration(migrations.Migration):
    dependencies = [("contracts", "0010_events_of_contracts")]

    operations = [
        migrations.CreateModel(
            name='Approval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('approved_at', models.DateTimeField(verbose_name='approved')),
            ],
            options={
                'verbose_name': 'approval',
                'ordering': ['approved_at'],
            },
        ),
        migrations.CreateModel(
            name='Terms',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='version')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('proposed', 'Proposed'), ('approved', 'Approved'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn')], default='draft', max_length=9, verbose_name='state')),
                ('effective_on', models.DateField(verbose_name='effective from')),
                ('ends_on', models.DateField(blank=True, help_text='Last day.', null=True, verbose_name='contract ends on')),
                ('in_force', django.contrib.postgres.fields.ranges.DateRangeField(blank=True, null=True, verbose_name='in force')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('availability_target', models.DecimalField(decimal_places=4, max_digits=7, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)], verbose_name='availability target in percent')),
                ('monthly_fee', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='monthly fee')),
                ('penalty_cap', models.DecimalField(decimal_places=2, max_digits=5, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)], verbose_name='monthly cap in percent of the fee')),
                ('annual_cap', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name='annual cap')),
                ('contest_days', models.PositiveSmallIntegerField(default=15, verbose_name='days to contest')),
                ('answer_days', models.PositiveSmallIntegerField(default=5, verbose_name='days to answer a change notice')),
                ('pauses_while_waiting', models.BooleanField(default=True, verbose_name='clocks pause while the client is waited for')),
                ('not_restored_within', models.DurationField(help_text='Hours after the restoration.', verbose_name='delay to say that it is not restored')),
                ('proposed_at', models.DateTimeField(verbose_name='proposed')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='refused or withdrawn')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
            ],
            options={
                'verbose_name': 'terms',
                'verbose_name_plural': 'terms',
                'ordering': ['contract', 'number'],
            },
        ),
        migrations.AddField(
            model_name='contract',
            name='approved_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='approved by both vendors'),
        ),
        migrations.AddField(
            model_name='contract',
            name='time_zone',
            field=models.CharField(default='Europe/Paris', help_text='In which its days and months begin.', max_length=50, validators=[contracts.models.time_zone.known_time_zone], verbose_name='time zone'),
        ),
        migrations.AddField(
            model_name='coverage',
            name='without_holidays_of',
            field=models.CharField(blank=True, help_text='A country (BE) or a part of one (DE-BY); empty: holidays count.', max_length=10, validators=[contracts.models.coverage.known_holidays], verbose_name='without the public holidays of'),
        ),
        migrations.AddField(
            model_name='approval',
            name='approved_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='approval',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='contracts.organisation'),
        ),
        migrations.AddField(
            model_name='terms',
            name='contract',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='contracts.contract'),
        ),
        migrations.AddField(
            model_name='terms',
            name='coverage',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='contracts.coverage'),
        ),
        migrations.AddField(
            model_name='terms',
            name='author',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.organisation', verbose_name='whose offer'),
        ),
        migrations.AddField(
            model_name='terms',
            name='ended_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='terms',
            name='proposed_by',
            field=models.ForeignKey(help_text='Nobody, where they were carried over from before versions were kept.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='approval',
            name='terms',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='approvals', to='contracts.terms'),
        ),
        migrations.AddField(
            model_name='penaltyband',
            name='terms',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='bands', to='contracts.terms'),
        ),
        migrations.AddField(
            model_name='target',
            name='terms',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='targets', to='contracts.terms'),
        ),
        migrations.AddConstraint(
            model_name='terms',
            constraint=models.UniqueConstraint(fields=('contract', 'number'), name='terms_numbered_once'),
        ),
        migrations.AddConstraint(
            model_name='terms',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('contract',), name='one_open_offer_per_contract'),
        ),
        migrations.AddConstraint(
            model_name='terms',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func(models.F('contract_id'), models.F('contract_id'), models.Value('[]'), function='int8range'), '&&'), ('in_force', '&&')], name='one_version_of_terms_on_any_day'),
        ),
        migrations.AddConstraint(
            model_name='terms',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('in_force__isnull', False), ('state', 'approved')), models.Q(('in_force__isnull', True), models.Q(('state', 'approved'), _negated=True)), _connector='OR'), name='approved_terms_have_their_days'),
        ),
        migrations.AddConstraint(
            model_name='terms',
            constraint=models.CheckConstraint(condition=models.Q(('in_force__isnull', True), models.Q(('in_force__isempty', False), ('in_force__startswith', models.F('effective_on'))), _connector='OR'), name='terms_hold_from_their_day'),
        ),
        migrations.AddConstraint(
            model_name='terms',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('ended_by__isnull', False), ('state__in', ['refused', 'withdrawn'])), models.Q(models.Q(('state__in', ['refused', 'withdrawn']), _negated=True), ('ended_at', None), ('ended_by', None)), _connector='OR'), name='terms_ended_by_somebody_at_some_time'),
        ),
        migrations.AddConstraint(
            model_name='terms',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='terms_refused_with_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='terms',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('effective_on')), _connector='OR'), name='terms_end_after_they_start'),
        ),
        migrations.AddConstraint(
            model_name='terms',
            constraint=models.CheckConstraint(condition=models.Q(('availability_target__gt', 0), ('availability_target__lte', 100)), name='terms_target_a_possible_availability'),
        ),
        migrations.AddConstraint(
            model_name='terms',
            constraint=models.CheckConstraint(condition=models.Q(('monthly_fee__gte', 0), models.Q(('annual_cap__isnull', True), ('annual_cap__gte', 0), _connector='OR')), name='terms_amounts_are_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='terms',
            constraint=models.CheckConstraint(condition=models.Q(('penalty_cap__gte', 0), ('penalty_cap__lte', 100)), name='terms_cap_at_most_the_whole_fee'),
        ),
        migrations.AddConstraint(
            model_name='terms',
            constraint=models.CheckConstraint(condition=models.Q(('answer_days__gte', 1), ('not_restored_within__gt', datetime.timedelta(0))), name='terms_leave_some_time_to_answer'),
        ),
        migrations.AddConstraint(
            model_name='approval',
            constraint=models.UniqueConstraint(fields=('terms', 'organisation'), name='one_approval_per_vendor'),
        ),
        migrations.AddConstraint(
            model_name='approval',
            constraint=models.UniqueConstraint(fields=('terms', 'approved_by'), name='nobody_approves_for_both_vendors'),
        ),
    ]
