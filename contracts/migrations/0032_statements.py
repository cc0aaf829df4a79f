"""Statements, their corrections, the ledger: issued documents stay, entries balance."""

import django.core.validators
import django.db.models.deletion
import django.db.models.fields.json
from django.conf import settings
from django.db import migrations, models

GUARDS = """
CREATE FUNCTION contracts_ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER ledger_entry_is_append_only BEFORE UPDATE OR DELETE ON contracts_ledgerentry
    FOR EACH ROW EXECUTE FUNCTION contracts_ledger_is_append_only();
CREATE TRIGGER ledger_posting_is_append_only BEFORE UPDATE OR DELETE ON contracts_ledgerposting
    FOR EACH ROW EXECUTE FUNCTION contracts_ledger_is_append_only();

-- of a statement its state alone goes on; of a contest, once, what was decided
CREATE FUNCTION contracts_issued_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    goes_on text[] := TG_ARGV;
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - goes_on = to_jsonb(OLD) - goes_on THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'what was issued stays as it is (%)', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER statement_stays BEFORE UPDATE OR DELETE ON contracts_statement
    FOR EACH ROW EXECUTE FUNCTION contracts_issued_stays('state');
CREATE TRIGGER statement_line_stays BEFORE UPDATE OR DELETE ON contracts_statementline
    FOR EACH ROW EXECUTE FUNCTION contracts_issued_stays();
CREATE TRIGGER correction_stays BEFORE UPDATE OR DELETE ON contracts_correction
    FOR EACH ROW EXECUTE FUNCTION contracts_issued_stays();
CREATE TRIGGER correction_line_stays BEFORE UPDATE OR DELETE ON contracts_correctionline
    FOR EACH ROW EXECUTE FUNCTION contracts_issued_stays();
CREATE TRIGGER contest_stays BEFORE DELETE ON contracts_contest
    FOR EACH ROW EXECUTE FUNCTION contracts_issued_stays();
CREATE TRIGGER contest_decided_once BEFORE UPDATE ON contracts_contest
    FOR EACH ROW WHEN (OLD.decision <> '') EXECUTE FUNCTION contracts_issued_stays();
CREATE TRIGGER contest_goes_on BEFORE UPDATE ON contracts_contest
    FOR EACH ROW WHEN (OLD.decision = '') EXECUTE FUNCTION
    contracts_issued_stays('decision', 'answer', 'decided_by_id', 'decided_at');

-- the counter's row is locked by whoever issues, so that the greatest number is known
CREATE FUNCTION contracts_number_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    expected bigint;
BEGIN
    EXECUTE format('SELECT 1 + coalesce(max(number), 0) FROM %I WHERE agreement_id = $1 AND id <> $2',
        TG_TABLE_NAME) INTO expected USING NEW.agreement_id, NEW.id;
    IF NEW.number <> expected THEN
        RAISE EXCEPTION 'numbers of issued documents leave no gap (% after %)',
            NEW.number, expected - 1 USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER statement_number_follows AFTER INSERT ON contracts_statement
    FOR EACH ROW EXECUTE FUNCTION contracts_number_follows();
CREATE TRIGGER correction_number_follows AFTER INSERT ON contracts_correction
    FOR EACH ROW EXECUTE FUNCTION contracts_number_follows();

CREATE FUNCTION contracts_statement_is_of_its_agreement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM contracts_contract AS contract
        JOIN contracts_agreement AS agreement ON agreement.id = contract.agreement_id
        WHERE contract.id = NEW.contract_id AND agreement.id = NEW.agreement_id
            AND agreement.currency = NEW.currency
    ) THEN
        RAISE EXCEPTION 'a statement is in the currency of its contract''s agreement'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER statement_is_of_its_agreement BEFORE INSERT ON contracts_statement
    FOR EACH ROW EXECUTE FUNCTION contracts_statement_is_of_its_agreement();

CREATE FUNCTION contracts_money_keeps_its_currency() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM contracts_statement WHERE agreement_id = NEW.id) THEN
        RAISE EXCEPTION 'an agreement keeps its currency once a statement is issued'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER money_keeps_its_currency BEFORE UPDATE OF currency ON contracts_agreement
    FOR EACH ROW WHEN (NEW.currency IS DISTINCT FROM OLD.currency)
    EXECUTE FUNCTION contracts_money_keeps_its_currency();

-- checked when the transaction commits: a document, its lines and its postings are one
CREATE FUNCTION contracts_statement_sums_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    concerned contracts_statement%ROWTYPE;
BEGIN
    IF TG_TABLE_NAME = 'contracts_statement' THEN
        SELECT * INTO concerned FROM contracts_statement WHERE id = NEW.id;
    ELSE
        SELECT * INTO concerned FROM contracts_statement WHERE id = NEW.statement_id;
    END IF;
    IF (SELECT (coalesce(sum(penalty), 0), coalesce(sum(reimbursement), 0))
            FROM contracts_statementline WHERE statement_id = concerned.id)
        IS DISTINCT FROM (concerned.penalty, concerned.reimbursement) THEN
        RAISE EXCEPTION 'the lines of a statement sum to it (%)', concerned.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (SELECT (coalesce(-sum(amount) FILTER (WHERE account = 'client_credit'), 0),
                coalesce(sum(amount) FILTER (WHERE account = 'publisher_receivable'), 0))
            FROM contracts_ledgerposting AS posting
            JOIN contracts_ledgerentry AS entry ON entry.id = posting.entry_id
            WHERE entry.statement_id = concerned.id AND entry.act = 'issue')
        IS DISTINCT FROM (concerned.penalty, concerned.reimbursement) THEN
        RAISE EXCEPTION 'what a statement owes is booked with it (%)', concerned.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER statement_sums_up AFTER INSERT ON contracts_statement
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION contracts_statement_sums_up();
CREATE CONSTRAINT TRIGGER statement_line_sums_up AFTER INSERT ON contracts_statementline
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION contracts_statement_sums_up();

CREATE FUNCTION contracts_correction_sums_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    concerned contracts_correction%ROWTYPE;
BEGIN
    IF TG_TABLE_NAME = 'contracts_correction' THEN
        SELECT * INTO concerned FROM contracts_correction WHERE id = NEW.id;
    ELSE
        SELECT * INTO concerned FROM contracts_correction WHERE id = NEW.correction_id;
    END IF;
    IF (SELECT (coalesce(sum(penalty), 0), coalesce(sum(reimbursement), 0))
            FROM contracts_correctionline WHERE correction_id = concerned.id)
        IS DISTINCT FROM (concerned.penalty, concerned.reimbursement) THEN
        RAISE EXCEPTION 'the lines of a correction sum to it (%)', concerned.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (SELECT (coalesce(-sum(amount) FILTER (WHERE account = 'client_credit'), 0),
                coalesce(sum(amount) FILTER (WHERE account = 'publisher_receivable'), 0))
            FROM contracts_ledgerposting AS posting
            JOIN contracts_ledgerentry AS entry ON entry.id = posting.entry_id
            WHERE entry.correction_id = concerned.id)
        IS DISTINCT FROM (concerned.penalty, concerned.reimbursement) THEN
        RAISE EXCEPTION 'what a correction owes is booked with it (%)', concerned.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER correction_sums_up AFTER INSERT ON contracts_correction
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION contracts_correction_sums_up();
CREATE CONSTRAINT TRIGGER correction_line_sums_up AFTER INSERT ON contracts_correctionline
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION contracts_correction_sums_up();

CREATE FUNCTION contracts_entry_balances() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    concerned contracts_ledgerentry%ROWTYPE;
BEGIN
    IF TG_TABLE_NAME = 'contracts_ledgerentry' THEN
        SELECT * INTO concerned FROM contracts_ledgerentry WHERE id = NEW.id;
    ELSE
        SELECT * INTO concerned FROM contracts_ledgerentry WHERE id = NEW.entry_id;
    END IF;
    IF (SELECT sum(amount) FROM contracts_ledgerposting WHERE entry_id = concerned.id)
        IS DISTINCT FROM 0.00 THEN
        RAISE EXCEPTION 'an entry of the ledger sums to zero (%)', concerned.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF concerned.currency
        <> (SELECT currency FROM contracts_statement WHERE id = concerned.statement_id) THEN
        RAISE EXCEPTION 'an entry of the ledger is in the currency of its statement (%)',
            concerned.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF EXISTS (
        SELECT 1 FROM contracts_ledgerposting AS posting
        JOIN contracts_statementline AS line ON line.id = posting.line_id
        WHERE posting.entry_id = concerned.id AND line.statement_id <> concerned.statement_id
    ) THEN
        RAISE EXCEPTION 'an entry of the ledger is of one statement (%)', concerned.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF concerned.reverses_id IS NOT NULL AND EXISTS (
        SELECT 1 FROM contracts_ledgerposting
        WHERE entry_id IN (concerned.id, concerned.reverses_id)
        GROUP BY line_id, account HAVING sum(amount) <> 0
    ) THEN
        RAISE EXCEPTION 'a reversal turns every posting (%)', concerned.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER entry_balances AFTER INSERT ON contracts_ledgerentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION contracts_entry_balances();
CREATE CONSTRAINT TRIGGER posting_balances AFTER INSERT ON contracts_ledgerposting
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION contracts_entry_balances();
"""

