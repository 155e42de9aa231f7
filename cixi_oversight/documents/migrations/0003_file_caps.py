"""How large an upload may be: settled for the portal, not confirmed by the bureau yet."""

import datetime as dt
from typing import Any

from django.db import migrations

START = dt.date(2020, 1, 1)
SETTLED = "平台上传约定（文件大小、页数、像素、解压后大小），待局里确认"
# key, value, unit, source, confirmed
PARAMETERS = [
    ("documents.file_megabytes", 20, "megabytes", SETTLED, False),
    ("documents.file_pages", 200, "pages", SETTLED, False),
    ("documents.file_megapixels", 50, "megapixels", SETTLED, False),
    ("documents.file_unpacked_megabytes", 200, "megabytes", SETTLED, False),
    ("documents.day_megabytes", 500, "megabytes", "平台自定，防止占满磁盘，待局里确认", False),
]


def seed(apps: Any, schema_editor: Any) -> None:
    parameter = apps.get_model("policy", "Parameter")
    parameter.objects.bulk_create(
        [
            parameter(key=key, value=value, unit=unit, effective_from=START, source=source, confirmed=confirmed)
            for key, value, unit, source, confirmed in PARAMETERS
        ],
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_files"), ("policy", "0002_seed")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
