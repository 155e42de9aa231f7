"""What the sign-in page shows of accounts."""

from collections.abc import Sequence

from django import template

from cixi_oversight.users.ports.oidc import clients
from cixi_oversight.users.rules.labels import PROVIDER
from cixi_oversight.users.services.demo_logins import DemoLogin
from cixi_oversight.users.services.demo_logins import demo_key as sandbox_key
from cixi_oversight.users.services.demo_logins import demo_logins as offered
from cixi_oversight.web.words import worded

register = template.Library()


@register.simple_tag
def demo_logins() -> Sequence[DemoLogin]:
    return offered()


@register.simple_tag
def outside_sign_ins() -> list[tuple[str, str]]:
    """Code and name of the outside sign-ins that are configured."""
    return [(provider.value, worded(PROVIDER[provider])) for provider in clients()]


@register.simple_tag
def demo_key() -> str:
    return sandbox_key()
