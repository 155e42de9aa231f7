"""A trigram index for the search, where pg_trgm is at hand; elsewhere the search reads the column through."""

from typing import Any

from django.db import migrations, transaction
from django.db.utils import DatabaseError

INDEXES = {
    "institution_search_trigrams": "institutions_institution using gin (search_text gin_trgm_ops)",
    "permit_digits_trigrams": "institutions_permit using gin (number_digits gin_trgm_ops)",
    "site_digits_trigrams": "institutions_site using gin (phone_digits gin_trgm_ops)",
}


def has_trigrams(schema_editor: Any) -> bool:
    """Installed, or installable by us: pg_trgm is a trusted extension, the database's owner may."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("select exists (select from pg_extension where extname = 'pg_trgm')")
        if cursor.fetchone()[0]:
            return True
        cursor.execute("select exists (select from pg_available_extensions where name = 'pg_trgm')")
        if not cursor.fetchone()[0]:
            return False
    try:
        with transaction.atomic(using=schema_editor.connection.alias):
            schema_editor.execute("create extension pg_trgm")
    except DatabaseError:
        return False
    return True


def make_indexes(apps: Any, schema_editor: Any) -> None:
    if has_trigrams(schema_editor):
        for name, what in INDEXES.items():
            schema_editor.execute(f"create index if not exists {name} on {what}")


def drop_indexes(apps: Any, schema_editor: Any) -> None:
    for name in INDEXES:
        schema_editor.execute(f"drop index if exists {name}")


class Migration(migrations.Migration):
    dependencies = [("institutions", "0002_search_and_history")]

    operations = [migrations.RunPython(make_indexes, drop_indexes)]
