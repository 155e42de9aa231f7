"""Every authority on record gets a dated row, as if entered with its institution, where none says it yet."""

from django.db import migrations

_FILL = """
    insert into institutions_authorityrow (institution_id, capacity, department_id, from_on, why, cause_kind,
           recorded_at, recorded_by_id)
    select i.id, held.capacity, held.department, (i.created_at at time zone 'Asia/Shanghai')::date, '', '',
           i.created_at, i.created_by_id
      from institutions_institution i
     cross join lateral (values ('approval', i.approval_authority_id), ('registration', i.registration_authority_id),
                                ('sector', i.sector_authority_id), ('supervising', i.supervising_authority_id)
                        ) as held(capacity, department)
     where held.department is not null and not exists (
           select from institutions_authorityrow r where r.institution_id = i.id and r.capacity = held.capacity)
     order by i.id, held.capacity
"""


class Migration(migrations.Migration):
    dependencies = [("institutions", "0021_case_remarks")]

    operations = [migrations.RunSQL(_FILL, migrations.RunSQL.noop)]
