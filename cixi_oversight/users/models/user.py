"""An account. What it may do comes from memberships, never from flags on the account."""

import datetime as dt
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from cixi_oversight.permissions import ADMINISTRATORS, Viewer, ViewerKind
from cixi_oversight.records import PublicId


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, viewer: Viewer) -> "UserQuerySet":
        """The administrators see the accounts of their county and those without a department; others their own."""
        if viewer.kind is ViewerKind.SYSTEM:
            return self.all()
        if not viewer.roles & ADMINISTRATORS:
            return self.filter(pk=viewer.user_id or 0)
        near = models.Q(memberships__department__county__in=viewer.county_ids) | models.Q(memberships=None)
        return self.filter(pk__in=self.model._default_manager.filter(near).values("pk"))


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def visible_to(self, viewer: Viewer) -> UserQuerySet:
        return self.get_queryset().visible_to(viewer)

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