UNDO = """
DROP TRIGGER IF EXISTS money_keeps_its_currency ON contracts_agreement;
DROP FUNCTION IF EXISTS contracts_money_keeps_its_currency();
DROP FUNCTION IF EXISTS contracts_ledger_is_append_only() CASCADE;
DROP FUNCTION IF EXISTS contracts_issued_stays() CASCADE;
DROP FUNCTION IF EXISTS contracts_number_follows() CASCADE;
DROP FUNCTION IF EXISTS contracts_statement_is_of_its_agreement() CASCADE;
DROP FUNCTION IF EXISTS contracts_statement_sums_up() CASCADE;
DROP FUNCTION IF EXISTS contracts_correction_sums_up() CASCADE;
DROP FUNCTION IF EXISTS contracts_entry_balances() CASCADE;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0031_outages'),
    ]

    operations = [
        migrations.CreateModel(
            name='DocumentSeries',
            fields=[
                ('agreement', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='series', serialize=False, to='contracts.agreement')),
                ('statements', models.PositiveIntegerField(default=0, verbose_name='last statement')),
                ('corrections', models.PositiveIntegerField(default=0, verbose_name='last correction')),
            ],
            options={
                'verbose_name': 'series of documents',
                'verbose_name_plural': 'series of documents',
            },
        ),
        migrations.AlterField(
            model_name='contractevent',
            name='kind',
            field=models.CharField(choices=[('configuration.registered', 'Configuration registered'), ('revision.proposed', 'Revision proposed'), ('revision.signed', 'Revision signed'), ('revision.in_force', 'Revision in force'), ('revision.refused', 'Revision refused'), ('revision.withdrawn', 'Revision withdrawn'), ('revision.commented', 'Comment on a revision'), ('revision.answer_overdue', 'Answer to a change notice overdue'), ('configuration.placed', 'Configuration under another contract'), ('configuration.retired', 'Configuration retired'), ('support_number.issued', 'Support number issued'), ('support_number.revoked', 'Support number revoked'), ('terms.proposed', 'Terms proposed'), ('terms.approved', 'Terms approved by a vendor'), ('terms.agreed', 'Terms approved by both vendors'), ('terms.refused', 'Terms refused'), ('terms.withdrawn', 'Terms withdrawn'), ('terms.rescission_asked', 'Rescission of terms asked for'), ('terms.rescission_taken_back', 'Rescission taken back'), ('terms.rescinded', 'Terms rescinded by both vendors'), ('guarantee.requested', 'Guarantee asked for'), ('guarantee.answered', 'Guarantee request answered'), ('guarantee.refused', 'Guarantee request refused'), ('guarantee.withdrawn', 'Guarantee request withdrawn'), ('contract.fee_shared', 'Fee shared among systems'), ('underpinning.proposed', 'Underpinning targets proposed'), ('underpinning.agreed', 'Underpinning targets agreed by both vendors'), ('underpinning.ended', 'Underpinning targets refused or withdrawn'), ('statement.issued', 'Statement issued'), ('statement.paid', 'Statement paid to the client'), ('statement.reimbursed', 'Statement reimbursed by the publisher'), ('statement.contested', 'Line of a statement contested'), ('statement.contest_decided', 'Contest of a line decided'), ('statement.corrected', 'Correction of a statement issued'), ('ledger.reversed', 'Entry of the ledger reversed'), ('contract.annual_cap_reached', 'Annual cap of penalties reached'), ('contract.month_over', 'Month over, its statement can be drawn up'), ('token.issued', 'Access token issued'), ('token.revoked', 'Access token revoked'), ('roster.opened', 'Duty roster opened'), ('roster.rotation_added', 'Rotation added to a duty roster'), ('roster.rotation_ended', 'Rotation of a duty roster ended'), ('roster.overridden', 'Duty given to somebody else'), ('roster.override_cancelled', 'Change of duty cancelled'), ('roster.swap_asked', 'Swap of duty asked for'), ('roster.swap_accepted', 'Swap of duty accepted'), ('roster.swap_declined', 'Swap of duty declined'), ('roster.swap_withdrawn', 'Swap of duty withdrawn'), ('roster.gap_ahead', 'Gap in a duty roster ahead'), ('roster.note_left', 'Hand-over note left'), ('duty_feed.issued', 'Calendar link issued'), ('duty_feed.revoked', 'Calendar link revoked'), ('outage.recorded', 'Outage recorded'), ('outage.corrected', 'Interval of an outage corrected'), ('outage.voided', 'Outage taken back'), ('responsibility.proposed', 'Responsibility proposed'), ('responsibility.countered', 'Responsibility countered'), ('responsibility.offered', 'A manager’s word on responsibility'), ('responsibility.agreed', 'Responsibility agreed'), ('responsibility.reminded', 'Answer on responsibility due soon'), ('maintenance.proposed', 'Maintenance proposed'), ('maintenance.accepted', 'Maintenance accepted by a party'), ('maintenance.agreed', 'Maintenance accepted by all'), ('maintenance.ended', 'Maintenance refused or withdrawn')], max_length=40, verbose_name='kind'),
        ),
        migrations.CreateModel(
            name='Contest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField(verbose_name='reason')),
                ('opened_at', models.DateTimeField(verbose_name='contested')),
                ('decision', models.CharField(blank=True, choices=[('accepted', 'Accepted'), ('refused', 'Refused')], max_length=8, verbose_name='decision')),
                ('answer', models.TextField(blank=True, verbose_name='answer')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'contest',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('issued_at', models.DateTimeField(verbose_name='issued')),
                ('penalty', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='difference of the penalty')),
                ('reimbursement', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='difference of the reimbursement')),
                ('reckoning', models.JSONField(help_text='Of the whole month, anew.', verbose_name='reckoning')),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='contracts.agreement')),
                ('contest', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='correction', to='contracts.contest', verbose_name='contest')),
                ('issued_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'correction',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Statement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(help_text='Its first day.', verbose_name='month')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('state', models.CharField(choices=[('issued', 'Issued'), ('paid', 'Paid'), ('reimbursed', 'Reimbursed')], default='issued', max_length=10, verbose_name='state')),
                ('issued_at', models.DateTimeField(verbose_name='issued')),
                ('contest_until', models.DateTimeField(verbose_name='can be contested until')),
                ('currency', models.CharField(max_length=3, validators=[django.core.validators.RegexValidator('^[A-Z]{3}\\Z', 'Three capital letters: EUR.')], verbose_name='currency')),
                ('split_method', models.CharField(choices=[('proportional', 'Proportional'), ('but_for', 'But for'), ('shapley', 'Shapley')], max_length=12, verbose_name='split method')),
                ('fee', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='fee of the month')),
                ('availability', models.DecimalField(decimal_places=4, max_digits=7, null=True, verbose_name='availability in percent')),
                ('penalty', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='penalty')),
                ('reimbursement', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='reimbursement')),
                ('reckoning', models.JSONField(verbose_name='reckoning')),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='contracts.agreement', verbose_name='agreement')),
                ('contract', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='contracts.contract', verbose_name='contract')),
                ('issued_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='issued by')),
            ],
            options={
                'verbose_name': 'statement',
                'ordering': ['-month', 'contract'],
            },
        ),
        migrations.CreateModel(
            name='LedgerEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.CharField(choices=[('issue', 'Statement issued'), ('correction', 'Correction issued'), ('payment', 'Paid to the client'), ('reimbursement', 'Reimbursed by the publisher'), ('reversal', 'Reversal')], max_length=13, verbose_name='act')),
                ('round', models.PositiveIntegerField(default=1, help_text='Of payments: the how manieth of this statement.', verbose_name='round')),
                ('currency', models.CharField(max_length=3, validators=[django.core.validators.RegexValidator('^[A-Z]{3}\\Z', 'Three capital letters: EUR.')], verbose_name='currency')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by whom')),
                ('correction', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entry', to='contracts.correction')),
                ('reverses', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversal', to='contracts.ledgerentry')),
                ('statement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='contracts.statement', verbose_name='statement')),
            ],
            options={
                'verbose_name': 'ledger entry',
                'verbose_name_plural': 'ledger entries',
                'ordering': ['id'],
            },
        ),
        migrations.AddField(
            model_name='correction',
            name='statement',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='contracts.statement', verbose_name='statement'),
        ),
        migrations.CreateModel(
            name='StatementLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('availability', models.DecimalField(decimal_places=4, max_digits=7, null=True, verbose_name='availability in percent')),
                ('penalty', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='penalty')),
                ('reimbursement', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='reimbursement')),
                ('configuration', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statement_lines', to='contracts.configuration', verbose_name='configuration')),
                ('statement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='contracts.statement', verbose_name='statement')),
            ],
            options={
                'verbose_name': 'line of a statement',
                'verbose_name_plural': 'lines of a statement',
                'ordering': ['statement', 'id'],
            },
        ),
        migrations.CreateModel(
            name='LedgerPosting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account', models.CharField(choices=[('client_credit', 'Owed to the client'), ('penalty_cost', 'Cost of penalties'), ('publisher_receivable', 'Due from the publisher'), ('cash', 'Cash')], max_length=20, verbose_name='account')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='amount')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='contracts.ledgerentry')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='contracts.statementline')),
            ],
            options={
                'verbose_name': 'posting',
                'ordering': ['entry', 'id'],
            },
        ),
        migrations.CreateModel(
            name='CorrectionLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('penalty', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='difference of the penalty')),
                ('reimbursement', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='difference of the reimbursement')),
                ('correction', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='contracts.correction')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='contracts.statementline')),
            ],
            options={
                'verbose_name': 'line of a correction',
                'verbose_name_plural': 'lines of a correction',
                'ordering': ['correction', 'line'],
            },
        ),
        migrations.AddField(
            model_name='contest',
            name='line',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contests', to='contracts.statementline', verbose_name='line'),
        ),
        migrations.AddConstraint(
            model_name='statement',
            constraint=models.UniqueConstraint(fields=('contract', 'month'), name='one_statement_per_contract_and_month'),
        ),
        migrations.AddConstraint(
            model_name='statement',
            constraint=models.UniqueConstraint(fields=('agreement', 'number'), name='statement_numbered_once_per_agreement'),
        ),
        migrations.AddConstraint(
            model_name='statement',
            constraint=models.CheckConstraint(condition=models.Q(('month__day', 1)), name='statement_is_of_a_calendar_month'),
        ),
        migrations.AddConstraint(
            model_name='statement',
            constraint=models.CheckConstraint(condition=models.Q(('penalty__gte', 0), ('reimbursement__gte', 0)), name='statement_amounts_are_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='statement',
            constraint=models.CheckConstraint(condition=models.Q(('penalty__lte', models.F('fee'))), name='statement_owes_at_most_the_fee'),
        ),
        migrations.AddConstraint(
            model_name='statement',
            constraint=models.CheckConstraint(condition=models.Q(('contest_until__gt', models.F('issued_at'))), name='statement_can_be_contested_after_its_issue'),
        ),
        migrations.AddConstraint(
            model_name='ledgerentry',
            constraint=models.UniqueConstraint(condition=models.Q(('act__in', ['correction', 'reversal']), _negated=True), fields=('statement', 'act', 'round'), name='act_booked_once_per_statement'),
        ),
        migrations.AddConstraint(
            model_name='ledgerentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('act', 'issue'), _negated=True), ('round', 1), _connector='OR'), name='statement_issued_once'),
        ),
        migrations.AddConstraint(
            model_name='ledgerentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('act', 'correction'), ('correction__isnull', False)), models.Q(models.Q(('act', 'correction'), _negated=True), ('correction', None)), _connector='OR'), name='ledger_entry_of_a_correction_names_it'),
        ),
        migrations.AddConstraint(
            model_name='ledgerentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('act', 'reversal'), ('reverses__isnull', False), models.Q(('reason', ''), _negated=True)), models.Q(models.Q(('act', 'reversal'), _negated=True), ('reverses', None)), _connector='OR'), name='reversal_names_what_it_reverses_and_why'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.UniqueConstraint(fields=('agreement', 'number'), name='correction_numbered_once_per_agreement'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('penalty', 0), _negated=True), models.Q(('reimbursement', 0), _negated=True), _connector='OR'), name='correction_changes_something'),
        ),
        migrations.AddConstraint(
            model_name='statementline',
            constraint=models.UniqueConstraint(fields=('statement', 'configuration'), name='one_line_per_statement_and_system'),
        ),
        migrations.AddConstraint(
            model_name='statementline',
            constraint=models.CheckConstraint(condition=models.Q(('penalty__gte', 0)), name='statement_line_owes_nothing_below_zero'),
        ),
        migrations.AddConstraint(
            model_name='ledgerposting',
            constraint=models.CheckConstraint(condition=models.Q(('amount', 0), _negated=True), name='posting_moves_something'),
        ),
        migrations.AddConstraint(
            model_name='correctionline',
            constraint=models.UniqueConstraint(fields=('correction', 'line'), name='line_corrected_once_per_correction'),
        ),
        migrations.AddConstraint(
            model_name='contest',
            constraint=models.UniqueConstraint(condition=models.Q(('decision', '')), fields=('line',), name='one_open_contest_per_line'),
        ),
        migrations.AddConstraint(
            model_name='contest',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='contest_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='contest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('decision', '')), models.Q(models.Q(('decision', ''), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='contest_decided_by_somebody_at_some_time'),
        ),
        migrations.AddConstraint(
            model_name='contest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decision', 'refused'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='contest_refused_with_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='contractevent',
            constraint=models.UniqueConstraint(models.F('contract'), django.db.models.fields.json.KeyTextTransform('month', 'detail'), condition=models.Q(('kind', 'contract.month_over')), name='month_over_said_once_per_contract'),
        ),
        migrations.RunSQL(GUARDS, UNDO),
    ]
