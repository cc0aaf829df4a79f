"""What the database refuses of revisions: changed items, one in force without both signatures."""

import django.db.models.deletion
from django.db import migrations, models

GUARDS = """
CREATE FUNCTION contracts_items_never_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (
        SELECT bool_or(state <> 'draft') FROM contracts_revision
        WHERE id IN (OLD.revision_id, NEW.revision_id)
    ) THEN
        RAISE EXCEPTION 'the items of a proposed revision never change'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER items_never_change
    BEFORE INSERT OR UPDATE OR DELETE ON contracts_revisionitem
    FOR EACH ROW EXECUTE FUNCTION contracts_items_never_change();

CREATE FUNCTION contracts_revision_keeps_its_word() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'draft' AND (
        TG_OP = 'DELETE'
        OR NEW.state = 'draft'
        OR (NEW.configuration_id, NEW.number, NEW.author_id, NEW.note, NEW.way_back,
            NEW.effective_at, NEW.proposed_at, NEW.proposed_by_id)
        IS DISTINCT FROM
           (OLD.configuration_id, OLD.number, OLD.author_id, OLD.note, OLD.way_back,
            OLD.effective_at, OLD.proposed_at, OLD.proposed_by_id)
    ) THEN
        RAISE EXCEPTION 'a proposed revision keeps its word'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER revision_keeps_its_word
    BEFORE UPDATE OR DELETE ON contracts_revision
    FOR EACH ROW EXECUTE FUNCTION contracts_revision_keeps_its_word();

CREATE FUNCTION contracts_in_force_needs_both() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.in_force IS NOT NULL AND (
        SELECT count(DISTINCT organisation.kind)
        FROM contracts_signoff AS signature
        JOIN contracts_organisation AS organisation ON organisation.id = signature.organisation_id
        WHERE signature.revision_id = NEW.id
            AND organisation.kind IN ('manufacturer', 'publisher')
    ) < 2 THEN
        RAISE EXCEPTION 'a revision in force has both signatures'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE CONSTRAINT TRIGGER in_force_needs_both
    AFTER INSERT OR UPDATE OF in_force ON contracts_revision
    DEFERRABLE INITIALLY IMMEDIATE
    FOR EACH ROW EXECUTE FUNCTION contracts_in_force_needs_both();

CREATE FUNCTION contracts_signature_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a signature is never changed or taken away'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER signature_stands
    BEFORE UPDATE OR DELETE ON contracts_signoff
    FOR EACH ROW EXECUTE FUNCTION contracts_signature_stands();

CREATE FUNCTION contracts_number_is_for_ever() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
        OR (NEW.digits, NEW.country, NEW.configuration_id)
            IS DISTINCT FROM (OLD.digits, OLD.country, OLD.configuration_id)
        OR (OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at)
    THEN
        RAISE EXCEPTION 'a support number is for ever, and so is its revocation'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER number_is_for_ever
    BEFORE UPDATE OR DELETE ON contracts_supportnumber
    FOR EACH ROW EXECUTE FUNCTION contracts_number_is_for_ever();
"""

UNDO = """
DROP TRIGGER IF EXISTS items_never_change ON contracts_revisionitem;
DROP FUNCTION IF EXISTS contracts_items_never_change();
DROP TRIGGER IF EXISTS revision_keeps_its_word ON contracts_revision;
DROP FUNCTION IF EXISTS contracts_revision_keeps_its_word();
DROP TRIGGER IF EXISTS in_force_needs_both ON contracts_revision;
DROP FUNCTION IF EXISTS contracts_in_force_needs_both();
DROP TRIGGER IF EXISTS signature_stands ON contracts_signoff;
DROP FUNCTION IF EXISTS contracts_signature_stands();
DROP TRIGGER IF EXISTS number_is_for_ever ON contracts_supportnumber;
DROP FUNCTION IF EXISTS contracts_number_is_for_ever();
"""


class Migration(migrations.Migration):
    dependencies = [("contracts", "0005_authors_of_revisions")]

    operations = [
        migrations.AlterField(
            model_name="revision",
            name="author",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="contracts.organisation",
                verbose_name="whose proposal",
            ),
        ),
        migrations.AddIndex(
            model_name='revision',
            index=models.Index(condition=models.Q(('state', 'proposed')), fields=['answer_due_at'], name='revision_waits_for_an_answer'),
        ),
        migrations.AddIndex(
            model_name='revisionitem',
            index=models.Index(condition=models.Q(('serial_number', ''), _negated=True), fields=['serial_number'], name='revision_item_by_serial'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'draft')), fields=('configuration', 'author'), name='one_draft_per_configuration_and_author'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('number__isnull', True), ('proposed_at', None), ('state', 'draft')), models.Q(models.Q(('state', 'draft'), _negated=True), ('number__isnull', False), ('proposed_at__isnull', False)), _connector='OR'), name='revision_has_a_number_once_proposed'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('ended_by__isnull', False), ('state__in', ['refused', 'withdrawn'])), models.Q(models.Q(('state__in', ['refused', 'withdrawn']), _negated=True), ('ended_at', None), ('ended_by', None)), _connector='OR'), name='revision_ended_by_somebody_at_some_time'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='revision_refused_with_a_reason'),
        ),
        migrations.RunSQL(GUARDS, UNDO),
    ]
