"""The passwords an account has had, as their hashes: how old the present one is, and which may not come back."""

from django.db import models

from cixi_oversight.users.models.user import User


class PasswordUsed(models.Model):
    user = models.ForeignKey(User, models.CASCADE, related_name="passwords_used")
    encoded = models.CharField(max_length=128)
    set_at = models.DateTimeField()  # real time

    class Meta:
        indexes = [models.Index(fields=["user", "-set_at"], name="password_used_latest")]
