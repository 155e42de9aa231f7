from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("institutions", "0014_star_standard"), ("personal", "0006_staff")]

    operations = [
        migrations.AddField("staffmember", "code", models.CharField(default="", max_length=20), preserve_default=False),
        migrations.AddField("staffmember", "certified_for", models.CharField(blank=True, max_length=20)),
        migrations.AddField(
            "staffmember",
            "number",
            models.ForeignKey(null=True, on_delete=models.PROTECT, related_name="+", to="personal.person"),
        ),
    ]
