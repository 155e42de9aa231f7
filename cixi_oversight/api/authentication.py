"""Who asks: the portal's own session. Clients of other departments come later."""

from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request


class PortalSession(SessionAuthentication):
    """Names a scheme, so that nobody signed in is 401 and not 403."""

    def authenticate_header(self, request: Request) -> str:
        return "Session"
