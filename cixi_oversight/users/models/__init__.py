from .actor import Actor
from .cache import CacheEntry
from .link import SignedLink
from .membership import DepartmentMembership
from .place import County, Department, Town
from .saved_view import SavedView
from .user import User

__all__ = [
    "Actor",
    "CacheEntry",
    "County",
    "Department",
    "DepartmentMembership",
    "SavedView",
    "SignedLink",
    "Town",
    "User",
]
