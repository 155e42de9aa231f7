"""Who stands behind a change: an account, a department's system, a job of ours. Every history row names one."""

from django.db import models

from cixi_oversight.users.enums import ActorKind
from cixi_oversight.users.models.user import User


class Actor(models.Model):
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in ActorKind])
    user = models.OneToOneField(User, models.PROTECT, null=True, blank=True, related_name="actor")
    label = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind=ActorKind.USER, user__isnull=False) | ~models.Q(kind=ActorKind.USER),
                name="actor_of_kind_user_has_one",
            ),
            models.UniqueConstraint(
                fields=["kind", "label"], condition=models.Q(user=None), name="actor_label_once_a_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.label
