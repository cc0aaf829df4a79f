"""How reliable products are, how parts stand by, and what a proposed revision can hold."""

import datetime
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


# as its items: what stands by and the figure are written while the revision is a draft
GUARDS = """
CREATE TRIGGER redundancies_never_change
    BEFORE INSERT OR UPDATE OR DELETE ON contracts_redundancy
    FOR EACH ROW EXECUTE FUNCTION contracts_items_never_change();
CREATE TRIGGER attainable_never_changes
    BEFORE INSERT OR UPDATE OR DELETE ON contracts_attainable
    FOR EACH ROW EXECUTE FUNCTION contracts_items_never_change();
"""

UNDO = """
DROP TRIGGER IF EXISTS redundancies_never_change ON contracts_redundancy;
DROP TRIGGER IF EXISTS attainable_never_changes ON contracts_attainable;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0033_lasting_outages'),
    ]

    operations = [
        migrations.AlterField(
            model_name='contractevent',
            name='kind',
            field=models.CharField(choices=[('configuration.registered', 'Configuration registered'), ('revision.proposed', 'Revision proposed'), ('revision.signed', 'Revision signed'), ('revision.in_force', 'Revision in force'), ('revision.refused', 'Revision refused'), ('revision.withdrawn', 'Revision withdrawn'), ('revision.commented', 'Comment on a revision'), ('revision.answer_overdue', 'Answer to a change notice overdue'), ('configuration.placed', 'Configuration under another contract'), ('configuration.retired', 'Configuration retired'), ('support_number.issued', 'Support number issued'), ('support_number.revoked', 'Support number revoked'), ('terms.proposed', 'Terms proposed'), ('terms.approved', 'Terms approved by a vendor'), ('terms.agreed', 'Terms approved by both vendors'), ('terms.refused', 'Terms refused'), ('terms.withdrawn', 'Terms withdrawn'), ('terms.rescission_asked', 'Rescission of terms asked for'), ('terms.rescission_taken_back', 'Rescission taken back'), ('terms.rescinded', 'Terms rescinded by both vendors'), ('guarantee.requested', 'Guarantee asked for'), ('guarantee.answered', 'Guarantee request answered'), ('guarantee.refused', 'Guarantee request refused'), ('guarantee.withdrawn', 'Guarantee request withdrawn'), ('contract.fee_shared', 'Fee shared among systems'), ('underpinning.proposed', 'Underpinning targets proposed'), ('underpinning.agreed', 'Underpinning targets agreed by both vendors'), ('underpinning.ended', 'Underpinning targets refused or withdrawn'), ('statement.issued', 'Statement issued'), ('statement.paid', 'Statement paid to the client'), ('statement.reimbursed', 'Statement reimbursed by the publisher'), ('statement.contested', 'Line of a statement contested'), ('statement.contest_decided', 'Contest of a line decided'), ('statement.corrected', 'Correction of a statement issued'), ('ledger.reversed', 'Entry of the ledger reversed'), ('contract.annual_cap_reached', 'Annual cap of penalties reached'), ('contract.month_over', 'Month over, its statement can be drawn up'), ('token.issued', 'Access token issued'), ('token.revoked', 'Access token revoked'), ('roster.opened', 'Duty roster opened'), ('roster.rotation_added', 'Rotation added to a duty roster'), ('roster.rotation_ended', 'Rotation of a duty roster ended'), ('roster.overridden', 'Duty given to somebody else'), ('roster.override_cancelled', 'Change of duty cancelled'), ('roster.swap_asked', 'Swap of duty asked for'), ('roster.swap_accepted', 'Swap of duty accepted'), ('roster.swap_declined', 'Swap of duty declined'), ('roster.swap_withdrawn', 'Swap of duty withdrawn'), ('roster.gap_ahead', 'Gap in a duty roster ahead'), ('roster.note_left', 'Hand-over note left'), ('duty_feed.issued', 'Calendar link issued'), ('duty_feed.revoked', 'Calendar link revoked'), ('product.reliability_stated', 'Reliability of a product stated'), ('outage.recorded', 'Outage recorded'), ('outage.corrected', 'Interval of an outage corrected'), ('outage.voided', 'Outage taken back'), ('responsibility.proposed', 'Responsibility proposed'), ('responsibility.countered', 'Responsibility countered'), ('responsibility.offered', 'A manager’s word on responsibility'), ('responsibility.agreed', 'Responsibility agreed'), ('responsibility.reminded', 'Answer on responsibility due soon'), ('maintenance.proposed', 'Maintenance proposed'), ('maintenance.accepted', 'Maintenance accepted by a party'), ('maintenance.agreed', 'Maintenance accepted by all'), ('maintenance.ended', 'Maintenance refused or withdrawn')], max_length=40, verbose_name='kind'),
        ),
        migrations.CreateModel(
            name='Attainable',
            fields=[
                ('revision', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='attainable', serialize=False, to='contracts.revision', verbose_name='revision')),
                ('reckoned_at', models.DateTimeField(verbose_name='reckoned')),
                ('reason', models.CharField(blank=True, choices=[('nothing', 'It has no items yet.'), ('no_figures', 'How often some products fail is not known.'), ('no_terms', 'Its contract promises nothing yet.'), ('never_covered', 'Its contract has no hours in the year that follows.'), ('too_much', 'It has too many parts, or they fail too often, to be reckoned.')], max_length=13, verbose_name='why there is no figure')),
                ('missing', models.JSONField(default=list, verbose_name='products without figures')),
                ('method', models.CharField(blank=True, choices=[('closed', 'In closed form'), ('simulated', 'By simulation')], max_length=9, verbose_name='method')),
                ('availability', models.DecimalField(decimal_places=6, max_digits=9, null=True, verbose_name='attainable availability')),
                ('least', models.DecimalField(decimal_places=6, max_digits=9, null=True, verbose_name='at least')),
                ('most', models.DecimalField(decimal_places=6, max_digits=9, null=True, verbose_name='at most')),
                ('target', models.DecimalField(decimal_places=4, max_digits=7, null=True, verbose_name='availability target in percent')),
                ('weakest', models.CharField(blank=True, max_length=400, verbose_name='weakest item')),
                ('yearly_penalty', models.DecimalField(decimal_places=2, max_digits=14, null=True, verbose_name='expected yearly penalty')),
                ('penalty_least', models.DecimalField(decimal_places=2, max_digits=14, null=True, verbose_name='at least')),
                ('penalty_most', models.DecimalField(decimal_places=2, max_digits=14, null=True, verbose_name='at most')),
                ('detail', models.JSONField(default=dict, verbose_name='in detail')),
            ],
            options={
                'verbose_name': 'attainable availability',
                'verbose_name_plural': 'attainable availabilities',
                'ordering': ['revision'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('availability__isnull', False), ('least__isnull', False), ('most__isnull', False), ('reason', ''), ('target__isnull', False), ('yearly_penalty__isnull', False), models.Q(('method', ''), _negated=True)), models.Q(models.Q(('reason', ''), _negated=True), ('availability', None), ('least', None), ('most', None), ('yearly_penalty', None)), _connector='OR'), name='attainable_is_reckoned_or_says_why_not'), models.CheckConstraint(condition=models.Q(('availability__isnull', True), models.Q(('availability__lte', models.F('most')), ('least__gte', 0), ('least__lte', models.F('availability')), ('most__lte', 100)), _connector='OR'), name='attainable_lies_in_its_interval')],
            },
        ),
        migrations.CreateModel(
            name='Reliability',
            fields=[
                ('product', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='reliability', serialize=False, to='contracts.product', verbose_name='product')),
                ('mtbf_hours', models.PositiveIntegerField(help_text='On average from the end of a repair to the next failure.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100000000)], verbose_name='MTBF in hours')),
                ('mttr', models.DurationField(help_text='How long a repair takes once somebody has started.', validators=[django.core.validators.MinValueValidator(datetime.timedelta(0)), django.core.validators.MaxValueValidator(datetime.timedelta(days=366))], verbose_name='MTTR, hands on')),
                ('source', models.CharField(blank=True, help_text='Where the figures come from.', max_length=200, verbose_name='source')),
            ],
            options={
                'verbose_name': 'reliability of a product',
                'verbose_name_plural': 'reliability of products',
                'ordering': ['product'],
                'constraints': [models.CheckConstraint(condition=models.Q(('mtbf_hours__gte', 1), ('mtbf_hours__lte', 100000000), ('mttr__gte', datetime.timedelta(0)), ('mttr__lte', datetime.timedelta(days=366))), name='reliability_is_possible')],
            },
        ),
        migrations.CreateModel(
            name='Redundancy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('needed', models.PositiveIntegerField(help_text='0 where the service does without.', verbose_name='needed')),
                ('failover', models.DurationField(default=datetime.timedelta, verbose_name='failover')),
                ('revision', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='redundancies', to='contracts.revision', verbose_name='revision')),
            ],
            options={
                'verbose_name': 'redundancy',
                'verbose_name_plural': 'redundancies',
                'ordering': ['revision', 'id'],
                'constraints': [models.UniqueConstraint(fields=('revision', 'name'), name='one_redundancy_per_revision_and_group'), models.CheckConstraint(condition=models.Q(('failover__gte', datetime.timedelta(0))), name='redundancy_takes_over_in_some_time')],
            },
        ),
        migrations.RunSQL(GUARDS, UNDO),
    ]
