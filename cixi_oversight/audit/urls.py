"""The audit's page."""

from django.urls import path

from cixi_oversight.audit.views import EventList

app_name = "audit"
urlpatterns = [path("bureau/system/audit/", EventList.as_view(), name="list")]
