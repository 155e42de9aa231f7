"""What we ask of allauth's second factors: secrets sealed by the portal's keys, our name on keys and apps."""

from __future__ import annotations

from typing import Final

from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings

from cixi_oversight import sealing

_BOUND_TO: Final = b"mfa_authenticator/data"
FACTORS: Final = ("totp", "webauthn")  # recovery codes are a way back, not a factor


def seal_secret(text: str) -> str:
    return sealing.seal(text, bound_to=_BOUND_TO)


def open_secret(stored: str) -> str:
    """Raises SealBroken: changed, or sealed by a key that this host does not have."""
    return sealing.unseal(stored, bound_to=_BOUND_TO)


class SecondFactors(DefaultMFAAdapter):
    def encrypt(self, text: str) -> str:
        return seal_secret(text)

    def decrypt(self, encrypted_text: str) -> str:
        return open_secret(encrypted_text)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Keys are bound to the host by its name; the words are what the browser shows."""
        return super().get_public_key_credential_rp_entity() | {"name": settings.MFA_TOTP_ISSUER}

    def _get_user_identifier(self, user: object) -> str:
        return str(getattr(user, "username", ""))
