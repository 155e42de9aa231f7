"""The standard of the star rating: five fields, hundred points. The bureau has not confirmed it yet, and it says so."""

import datetime as dt
from typing import Any

from django.db import migrations

ITEMS = (
    ("enrolment", "招生简章和广告内容真实，与办学许可内容一致，按规定备案", 8),
    ("enrolment", "不作虚假承诺，不制造焦虑，不以不正当手段争抢生源", 6),
    ("enrolment", "在醒目位置公示证照、收费、教师等信息，内容与登记一致", 6),
    ("fees", "收费项目、标准和退费办法公开，不在公示之外收费", 6),
    ("fees", "使用规范合同文本，约定清楚，依法出具票据", 6),
    ("fees", "预收费不超期限和限额，全额进入监管账户", 8),
    ("fees", "退费及时，无拖延、推诿", 5),
    ("teaching", "教师资质齐全并公示，按规定查询从业禁止记录", 8),
    ("teaching", "不聘用中小学在职教师", 6),
    ("teaching", "教学计划和培训材料经审核并备案，不超标超前", 6),
    ("teaching", "培训时间符合规定，不占用国家法定节假日等禁止时段", 5),
    ("management", "证照齐全有效，变更事项及时办理", 5),
    ("management", "场所、消防、食品等安全责任落实，购买场所责任保险", 6),
    ("management", "财务制度健全，报表和备案材料按时报送", 5),
    ("management", "投诉举报处理及时，无有责重复投诉", 4),
    ("service", "开展公益培训或资助困难家庭学生", 4),
    ("service", "参加行业自律，配合主管部门工作", 3),
    ("service", "家长和学员满意", 3),
)


def seed(apps: Any, schema_editor: Any) -> None:
    standard = apps.get_model("institutions", "StarStandard").objects.create(
        title="慈溪市民办培训机构诚信办学星级评估标准",
        effective_from=dt.date(2019, 1, 1),
        three_from=70,
        four_from=80,
        five_from=90,
        source="评估五个方面见2021年专报，分值为工作约定，待局里确认",
        confirmed=False,
    )
    item = apps.get_model("institutions", "StarItem")
    item.objects.bulk_create(
        [
            item(standard=standard, number=number, field=field, text=text, points=points)
            for number, (field, text, points) in enumerate(ITEMS, 1)
        ]
    )


class Migration(migrations.Migration):
    dependencies = [("institutions", "0013_annual_and_stars")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
