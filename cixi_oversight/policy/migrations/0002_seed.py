"""The published years, and the figures that the foundation asks for. Unconfirmed ones are marked so where they show."""

import datetime as dt
from typing import Any

from chinese_calendar import constants
from django.db import migrations, models

YEARS = range(2004, 2027)
NOTICE = "国务院办公厅关于{year}年部分节假日安排的通知"
NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利纪念日",
}
# key, value, unit, in force from, source, confirmed: only where the statute itself was read, not a report of it
PARAMETERS: list[tuple[str, int, str, dt.date, str, bool]] = [
    (
        "complaints.reply_workdays",
        5,
        "workdays",
        dt.date(2020, 1, 1),
        "12345政务服务热线一般事项办理时限，待局里确认",
        False,
    ),
    (
        "complaints.refund_days",
        5,
        "calendar_days",
        dt.date(2017, 5, 1),
        "浙江省实施《中华人民共和国消费者权益保护法》办法第十一条、第十二条",
        True,
    ),
    (
        "filings.statement_due_days",
        15,
        "calendar_days",
        dt.date(2020, 1, 1),
        "工作约定：季度终了后15日内，待局里确认",
        False,
    ),
    (
        "filings.enrolment_due_days",
        10,
        "calendar_days",
        dt.date(2020, 1, 1),
        "工作约定：月份终了后10日内，待局里确认",
        False,
    ),
    (
        "prepaid.cap_fen",
        500_000,
        "fen",
        dt.date(2022, 12, 8),
        "教育部等十三部门关于规范面向中小学生的非学科类校外培训的意见（据媒体报道，待局里核对原文）",
        False,
    ),
    (
        "prepaid.span_months",
        3,
        "months",
        dt.date(2021, 10, 21),
        "教育部等六部门关于加强校外培训机构预收费监管工作的通知（据媒体报道，待局里核对原文）",
        False,
    ),
    (
        "prepaid.span_class_hours",
        60,
        "class_hours",
        dt.date(2021, 10, 21),
        "教育部等六部门关于加强校外培训机构预收费监管工作的通知（据媒体报道，待局里核对原文）",
        False,
    ),
]


def seed(apps: Any, schema_editor: Any) -> None:
    year_model, day_model = apps.get_model("policy", "CalendarYear"), apps.get_model("policy", "CalendarDay")
    year_model.objects.bulk_create(
        [year_model(year=year, published=True, source=NOTICE.format(year=year)) for year in YEARS],
        ignore_conflicts=True,
    )
    off = [(day, False, NAMES[name]) for day, name in constants.holidays.items()]
    worked = [(day, True, f"{NAMES[name]}调休上班") for day, name in constants.workdays.items()]
    day_model.objects.bulk_create(
        [
            day_model(day=day, is_workday=is_workday, name=name)
            for day, is_workday, name in [*off, *worked]
            if day.year in YEARS
        ],
        ignore_conflicts=True,
    )
    parameter = apps.get_model("policy", "Parameter")
    parameter.objects.bulk_create(
        [
            parameter(key=key, value=value, unit=unit, effective_from=start, source=source, confirmed=confirmed)
            for key, value, unit, start, source, confirmed in PARAMETERS
        ],
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [("policy", "0001_initial")]

    operations = [
        migrations.AddField("parameter", "recorded_at", models.DateTimeField(editable=False, null=True)),
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]
