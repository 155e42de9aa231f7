"""The form that hands a copy in."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cixi_oversight.web.fields import DocumentField
from cixi_oversight.web.forms import OfficeForm


class CopyForm(OfficeForm):
    copy = DocumentField(label=_("Scan or photograph"))
