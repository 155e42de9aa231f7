"""WSGI entry, on production settings unless told otherwise."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cixi_oversight.settings.production")
os.environ.setdefault("DATABASE_STATEMENT_TIMEOUT", "15s")
_portal = get_wsgi_application()

from cixi_oversight.api.gate import Utf8Gate  # noqa: E402 - reads settings

application = Utf8Gate(_portal)
