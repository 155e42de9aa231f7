"""The complainant's page, opened by a signed link on a phone: one complaint, one remark, nothing of anybody else."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import msg
from cixi_oversight.web.badges import Tone, pill
from cixi_oversight.web.link_pages import LinkPage, LinkPurpose
from cixi_oversight.web.link_pages import register as register_purpose
from cixi_oversight.web.words import worded
from inspections.enums import Stage
from inspections.forms import RemarkForm
from inspections.services import tracking

_TONES = {
    Stage.EXAMINED: Tone.PROGRESS,
    Stage.VALID: Tone.PROGRESS,
    Stage.NOT_VALID: Tone.PROGRESS,
    Stage.LATE: Tone.REFUSED,
    Stage.CLOSED: Tone.DONE,
}


def register() -> None:
    """Called once from `ready()`."""
    register_purpose(LinkPurpose(tracking.PURPOSE, msg("Follow a complaint"), TrackComplaint.as_view()))


class TrackComplaint(LinkPage):
    template_name = "inspections/track.html"
    form_class = RemarkForm
    submit_label = _("Send the remark")

    def get_title(self) -> str:
        return gettext("My complaint")

    def context(self, **more: Any) -> dict[str, Any]:
        found = tracking.tracked(self.viewer, on=self.on)
        return super().context(tracked=found, stands=pill(_TONES[found.stage], worded(found.stands)), **more)

    def act(self, form: RemarkForm) -> str:
        tracking.add_remark(holder=self.viewer, text=form.cleaned_data["text"], at=self.at)
        return self.request.get_full_path()
