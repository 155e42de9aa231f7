"""The rows of the public look-up are kept by the database, so that bulk writes need not know; the figures of the public
pages, not confirmed by the bureau yet."""

import datetime as dt
from typing import Any

from django.db import migrations

FUNCTIONS = r"""
create function institutions_lookup_pairs(t text) returns text[] language sql immutable parallel safe as $$
    select coalesce(array_agg(distinct substr(t, n, 2)), '{}') from generate_series(1, length(t) - 1) as n
$$;

create function institutions_lookup_refresh(ids bigint[]) returns void language sql as $$
    insert into institutions_lookupentry as held (institution_id, is_living, text, pairs)
    select i.id, i.status in ('operating', 'suspended', 'closing'), t.text, institutions_lookup_pairs(t.text)
      from institutions_institution i
      left join lateral (
           select string_agg(distinct s.address, E'\n') as addresses from institutions_site s
            where s.institution_id = i.id and s.closed_on is null
      ) a on true
      cross join lateral (
           select regexp_replace(lower(normalize(concat_ws(E'\n', i.name, nullif(i.trade_name, ''), nullif(i.brand, ''),
                      nullif(array_to_string(i.former_names, E'\n'), ''), a.addresses), NFKC)), '[ \t]', '', 'g') as text
      ) t
     where i.id = any(ids)
        on conflict (institution_id) do update
       set is_living = excluded.is_living, text = excluded.text, pairs = excluded.pairs
     where (held.is_living, held.text) is distinct from (excluded.is_living, excluded.text)
$$;

create function institutions_lookup_entered() returns trigger language plpgsql as $$
begin
    perform institutions_lookup_refresh(array(select id from entered));
    return null;
end $$;

create function institutions_lookup_site_entered() returns trigger language plpgsql as $$
begin
    perform institutions_lookup_refresh(array(select distinct institution_id from entered));
    return null;
end $$;

create function institutions_lookup_changed() returns trigger language plpgsql as $$
begin
    perform institutions_lookup_refresh(array[new.id]);
    return null;
end $$;

create function institutions_lookup_site_changed() returns trigger language plpgsql as $$
begin
    perform institutions_lookup_refresh(array[new.institution_id]);
    return null;
end $$;

create trigger institutions_lookup_entered after insert on institutions_institution
    referencing new table as entered for each statement execute function institutions_lookup_entered();
create trigger institutions_lookup_entered after insert on institutions_site
    referencing new table as entered for each statement execute function institutions_lookup_site_entered();
create trigger institutions_lookup_changed
    after update of name, trade_name, brand, former_names, status on institutions_institution for each row
    when ((old.name, old.trade_name, old.brand, old.former_names, old.status)
          is distinct from (new.name, new.trade_name, new.brand, new.former_names, new.status))
    execute function institutions_lookup_changed();
create trigger institutions_lookup_changed
    after update of address, closed_on on institutions_site for each row
    when ((old.address, old.closed_on) is distinct from (new.address, new.closed_on))
    execute function institutions_lookup_site_changed();

select institutions_lookup_refresh(array(select id from institutions_institution));
"""
BACK = """
drop trigger institutions_lookup_changed on institutions_site;
drop trigger institutions_lookup_changed on institutions_institution;
drop trigger institutions_lookup_entered on institutions_site;
drop trigger institutions_lookup_entered on institutions_institution;
drop function institutions_lookup_site_changed();
drop function institutions_lookup_changed();
drop function institutions_lookup_site_entered();
drop function institutions_lookup_entered();
drop function institutions_lookup_refresh(bigint[]);
drop function institutions_lookup_pairs(text);
"""
START = dt.date(2020, 1, 1)
# key, value, unit, source
PARAMETERS = [
    ("suspected.check_workdays", 10, "workdays", "平台自定（疑似无证线索核查时限），待局里确认"),
    ("disclosure.risk_code_public", 0, "yes_no", "风险码是否公开由局里决定，未决定前不公开，待局里确认"),
]


def seed(apps: Any, schema_editor: Any) -> None:
    parameter = apps.get_model("policy", "Parameter")
    parameter.objects.bulk_create(
        [
            parameter(key=key, value=value, unit=unit, effective_from=START, source=source, confirmed=False)
            for key, value, unit, source in PARAMETERS
        ],
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [("institutions", "0010_public_site"), ("policy", "0009_public_site")]

    operations = [
        migrations.RunSQL(FUNCTIONS, BACK),
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]
