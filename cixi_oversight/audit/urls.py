"""The audit's page."""

from django.urls import path

from cixi_oversight.audit.views import AuditExport, EventList

app_name = "audit"
urlpatterns = [
    path("bureau/system/audit/", EventList.as_view(), name="list"),
    path("bureau/system/audit/export/", AuditExport.as_view(), name="export"),
]
