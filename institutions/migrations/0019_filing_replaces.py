from django.db import migrations


class Migration(migrations.Migration):
    """`supersedes` is the word of insert-only facts; a filing is a case that may be replaced."""

    dependencies = [("institutions", "0018_whitelist_annual")]

    operations = [migrations.RenameField("filing", "supersedes", "replaces")]
