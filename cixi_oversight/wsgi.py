"""WSGI entry, on production settings unless told otherwise."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cixi_oversight.settings.production")
application = get_wsgi_application()
