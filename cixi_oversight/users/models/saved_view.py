"""A list as somebody wants to find it again: filters, columns and order, which live in the URL anyway."""

from django.db import models

from cixi_oversight.users.models.user import User


class SavedView(models.Model):
    user = models.ForeignKey(User, models.CASCADE, related_name="saved_views")
    page = models.CharField(max_length=60)
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=2000)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["user", "page", "name"], name="saved_view_name_once")]
