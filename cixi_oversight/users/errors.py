"""What users refuses."""

from typing import ClassVar

from cixi_oversight.errors import DomainError, Refusal


class SecondFactorMissing(DomainError):
    code: ClassVar[str] = "second_factor_missing"
    message: ClassVar[str] = "Set up your second factor in the browser first."
    refusal: ClassVar[Refusal] = Refusal.FORBIDDEN


class UsernameNotUsable(DomainError):
    code: ClassVar[str] = "username_not_usable"
    message: ClassVar[str] = (
        "“%(username)s” cannot be a user name. Use 3 to 60 small letters, digits, dots, hyphens or underscores, "
        "beginning with a letter."
    )
    refusal: ClassVar[Refusal] = Refusal.MALFORMED


class UsernameTaken(DomainError):
    code: ClassVar[str] = "username_taken"
    message: ClassVar[str] = "The user name “%(username)s” is taken. Choose another."
    refusal: ClassVar[Refusal] = Refusal.CONFLICT


class PasswordTooWeak(DomainError):
    code: ClassVar[str] = "password_too_weak"
    message: ClassVar[str] = "This password cannot be used. %(reasons)s"
    refusal: ClassVar[Refusal] = Refusal.MALFORMED


class AdministratorRolesExclude(DomainError):
    """GB/T 22239: system, security and audit administrator are three accounts."""

    code: ClassVar[str] = "administrator_roles_exclude"
    message: ClassVar[str] = (
        "This account is or was an administrator of another kind. System, security and audit administrators are "
        "separate accounts: make a new account."
    )


class AlreadyAppointed(DomainError):
    code: ClassVar[str] = "already_appointed"
    message: ClassVar[str] = "The account already holds this role in this department."
    refusal: ClassVar[Refusal] = Refusal.CONFLICT


class NotInOffice(DomainError):
    code: ClassVar[str] = "not_in_office"
    message: ClassVar[str] = "The account does not hold this role on %(on)s."
    refusal: ClassVar[Refusal] = Refusal.CONFLICT


class AlreadyDeactivated(DomainError):
    code: ClassVar[str] = "already_deactivated"
    message: ClassVar[str] = "The account is already closed."
    refusal: ClassVar[Refusal] = Refusal.CONFLICT


class LinkNotValid(DomainError):
    """Expired, revoked or never issued: told apart by nobody."""

    code: ClassVar[str] = "link_not_valid"
    message: ClassVar[str] = "This link does not open anything any more."
    refusal: ClassVar[Refusal] = Refusal.NOT_FOUND


class LinkAlreadyRevoked(DomainError):
    code: ClassVar[str] = "link_already_revoked"
    message: ClassVar[str] = "The link is already revoked."
    refusal: ClassVar[Refusal] = Refusal.CONFLICT


class NotOneself(DomainError):
    code: ClassVar[str] = "not_oneself"
    message: ClassVar[str] = "Nobody closes his own account. Ask another administrator."


class ClientNameTaken(DomainError):
    code: ClassVar[str] = "client_name_taken"
    message: ClassVar[str] = "This department already has a client of this name. Choose another."
    refusal: ClassVar[Refusal] = Refusal.CONFLICT


class ScopeUnknown(DomainError):
    code: ClassVar[str] = "scope_unknown"
    message: ClassVar[str] = "“%(scope)s” is nothing that can be given."
    refusal: ClassVar[Refusal] = Refusal.MALFORMED


class ClientIsRevoked(DomainError):
    code: ClassVar[str] = "client_is_revoked"
    message: ClassVar[str] = "This client was revoked for good. Register a new one."
    refusal: ClassVar[Refusal] = Refusal.CONFLICT


class KeyIsOver(DomainError):
    code: ClassVar[str] = "key_is_over"
    message: ClassVar[str] = "This key has already ended."
    refusal: ClassVar[Refusal] = Refusal.CONFLICT


class KeyDayNotPossible(DomainError):
    code: ClassVar[str] = "key_day_not_possible"
    message: ClassVar[str] = "Choose a day between %(first)s and %(last)s."
    refusal: ClassVar[Refusal] = Refusal.MALFORMED


