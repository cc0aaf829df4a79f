"""Tables of the contracts room, gathered for Django."""

from contracts.models.access_token import AccessToken
from contracts.models.agreement import Agreement, EscalationLevel
from contracts.models.approval import Approval
from contracts.models.attainable import Attainable, Redundancy, Reliability
from contracts.models.client_contract import Contract
from contracts.models.configuration import Configuration
from contracts.models.correction import Correction, CorrectionLine
from contracts.models.coverage import Coverage, CoverageException, CoverageWindow
from contracts.models.departure import Departure
from contracts.models.duty_feed import DutyFeed
from contracts.models.event import ContractEvent, UnfollowedNews
from contracts.models.guarantee_request import GuaranteeRequest
from contracts.models.ledger import LedgerEntry, LedgerPosting
from contracts.models.maintenance import Maintenance, MaintenanceAcceptance
from contracts.models.organisation import Organisation
from contracts.models.outage import Outage, OutageSegment
from contracts.models.placement import Placement
from contracts.models.product import Product
from contracts.models.rescission import Rescission
from contracts.models.responsibility_round import ResponsibilityRound
from contracts.models.revision import Revision, RevisionItem, SignOff
from contracts.models.revision_comment import RevisionComment
from contracts.models.roster import Roster, Rotation, Turn
from contracts.models.roster_changes import DutySwap, HandoverNote, RosterOverride
from contracts.models.statement import (
    Contest,
    DocumentSeries,
    Statement,
    StatementLine,
)
from contracts.models.submission import Submission
from contracts.models.support_number import SupportNumber
from contracts.models.terms import PenaltyBand, Target, Terms
from contracts.models.underpinning import Underpinning, UnderpinningTarget
from contracts.models.user import User

__all__ = [
    "AccessToken",
    "Agreement",
    "Approval",
    "Attainable",
    "Configuration",
    "Contest",
    "Contract",
    "ContractEvent",
    "Correction",
    "CorrectionLine",
    "Coverage",
    "CoverageException",
    "CoverageWindow",
    "Departure",
    "DocumentSeries",
    "DutyFeed",
    "DutySwap",
    "EscalationLevel",
    "GuaranteeRequest",
    "HandoverNote",
    "LedgerEntry",
    "LedgerPosting",
    "Maintenance",
    "MaintenanceAcceptance",
    "Organisation",
    "Outage",
    "OutageSegment",
    "PenaltyBand",
    "Placement",
    "Product",
    "Redundancy",
    "Reliability",
    "Rescission",
    "ResponsibilityRound",
    "Revision",
    "RevisionComment",
    "RevisionItem",
    "Roster",
    "RosterOverride",
    "Rotation",
    "SignOff",
    "Statement",
    "StatementLine",
    "Submission",
    "SupportNumber",
    "Target",
    "Terms",
    "Turn",
    "Underpinning",
    "UnderpinningTarget",
    "UnfollowedNews",
    "User",
]
