"""Collections, schools, notices to parents, register changes."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import cixi_oversight.records
import institutions.enums.changes
import institutions.enums.collections
import institutions.enums.notices


class Migration(migrations.Migration):
    dependencies = [
        ("institutions", "0016_annual_report_and_premises"),
        ("users", "0006_api_clients"),
    ]

    operations = [
        migrations.CreateModel(
            name="Collection",
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
                ("title", models.CharField(max_length=80)),
                ("about", models.TextField(blank=True, max_length=1000)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("sent", "sent"),
                            ("closed", "closed"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default=institutions.enums.collections.CollectionState["DRAFT"],
                        max_length=12,
                    ),
                ),
                (
                    "addressee",
                    models.CharField(choices=[("towns", "towns"), ("institutions", "institutions")], max_length=12),
                ),
                (
                    "shape",
                    models.CharField(choices=[("institutions", "institutions"), ("free", "free")], max_length=12),
                ),
                (
                    "towns",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, default=list, size=None
                    ),
                ),
                ("category", models.CharField(blank=True, max_length=12)),
                ("stage", models.CharField(blank=True, max_length=12)),
                ("legal_form", models.CharField(blank=True, max_length=24)),
                ("due_on", models.DateField()),
                ("sent_at", models.DateTimeField(null=True)),
                (
                    "changed_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="users.actor"),
                ),
                (
                    "county",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="users.county"),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="users.actor"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CollectionColumn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=8)),
                ("position", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=40)),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("text", "text"),
                            ("long_text", "long_text"),
                            ("day", "day"),
                            ("whole_number", "whole_number"),
                            ("yuan", "yuan"),
                            ("area", "area"),
                            ("choice", "choice"),
                            ("choices", "choices"),
                            ("yes_no", "yes_no"),
                            ("time", "time"),
                            ("file", "file"),
                            ("person", "person"),
                        ],
                        max_length=16,
                    ),
                ),
                ("is_required", models.BooleanField(default=True)),
                (
                    "choices",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                    ),
                ),
                ("help", models.CharField(blank=True, max_length=120)),
                (
                    "source",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("name", "name"),
                            ("uscc", "uscc"),
                            ("trade_name", "trade_name"),
                            ("town", "town"),
                            ("category", "category"),
                            ("legal_form", "legal_form"),
                            ("stage", "stage"),
                            ("status", "status"),
                            ("permit_number", "permit_number"),
                            ("permit_expires_on", "permit_expires_on"),
                            ("main_address", "main_address"),
                        ],
                        max_length=24,
                    ),
                ),
                (
                    "collection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="columns",
                        to="institutions.collection",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="CollectionPart",
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
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("submitted", "submitted"),
                            ("returned", "returned"),
                            ("accepted", "accepted"),
                        ],
                        default=institutions.enums.collections.PartState["WAITING"],
                        max_length=12,
                    ),
                ),
                ("rows_count", models.PositiveIntegerField(default=0)),
                ("rows_done", models.PositiveIntegerField(default=0)),
                ("submitted_at", models.DateTimeField(null=True)),
                ("reminded_on", models.DateField(null=True)),
                ("note", models.CharField(blank=True, max_length=400)),
                (
                    "changed_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="users.actor"),
                ),
                (
                    "collection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="parts", to="institutions.collection"
                    ),
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institutions.institution",
                    ),
                ),
                (
                    "town",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="users.town"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CollectionAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("rows", models.JSONField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "actor",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="users.actor"),
                ),
                (
                    "part",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="institutions.collectionpart",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CollectionPartTransition",
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
                    "part",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transitions",
                        to="institutions.collectionpart",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CollectionRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("values", models.JSONField(default=dict)),
                (
                    "institution",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institutions.institution",
                    ),
                ),
                (
                    "part",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rows",
                        to="institutions.collectionpart",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="CollectionTransition",
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
                    "collection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transitions",
                        to="institutions.collection",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Notice",
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
                    "section",
                    models.CharField(
                        choices=[
                            ("announcement", "announcement"),
                            ("letter", "letter"),
                            ("reminder", "reminder"),
                            ("after_school", "after_school"),
                            ("co_education", "co_education"),
                        ],
                        max_length=16,
                    ),
                ),
                ("title", models.CharField(max_length=100)),
                ("text", models.TextField(max_length=6000)),
                ("issuer", models.CharField(max_length=80)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "draft"), ("published", "published"), ("withdrawn", "withdrawn")],
                        default=institutions.enums.notices.NoticeState["DRAFT"],
                        max_length=12,
                    ),
                ),
                ("published_on", models.DateField(null=True)),
                (
                    "changed_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="users.actor"),
                ),
                (
                    "county",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="users.county"),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="users.actor"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="NoticeDelivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    cixi_oversight.records.PublicId(
                        default=cixi_oversight.records.new_public_id, editable=False, max_length=16, unique=True
                    ),
                ),
                ("sent_at", models.DateTimeField()),
                ("received_at", models.DateTimeField(null=True)),
                ("families", models.PositiveIntegerField(null=True)),
                ("reminded_on", models.DateField(null=True)),
                ("reminders", models.PositiveSmallIntegerField(default=0)),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="deliveries", to="institutions.notice"
                    ),
                ),
                (
                    "received_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="users.actor"
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="users.actor"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="NoticeReading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("openings", models.PositiveIntegerField(default=0)),
                (
                    "delivery",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="institutions.noticedelivery",
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="readings", to="institutions.notice"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="NoticeTransition",
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
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transitions",
                        to="institutions.notice",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RegisterChange",
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
                ("reference", models.CharField(max_length=60)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("new", "new"),
                            ("changed", "changed"),
                            ("abnormal", "abnormal"),
                            ("deregistered", "deregistered"),
                        ],
                        max_length=16,
                    ),
                ),
                ("changed_on", models.DateField()),
                ("uscc", models.CharField(blank=True, max_length=18)),
                ("name", models.CharField(max_length=120)),
                ("former_name", models.CharField(blank=True, max_length=120)),
                ("address", models.CharField(blank=True, max_length=200)),
                ("scope", models.CharField(blank=True, max_length=1000)),
                ("note", models.CharField(blank=True, max_length=400)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("matched", "matched"),
                            ("ambiguous", "ambiguous"),
                            ("suspected", "suspected"),
                            ("not_ours", "not_ours"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "candidates",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "waiting"), ("done", "done"), ("nothing_to_do", "nothing_to_do")],
                        max_length=16,
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="users.actor"),
                ),
                (
                    "county",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="users.county"),
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="register_changes",
                        to="institutions.institution",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institutions.suspectedsite",
                    ),
                ),
                (
                    "town",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="users.town"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RegisterChangeTransition",
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
                    "change",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transitions",
                        to="institutions.registerchange",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="School",
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
                ("name", models.CharField(max_length=80)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("kindergarten", "kindergarten"),
                            ("primary", "primary"),
                            ("junior", "junior"),
                            ("nine_year", "nine_year"),
                            ("senior", "senior"),
                            ("vocational", "vocational"),
                            ("special", "special"),
                        ],
                        max_length=16,
                    ),
                ),
                ("closed_on", models.DateField(null=True)),
                (
                    "changed_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="users.actor"),
                ),
                (
                    "county",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="users.county"),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="users.actor"
                    ),
                ),
                (
                    "town",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="users.town"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="noticedelivery",
            name="school",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="deliveries", to="institutions.school"
            ),
        ),
        migrations.AddIndex(
            model_name="collection",
            index=models.Index(fields=["county", "-id"], name="collection_county"),
        ),
        migrations.AddConstraint(
            model_name="collection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", institutions.enums.collections.CollectionState["DRAFT"]),
                    ("state", institutions.enums.collections.CollectionState["WITHDRAWN"]),
                    ("sent_at__isnull", False),
                    _connector="OR",
                ),
                name="collection_sent_at",
            ),
        ),
        migrations.AddConstraint(
            model_name="collectioncolumn",
            constraint=models.UniqueConstraint(fields=("collection", "key"), name="collection_column_key"),
        ),
        migrations.AddConstraint(
            model_name="collectioncolumn",
            constraint=models.UniqueConstraint(fields=("collection", "name"), name="collection_column_name"),
        ),
        migrations.AddIndex(
            model_name="collectionpart",
            index=models.Index(fields=["institution"], name="collection_part_institution"),
        ),
        migrations.AddConstraint(
            model_name="collectionpart",
            constraint=models.UniqueConstraint(fields=("collection", "town"), name="collection_part_town"),
        ),
        migrations.AddConstraint(
            model_name="collectionpart",
            constraint=models.UniqueConstraint(fields=("collection", "institution"), name="collection_part_once"),
        ),
        migrations.AddConstraint(
            model_name="collectionpart",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("institution__isnull", False), ("town", None)),
                    models.Q(("institution", None), ("town__isnull", False)),
                    _connector="OR",
                ),
                name="collection_part_of_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="collectionanswer",
            constraint=models.UniqueConstraint(fields=("part", "number"), name="collection_answer_once"),
        ),
        migrations.AddIndex(
            model_name="collectionparttransition",
            index=models.Index(fields=["part", "recorded_at"], name="collection_part_trans_at"),
        ),
        migrations.AddConstraint(
            model_name="collectionrow",
            constraint=models.UniqueConstraint(fields=("part", "number"), name="collection_row_once"),
        ),
        migrations.AddIndex(
            model_name="collectiontransition",
            index=models.Index(fields=["collection", "recorded_at"], name="collection_transition_at"),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["state", "-published_on", "-id"], name="notice_published"),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", institutions.enums.notices.NoticeState["PUBLISHED"]), _negated=True),
                    ("published_on__isnull", False),
                    _connector="OR",
                ),
                name="notice_published_on",
            ),
        ),
        migrations.AddConstraint(
            model_name="noticereading",
            constraint=models.UniqueConstraint(
                fields=("notice", "delivery", "day"), name="notice_reading_once", nulls_distinct=False
            ),
        ),
        migrations.AddIndex(
            model_name="noticetransition",
            index=models.Index(fields=["notice", "recorded_at"], name="notice_transition_at"),
        ),
        migrations.AddIndex(
            model_name="registerchange",
            index=models.Index(fields=["county", "-changed_on", "-id"], name="register_change_county"),
        ),
        migrations.AddIndex(
            model_name="registerchange",
            index=models.Index(fields=["institution"], name="register_change_institution"),
        ),
        migrations.AddConstraint(
            model_name="registerchange",
            constraint=models.UniqueConstraint(fields=("created_by", "reference"), name="register_change_sent_once"),
        ),
        migrations.AddConstraint(
            model_name="registerchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", institutions.enums.changes.ChangeOutcome["MATCHED"]), _negated=True),
                    ("institution__isnull", False),
                    _connector="OR",
                ),
                name="register_change_matched",
            ),
        ),
        migrations.AddIndex(
            model_name="registerchangetransition",
            index=models.Index(fields=["change", "recorded_at"], name="register_change_trans_at"),
        ),
        migrations.AddIndex(
            model_name="school",
            index=models.Index(fields=["county", "name", "id"], name="school_county"),
        ),
        migrations.AddConstraint(
            model_name="school",
            constraint=models.UniqueConstraint(fields=("county", "name"), name="school_name_once"),
        ),
        migrations.AddIndex(
            model_name="noticedelivery",
            index=models.Index(fields=["school"], name="notice_delivery_school"),
        ),
        migrations.AddConstraint(
            model_name="noticedelivery",
            constraint=models.UniqueConstraint(fields=("notice", "school"), name="notice_delivery_once"),
        ),
        migrations.AddConstraint(
            model_name="noticedelivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("received_at", None), ("received_by", None)),
                    models.Q(("received_at__isnull", False), ("received_by__isnull", False)),
                    _connector="OR",
                ),
                name="notice_received_by_somebody",
            ),
        ),
    ]
