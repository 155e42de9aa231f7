"""Who belongs on the white list (白名单): a table of criteria, decided without database or clock.

On it stands who operates, with a permit in force, registered as its category asks (学科类 as non-profit: 双减意见 4),
whose fees and teachers are posted, with its supervised account open, without an open major case and without a red
code. What nobody answers yet is no bar; it is said beside the proposal. An unmet criterion proposes the exit.

The public reads one sentence for every exit, so that no reason of one institution can be told from another's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cixi_oversight.errors import msg
from institutions.enums import Category, LegalForm, RegistrationKind
from institutions.enums.whitelist import Answer, Change, Criterion

_NON_PROFIT: Final = frozenset({LegalForm.PRIVATE_NON_ENTERPRISE, LegalForm.PUBLIC_INSTITUTION})
_CERTIFICATE: Final[Mapping[LegalForm, RegistrationKind]] = {
    LegalForm.COMPANY: RegistrationKind.BUSINESS,
    LegalForm.SOLE_TRADER: RegistrationKind.BUSINESS,
    LegalForm.PARTNERSHIP: RegistrationKind.BUSINESS,
    LegalForm.PRIVATE_NON_ENTERPRISE: RegistrationKind.PRIVATE_NON_ENTERPRISE,
    LegalForm.PUBLIC_INSTITUTION: RegistrationKind.PUBLIC_INSTITUTION,
}
PUBLIC_EXIT: Final = msg("No longer fulfils the conditions of the white list")
PUBLIC_ENTRY: Final = msg("Fulfils the conditions of the white list")


@dataclass(frozen=True, slots=True)
class Standing:
    """What the register itself says of an institution. `fees` and `teachers`: None where filing has not begun."""

    operates: bool
    permit_is_valid: bool
    category: str | None
    legal_form: str | None
    certificates: tuple[str, ...]  # kinds of the standing registrations
    fees: bool | None
    teachers: bool | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """`unmet` bar from the list; `unknown` are answered by nobody, and of no matter where teaching has ended."""

    unmet: tuple[Criterion, ...]
    unknown: tuple[Criterion, ...]

    @property
    def fits(self) -> bool:
        return not self.unmet

    def proposal(self, *, is_listed: bool) -> Change | None:
        """What is to change, if anything."""
        if self.fits == is_listed:
            return None
        return Change.ENTRY if self.fits else Change.EXIT


def is_registered_right(category: str | None, legal_form: str | None, certificates: tuple[str, ...]) -> bool:
    """The certificate is the legal form's; academic teaching is non-profit. What is unknown is not right."""
    if legal_form is None or category is None:
        return False
    form = LegalForm(legal_form)
    if category == Category.ACADEMIC and form not in _NON_PROFIT:
        return False
    return _CERTIFICATE[form] in certificates


def judge(standing: Standing, answers: Mapping[Criterion, Answer]) -> Verdict:
    """`answers` are those of the apps above; a criterion that is missing there is not in the system."""
    own = {
        Criterion.OPERATING: standing.operates,
        Criterion.PERMIT_VALID: standing.permit_is_valid,
        Criterion.REGISTERED_RIGHT: is_registered_right(standing.category, standing.legal_form, standing.certificates),
        Criterion.FEES_POSTED: standing.fees,
        Criterion.TEACHERS_POSTED: standing.teachers,
    }
    given = {criterion: answer is Answer.MET for criterion, answer in answers.items()}
    known = {criterion: met for criterion, met in own.items() if met is not None} | given
    return Verdict(
        unmet=tuple(criterion for criterion in Criterion if known.get(criterion) is False),
        unknown=tuple(one for one in Criterion if one not in known) if standing.operates else (),
    )
