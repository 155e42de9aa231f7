"""What the application's role may do, table by table, and that relations obey the one direction between apps."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import ProgrammingError, connection, models, transaction

from cixi_oversight.grants import APPEND_ONLY, READ_WRITE, grant, rights

OURS = ("cixi_oversight", "institutions", "funds", "inspections", "riskcodes")


def tables() -> list[type[models.Model]]:
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if model._meta.managed and not model._meta.proxy]


def ours() -> Iterator[type[models.Model]]:
    return (model for model in tables() if model.__module__.split(".")[0] in OURS)


@pytest.mark.django_db
@pytest.mark.parametrize("model", tables(), ids=lambda model: model._meta.label)
def test_the_application_has_the_rights_that_the_model_declares(model: type[models.Model]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select string_agg(p, ', ' order by n) from unnest(%s) with ordinality as asked(p, n)"
            " where has_table_privilege('app', %s, p)",
            [["select", "insert", "update", "delete", "truncate"], model._meta.db_table],
        )
        assert cursor.fetchone()[0] == rights(model)


def test_what_a_night_reads_and_what_is_evidence_only_grows() -> None:
    names = {model.__name__ for model in ours() if rights(model) == APPEND_ONLY}
    assert {"Event", "Parameter", "Complaint", "ComplaintValidity", "FinancialStatement", "InsurancePolicy"} <= names
    assert all(rights(model) == APPEND_ONLY for model in ours() if hasattr(model, "supersedes"))
    assert all(rights(model) == APPEND_ONLY for model in ours() if model.__name__.endswith("Transition"))
    assert any(rights(model) == READ_WRITE for model in ours())


@pytest.mark.django_db
@pytest.mark.parametrize("model", [m for m in ours() if rights(m) == APPEND_ONLY], ids=lambda model: model._meta.label)
def test_the_database_refuses_to_change_or_remove(model: type[models.Model]) -> None:
    table, column = model._meta.db_table, model._meta.concrete_fields[-1].column
    for sql in (f'update "{table}" set "{column}" = "{column}"', f'delete from "{table}"', f'truncate "{table}"'):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(sql)


@pytest.mark.django_db
def test_the_application_owns_and_makes_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from pg_tables where schemaname = 'public' and tableowner = 'app'")
        assert cursor.fetchone() == (0,)
        cursor.execute("select rolsuper, rolcreatedb, rolcreaterole, rolbypassrls from pg_roles where rolname = 'app'")
        assert cursor.fetchone() == (False, False, False, False)
    with pytest.raises(ProgrammingError), transaction.atomic():
        connection.cursor().execute("create table own (id int)")


@pytest.mark.django_db
def test_rights_are_given_anew_without_a_gap() -> None:
    with connection.cursor() as cursor:
        cursor.execute("reset role")
        cursor.execute("grant update on audit_event to app")
        grant()
        cursor.execute("select has_table_privilege('app', 'audit_event', 'update')")
        assert cursor.fetchone() == (False,)
        cursor.execute("set role app")


# the direction of ARCHITECTURE section 3 is the order in which the apps are installed
ORDER = [
    apps.get_app_config(entry.split(".")[-1]).label for entry in settings.INSTALLED_APPS if entry.split(".")[0] in OURS
]


def relations() -> list[tuple[str, str, Any]]:
    found = []
    for model in ours():
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if field.concrete and target is not None and target._meta.app_label in ORDER:
                found.append((model._meta.app_label, target._meta.app_label, field))
    return found


def test_no_relation_points_to_an_app_above() -> None:
    assert len(relations()) > 60
    assert [str(field) for source, target, field in relations() if ORDER.index(source) < ORDER.index(target)] == []


def test_relations_protect() -> None:
    kept = {models.PROTECT, models.CASCADE, models.DO_NOTHING}
    for _, _, field in relations():
        assert field.remote_field.on_delete in kept, f"{field} forgets what it pointed to"
