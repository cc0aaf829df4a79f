"""The words of the journal of promises."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EventKind(models.TextChoices):
    """What can happen to promises; each is a line of this room's journal."""

    CONFIGURATION_REGISTERED = "configuration.registered", _("Configuration registered")
    REVISION_PROPOSED = "revision.proposed", _("Revision proposed")
    REVISION_SIGNED = "revision.signed", _("Revision signed")
    REVISION_IN_FORCE = "revision.in_force", _("Revision in force")
    REVISION_REFUSED = "revision.refused", _("Revision refused")
    REVISION_WITHDRAWN = "revision.withdrawn", _("Revision withdrawn")
    REVISION_COMMENTED = "revision.commented", _("Comment on a revision")
    REVISION_ANSWER_OVERDUE = "revision.answer_overdue", _("Answer to a change notice overdue")
    CONFIGURATION_PLACED = "configuration.placed", _("Configuration under another contract")
    CONFIGURATION_RETIRED = "configuration.retired", _("Configuration retired")
    SUPPORT_NUMBER_ISSUED = "support_number.issued", _("Support number issued")
    SUPPORT_NUMBER_REVOKED = "support_number.revoked", _("Support number revoked")
    TERMS_PROPOSED = "terms.proposed", _("Terms proposed")
    TERMS_APPROVED = "terms.approved", _("Terms approved by a vendor")
    TERMS_AGREED = "terms.agreed", _("Terms approved by both vendors")
    TERMS_REFUSED = "terms.refused", _("Terms refused")
    TERMS_WITHDRAWN = "terms.withdrawn", _("Terms withdrawn")
    TERMS_RESCISSION_ASKED = "terms.rescission_asked", _("Rescission of terms asked for")
    TERMS_RESCISSION_TAKEN_BACK = "terms.rescission_taken_back", _("Rescission taken back")
    TERMS_RESCINDED = "terms.rescinded", _("Terms rescinded by both vendors")
    GUARANTEE_REQUESTED = "guarantee.requested", _("Guarantee asked for")
    GUARANTEE_ANSWERED = "guarantee.answered", _("Guarantee request answered")
    GUARANTEE_REFUSED = "guarantee.refused", _("Guarantee request refused")
    GUARANTEE_WITHDRAWN = "guarantee.withdrawn", _("Guarantee request withdrawn")
    FEE_SHARED = "contract.fee_shared", _("Fee shared among systems")
    UNDERPINNING_PROPOSED = "underpinning.proposed", _("Underpinning targets proposed")
    UNDERPINNING_AGREED = "underpinning.agreed", _("Underpinning targets agreed by both vendors")
    UNDERPINNING_ENDED = "underpinning.ended", _("Underpinning targets refused or withdrawn")
    STATEMENT_ISSUED = "statement.issued", _("Statement issued")
    STATEMENT_PAID = "statement.paid", _("Statement paid to the client")
    STATEMENT_REIMBURSED = "statement.reimbursed", _("Statement reimbursed by the publisher")
    STATEMENT_CONTESTED = "statement.contested", _("Line of a statement contested")
    CONTEST_DECIDED = "statement.contest_decided", _("Contest of a line decided")
    STATEMENT_CORRECTED = "statement.corrected", _("Correction of a statement issued")
    ENTRY_REVERSED = "ledger.reversed", _("Entry of the ledger reversed")
    ANNUAL_CAP_REACHED = "contract.annual_cap_reached", _("Annual cap of penalties reached")
    MONTH_OVER = "contract.month_over", _("Month over, its statement can be drawn up")
    TOKEN_ISSUED = "token.issued", _("Access token issued")
    TOKEN_REVOKED = "token.revoked", _("Access token revoked")
    ROSTER_OPENED = "roster.opened", _("Duty roster opened")
    ROTATION_ADDED = "roster.rotation_added", _("Rotation added to a duty roster")
    ROTATION_ENDED = "roster.rotation_ended", _("Rotation of a duty roster ended")
    DUTY_OVERRIDDEN = "roster.overridden", _("Duty given to somebody else")
    DUTY_OVERRIDE_CANCELLED = "roster.override_cancelled", _("Change of duty cancelled")
    DUTY_SWAP_ASKED = "roster.swap_asked", _("Swap of duty asked for")
    DUTY_SWAP_ACCEPTED = "roster.swap_accepted", _("Swap of duty accepted")
    DUTY_SWAP_DECLINED = "roster.swap_declined", _("Swap of duty declined")
    DUTY_SWAP_WITHDRAWN = "roster.swap_withdrawn", _("Swap of duty withdrawn")
    DUTY_GAP_AHEAD = "roster.gap_ahead", _("Gap in a duty roster ahead")
    DUTY_NOTE_LEFT = "roster.note_left", _("Hand-over note left")
    DUTY_FEED_ISSUED = "duty_feed.issued", _("Calendar link issued")
    DUTY_FEED_REVOKED = "duty_feed.revoked", _("Calendar link revoked")
    RELIABILITY_STATED = "product.reliability_stated", _("Reliability of a product stated")
    OUTAGE_RECORDED = "outage.recorded", _("Outage recorded")
    OUTAGE_CORRECTED = "outage.corrected", _("Interval of an outage corrected")
    OUTAGE_VOIDED = "outage.voided", _("Outage taken back")
    RESPONSIBILITY_PROPOSED = "responsibility.proposed", _("Responsibility proposed")
    RESPONSIBILITY_COUNTERED = "responsibility.countered", _("Responsibility countered")
    RESPONSIBILITY_OFFERED = "responsibility.offered", _("A manager’s word on responsibility")
    RESPONSIBILITY_AGREED = "responsibility.agreed", _("Responsibility agreed")
    RESPONSIBILITY_REMINDED = "responsibility.reminded", _("Answer on responsibility due soon")
    MAINTENANCE_PROPOSED = "maintenance.proposed", _("Maintenance proposed")
    MAINTENANCE_ACCEPTED = "maintenance.accepted", _("Maintenance accepted by a party")
    MAINTENANCE_AGREED = "maintenance.agreed", _("Maintenance accepted by all")
    MAINTENANCE_ENDED = "maintenance.ended", _("Maintenance refused or withdrawn")


BETWEEN_VENDORS = frozenset(
    {
        EventKind.FEE_SHARED,
        EventKind.STATEMENT_ISSUED,
        EventKind.STATEMENT_PAID,
        EventKind.STATEMENT_REIMBURSED,
        EventKind.STATEMENT_CONTESTED,
        EventKind.CONTEST_DECIDED,
        EventKind.STATEMENT_CORRECTED,
        EventKind.ENTRY_REVERSED,
        EventKind.ANNUAL_CAP_REACHED,
        EventKind.MONTH_OVER,
        EventKind.OUTAGE_RECORDED,
        EventKind.OUTAGE_CORRECTED,
        EventKind.OUTAGE_VOIDED,
        EventKind.RESPONSIBILITY_PROPOSED,
        EventKind.RESPONSIBILITY_COUNTERED,
        EventKind.RESPONSIBILITY_OFFERED,
        EventKind.RESPONSIBILITY_AGREED,
        EventKind.RESPONSIBILITY_REMINDED,
    }
)
"""Lines about outages and money: the parties' own, which operators of the platform do not read."""
