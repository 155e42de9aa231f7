from .doors import Enter, Landing
from .health import Healthz, Readyz
from .home import Desk
from .my import My
from .search import Search

__all__ = ["Desk", "Enter", "Healthz", "Landing", "My", "Readyz", "Search"]
