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
    message: ClassVar[str] = (
        "The password is too weak: at least 12 characters, not a common password and not like the user name."
    )
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
