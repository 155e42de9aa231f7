"""What the audit calls persuasion and guidance."""

from typing import Final

from cixi_oversight.errors import Message, msg

VERBS: Final[dict[str, Message]] = {
    "institutions.record_persuasion": msg("Recorded a persuasion"),
    "institutions.finish_persuasion_step": msg("Noted the agreed next step as done"),
    "institutions.take_guidance_step": msg("Took a step of guidance"),
    "institutions.record_guidance_outcome": msg("Recorded what came of a step of guidance"),
}
