"""How many requests a client or an address has sent within the present minute.

One row each, counted by one statement, so that the limit holds for all processes without Redis. The table is unlogged:
a count that a crash of the database loses is a minute's.
"""

from django.db import models


class ApiCount(models.Model):
    key = models.CharField(max_length=80, primary_key=True)
    minute = models.BigIntegerField()
    count = models.IntegerField()
