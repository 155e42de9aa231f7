"""Tables in monthly partitions that only grow (decision 4): made by the owner, extended through the owner's function.

A migration creates the table by `CreatePartitionedModel` and guards it by `Monthly(...).operation()`. The model names
the function in `owner_functions`, so that `grants` lets the application call it, and `ensure_months` calls it ahead of
time. A row whose month has no partition yet goes to the default partition: lateness never refuses a write.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from django.apps import apps
from django.db import connections, migrations, models

MONTHS_AHEAD: Final = 12
ZONE: Final = "Asia/Shanghai"  # a month begins at midnight there

_REFUSE = """
create or replace function partitions_refuse() returns trigger language plpgsql as $$
begin
  raise exception 'rows are added, never changed or removed (% on %)', tg_op, tg_table_name
    using errcode = 'restrict_violation';
end $$;
"""
_GUARD = """
create trigger {table}_append_only before update or delete on {table}
  for each row execute function partitions_refuse();
create trigger {table}_no_truncate before truncate on {table}
  for each statement execute function partitions_refuse();
create table {table}_default partition of {table} default;
create trigger {table}_no_truncate before truncate on {table}_default
  for each statement execute function partitions_refuse();
"""
_ENSURE = """
create function {table}_ensure_month(month date) returns boolean
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  low {kind} := {low};
  high {kind} := {high};
  part text := '{table}_' || to_char(month, 'YYYYMM');
begin
  perform pg_advisory_xact_lock(hashtext('{table}_ensure_month'));
  if to_regclass('public.' || part) is not null then
    return false;
  end if;
  if exists (select from public.{table}_default where {column} >= low and {column} < high) then
    return false;  -- the month began before its partition was made: its rows stay where they are
  end if;
  execute format('create table public.%I partition of public.{table} for values from (%L) to (%L)', part, low, high);
  execute format('create trigger {table}_no_truncate before truncate on public.%I '
                 'for each statement execute function public.partitions_refuse()', part);
  return true;
end $$;
revoke all on function {table}_ensure_month(date) from public;
"""
_FIRST_MONTHS = """
select {table}_ensure_month(month::date)
  from generate_series(date '{first}', date_trunc('month', current_date) + interval '{ahead} months', '1 month') month;
"""
_UNDO = """
drop function {table}_ensure_month(date);
drop trigger {table}_append_only on {table};
drop trigger {table}_no_truncate on {table};
drop table {table}_default;
"""


class NextValue(models.Func):
    """`db_default` of an id beside a partitioned table's key: the next number of a sequence made by the migration."""

    function = "nextval"
    arity = 1

    def __init__(self, sequence: str) -> None:
        super().__init__(models.Value(sequence), output_field=models.BigIntegerField())
        self.sequence = sequence

    def deconstruct(self) -> tuple[str, list[str], dict[str, Any]]:
        return "cixi_oversight.partitions.NextValue", [self.sequence], {}


class CreatePartitionedModel(migrations.CreateModel):
    """CreateModel of a table partitioned by range of one column, which must be part of the primary key."""

    def __init__(self, *args: Any, partition_by: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partition_by = partition_by

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        name, args, kwargs = super().deconstruct()
        return name, list(args), {**kwargs, "partition_by": self.partition_by}

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        plain = schema_editor.sql_create_table
        column = schema_editor.quote_name(self.partition_by)
        schema_editor.sql_create_table = f"{plain} PARTITION BY RANGE ({column})"
        try:
            super().database_forwards(app_label, schema_editor, from_state, to_state)
        finally:
            schema_editor.sql_create_table = plain


@dataclass(frozen=True, slots=True)
class Monthly:
    """How one table is cut into months of `column`, a day or (`moment=True`) a point in time."""

    table: str
    column: str
    first: dt.date
    moment: bool = False

    @property
    def function(self) -> str:
        """What the model's `owner_functions` names."""
        return f"{self.table}_ensure_month(date)"

    def operation(self) -> migrations.RunSQL:
        """Guards the table, makes the function and the months from `first` to twelve ahead."""
        start, following = "date_trunc('month', month::timestamp)", "date_trunc('month', month::timestamp) + '1 month'"
        zone = f" at time zone '{ZONE}'" if self.moment else "::date"
        names = {
            "table": self.table,
            "column": self.column,
            "kind": "timestamptz" if self.moment else "date",
            "low": f"({start}){zone}",
            "high": f"({following}){zone}",
            "first": self.first.isoformat(),
            "ahead": MONTHS_AHEAD,
        }
        return migrations.RunSQL(
            _REFUSE + "".join(part.format(**names) for part in (_GUARD, _ENSURE, _FIRST_MONTHS)),
            _UNDO.format(**names),
        )


def partitioned() -> list[type[models.Model]]:
    """Models whose table is cut into months."""
    return [model for model in apps.get_models() if hasattr(model, "partitions")]


def ensure_months(*, on: dt.date, ahead: int = MONTHS_AHEAD, using: str = "default") -> int:
    """Make the partitions of the month of `on` and of `ahead` months after it; returns how many are new."""
    firsts = [dt.date(on.year + (on.month - 1 + n) // 12, (on.month - 1 + n) % 12 + 1, 1) for n in range(ahead + 1)]
    made = 0
    with connections[using].cursor() as cursor:
        for model in partitioned():
            function = connections[using].ops.quote_name(f"{model._meta.db_table}_ensure_month")
            for first in firsts:
                cursor.execute(f"select {function}(%s)", [first])
                made += cursor.fetchone()[0]
    return made
