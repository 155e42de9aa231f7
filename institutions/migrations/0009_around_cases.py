"""Entry standards as far as they are known. What no page of the city or province gives is marked as unconfirmed."""

import datetime as dt
from typing import Any, Final

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import cixi_oversight.records
import institutions.enums.gaps
import institutions.enums.settlement

FROM: Final = dt.date(2021, 9, 1)

CATEGORIES: Final = ("arts", "sports", "sci_tech", "other")
OPINION: Final = "教育部等十三部门关于规范面向中小学生的非学科类校外培训的意见（据媒体报道，待核对原文）"
COMMON: Final = "各地准入标准通行做法，浙江省和慈溪市标准待局里和行业主管部门确认"
FIRE_LAW: Final = (
    "《中华人民共和国消防法》第十五条；建筑面积300平方米以上须有消防验收或备案手续，执行口径待消防部门确认"
)
# key, demand, amount, unit, in force from, source, confirmed
ALL: Final[list[tuple[str, str, int | None, str, dt.date, str]]] = [
    ("area", "同一培训时段内生均培训用房面积不低于3平方米", 300, "area_per_student", FROM, COMMON),
    (
        "premises",
        "场所不得为居民住宅、地下室等有安全隐患的场所，产权清晰，租赁期限不少于3年，12周岁以下儿童用房不高于三层",
        3,
        "years",
        FROM,
        COMMON,
    ),
    ("fire", "场所符合消防安全要求，有消防验收、备案或投入使用前消防安全检查合格证明", None, "", FROM, FIRE_LAW),
    (
        "materials",
        "培训材料完成机构内部审核并报行业主管部门审核备案",
        None,
        "",
        FROM,
        "教育部办公厅关于印发《中小学生校外培训材料管理办法（试行）》的通知（教监管厅函〔2021〕6号，据媒体报道，待核对原文）",
    ),
]
TEACHERS: Final = {
    "arts": "专职教学、教研人员不低于从业人员总数的50%，有艺术类专业证书、职业资格证书或相应专业学历",
    "sports": "专职教学、教研人员不低于从业人员总数的50%，教练员持体育教练员职称或社会体育指导员等证书",
    "sci_tech": "专职教学、教研人员不低于从业人员总数的50%，有与培训项目相应的专业学历或专业技术证明",
    "other": "专职教学、教研人员不低于从业人员总数的50%，有与培训项目相应的职业（专业）能力证明",
}
CAPITAL: Final = {"arts": 30_000_000, "sports": 30_000_000, "sci_tech": 30_000_000, "other": 10_000_000}


