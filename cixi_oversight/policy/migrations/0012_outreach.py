"""Collections and letters to parents: their periods; how long a school's link is valid."""

import datetime as dt
from typing import Any

from django.db import migrations, models

_SEED = (
    ("notices.receipt_workdays", 3, "workdays", "工作约定：学校收到告家长书后3个工作日内确认，待局里确认"),
    ("links.letter_days", 30, "calendar_days", "工作约定：学校确认链接30日内有效，待局里确认"),
)


def seed(apps: Any, schema_editor: Any) -> None:
    for key, value, unit, source in _SEED:
        apps.get_model("policy", "Parameter").objects.get_or_create(
            key=key,
            county=None,
            category="",
            effective_from=dt.date(2020, 1, 1),
            defaults={"value": value, "unit": unit, "source": source, "confirmed": False},
        )


class Migration(migrations.Migration):
    dependencies = [
        ("policy", "0011_annual_and_star_deadlines"),
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
                    ("annual_report_due", "annual_report_due"),
                    ("staff_check_due", "staff_check_due"),
                    ("assignment_due", "assignment_due"),
                    ("regulatory_talk", "regulatory_talk"),
                    ("suspected_check", "suspected_check"),
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
                    ("annual_check", "annual_check"),
                    ("annual_decision", "annual_decision"),
                    ("annual_rectification", "annual_rectification"),
                    ("nonprofit_supervisor", "nonprofit_supervisor"),
                    ("nonprofit_registrar", "nonprofit_registrar"),
                    ("star_review", "star_review"),
                    ("collection_due", "collection_due"),
                    ("letter_receipt", "letter_receipt"),
                ],
                max_length=32,
            ),
        ),
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]
