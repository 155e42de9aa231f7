"""Every route of the REST API. Version 1 is under `v1/`; what is no route answers in the API's own shape."""

from django.urls import URLPattern, URLResolver, path

from cixi_oversight.api.schema import DocsView, SchemaView
from cixi_oversight.api.views import no_such_route
from cixi_oversight.audit.api.event import EventsView
from cixi_oversight.audit.api.head import AuditHeadViewSet
from cixi_oversight.desk.api.assignment import AssignmentViewSet
from cixi_oversight.desk.api.receipt import ReceiptsView
from cixi_oversight.documents.api.paper import PaperViewSet
from inspections.api.complaint import ComplaintViewSet
from institutions.api.annual import AnnualInspectionViewSet, StarRatingViewSet
from institutions.api.case import CaseStepView, CaseViewSet
from institutions.api.filing import FilingViewSet
from institutions.api.gap_list import GapListViewSet
from institutions.api.institution import InstitutionViewSet
from institutions.api.register_change import RegisterChangeViewSet
from institutions.api.teaching import TeachingView
from institutions.api.whitelist import WhitelistViewSet
from riskcodes.api.code import RiskCodeViewSet
from riskcodes.api.run import RiskRunViewSet

app_name = "api"
urlpatterns: list[URLPattern | URLResolver] = [
    path("v1/institutions", InstitutionViewSet.as_view({"get": "list"}), name="institutions"),
    path("v1/institutions/<str:public_id>", InstitutionViewSet.as_view({"get": "retrieve"}), name="institution"),
    path("v1/whitelist", WhitelistViewSet.as_view({"get": "list"}), name="whitelist"),
    path("v1/institutions/<str:public_id>/teaching", TeachingView.as_view(), name="teaching"),
    path(
        "v1/register-changes",
        RegisterChangeViewSet.as_view({"get": "list", "post": "create"}),
        name="register_changes",
    ),
    path("v1/complaints", ComplaintViewSet.as_view({"get": "list", "post": "create"}), name="complaints"),
    path("v1/complaints/<str:public_id>", ComplaintViewSet.as_view({"get": "retrieve"}), name="complaint"),
    path("v1/annual-inspections", AnnualInspectionViewSet.as_view({"get": "list"}), name="annual_inspections"),
    path(
        "v1/annual-inspections/<str:public_id>",
        AnnualInspectionViewSet.as_view({"get": "retrieve"}),
        name="annual_inspection",
    ),
    path("v1/star-ratings", StarRatingViewSet.as_view({"get": "list"}), name="star_ratings"),
    path("v1/gap-lists", GapListViewSet.as_view({"get": "list"}), name="gap_lists"),
    path("v1/gap-lists/<str:public_id>", GapListViewSet.as_view({"get": "retrieve"}), name="gap_list"),
    path("v1/filings", FilingViewSet.as_view({"get": "list"}), name="filings"),
    path("v1/filings/<str:public_id>", FilingViewSet.as_view({"get": "retrieve"}), name="filing"),
    path("v1/assignments/<str:public_id>/receipts", ReceiptsView.as_view(), name="receipts"),
    path("v1/risk-codes", RiskCodeViewSet.as_view({"get": "list"}), name="risk_codes"),
    path("v1/risk-codes/<str:public_id>", RiskCodeViewSet.as_view({"get": "retrieve"}), name="risk_code"),
    path("v1/risk-runs", RiskRunViewSet.as_view({"get": "list"}), name="risk_runs"),
    path("v1/assignments", AssignmentViewSet.as_view({"get": "list"}), name="assignments"),
    path("v1/assignments/<str:public_id>", AssignmentViewSet.as_view({"get": "retrieve"}), name="assignment"),
    path("v1/papers", PaperViewSet.as_view({"get": "list"}), name="papers"),
    path("v1/papers/<str:public_id>", PaperViewSet.as_view({"get": "retrieve"}), name="paper"),
    path("v1/cases", CaseViewSet.as_view({"get": "list"}), name="cases"),
    path("v1/cases/<str:public_id>", CaseViewSet.as_view({"get": "retrieve"}), name="case"),
    path("v1/cases/<str:public_id>/steps/<str:step_id>", CaseStepView.as_view(), name="case_step"),
    path("v1/audit-heads", AuditHeadViewSet.as_view({"get": "list"}), name="audit_heads"),
    path("v1/events", EventsView.as_view(), name="events"),
    path("v1/schema", SchemaView.as_view(), name="schema"),
    path("docs", DocsView.as_view(), name="docs"),
    path("", no_such_route, name="nothing"),
    path("<path:path>", no_such_route, name="nothing"),
]
