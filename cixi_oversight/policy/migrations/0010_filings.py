"""Yearly filings: when the annual report and the yearly check are due; the share of filings that a person samples."""

import datetime as dt
from typing import Any

from django.db import migrations, models

_SEED = (
    (
        "filings.annual_report_due_months",
        6,
        "months",
        "宁波市中小学学科类校外培训机构年度报告要求：每年6月底前（据媒体报道，待局里核对原文）",
    ),
    (
        "filings.staff_check_due_days",
        31,
        "calendar_days",
        "未成年人保护法第六十二条要求每年查询；报送截止日为工作约定（次年1月底前），待局里确认",
    ),
    ("filings.sampled_percent", 10, "percent", "工作约定：规则全部通过的填报按10%抽取人工复核，待局里确认"),
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
        ("policy", "0009_public_site"),
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
                ],
                max_length=32,
            ),
        ),
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]
