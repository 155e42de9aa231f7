"""Deadlines that an officer sets by hand, and the time to follow a newly adopted red up."""

import datetime as dt
from typing import Any

from django.db import migrations, models


def seed(apps: Any, schema_editor: Any) -> None:
    apps.get_model("policy", "Parameter").objects.get_or_create(
        key="assignments.red_follow_up_workdays",
        county=None,
        category="",
        effective_from=dt.date(2020, 1, 1),
        defaults={
            "value": 5,
            "unit": "workdays",
            "source": "工作约定：红码机构由属地镇街牵头、综合行政执法部门协同，5个工作日内处置，待局里确认",
            "confirmed": False,
        },
    )


class Migration(migrations.Migration):
    dependencies = [
        ("policy", "0003_deadlines"),
    ]

    operations = [
        migrations.AlterField(
            model_name="deadline",
            name="kind",
            field=models.CharField(
                choices=[
                    ("complaint_reply", "complaint_reply"),
                    ("statement_due", "statement_due"),
                    ("enrolment_due", "enrolment_due"),
                    ("assignment_due", "assignment_due"),
                    ("penalty_decision", "penalty_decision"),
                    ("penalty_service", "penalty_service"),
                    ("evidence_kept", "evidence_kept"),
                    ("hearing_request", "hearing_request"),
                    ("hearing_notice", "hearing_notice"),
                    ("fine_payment", "fine_payment"),
                    ("penalty_limitation", "penalty_limitation"),
                    ("penalty_limitation_long", "penalty_limitation_long"),
                    ("licence_supplement", "licence_supplement"),
                    ("licence_decision", "licence_decision"),
                    ("licence_hearing_request", "licence_hearing_request"),
                    ("licence_hearing", "licence_hearing"),
                    ("licence_hearing_notice", "licence_hearing_notice"),
                    ("licence_renewal", "licence_renewal"),
                    ("preparation_decision", "preparation_decision"),
                    ("school_decision", "school_decision"),
                    ("review_application", "review_application"),
                    ("review_decision", "review_decision"),
                    ("refund_payment", "refund_payment"),
                    ("cooling_off", "cooling_off"),
                ],
                max_length=32,
            ),
        ),
        migrations.AlterField(
            model_name="deadlinemove",
            name="cause",
            field=models.CharField(
                choices=[
                    ("calendar", "calendar"),
                    ("suspension", "suspension"),
                    ("extension", "extension"),
                    ("reopened", "reopened"),
                ],
                max_length=12,
            ),
        ),
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]
