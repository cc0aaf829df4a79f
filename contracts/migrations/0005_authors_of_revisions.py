"""What stood before there were authors is its proposer's."""

from django.db import migrations

FILL = """
UPDATE contracts_revision AS revision SET
    author_id = COALESCE(
        (SELECT organisation_id FROM contracts_user WHERE id = revision.proposed_by_id),
        agreement.manufacturer_id
    ),
    signed_at = CASE revision.state WHEN 'signed' THEN
        (SELECT max(signed_at) FROM contracts_signoff WHERE revision_id = revision.id)
    END,
    number = CASE revision.state WHEN 'draft' THEN NULL ELSE revision.number END
FROM contracts_configuration AS configuration
JOIN contracts_contract AS contract ON contract.id = configuration.contract_id
JOIN contracts_agreement AS agreement ON agreement.id = contract.agreement_id
WHERE configuration.id = revision.configuration_id;
UPDATE contracts_configuration AS configuration SET first_proposed_at = (
    SELECT min(proposed_at) FROM contracts_revision WHERE configuration_id = configuration.id
);
"""


class Migration(migrations.Migration):
    dependencies = [("contracts", "0004_revisions_drawn_up_and_ended")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
