"""Tables of the contracts room, gathered for Django."""

from contracts.models.access_token import AccessToken
from contracts.models.agreement import Agreement, EscalationLevel
from contracts.models.client_contract import Contract, PenaltyBand, Target
from contracts.models.configuration import Configuration
from contracts.models.coverage import Coverage, CoverageWindow
from contracts.models.event import ContractEvent, UnfollowedNews
from contracts.models.organisation import Organisation
from contracts.models.product import Product
from contracts.models.revision import Revision, RevisionItem, SignOff
from contracts.models.revision_comment import RevisionComment
from contracts.models.submission import Submission
from contracts.models.support_number import SupportNumber
from contracts.models.user import User

__all__ = [
    "AccessToken",
    "Agreement",
    "Configuration",
    "Contract",
    "ContractEvent",
    "Coverage",
    "CoverageWindow",
    "EscalationLevel",
    "Organisation",
    "PenaltyBand",
    "Product",
    "Revision",
    "RevisionComment",
    "RevisionItem",
    "SignOff",
    "Submission",
    "SupportNumber",
    "Target",
    "UnfollowedNews",
    "User",
]
