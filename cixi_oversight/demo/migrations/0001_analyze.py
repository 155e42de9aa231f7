"""A function of the owner that brings the planner's statistics up to date. A seed fills empty tables and computes over
them at once; without statistics each night takes ten times as long, until autovacuum comes by."""

from django.db import migrations

CREATE = """
create function demo_analyze() returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  item record;
begin
  for item in
    select c.oid::regclass as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'public' and c.relkind = 'r' and pg_has_role(current_user, c.relowner, 'usage')
  loop
    execute format('analyze %s', item.name);
  end loop;
end $$;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunSQL(CREATE, "drop function demo_analyze()")]
