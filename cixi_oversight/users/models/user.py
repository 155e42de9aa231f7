"""An account. What it may do comes from memberships, never from flags on the account."""

import datetime as dt
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from cixi_oversight.records import PublicId


class UserManager(BaseUserManager["User"]):
    def create_user(
        self, username: str, *, name: str, joined_at: dt.datetime, password: str | None = None, **fields: Any
    ) -> "User":
        user = self.model(username=username, name=name, joined_at=joined_at, **fields)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    public_id = PublicId()
    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[UserManager] = UserManager()

    def __str__(self) -> str:
        return self.name or self.username
