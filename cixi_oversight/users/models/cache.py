"""The shared cache in the database: failed sign-ins are counted for all processes, with or without Redis.

The columns are those of Django's DatabaseCache.
"""

from django.db import models


class CacheEntry(models.Model):
    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "cache_entry"
