from .actor import Actor
from .administrator import AdministratorKind
from .api_client import ApiClient, ApiKey
from .api_count import ApiCount
from .cache import CacheEntry
from .deputy import Deputyship
from .factor import TotpStep
from .idempotency import IdempotencyKey
from .identity import ExternalIdentity
from .invitation import Invitation
from .link import SignedLink
from .membership import DepartmentMembership
from .password import PasswordUsed
from .place import County, Department, Town
from .saved_view import SavedView
from .session import SignedInSession
from .sign_in import SignInAttempt
from .user import User

__all__ = [
    "Actor",
    "AdministratorKind",
    "ApiClient",
    "ApiCount",
    "ApiKey",
    "CacheEntry",
    "County",
    "Department",
    "DepartmentMembership",
    "Deputyship",
    "ExternalIdentity",
    "IdempotencyKey",
    "Invitation",
    "PasswordUsed",
    "SavedView",
    "SignInAttempt",
    "SignedInSession",
    "SignedLink",
    "TotpStep",
    "Town",
    "User",
]
