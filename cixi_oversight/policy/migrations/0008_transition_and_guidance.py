"""The transition of institutions received before they meet the entry standards, and the periods of guidance."""

import datetime as dt
from typing import Any

from django.db import migrations, models


def seed(apps: Any, schema_editor: Any) -> None:
    apps.get_model("policy", "Parameter").objects.get_or_create(
        key="gaps.transition_months",
        county=None,
        category="",
        effective_from=dt.date(2021, 9, 1),
        defaults={
            "value": 6,
            "unit": "months",
            "source": "市人大第248号建议答复：对转登的存量培训机构合理设置过渡期；期限为工作约定，待局里确认",
            "confirmed": False,
        },
    )


class Migration(migrations.Migration):
    dependencies = [
        ("policy", "0007_cases"),
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
                    ("regulatory_talk", "regulatory_talk"),
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
                    ("case_correction", "case_correction"),
                    ("case_step", "case_step"),
                    ("business_change", "business_change"),
                    ("civil_registration", "civil_registration"),
                    ("civil_deregistration", "civil_deregistration"),
                    ("gap_transition", "gap_transition"),
                    ("persuasion_step", "persuasion_step"),
                    ("rectification_order", "rectification_order"),
                ],
                max_length=32,
            ),
        ),
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]
