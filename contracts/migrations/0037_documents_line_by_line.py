"""Documents are booked line by line; a note follows a contest, a counter its documents."""

from django.db import migrations

GUARDS = """
-- checked when the transaction commits: of each line what its document says, on the right accounts
CREATE FUNCTION contracts_document_is_booked_by_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        WITH said AS (
            SELECT id AS line_id, penalty, reimbursement FROM contracts_statementline
            WHERE NEW.act = 'issue' AND statement_id = NEW.statement_id
            UNION ALL
            SELECT line_id, penalty, reimbursement FROM contracts_correctionline
            WHERE correction_id = NEW.correction_id
        ), both_ways AS (
            SELECT line_id, account, amount FROM contracts_ledgerposting WHERE entry_id = NEW.id
            UNION ALL SELECT line_id, 'client_credit', penalty FROM said
            UNION ALL SELECT line_id, 'publisher_receivable', -reimbursement FROM said
            UNION ALL SELECT line_id, 'penalty_cost', reimbursement - penalty FROM said
        )
        SELECT 1 FROM both_ways GROUP BY line_id, account HAVING sum(amount) <> 0
    ) THEN
        RAISE EXCEPTION 'a document is booked line by line, as it says (%)', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER written_line_by_line AFTER INSERT ON contracts_ledgerentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.act IN ('issue', 'correction'))
    EXECUTE FUNCTION contracts_document_is_booked_by_line();

-- a payment moves what is owed to the client, a reimbursement what the publisher owes: no cost
CREATE FUNCTION contracts_money_moves_on_its_accounts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    act_is text;
BEGIN
    SELECT act INTO act_is FROM contracts_ledgerentry WHERE id = NEW.entry_id;
    IF act_is = 'payment' AND NEW.account IN ('publisher_receivable', 'penalty_cost')
        OR act_is = 'reimbursement' AND NEW.account IN ('client_credit', 'penalty_cost') THEN
        RAISE EXCEPTION 'a % does not stand on this account (%)', act_is, NEW.account
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER posting_stands_on_an_account_of_its_act BEFORE INSERT ON contracts_ledgerposting
    FOR EACH ROW EXECUTE FUNCTION contracts_money_moves_on_its_accounts();

-- checked when the transaction commits, whichever is written first
CREATE FUNCTION contracts_note_follows_its_contest() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    concerned contracts_correction%ROWTYPE;
BEGIN
    IF TG_TABLE_NAME = 'contracts_correction' THEN
        SELECT * INTO concerned FROM contracts_correction WHERE id = NEW.id;
    ELSE
        SELECT * INTO concerned FROM contracts_correction WHERE id = NEW.correction_id;
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM contracts_contest AS contest
        JOIN contracts_statementline AS line ON line.id = contest.line_id
        JOIN contracts_statement AS statement ON statement.id = line.statement_id
        WHERE contest.id = concerned.contest_id AND contest.decision = 'accepted'
            AND statement.id = concerned.statement_id
            AND statement.agreement_id = concerned.agreement_id
    ) THEN
        RAISE EXCEPTION 'a note follows from an accepted contest of its statement (%)',
            concerned.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF EXISTS (
        SELECT 1 FROM contracts_correctionline AS corrected
        JOIN contracts_statementline AS line ON line.id = corrected.line_id
        WHERE corrected.correction_id = concerned.id
            AND (line.statement_id <> concerned.statement_id
                OR concerned.is_between_vendors AND corrected.penalty <> 0)
    ) THEN
        RAISE EXCEPTION 'a note corrects lines of its statement, for the client or not (%)',
            concerned.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF EXISTS (
        SELECT 1 FROM contracts_statementline AS line
        LEFT JOIN contracts_correctionline AS corrected ON corrected.line_id = line.id
        WHERE line.statement_id = concerned.statement_id
        GROUP BY line.id HAVING line.penalty + coalesce(sum(corrected.penalty), 0) < 0
    ) OR (
        SELECT fee - penalty FROM contracts_statement WHERE id = concerned.statement_id
    ) < (
        SELECT sum(penalty) FROM contracts_correction WHERE statement_id = concerned.statement_id
    ) THEN
        RAISE EXCEPTION 'with its notes a line owes nothing below zero, a month at most the fee (%)',
            concerned.statement_id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER note_follows_its_contest AFTER INSERT ON contracts_correction
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION contracts_note_follows_its_contest();
CREATE CONSTRAINT TRIGGER note_line_follows_its_contest AFTER INSERT ON contracts_correctionline
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION contracts_note_follows_its_contest();

-- a counter that ran ahead could never come back, and nothing be issued any more
CREATE FUNCTION contracts_series_follow_documents() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM contracts_documentseries AS series
        WHERE agreement_id = NEW.agreement_id AND (
            statements > (SELECT coalesce(max(number), 0) FROM contracts_statement
                WHERE agreement_id = series.agreement_id)
            OR corrections > (SELECT coalesce(max(number), 0) FROM contracts_correction
                WHERE agreement_id = series.agreement_id)
        )
    ) THEN
        RAISE EXCEPTION 'the numbers of an agreement are those of its documents (%)',
            NEW.agreement_id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER series_follow_documents
    AFTER INSERT OR UPDATE ON contracts_documentseries
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION contracts_series_follow_documents();
"""

UNDO = """
DROP FUNCTION IF EXISTS contracts_document_is_booked_by_line() CASCADE;
DROP FUNCTION IF EXISTS contracts_money_moves_on_its_accounts() CASCADE;
DROP FUNCTION IF EXISTS contracts_note_follows_its_contest() CASCADE;
DROP FUNCTION IF EXISTS contracts_series_follow_documents() CASCADE;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0036_notes_between_vendors'),
    ]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
