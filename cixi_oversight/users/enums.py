"""Closed sets of users. Values are stored and travel in the API."""

from enum import StrEnum


class DepartmentKind(StrEnum):
    """Who takes part in the supervision (the letter, part one)."""

    EDUCATION = "education"
    CIVIL_AFFAIRS = "civil_affairs"
    MARKET_SUPERVISION = "market_supervision"
    SCIENCE_TECHNOLOGY = "science_technology"
    CULTURE_TOURISM_SPORT = "culture_tourism_sport"
    ENFORCEMENT = "enforcement"
    POLICE = "police"
    FIRE = "fire"
    POLITICS_LAW = "politics_law"
    SERVICE_CENTRE = "service_centre"
    TOWN_OFFICE = "town_office"
    ASSOCIATION = "association"


class ActorKind(StrEnum):
    USER = "user"
    API_CLIENT = "api_client"
    JOB = "job"
    SYSTEM = "system"
    LINK = "link"  # whoever holds a signed link


class Outcome(StrEnum):
    """How an attempt to sign in ended. The failures count towards the lock; signing in and unlocking begin anew."""

    SIGNED_IN = "signed_in"
    WRONG_PASSWORD = "wrong_password"  # noqa: S105
    UNKNOWN_NAME = "unknown_name"
    CLOSED_ACCOUNT = "closed_account"
    WRONG_FACTOR = "wrong_factor"
    IDENTITY_REFUSED = "identity_refused"
    WHILE_LOCKED = "while_locked"
    UNLOCKED = "unlocked"


class InvitationPurpose(StrEnum):
    JOIN = "join"  # a new account's first password
    RENEW = "renew"  # a password that was forgotten


class SessionEnd(StrEnum):
    SIGNED_OUT = "signed_out"
    RAN_OUT = "ran_out"
    BY_OWNER = "by_owner"
    BY_ADMINISTRATOR = "by_administrator"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105
    ACCOUNT_CLOSED = "account_closed"


class Resource(StrEnum):
    """What a department's system can be given access to: the first half of a scope."""

    INSTITUTIONS = "institutions"
    RISK_CODES = "risk_codes"
    COMPLAINTS = "complaints"
    EVENTS = "events"
    ASSIGNMENTS = "assignments"
    CASES = "cases"
    ANNUAL_INSPECTIONS = "annual_inspections"
    STAR_RATINGS = "star_ratings"
    WHITELIST = "whitelist"
    PAPERS = "papers"
    FILINGS = "filings"
    REGISTER_CHANGES = "register_changes"


class ScopeAccess(StrEnum):
    READ = "read"
    WRITE = "write"


class Provider(StrEnum):
    """Outside sign-ins that a bureau may connect; each works only where its address and key are configured."""

    ZZD = "zzd"  # 浙政钉, for the staff of authorities
    ZLB = "zlb"  # 浙里办, for institutions
