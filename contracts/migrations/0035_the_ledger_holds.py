"""What is booked stays whole: no late postings, no emptied tables, the state as the ledger has it."""

from django.db import migrations, models

GUARDS = """
-- an entry is written with its postings, in one transaction: later ones are refused
CREATE FUNCTION contracts_posting_comes_with_its_entry() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    now_is numeric := pg_current_xact_id()::text::numeric;
    written numeric;
BEGIN
    SELECT xmin::text::numeric INTO written FROM contracts_ledgerentry WHERE id = NEW.entry_id;
    written := written + 4294967296 * floor(now_is / 4294967296);
    IF written > now_is AND written - now_is > 2147483648 THEN
        written := written - 4294967296;
    END IF;
    IF written < 0 OR pg_xact_status(written::text::xid8) IS DISTINCT FROM 'in progress' THEN
        RAISE EXCEPTION 'a posting comes with its entry (%)', NEW.entry_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER posting_comes_with_its_entry BEFORE INSERT ON contracts_ledgerposting
    FOR EACH ROW EXECUTE FUNCTION contracts_posting_comes_with_its_entry();

CREATE FUNCTION contracts_document_is_never_reversed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM contracts_ledgerentry AS undone
        WHERE undone.id = NEW.reverses_id AND undone.statement_id = NEW.statement_id
            AND undone.act IN ('payment', 'reimbursement')
    ) THEN
        RAISE EXCEPTION 'only a payment or a reimbursement of the statement is reversed (%)',
            NEW.reverses_id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER document_is_never_reversed BEFORE INSERT ON contracts_ledgerentry
    FOR EACH ROW WHEN (NEW.reverses_id IS NOT NULL)
    EXECUTE FUNCTION contracts_document_is_never_reversed();

-- what a document owes is booked with it, and nothing for it afterwards
CREATE CONSTRAINT TRIGGER issue_sums_up AFTER INSERT ON contracts_ledgerentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.act = 'issue')
    EXECUTE FUNCTION contracts_statement_sums_up();
CREATE CONSTRAINT TRIGGER correction_entry_sums_up AFTER INSERT ON contracts_ledgerentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.correction_id IS NOT NULL)
    EXECUTE FUNCTION contracts_correction_sums_up();

-- checked when the transaction commits; said a second time in contracts/rules/settling.py
CREATE FUNCTION contracts_state_follows_the_ledger() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    concerned bigint;
    state_is text;
    follows text;
BEGIN
    IF TG_TABLE_NAME = 'contracts_statement' THEN
        concerned := NEW.id;
    ELSE
        concerned := NEW.statement_id;
    END IF;
    SELECT state INTO state_is FROM contracts_statement WHERE id = concerned;
    WITH open AS (
        SELECT posting.account FROM contracts_ledgerposting AS posting
        JOIN contracts_statementline AS line ON line.id = posting.line_id
        WHERE line.statement_id = concerned
        GROUP BY posting.account, posting.line_id HAVING sum(posting.amount) <> 0
    ), standing AS (
        SELECT act FROM contracts_ledgerentry AS entry
        WHERE statement_id = concerned AND NOT EXISTS (
            SELECT 1 FROM contracts_ledgerentry WHERE reverses_id = entry.id
        )
    )
    SELECT CASE
        WHEN EXISTS (SELECT 1 FROM open WHERE account = 'client_credit')
            OR NOT EXISTS (SELECT 1 FROM standing WHERE act = 'payment') THEN 'issued'
        WHEN EXISTS (SELECT 1 FROM open WHERE account = 'publisher_receivable')
            OR NOT EXISTS (SELECT 1 FROM standing WHERE act = 'reimbursement') THEN 'paid'
        ELSE 'reimbursed'
    END INTO follows;
    IF state_is <> follows THEN
        RAISE EXCEPTION 'the state of a statement follows from the ledger (% is %, not %)',
            concerned, follows, state_is USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER state_follows_the_ledger
    AFTER INSERT OR UPDATE OF state ON contracts_statement
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    EXECUTE FUNCTION contracts_state_follows_the_ledger();
CREATE CONSTRAINT TRIGGER state_goes_on_with_the_ledger AFTER INSERT ON contracts_ledgerentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    EXECUTE FUNCTION contracts_state_follows_the_ledger();

CREATE FUNCTION contracts_money_is_never_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was issued or booked is never emptied (%)', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER statement_is_never_emptied BEFORE TRUNCATE ON contracts_statement
    FOR EACH STATEMENT EXECUTE FUNCTION contracts_money_is_never_emptied();
CREATE TRIGGER statement_line_is_never_emptied BEFORE TRUNCATE ON contracts_statementline
    FOR EACH STATEMENT EXECUTE FUNCTION contracts_money_is_never_emptied();
CREATE TRIGGER contest_is_never_emptied BEFORE TRUNCATE ON contracts_contest
    FOR EACH STATEMENT EXECUTE FUNCTION contracts_money_is_never_emptied();
CREATE TRIGGER correction_is_never_emptied BEFORE TRUNCATE ON contracts_correction
    FOR EACH STATEMENT EXECUTE FUNCTION contracts_money_is_never_emptied();
CREATE TRIGGER correction_line_is_never_emptied BEFORE TRUNCATE ON contracts_correctionline
    FOR EACH STATEMENT EXECUTE FUNCTION contracts_money_is_never_emptied();
CREATE TRIGGER ledger_entry_is_never_emptied BEFORE TRUNCATE ON contracts_ledgerentry
    FOR EACH STATEMENT EXECUTE FUNCTION contracts_money_is_never_emptied();
CREATE TRIGGER ledger_posting_is_never_emptied BEFORE TRUNCATE ON contracts_ledgerposting
    FOR EACH STATEMENT EXECUTE FUNCTION contracts_money_is_never_emptied();
CREATE TRIGGER series_are_never_emptied BEFORE TRUNCATE ON contracts_documentseries
    FOR EACH STATEMENT EXECUTE FUNCTION contracts_money_is_never_emptied();
-- of which the shares of the fee are read
CREATE TRIGGER journal_is_never_emptied BEFORE TRUNCATE ON contracts_contractevent
    FOR EACH STATEMENT EXECUTE FUNCTION contracts_money_is_never_emptied();

CREATE FUNCTION contracts_series_go_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.agreement_id = OLD.agreement_id
        AND NEW.statements >= OLD.statements AND NEW.corrections >= OLD.corrections THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the numbers of an agreement never go down (%)', OLD.agreement_id
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER series_go_up BEFORE UPDATE OR DELETE ON contracts_documentseries
    FOR EACH ROW EXECUTE FUNCTION contracts_series_go_up();
"""

UNDO = """
DROP TRIGGER IF EXISTS issue_sums_up ON contracts_ledgerentry;
DROP TRIGGER IF EXISTS correction_entry_sums_up ON contracts_ledgerentry;
DROP FUNCTION IF EXISTS contracts_posting_comes_with_its_entry() CASCADE;
DROP FUNCTION IF EXISTS contracts_document_is_never_reversed() CASCADE;
DROP FUNCTION IF EXISTS contracts_state_follows_the_ledger() CASCADE;
DROP FUNCTION IF EXISTS contracts_money_is_never_emptied() CASCADE;
DROP FUNCTION IF EXISTS contracts_series_go_up() CASCADE;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0034_guarantee_design'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='ledgerentry',
            constraint=models.CheckConstraint(condition=models.Q(('act__in', ['issue', 'correction', 'payment', 'reimbursement', 'reversal'])), name='ledger_entry_is_of_a_known_act'),
        ),
        migrations.AddConstraint(
            model_name='ledgerposting',
            constraint=models.CheckConstraint(condition=models.Q(('account__in', ['client_credit', 'penalty_cost', 'publisher_receivable', 'cash'])), name='posting_stands_on_a_known_account'),
        ),
        migrations.RunSQL(GUARDS, UNDO),
    ]