class NotLocked(DomainError):
    code: ClassVar[str] = "not_locked"
    message: ClassVar[str] = "The account is not locked."
    refusal: ClassVar[Refusal] = Refusal.CONFLICT


class SessionOver(DomainError):
    code: ClassVar[str] = "session_over"
    message: ClassVar[str] = "There is no such session any more."
    refusal: ClassVar[Refusal] = Refusal.CONFLICT


class NoFactor(DomainError):
    code: ClassVar[str] = "no_factor"
    message: ClassVar[str] = "The account has no second factor."
    refusal: ClassVar[Refusal] = Refusal.CONFLICT


class PasswordExpired(DomainError):
    code: ClassVar[str] = "password_expired"
    message: ClassVar[str] = "Your password has served its time. Change it in the browser first."
    refusal: ClassVar[Refusal] = Refusal.FORBIDDEN


class InvitationOver(DomainError):
    """Used, revoked, expired, never there: a stranger learns nothing of which."""

    code: ClassVar[str] = "invitation_over"
    message: ClassVar[str] = "This link is not valid any more. Ask whoever sent it for a new one."
    refusal: ClassVar[Refusal] = Refusal.CONFLICT


class AccountClosed(DomainError):
    code: ClassVar[str] = "account_closed"
    message: ClassVar[str] = "The account is closed."
    refusal: ClassVar[Refusal] = Refusal.CONFLICT


class NotForOneself(DomainError):
    code: ClassVar[str] = "not_for_oneself"
    message: ClassVar[str] = "Nobody does this for his own account. Ask another administrator."


class DeputyNotPossible(DomainError):
    """The three administrators are nobody's deputy and leave theirs to nobody: that would join what is kept apart."""

    code: ClassVar[str] = "deputy_not_possible"
    message: ClassVar[str] = (
        "%(name)s cannot be deputy here. A deputy works in an office of the same county and is no administrator."
    )


class NoDuties(DomainError):
    code: ClassVar[str] = "no_duties"
    message: ClassVar[str] = "%(name)s has no duties that a deputy could take over."


class LeaveDates(DomainError):
    code: ClassVar[str] = "leave_dates"
    message: ClassVar[str] = (
        "A leave begins today or later, ends on or after its first day and lasts at most %(days)s days."
    )
    refusal: ClassVar[Refusal] = Refusal.MALFORMED


class LeaveOverlaps(DomainError):
    code: ClassVar[str] = "leave_overlaps"
    message: ClassVar[str] = "There is a deputy already from %(from_on)s to %(to_on)s."
    refusal: ClassVar[Refusal] = Refusal.CONFLICT


class LeaveOver(DomainError):
    code: ClassVar[str] = "leave_over"
    message: ClassVar[str] = "This leave is over already."
    refusal: ClassVar[Refusal] = Refusal.CONFLICT


class IdentityTaken(DomainError):
    code: ClassVar[str] = "identity_taken"
    message: ClassVar[str] = "This outside identity belongs to an account already, or the account has one already."
    refusal: ClassVar[Refusal] = Refusal.CONFLICT


class NoIdentity(DomainError):
    code: ClassVar[str] = "no_identity"
    message: ClassVar[str] = "There is no such link any more."
    refusal: ClassVar[Refusal] = Refusal.CONFLICT


class OutsideSignInFailed(DomainError):
    """`what` is for the log: which check failed. The page says the same whatever it was."""

    code: ClassVar[str] = "outside_sign_in_failed"
    message: ClassVar[str] = "The outside sign-in did not succeed. Try again, or sign in with user name and password."
    refusal: ClassVar[Refusal] = Refusal.CONFLICT


class IdentityNotLinked(DomainError):
    code: ClassVar[str] = "identity_not_linked"
    message: ClassVar[str] = "No account here is linked to this identity. Ask the security administrator to link yours."
    refusal: ClassVar[Refusal] = Refusal.CONFLICT
