"""Two database roles (decision 2): the owner migrates, `app` runs. Set after every migrate, names no app.

A model declares `append_only = True` (SELECT and INSERT only) and, if it has some, `owner_functions` (functions of
the owner that the application may call, such as the one that makes next month's partition).
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections, transaction

READ_WRITE = "select, insert, update, delete"
APPEND_ONLY = "select, insert"


def grant(*, using: str = "default", **_: Any) -> None:
    """Give the application's role its rights, from what the models declare. Nothing to do in a one-role database."""
    role = settings.APP_DB_ROLE
    connection = connections[using]
    quote = connection.ops.quote_name
    with transaction.atomic(using=using), connection.cursor() as cursor:  # at one stroke: the portal may be running
        cursor.execute("select current_user <> %s and exists (select from pg_roles where rolname = %s)", [role, role])
        if not cursor.fetchone()[0]:
            return
        cursor.execute(f"grant usage on schema public to {quote(role)}")
        cursor.execute(f"revoke all on all tables in schema public from {quote(role)}")
        cursor.execute(f"grant usage, select on all sequences in schema public to {quote(role)}")
        tables = set(connection.introspection.table_names(cursor))
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            if table in tables and model._meta.managed and not model._meta.proxy:
                cursor.execute(f"grant {rights(model)} on {quote(table)} to {quote(role)}")
            for function in getattr(model, "owner_functions", ()):
                cursor.execute(f"grant execute on function {function} to {quote(role)}")
        cursor.execute(f"grant select on django_migrations to {quote(role)}")


def rights(model: Any) -> str:
    """History rows of pghistory are evidence too: added, never changed."""
    is_history = hasattr(model, "pgh_tracked_model")
    return APPEND_ONLY if getattr(model, "append_only", False) or is_history else READ_WRITE
