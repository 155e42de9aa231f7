from django.db import migrations, models

# the function is the partitioned tables' own
GUARD = """
create trigger audit_audithead_append_only before update or delete on audit_audithead
  for each row execute function partitions_refuse();
create trigger audit_audithead_no_truncate before truncate on audit_audithead
  for each statement execute function partitions_refuse();
"""
UNDO = """
drop trigger audit_audithead_append_only on audit_audithead;
drop trigger audit_audithead_no_truncate on audit_audithead;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(unique=True)),
                ("events", models.PositiveIntegerField()),
                ("first_id", models.BigIntegerField(null=True)),
                ("last_id", models.BigIntegerField(null=True)),
                ("upto_id", models.BigIntegerField()),
                ("marks", models.BinaryField()),
                ("previous", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
                ("sealed_at", models.DateTimeField()),
                ("job_id", models.BigIntegerField(null=True)),
            ],
            options={"ordering": ["day"]},
        ),
        migrations.RunSQL(GUARD, UNDO),
    ]
