"""When a process was last seen at work, by the database's real clock. Read by the jobs page and by `readyz`."""

from django.db import models


class Heartbeat(models.Model):
    name = models.CharField(max_length=40, primary_key=True)
    seen_at = models.DateTimeField()
