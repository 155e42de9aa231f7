from .actor import Actor
from .cache import CacheEntry
from .membership import DepartmentMembership
from .place import County, Department, Town
from .saved_view import SavedView
from .user import User

__all__ = ["Actor", "CacheEntry", "County", "Department", "DepartmentMembership", "SavedView", "Town", "User"]
