"""The name of a day in the reader's language."""

from django.utils.translation import gettext, pgettext

from cixi_oversight.policy.rules.holidays import holiday_names, is_made_up
from cixi_oversight.web.words import worded


def day_name(name: str) -> str:
    """ "国庆节、中秋节" as "National Day, Mid-Autumn Festival"; what nobody knows stays as written."""
    said = pgettext("between holidays", ", ").join(worded(one) for one in holiday_names(name))
    return gettext("%(holiday)s: worked instead") % {"holiday": said} if is_made_up(name) else said
