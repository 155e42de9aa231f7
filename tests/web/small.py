"""A list and a form, as an app would write them, to try the bases with."""

from typing import Any

import django_filters
from django.db import connection
from django.urls import include, path

from cixi_oversight import urls as portal
from cixi_oversight.errors import DomainError, Problems, StaleVersion
from cixi_oversight.permissions import ANY_STAFF
from cixi_oversight.users.models import Town
from cixi_oversight.web.fields import DayField, PlainCharField, UsccField, YuanField
from cixi_oversight.web.filters import PageFilterSet
from cixi_oversight.web.forms import FormPage, OfficeForm
from cixi_oversight.web.lists import Column, ListPage


class TownFilters(PageFilterSet):
    name = django_filters.CharFilter(lookup_expr="contains", label="名称")
    grid_row = django_filters.NumberFilter(label="行")


class Towns(ListPage):
    permission = ANY_STAFF
    title = "Towns"
    export_name = "towns"
    filterset_class = TownFilters
    main_filters = ("name",)
    ordering = ("code",)
    page_size = 3
    columns = (
        Column("name", "名称", lambda town: town.name, sort="name"),
        Column("code", "代码", lambda town: town.code, sort="code"),
        Column("row", "行", lambda town: town.grid_row, sort="grid_row", numeric=True, default=False),
    )

    def get_queryset(self) -> Any:
        return Town.objects.all()

    def row_url(self, row: Town) -> str:
        return f"/town/{row.code}/"


class NameTaken(DomainError):
    code = "name_taken"
    message = "%(name)s is taken."


class TownForm(OfficeForm):
    name = PlainCharField(label="名称", max_length=20)
    fee = YuanField(label="费用", required=False)
    opened = DayField(label="日期", required=False)
    uscc = UsccField(label="代码", required=False)


class NewTown(FormPage):
    permission = ANY_STAFF
    title = "New town"
    form_class = TownForm

    def act(self, form: TownForm) -> str:
        name = form.cleaned_data["name"]
        if name == "stale":
            raise StaleVersion
        if name in ("55P03", "22012"):
            with connection.cursor() as cursor:
                cursor.execute(f"do $$ begin raise exception using errcode = '{name}'; end $$")
        if name == "several":
            raise Problems([NameTaken(field="name", name="A"), NameTaken(field="fee", name="B"), NameTaken(name="C")])
        if Town.objects.filter(name=name).exists():
            raise NameTaken(field="name", name=name)
        town = Town.objects.create(
            county_id=self.viewer.county_ids.__iter__().__next__(), code=str(Town.objects.count()), name=name
        )
        return f"/town/{town.code}/"


urlpatterns = [
    path("towns/", Towns.as_view(), name="towns"),
    path("towns/new/", NewTown.as_view(), name="new_town"),
    path("", include(portal)),
]
handler400, handler403, handler404 = portal.handler400, portal.handler403, portal.handler404
