"""Another department's system that speaks to the API (部门系统接口), and its keys.

A client sees what an officer of its department sees, and of that what its scopes name. Keys are kept as hashes;
several may live at once, so that one can be replaced without a pause.
"""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from cixi_oversight.permissions import ADMINISTRATORS, Viewer, ViewerKind
from cixi_oversight.records import PublicId, Versioned
from cixi_oversight.users.models.actor import Actor
from cixi_oversight.users.models.place import Department


class ApiClientQuerySet(models.QuerySet["ApiClient"]):
    def visible_to(self, viewer: Viewer) -> ApiClientQuerySet:
        """Those of the administrators' county."""
        if viewer.kind is ViewerKind.SYSTEM:
            return self.all()
        if not viewer.roles & ADMINISTRATORS:
            return self.none()
        return self.filter(department__county__in=viewer.county_ids)


class ApiClient(Versioned):
    public_id = PublicId()
    department = models.ForeignKey(Department, models.PROTECT, related_name="api_clients")
    actor = models.OneToOneField(Actor, models.PROTECT, related_name="api_client")
    name = models.CharField(max_length=60)
    contact_role = models.CharField(max_length=60)  # whom to ring when it misbehaves: a post, not a person
    scopes = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    revoked_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[ApiClient]] = ApiClientQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["department", "name"], name="api_client_name_once")]

    def __str__(self) -> str:
        return self.name


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    def living(self, on: dt.date) -> ApiKeyQuerySet:
        """Keys that open the door on a (real) day."""
        return self.filter(expires_on__gte=on, revoked_at=None, client__revoked_at=None)


class ApiKey(models.Model):
    client = models.ForeignKey(ApiClient, models.PROTECT, related_name="keys")
    prefix = models.CharField(max_length=8, unique=True)  # the readable part, by which people tell keys apart
    hashed = models.CharField(max_length=64)
    environment = models.CharField(max_length=10)
    expires_on = models.DateField()  # the last day, in real time
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)  # to the minute: not a write for every request

    objects: ClassVar[models.Manager[ApiKey]] = ApiKeyQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["client", "-created_at"], name="api_key_of_client")]

    def __str__(self) -> str:
        return self.prefix
