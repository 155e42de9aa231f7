"""What the sign-in page shows of accounts."""

from collections.abc import Sequence

from django import template

from cixi_oversight.users.services.demo_logins import DemoLogin
from cixi_oversight.users.services.demo_logins import demo_logins as offered

register = template.Library()


@register.simple_tag
def demo_logins() -> Sequence[DemoLogin]:
    return offered()
