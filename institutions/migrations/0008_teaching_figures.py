"""Figures of teaching: times, class hours, guidance price, people, materials. Only statutes read in full are confirmed."""

import datetime as dt
from typing import Any

from django.db import migrations

D = dt.date
DOUBLE = "中办国办《关于进一步减轻义务教育阶段学生作业负担和校外培训负担的意见》（据转载，待局里核对原文）"
THIRTEEN = "教育部等十三部门关于规范面向中小学生的非学科类校外培训的意见（据媒体报道，待局里核对原文）"
PRICE = "宁波市义务教育阶段线下学科类校外培训收费标准（宁波日报2022-01-07，据转载，待局里核对原文）"
HOUR = "国家发展改革委等关于义务教育阶段学科类校外培训收费监管的通知（据转载，待局里核对原文）"
PEOPLE = "《校外培训机构从业人员管理办法（试行）》（教监管厅函〔2021〕9号，据转载，待局里核对原文）"
SCHOOL = "工作约定：中小学在校时间，待局里确认"
# key, category, value, unit, in force from, source, confirmed
PARAMETERS: list[tuple[str, str, int, str, dt.date, str, bool]] = [
    ("teaching.end_offline", "", 20 * 60 + 30, "time_of_day", D(2021, 7, 24), DOUBLE, False),
    ("teaching.end_online", "", 21 * 60, "time_of_day", D(2021, 7, 24), DOUBLE, False),
    ("teaching.school_begins", "", 8 * 60, "time_of_day", D(2021, 7, 24), SCHOOL, False),
    ("teaching.school_ends", "", 16 * 60, "time_of_day", D(2021, 7, 24), SCHOOL, False),
    ("teaching.no_public_holidays", "", 0, "yes_no", D(2021, 7, 24), THIRTEEN, False),
    ("teaching.no_public_holidays", "academic", 1, "yes_no", D(2021, 7, 24), DOUBLE, False),
    ("teaching.no_rest_days", "", 0, "yes_no", D(2021, 7, 24), THIRTEEN, False),
    ("teaching.no_rest_days", "academic", 1, "yes_no", D(2021, 7, 24), DOUBLE, False),
    ("teaching.no_vacations", "", 0, "yes_no", D(2021, 7, 24), THIRTEEN, False),
    ("teaching.no_vacations", "academic", 1, "yes_no", D(2021, 7, 24), DOUBLE, False),
    ("teaching.high_school_as_compulsory", "", 1, "yes_no", D(2021, 7, 24), DOUBLE, False),
    ("teaching.class_hour_offline", "", 45, "minutes", D(2021, 9, 1), HOUR, False),
    ("teaching.class_hour_online", "", 30, "minutes", D(2021, 9, 1), HOUR, False),
    ("teaching.online_lesson_minutes", "", 30, "minutes", D(2021, 7, 24), DOUBLE, False),
    ("fees.small_class_most", "", 9, "persons", D(2022, 1, 1), HOUR + "：10人按中班计", False),
    ("fees.large_class_least", "", 36, "persons", D(2022, 1, 1), HOUR + "：35人按中班计", False),
    ("fees.guidance_small_fen", "", 6_000, "fen", D(2022, 1, 1), PRICE, False),
    ("fees.guidance_medium_fen", "", 5_000, "fen", D(2022, 1, 1), PRICE, False),
    ("fees.guidance_large_fen", "", 4_000, "fen", D(2022, 1, 1), PRICE, False),
    ("fees.guidance_up_percent", "", 10, "percent", D(2022, 1, 1), PRICE, False),
    ("staff.teaching_share_percent", "", 50, "percent", D(2021, 9, 9), PEOPLE, False),
    ("staff.full_time_ratio_percent", "", 2, "percent", D(2021, 9, 9), PEOPLE, False),
    ("staff.full_time_ratio_preschool", "", 6, "percent", D(2021, 9, 9), PEOPLE, False),
    (
        "staff.record_check_months",
        "",
        12,
        "months",
        D(2021, 6, 1),
        "《中华人民共和国未成年人保护法》第六十二条（待局里核对原文）",
        False,
    ),
    (
        "materials.kept_months",
        "",
        36,
        "months",
        D(2021, 9, 1),
        "《中小学生校外培训材料管理办法（试行）》（教监管厅函〔2021〕6号，保存年限待局里核对原文）",
        False,
    ),
]


def seed(apps: Any, schema_editor: Any) -> None:
    parameter = apps.get_model("policy", "Parameter")
    parameter.objects.bulk_create(
        [
            parameter(
                key=key,
                category=category,
                value=value,
                unit=unit,
                effective_from=start,
                source=source,
                confirmed=confirmed,
            )
            for key, category, value, unit, start, source, confirmed in PARAMETERS
        ],
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [("institutions", "0007_teaching"), ("policy", "0002_seed")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
