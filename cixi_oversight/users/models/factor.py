"""The last time step for which an account's authenticator code was taken: no step counts twice (RFC 6238, 5.2)."""

from django.db import models

from cixi_oversight.users.models.user import User


class TotpStep(models.Model):
    user = models.OneToOneField(User, models.CASCADE, related_name="+", primary_key=True)
    step = models.BigIntegerField()