def seed(apps: Any, schema_editor: Any) -> None:
    model = apps.get_model("institutions", "EntryStandard")
    rows = [
        model(key=key, category=category, demand=demand, amount=amount, unit=unit, effective_from=since, source=source)
        for category in CATEGORIES
        for key, demand, amount, unit, since, source in ALL
    ]
    for category in CATEGORIES:
        rows.append(
            model(
                key="teachers",
                category=category,
                demand=TEACHERS[category],
                amount=50,
                unit="percent",
                effective_from=FROM,
                source=OPINION,
            )
        )
        rows.append(
            model(
                key="capital",
                category=category,
                demand=f"开办资金不少于{CAPITAL[category] // 1_000_000}万元",
                amount=CAPITAL[category],
                unit="fen",
                effective_from=FROM,
                source=COMMON,
            )
        )
    model.objects.bulk_create(rows, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [
        ("institutions", "0008_teaching_figures"),
        ("users", "0006_api_clients"),
    ]

    operations = [
        migrations.CreateModel(
            name="CourseSettlement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(editable=False)),
                ("changed_at", models.DateTimeField()),
                (
                    "public_id",
                    cixi_oversight.records.PublicId(
                        default=cixi_oversight.records.new_public_id, editable=False, max_length=16, unique=True
                    ),
                ),
                ("case_id", models.BigIntegerField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("declared", "declared"),
                            ("confirmed", "confirmed"),
                            ("abandoned", "abandoned"),
                        ],
                        default=institutions.enums.settlement.SettlementState["OPEN"],
                        max_length=12,
                    ),
                ),
                ("opened_on", models.DateField()),
                ("courses_complete", models.BooleanField(default=False)),
                (
                    "changed_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="users.actor"),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="users.actor"
                    ),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="settlements",
                        to="institutions.institution",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="EntryStandard",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        choices=[
                            ("area", "area"),
                            ("premises", "premises"),
                            ("fire", "fire"),
                            ("teachers", "teachers"),
                            ("capital", "capital"),
                            ("materials", "materials"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("academic", "academic"),
                            ("arts", "arts"),
                            ("sports", "sports"),
                            ("sci_tech", "sci_tech"),
                            ("other", "other"),
                        ],
                        max_length=12,
                    ),
                ),
                ("demand", models.CharField(max_length=300)),
                ("amount", models.BigIntegerField(null=True)),
                (
                    "unit",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", ""),
                            ("area_per_student", "area_per_student"),
                            ("fen", "fen"),
                            ("percent", "percent"),
                            ("years", "years"),
                        ],
                        max_length=20,
                    ),
                ),
                ("effective_from", models.DateField()),
                ("effective_to", models.DateField(null=True)),
                ("source", models.CharField(max_length=300)),
                ("confirmed", models.BooleanField(default=False)),
                ("recorded_at", models.DateTimeField(editable=False, null=True)),
                (
                    "county",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="users.county"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="users.actor",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="GapList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(editable=False)),
                ("changed_at", models.DateTimeField()),
                (
                    "public_id",
                    cixi_oversight.records.PublicId(
                        default=cixi_oversight.records.new_public_id, editable=False, max_length=16, unique=True
                    ),
                ),
                ("case_id", models.BigIntegerField(null=True)),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("academic", "academic"),
                            ("arts", "arts"),
                            ("sports", "sports"),
                            ("sci_tech", "sci_tech"),
                            ("other", "other"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("closed", "closed"), ("ended", "ended")],
                        default=institutions.enums.gaps.GapListState["OPEN"],
                        max_length=8,
                    ),
                ),
                ("opened_on", models.DateField()),
                ("due_on", models.DateField()),
                ("ended_on", models.DateField(null=True)),
                (
                    "changed_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="users.actor"),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="users.actor"
                    ),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="gap_lists",
                        to="institutions.institution",
                    ),
                ),
                (
                    "receiver",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="users.department"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="GapItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(editable=False)),
                ("changed_at", models.DateTimeField()),
                (
                    "public_id",
                    cixi_oversight.records.PublicId(
                        default=cixi_oversight.records.new_public_id, editable=False, max_length=16, unique=True
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        choices=[
                            ("area", "area"),
                            ("premises", "premises"),
                            ("fire", "fire"),
                            ("teachers", "teachers"),
                            ("capital", "capital"),
                            ("materials", "materials"),
                        ],
                        max_length=12,
                    ),
                ),
                ("found", models.CharField(blank=True, max_length=300)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("handed_in", "handed_in"), ("closed", "closed")],
                        default=institutions.enums.gaps.GapState["OPEN"],
                        max_length=12,
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=600)),
                ("handed_in_on", models.DateField(null=True)),
                ("closed_on", models.DateField(null=True)),
                (
                    "changed_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="users.actor"),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="users.actor"
                    ),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="gap_items",
                        to="institutions.institution",
                    ),
                ),
                (
                    "standard",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="institutions.entrystandard"
                    ),
                ),
                (
                    "gap_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="institutions.gaplist"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="GapTransition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("verb", models.CharField(max_length=40)),
                ("source", models.CharField(max_length=40)),
                ("target", models.CharField(max_length=40)),
                ("why", models.TextField(blank=True)),
                ("cause_kind", models.CharField(blank=True, max_length=40)),
                ("cause_id", models.BigIntegerField(null=True)),
                ("effective_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "actor",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="users.actor"),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transitions",
                        to="institutions.gapitem",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="GuidanceStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField(editable=False)),
                (
                    "public_id",
                    cixi_oversight.records.PublicId(
                        default=cixi_oversight.records.new_public_id, editable=False, max_length=16, unique=True
                    ),
                ),
                (
                    "rung",
                    models.CharField(
                        choices=[
                            ("reminder", "reminder"),
                            ("rectify", "rectify"),
                            ("circulate", "circulate"),
                            ("refer", "refer"),
                        ],
                        max_length=12,
                    ),
                ),
                ("taken_on", models.DateField()),
                ("matter", models.CharField(max_length=400)),
                ("legal_basis", models.CharField(blank=True, max_length=200)),
                ("paper_number", models.CharField(blank=True, max_length=40)),
                ("due_on", models.DateField(null=True)),
                ("cause_kind", models.CharField(blank=True, max_length=40)),
                ("cause_id", models.BigIntegerField(null=True)),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="guidance_steps",
                        to="institutions.institution",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="users.actor"
                    ),
                ),
                (
                    "supersedes",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institutions.guidancestep",
                    ),
                ),
                (
                    "to_department",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="users.department"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="GuidanceOutcome",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField(editable=False)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("rectified", "rectified"),
                            ("not_rectified", "not_rectified"),
                            ("receipt", "receipt"),
                            ("decided", "decided"),
                        ],
                        max_length=16,
                    ),
                ),
                ("known_on", models.DateField()),
                ("note", models.CharField(blank=True, max_length=400)),
                ("paper_number", models.CharField(blank=True, max_length=40)),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="guidance_outcomes",
                        to="institutions.institution",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="users.actor"
                    ),
                ),
                (
                    "supersedes",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institutions.guidanceoutcome",
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outcomes",
                        to="institutions.guidancestep",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Persuasion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(editable=False)),
                ("changed_at", models.DateTimeField()),
                (
                    "public_id",
                    cixi_oversight.records.PublicId(
                        default=cixi_oversight.records.new_public_id, editable=False, max_length=16, unique=True
                    ),
                ),
                ("met_on", models.DateField()),
                (
                    "way",
                    models.CharField(
                        choices=[("visit", "visit"), ("office", "office"), ("phone", "phone"), ("meeting", "meeting")],
                        max_length=8,
                    ),
                ),
                ("our_side", models.CharField(max_length=80)),
                (
                    "capacities",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("sponsor", "sponsor"),
                                ("legal_representative", "legal_representative"),
                                ("principal", "principal"),
                                ("finance", "finance"),
                            ],
                            max_length=24,
                        ),
                        size=None,
                    ),
                ),
                (
                    "stance",
                    models.CharField(
                        choices=[
                            ("undecided", "undecided"),
                            ("hopes", "hopes"),
                            ("agreed", "agreed"),
                            ("refuses", "refuses"),
                            ("unreachable", "unreachable"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "leans_to",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", ""),
                            ("nonprofit", "nonprofit"),
                            ("nonacademic", "nonacademic"),
                            ("close", "close"),
                        ],
                        max_length=12,
                    ),
                ),
                ("said", models.CharField(max_length=1000)),
                ("agreed", models.CharField(blank=True, max_length=600)),
                ("next_step", models.CharField(blank=True, max_length=300)),
                ("next_on", models.DateField(null=True)),
                ("done_on", models.DateField(null=True)),
                ("done_note", models.CharField(blank=True, max_length=300)),
                (
                    "changed_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="users.actor"),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="users.actor"
                    ),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="persuasions",
                        to="institutions.institution",
                    ),
                ),
                (
                    "talk",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institutions.regulatorytalk",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SettlementTransition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("verb", models.CharField(max_length=40)),
                ("source", models.CharField(max_length=40)),
                ("target", models.CharField(max_length=40)),
                ("why", models.TextField(blank=True)),
                ("cause_kind", models.CharField(blank=True, max_length=40)),
                ("cause_id", models.BigIntegerField(null=True)),
                ("effective_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "actor",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="users.actor"),
                ),
                (
                    "settlement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transitions",
                        to="institutions.coursesettlement",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="UnfinishedCourse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(editable=False)),
                ("changed_at", models.DateTimeField()),
                (
                    "public_id",
                    cixi_oversight.records.PublicId(
                        default=cixi_oversight.records.new_public_id, editable=False, max_length=16, unique=True
                    ),
                ),
                ("course", models.CharField(max_length=120)),
                ("students", models.PositiveIntegerField()),
                ("unconsumed_fen", models.BigIntegerField()),
                (
                    "method",
                    models.CharField(
                        blank=True, choices=[("", ""), ("refund", "refund"), ("transfer", "transfer")], max_length=12
                    ),
                ),
                ("settled_on", models.DateField(null=True)),
                ("settled_fen", models.BigIntegerField(null=True)),
                ("consents", models.PositiveIntegerField(default=0)),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "changed_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="users.actor"),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="users.actor"
                    ),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="unfinished_courses",
                        to="institutions.institution",
                    ),
                ),
                (
                    "receiver",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="courses_received",
                        to="institutions.institution",
                    ),
                ),
                (
                    "settlement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="courses",
                        to="institutions.coursesettlement",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ZeroingEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField(editable=False)),
                (
                    "route",
                    models.CharField(
                        choices=[("nonprofit", "nonprofit"), ("nonacademic", "nonacademic"), ("close", "close")],
                        max_length=12,
                    ),
                ),
                ("planned_on", models.DateField()),
                ("why", models.CharField(blank=True, max_length=300)),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="zeroing_entries",
                        to="institutions.institution",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="users.actor"
                    ),
                ),
                (
                    "supersedes",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institutions.zeroingentry",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AuthorityRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField(editable=False)),
                (
                    "capacity",
                    models.CharField(
                        choices=[
                            ("approval", "approval"),
                            ("registration", "registration"),
                            ("sector", "sector"),
                            ("supervising", "supervising"),
                        ],
                        max_length=12,
                    ),
                ),
                ("from_on", models.DateField()),
                ("why", models.CharField(max_length=300)),
                ("cause_kind", models.CharField(blank=True, max_length=40)),
                ("cause_id", models.BigIntegerField(null=True)),
                (
                    "department",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="users.department"
                    ),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="authority_rows",
                        to="institutions.institution",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="users.actor"
                    ),
                ),
                (
                    "supersedes",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institutions.authorityrow",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["institution", "recorded_at"], name="authority_row_at")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("supersedes__isnull", False)),
                        fields=("supersedes",),
                        name="authority_row_superseded_once",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="coursesettlement",
            index=models.Index(fields=["state", "id"], name="settlement_state"),
        ),
        migrations.AddConstraint(
            model_name="coursesettlement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "abandoned"), _negated=True),
                fields=("institution",),
                name="settlement_one_standing",
            ),
        ),
        migrations.AddConstraint(
            model_name="entrystandard",
            constraint=models.UniqueConstraint(
                fields=("key", "county", "category", "effective_from"), name="entry_standard_once", nulls_distinct=False
            ),
        ),
        migrations.AddIndex(
            model_name="gaplist",
            index=models.Index(condition=models.Q(("state", "open")), fields=["due_on", "id"], name="gap_list_due"),
        ),
        migrations.AddIndex(
            model_name="gaplist",
            index=models.Index(fields=["receiver", "id"], name="gap_list_receiver"),
        ),
        migrations.AddConstraint(
            model_name="gaplist",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")), fields=("institution",), name="gap_list_one_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="gaplist",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_on__isnull", True), models.Q(("state", "open"), _negated=True), _connector="OR"
                ),
                name="gap_list_open_has_no_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="gapitem",
            constraint=models.UniqueConstraint(fields=("gap_list", "key"), name="gap_item_once"),
        ),
        migrations.AddConstraint(
            model_name="gapitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "closed"), _negated=True), ("closed_on__isnull", False), _connector="OR"
                ),
                name="gap_item_closed",
            ),
        ),
        migrations.AddIndex(
            model_name="gaptransition",
            index=models.Index(fields=["item", "recorded_at"], name="gap_transition_at"),
        ),
        migrations.AddIndex(
            model_name="guidancestep",
            index=models.Index(fields=["institution", "taken_on"], name="guidance_institution"),
        ),
        migrations.AddIndex(
            model_name="guidancestep",
            index=models.Index(fields=["taken_on", "id"], name="guidance_taken"),
        ),
        migrations.AddConstraint(
            model_name="guidancestep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("rung", "rectify"), _negated=True), ("due_on__isnull", False), _connector="OR"
                ),
                name="guidance_rectify_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="guidancestep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("rung", "refer"), _negated=True), ("to_department__isnull", False), _connector="OR"
                ),
                name="guidance_referred_to",
            ),
        ),
        migrations.AddConstraint(
            model_name="guidanceoutcome",
            constraint=models.UniqueConstraint(fields=("step", "outcome"), name="guidance_outcome_once"),
        ),
        migrations.AddIndex(
            model_name="persuasion",
            index=models.Index(fields=["institution", "met_on"], name="persuasion_institution"),
        ),
        migrations.AddIndex(
            model_name="persuasion",
            index=models.Index(fields=["met_on", "id"], name="persuasion_met"),
        ),
        migrations.AddConstraint(
            model_name="persuasion",
            constraint=models.CheckConstraint(
                condition=models.Q(("next_on", None), models.Q(("next_step", ""), _negated=True), _connector="OR"),
                name="persuasion_next_step_said",
            ),
        ),
        migrations.AddIndex(
            model_name="settlementtransition",
            index=models.Index(fields=["settlement", "recorded_at"], name="settlement_transition_at"),
        ),
        migrations.AddConstraint(
            model_name="unfinishedcourse",
            constraint=models.CheckConstraint(
                condition=models.Q(("unconsumed_fen__gte", 0)), name="unfinished_course_fen"
            ),
        ),
        migrations.AddConstraint(
            model_name="unfinishedcourse",
            constraint=models.CheckConstraint(
                condition=models.Q(("receiver", None), ("method", "transfer"), _connector="OR"),
                name="unfinished_course_receiver_takes_over",
            ),
        ),
        migrations.AddConstraint(
            model_name="unfinishedcourse",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("settled_on", None),
                    models.Q(models.Q(("method", ""), _negated=True), ("settled_fen__isnull", False)),
                    _connector="OR",
                ),
                name="unfinished_course_settled_how",
            ),
        ),
        migrations.AddConstraint(
            model_name="zeroingentry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("supersedes__isnull", False)),
                fields=("supersedes",),
                name="zeroing_entry_superseded_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="zeroingentry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("supersedes__isnull", True)),
                fields=("institution",),
                name="zeroing_entry_one_first",
            ),
        ),
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]
