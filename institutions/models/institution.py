"""The institution (校外培训机构): one legal person or sole trader. Accepted facts only (decision 14).

What the register does not know is null and shown as a gap. `category`, `legal_form` and `status` are copies of the
latest dated row, kept for filters; the dated rows are the record.
"""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Final, Self

import pghistory
import pgtrigger
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, OuterRef, Q, Subquery, Value

from cixi_oversight.permissions import Viewer, ViewerKind
from cixi_oversight.records import PublicId, Versioned
from cixi_oversight.transitions import Transition
from institutions.enums import ACTIVE, Category, FilingKind, Gap, LegalForm, Stage, Status
from institutions.rules.search import read_term


def digits_only(column: str) -> Func:
    """The digits of a number, for a generated column that search looks into."""
    return Func(F(column), Value("[^0-9]"), Value(""), Value("g"), function="regexp_replace")


AUTHORITIES: Final = ("approval", "registration", "sector", "supervising")


class InstitutionQuerySet(models.QuerySet["Institution"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Decision 12. The public sees institutions that operate or wind down; how much of them is a page's choice."""
        if viewer.kind is ViewerKind.SYSTEM:
            return self
        if viewer.kind is ViewerKind.PUBLIC:
            return self.filter(status__in=(Status.OPERATING, Status.SUSPENDED, Status.CLOSING))
        if viewer.kind is ViewerKind.LINK:
            kind, pk = viewer.subject or ("", 0)
            return self.filter(pk=pk) if kind == "institution" else self.none()
        scope = Q(pk__in=viewer.institution_ids)
        if viewer.county_wide:
            scope |= Q(county_id__in=viewer.county_ids)
        if viewer.town_ids:
            scope |= Q(town_id__in=viewer.town_ids)
        if viewer.department_ids:
            for authority in AUTHORITIES:
                scope |= Q(**{f"{authority}_authority_id__in": viewer.department_ids})
        return self.filter(scope)

    def search(self, typed: str) -> Self:
        """By a piece of any name, former name, trade name, brand, pinyin, initials, uscc, permit number or published
        telephone. Literal: % and _ are letters. An empty term finds everything."""
        term = read_term(typed)
        if term.is_empty:
            return self
        hit = Q()
        for text in term.texts:
            hit |= Q(search_text__contains=text)
        if not term.digits:
            return self.filter(hit)
        # each table by itself, so that each can use its index; through the registry, for they stand below this file
        found = Institution.objects.filter(hit).values("pk")
        others = [
            apps.get_model("institutions", model)
            ._default_manager.filter(**{f"{column}__contains": term.digits})
            .values("institution_id")
            for model, column in (("Permit", "number_digits"), ("Site", "phone_digits"))
        ]
        return self.filter(pk__in=found.union(*others))

    def beginning_with(self, typed: str) -> Self:
        """Of the hits of `search`, those whose name or letters begin with what was typed, or whose code it is."""
        term = read_term(typed)
        start = term.texts[-1] if term.texts else ""
        begins = Q(name__startswith=start) | Q(initials__startswith=start) | Q(pinyin__startswith=start)
        return self.filter(begins | Q(uscc=start.upper()))

    def alive(self) -> Self:
        """On the register and not ended (applying ones are not on it yet)."""
        return self.filter(status__in=sorted(ACTIVE))

    def with_gap(self, gap: Gap) -> Self:
        """Those of which the register does not know this (资料缺口)."""
        return self.filter(_has_gap(gap))

    def count_gaps(self) -> dict[Gap, int]:
        """How many have each gap; one query."""
        found = self.aggregate(**{gap.name: models.Count("pk", filter=_has_gap(gap)) for gap in Gap})
        return {gap: found[gap.name] for gap in Gap}

    def with_overdue_filing(self, on: dt.date, kind: FilingKind | None = None) -> Self:
        """Those that owe a filing, of this kind or of any, whose day had passed on `on`."""
        due = apps.get_model("institutions", "FilingDue").objects.overdue(on)
        if kind is not None:
            due = due.filter(kind=kind)
        return self.filter(pk__in=due.values("institution_id"))

    def with_register_facts(self) -> Self:
        """For lists and exports: town and authorities joined, and of the records what a line shows: the standing
        permit's number and end, the main site's address and telephone (`permit_number`, `permit_expires_on`,
        `main_address`, `main_phone`)."""
        permit = apps.get_model("institutions", "Permit").objects.standing()
        permit = permit.filter(institution=OuterRef("pk")).order_by("-recorded_at", "-pk")
        sites = apps.get_model("institutions", "Site")._default_manager
        site = sites.filter(institution=OuterRef("pk"), closed_on=None).order_by("-is_main", "pk")
        return self.select_related("county", "town", *(f"{name}_authority" for name in AUTHORITIES)).annotate(
            permit_number=Subquery(permit.values("number")[:1]),
            permit_expires_on=Subquery(permit.values("expires_on")[:1]),
            main_address=Subquery(site.values("address")[:1]),
            main_phone=Subquery(site.values("business_phone")[:1]),
        )


def _has_gap(gap: Gap) -> Q:
    return Q(**{f"{gap.value}__isnull": True})


def _authority() -> models.ForeignKey:
    return models.ForeignKey("users.Department", models.PROTECT, null=True, blank=True, related_name="+")


# What a name is found by, in one column so that a single index serves (0002). The database fills it, so that bulk
# writes need not know. Width and case are folded as `rules.search` folds what is typed.
_SEARCH_TEXT: Final = """
    NEW.search_text = lower(normalize(concat_ws(E'\\n', NEW.name, NULLIF(NEW.trade_name, ''), NULLIF(NEW.brand, ''),
        array_to_string(NEW.former_names, E'\\n'), NEW.uscc, NULLIF(NEW.pinyin, ''), NULLIF(NEW.initials, '')), NFKC));
    RETURN NEW;
"""


# A history row holds what the row was before the change, so that nothing is written when a row is made.
@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    exclude=["public_id", "county", "created_at", "created_by", "pinyin", "initials", "search_text"],
)
class Institution(Versioned):
    public_id = PublicId()
    county = models.ForeignKey("users.County", models.PROTECT, related_name="+")
    town = models.ForeignKey("users.Town", models.PROTECT, null=True, blank=True, related_name="+")
    uscc = models.CharField(max_length=18, null=True, blank=True)
    uscc_override_reason = models.CharField(
        max_length=200, blank=True
    )  # an old code that fails GB 32100, accepted by a person
    name = models.CharField(max_length=120)
    former_names = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    trade_name = models.CharField(max_length=120, blank=True)  # 招牌名
    brand = models.CharField(max_length=80, blank=True)
    pinyin = models.CharField(max_length=600, blank=True)  # of name and trade name; filled by a follow-up job
    initials = models.CharField(max_length=160, blank=True)
    search_text = models.TextField(blank=True, editable=False, db_default="")
    category = models.CharField(max_length=12, null=True, blank=True, choices=[(c.value, c.value) for c in Category])
    legal_form = models.CharField(max_length=24, null=True, blank=True, choices=[(f.value, f.value) for f in LegalForm])
    stage = models.CharField(max_length=12, null=True, blank=True, choices=[(s.value, s.value) for s in Stage])
    status = models.CharField(max_length=16, default=Status.APPLYING, choices=[(s.value, s.value) for s in Status])
    approval_authority = _authority()
    registration_authority = _authority()
    sector_authority = _authority()
    supervising_authority = _authority()
    not_found_on = models.DateField(null=True, blank=True)  # an officer went there and met nobody

    objects: ClassVar[models.Manager[Institution]] = InstitutionQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["uscc"], condition=Q(uscc__isnull=False), name="institution_uscc_once"),
            models.CheckConstraint(condition=~Q(uscc=""), name="institution_uscc_null_not_empty"),
        ]
        indexes = [
            models.Index(fields=["county", "id"], name="institution_county"),
            models.Index(fields=["town", "id"], name="institution_town"),
            models.Index(fields=["name", "id"], name="institution_name"),  # the list's order
            models.Index(fields=["town", "name", "id"], name="institution_town_name"),  # the public list of a town
            models.Index(fields=["pinyin"], name="institution_pinyin_missing", condition=Q(pinyin="")),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="institution_search_text",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert
                | pgtrigger.UpdateOf("name", "former_names", "trade_name", "brand", "uscc", "pinyin", "initials"),
                func=_SEARCH_TEXT,
            )
        ]

    def __str__(self) -> str:
        return self.name


class InstitutionTransition(Transition):
    """The legal record of an institution's status."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="transitions")

    class Meta:
        indexes = [models.Index(fields=["institution", "recorded_at"], name="institution_transition_at")]
