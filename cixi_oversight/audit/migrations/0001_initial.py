import datetime as dt

import django.db.models.deletion
from django.db import migrations, models

from cixi_oversight.partitions import CreatePartitionedModel, Monthly, NextValue

EVENTS = Monthly("audit_event", "recorded_at", first=dt.date(2026, 1, 1), moment=True)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("users", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL("create sequence audit_event_id_seq", "drop sequence audit_event_id_seq"),
        CreatePartitionedModel(
            name="Event",
            partition_by="recorded_at",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "recorded_at", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.BigIntegerField(db_default=NextValue("audit_event_id_seq"), editable=False)),
                ("recorded_at", models.DateTimeField()),
                ("verb", models.CharField(max_length=60)),
                ("subject_kind", models.CharField(max_length=40)),
                ("subject_id", models.BigIntegerField()),
                ("institution_id", models.BigIntegerField(null=True)),
                ("why", models.TextField(blank=True)),
                ("data", models.JSONField(default=dict)),
                ("request_id", models.CharField(blank=True, max_length=40)),
                ("source", models.CharField(blank=True, max_length=60)),
                (
                    "actor",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="users.actor"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["subject_kind", "subject_id", "-recorded_at", "-id"], name="audit_event_subject"
                    ),
                    models.Index(fields=["institution_id", "-recorded_at", "-id"], name="audit_event_institution"),
                ],
            },
        ),
        EVENTS.operation(),
    ]
