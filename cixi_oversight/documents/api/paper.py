"""Papers (文书) as other systems check them: number, kind, whether it holds, and the hash of what was issued."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_view
from rest_framework import serializers

from cixi_oversight import clock
from cixi_oversight.api import filters, values
from cixi_oversight.api.errors import ValueRefused
from cixi_oversight.api.pages import Ordering
from cixi_oversight.api.views import ReadViewSet
from cixi_oversight.documents.enums import PaperKind, PaperState
from cixi_oversight.documents.models import Paper
from cixi_oversight.documents.rules.access import READ_PAPERS
from cixi_oversight.documents.rules.papers import read_number
from cixi_oversight.documents.services import checking
from cixi_oversight.documents.services.papers import check_url
from cixi_oversight.web import subjects

NUMBER_MAX: Final = 40


class PaperHolderShape(serializers.Serializer[Any]):
    public_id = serializers.CharField(allow_null=True, help_text="Null where the institution is not in your remit")
    name = serializers.CharField(help_text="As it stands on the paper")


class PaperShape(serializers.Serializer[Any]):
    public_id = serializers.CharField()
    number = serializers.CharField()
    kind = serializers.ChoiceField(choices=[kind.value for kind in PaperKind])
    county = serializers.CharField(help_text="Code of the county whose bureau issued it")
    office = serializers.CharField()
    issued_on = serializers.DateField()
    state = serializers.ChoiceField(
        choices=[state.value for state in PaperState],
        help_text="Genuine and in force; void: withdrawn by the bureau; lapsed: what it says is no longer so",
    )
    since = serializers.DateField(allow_null=True, help_text="Since when it is void or lapsed")
    institution = PaperHolderShape()
    sha256 = serializers.CharField(help_text="Of the PDF as issued, hexadecimal")
    check_url = serializers.URLField(help_text="The public page to which the paper's QR code leads")


EXAMPLE: Final = OpenApiExample(
    "A posting board in force",
    value={
        "public_id": "c4mz8k2wq7h3t",
        "number": "慈教培公示〔2026〕17号",
        "kind": "posting_board",
        "county": "330282",
        "office": "慈溪市教育局",
        "issued_on": "2026-11-23",
        "state": "in_force",
        "since": None,
        "institution": {"public_id": "7h2k9m4x3qwpn", "name": "慈溪市青禾艺术培训有限公司"},
        "sha256": "9f2c1c5d0f7e4b3a8d6e5f4c3b2a19087f6e5d4c3b2a1908f7e6d5c4b3a29180",
        "check_url": "https://portal.example.gov.cn/check/k7m2q9x4w8h3t6p5n2c7z4v9/",
    },
    response_only=True,
    status_codes=["200"],
)


class PaperFilters(filters.StrictFilterSet):
    number = filters.text(limit=NUMBER_MAX, method="of_number")
    kind = filters.member_of(PaperKind)
    state = filters.member_of(PaperState, method="in_state")
    institution = filters.code("^[2-9a-hjkmnp-z]{8,16}$", values.public_id, method="of_institution")
    issued_from = filters.day(field_name="issued_on", lookup_expr="gte")
    issued_to = filters.day(field_name="issued_on", lookup_expr="lte")

    class Meta:
        model = Paper
        fields: list[str] = []

    def of_number(self, queryset: QuerySet[Any], _name: str, typed: str) -> QuerySet[Any]:
        """As somebody types it from the paper."""
        number = read_number(typed)
        if number is None:
            raise ValueRefused(field="number")
        return queryset.filter(number=number)

    def in_state(self, queryset: QuerySet[Any], _name: str, state: PaperState) -> QuerySet[Any]:
        return checking.in_state(queryset, state, clock.today())

    def of_institution(self, queryset: QuerySet[Any], _name: str, public_id: str) -> QuerySet[Any]:
        found = subjects.find(self.request.viewer, "institution", public_id)
        return queryset.filter(institution_id=found.pk) if found else queryset.none()


@extend_schema_view(
    list=extend_schema(operation_id="papers", summary="Papers about what is within your remit", examples=[EXAMPLE]),
    retrieve=extend_schema(operation_id="paper", summary="One paper, and whether it holds", examples=[EXAMPLE]),
)
class PaperViewSet(ReadViewSet):
    """Posting boards, notices and decisions that the bureau has issued. The PDF itself is not handed out here: compare
    its hash, or open the check page."""

    permission = READ_PAPERS
    scope = "papers"
    queryset = Paper.objects.none()
    serializer_class = PaperShape
    filterset_class = PaperFilters
    orderings = {
        "-id": Ordering("pk", descending=True),
        "id": Ordering("pk"),
        "-issued_on": Ordering("issued_on", descending=True),
        "issued_on": Ordering("issued_on"),
    }

    def scoped(self) -> QuerySet[Any]:
        found: QuerySet[Any] = Paper.objects.visible_to(self.viewer)
        return found

    def rows(self, keys: Sequence[int]) -> Mapping[int, dict[str, Any]]:
        rows = list(Paper.objects.filter(pk__in=keys).select_related("county"))
        held = checking.states(rows, clock.today())
        wanted = {row.institution_id for row in rows if row.institution_id}
        named = subjects.address_names(self.viewer, "institution", wanted)
        return {row.pk: shape(row, held[row.pk], named.get(row.institution_id or 0)) for row in rows}


def shape(row: Paper, held: checking.Held, public_id: str | None) -> dict[str, Any]:
    return {
        "public_id": row.public_id,
        "number": row.number,
        "kind": row.kind,
        "county": row.county.code,
        "office": row.office,
        "issued_on": row.issued_on,
        "state": held.state,
        "since": held.since,
        "institution": {"public_id": public_id, "name": row.holder},
        "sha256": row.sha256,
        "check_url": check_url(row.token),
    }
