"""The database is made and migrated by its owner; the tests then run as the application's role, as production does."""

import gc
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection, connections
from django.test import TransactionTestCase

ROOT = Path(__file__).resolve().parent.parent
NO_SOURCES = {".git", ".venv", "node_modules", "var", "staticfiles", "tests", "templates", "static", "locale"}
# All that is not made by Django after a migration.
OURS = """c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
      and c.relname not in ('django_migrations', 'django_content_type', 'auth_permission')"""
# After a test that commits. Deleting from the few filled tables takes a tenth of the time of truncating all.
EMPTY_TABLES = f"""
do $$ declare t regclass; filled boolean; tables regclass[] = '{{}}'; begin
  for t in select c.oid from pg_class c where {OURS} loop
    execute format('select exists (select from %s)', t) into filled;
    if filled then tables = tables || t; end if;
  end loop;
  foreach t in array tables loop execute format('alter table %s disable trigger user', t); end loop;
  foreach t in array tables loop execute format('delete from %s', t); end loop;
  set constraints all immediate;
  foreach t in array tables loop execute format('alter table %s enable trigger user', t); end loop;
end $$
"""
KEEP_SEEDS = f"""
do $$ declare t text; filled boolean; begin
  create schema seeds;
  for t in select c.relname from pg_class c where {OURS} and not c.relispartition loop
    execute format('select exists (select from public.%I)', t) into filled;
    if filled then execute format('create table seeds.%I as table public.%I', t, t); end if;
  end loop;
end $$
"""
PUT_SEEDS_BACK = """
do $$ declare t text; names text; begin
  for t in select relname from pg_class where relnamespace = 'seeds'::regnamespace and relkind = 'r' loop
    select string_agg(quote_ident(column_name), ', ') into names from information_schema.columns
     where table_schema = 'public' and table_name = t and is_generated = 'NEVER';
    execute format('insert into public.%I (%s) select %s from seeds.%I', t, names, names, t);
  end loop;
end $$
"""


def pytest_collection_finish() -> None:
    """What was imported lives until the end: walking it again and again took the garbage collector a tenth of all."""
    gc.collect()
    gc.freeze()


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """How many requests were generated over the schema, of all workers together."""
    reports = [one for outcome in ("passed", "failed") for one in terminalreporter.stats.get(outcome, [])]
    pairs = [pair for report in reports for pair in report.user_properties]
    if counts := [count for name, count in pairs if name == "generated_requests"]:
        told = f"{sum(counts)} generated requests over the schema, by {len(counts)} kinds of caller"
        terminalreporter.write_line(told)


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: Any,
) -> Iterator[None]:
    """Migrates once for each state of the sources; every run, and every worker of a run, starts from a copy of that."""
    database = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        copy = connection.creation._get_test_db_name()
        _copy_template(copy, rebuild=request.config.getvalue("create_db"))
        connection.settings_dict["NAME"] = copy
        connection.settings_dict["OPTIONS"]["assume_role"] = settings.APP_DB_ROLE
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", _empty_as_owner)
        yield
    with django_db_blocker.unblock():
        connections.close_all()
        connection.settings_dict["NAME"] = database
        del connection.settings_dict["OPTIONS"]["assume_role"]
        with connection._nodb_cursor() as cursor:
            _drop(cursor, copy)


@pytest.fixture(autouse=True)
def _empty_caches() -> Iterator[None]:
    """Rate limits and the like live in the cache: one test must not spend another's."""
    yield
    for cache in caches.all(initialized_only=True):
        cache.clear()


def _copy_template(copy: str, *, rebuild: bool) -> None:
    template = f"template_{connection.settings_dict['NAME']}"
    sources = _digest_of_sources()
    with connection._nodb_cursor() as cursor:
        cursor.execute("select pg_advisory_lock(hashtext(%s))", [template])  # workers of one run take turns
        cursor.execute("select shobj_description(oid, 'pg_database') from pg_database where datname = %s", [template])
        if rebuild or cursor.fetchone() != (sources,):
            _migrate(template)
            cursor.execute(f"comment on database {template} is %s", [sources])
        _drop(cursor, copy)
        cursor.execute(f"create database {copy} template {template}")


def _drop(cursor: Any, database: str) -> None:
    """`with (force)` would refuse where an autovacuum is at work, which a plain drop sends away."""
    cursor.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s and backend_type = 'client backend'",
        [database],
    )
    cursor.execute(f"drop database if exists {database}")


def _migrate(template: str) -> None:
    database = connection.settings_dict["NAME"]
    test = connection.settings_dict["TEST"]
    test_name, test["NAME"] = test["NAME"], template
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        with connection.cursor() as cursor:
            cursor.execute(KEEP_SEEDS)
    finally:
        connection.close()
        test["NAME"] = test_name
        connection.settings_dict["NAME"] = database


def _digest_of_sources() -> str:
    """Of all that migrations, rights and triggers are made of."""
    digest = hashlib.sha256()
    for folder, folders, files in os.walk(ROOT):
        folders[:] = sorted(set(folders) - NO_SOURCES)
        for path in (Path(folder, name) for name in sorted(files)):
            if path.suffix == ".py" or path.name == "requirements.txt":
                digest.update(os.fsencode(path.relative_to(ROOT)) + path.read_bytes())
    return digest.hexdigest()


def _empty_as_owner(case: TransactionTestCase) -> None:
    """Emptying tables is not the application's right, and the ledger's triggers refuse it even to the owner."""
    with _owner() as cursor:
        cursor.execute(EMPTY_TABLES)
        cursor.execute(PUT_SEEDS_BACK)


@contextmanager
def _owner() -> Iterator[Any]:
    with connection.cursor() as cursor:
        cursor.execute("reset role")
        yield cursor
        cursor.execute(f"set role {settings.APP_DB_ROLE}")
