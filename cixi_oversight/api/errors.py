"""What the REST door itself refuses: bodies, parameters, cursors, methods. Each names the field and the way out."""

from __future__ import annotations

from typing import ClassVar

from cixi_oversight.errors import DomainError, Refusal


class Refused(DomainError):
    """A request whose shape is wrong. `status` where 400 is not the sign for it."""

    code = "request_refused"
    message = "The request is not acceptable."
    refusal = Refusal.MALFORMED
    status: ClassVar[int] = 400


class NotSignedIn(Refused):
    code = "not_signed_in"
    message = "Sign in first."
    status = 401


class KeyRefused(Refused):
    """A key that opens nothing. `auth_header` becomes WWW-Authenticate."""

    code = "key_unknown"
    message = "This key is not known. Check that it was copied whole, or ask the portal's administrator for a new one."
    status = 401
    auth_header: ClassVar[str] = "Api-Key"


class SchemeRefused(KeyRefused):
    code = "authorization_not_readable"
    message = "Send the key in the header as “Authorization: Api-Key” followed by the key."


class KeyOfOtherEnvironment(KeyRefused):
    code = "key_of_another_environment"
    message = "This key belongs to the environment “%(of)s”; this is “%(here)s”. Use the key that was made here."


class KeyExpired(KeyRefused):
    code = "key_expired"
    message = "This key ended on %(day)s. Use the new one."


class KeyRevoked(KeyRefused):
    code = "key_revoked"
    message = "This key was revoked. Ask the portal's administrator for a new one."


class KeyInAddress(Refused):
    code = "key_in_address"
    message = (
        "A key must not stand in the address, where others can read it. Send it in the header Authorization, and have "
        "this one revoked."
    )


class ClosedToClients(Refused):
    code = "closed_to_clients"
    message = "Other departments' systems have no access here."
    status = 403


class ScopeMissing(Refused):
    code = "scope_missing"
    message = "This client was not given “%(scope)s”. Ask the portal's security administrator if it should be."
    status = 403


class CsrfRefused(Refused):
    code = "csrf_refused"
    message = "The request does not carry this session's CSRF token. Send it in the header X-CSRFToken."
    status = 403


class MethodRefused(Refused):
    code = "method_not_allowed"
    message = "%(method)s is not possible here."
    status = 405


class NotAcceptable(Refused):
    code = "not_acceptable"
    message = "Answers are application/json. Change the Accept header."
    status = 406


class MediaTypeRefused(Refused):
    code = "unsupported_media_type"
    message = "Send the body as application/json."
    status = 415


class CharsetRefused(Refused):
    code = "unsupported_charset"
    message = "The charset “%(charset)s” is not accepted. Send UTF-8."
    status = 415


class AddressTooLong(Refused):
    code = "address_too_long"
    message = "The address is longer than %(limit)s characters."
    status = 414


class TooManyRequests(Refused):
    code = "too_many_requests"
    message = "Too many requests. Wait %(seconds)s seconds."
    status = 429


class Busy(DomainError):
    code = "busy"
    message = "The database does not answer just now. Nothing was saved; try again in a minute."
    refusal = Refusal.BUSY


class Locked(DomainError):
    code = "locked"
    message = "Somebody else is working on this at the moment. Nothing was saved; try again."
    refusal = Refusal.CONFLICT


class Broken(DomainError):
    """A mistake of ours. Says nothing of the inside; the request id leads to the log."""

    code = "internal_error"
    message = "Something went wrong on our side. Nothing was saved; give the request number when you report it."
    status: ClassVar[int] = 500


# --- repetition ---
class KeyMissing(Refused):
    code = "idempotency_key_missing"
    message = "Send a header Idempotency-Key, so that the request can be repeated without doing it twice."


class KeyUnreadable(Refused):
    code = "idempotency_key_not_readable"
    message = "The header Idempotency-Key takes 8 to 255 visible ASCII characters without blanks."


class KeyReused(DomainError):
    code = "idempotency_key_reused"
    message = "This Idempotency-Key was used for another request. Take a new one for each thing to be done."
    refusal = Refusal.RULE


class KeyRunning(DomainError):
    code = "idempotency_key_running"
    message = "The first request with this Idempotency-Key is still running. Repeat it in a moment."
    refusal = Refusal.CONFLICT
    retry_after: ClassVar[int] = 1


# --- body ---
class BodyTooLarge(Refused):
    code = "body_too_large"
    message = "The body is larger than %(limit)s bytes. Send less at a time."
    status = 413


class BodyNotUtf8(Refused):
    code = "body_not_utf8"
    message = "The body is not valid UTF-8 from byte %(byte)s on. Send UTF-8 without a byte order mark."


class BodyNotJson(Refused):
    code = "body_not_json"
    message = "The body is not valid JSON at line %(line)s, column %(column)s."


class BodyTooDeep(Refused):
    code = "body_too_deep"
    message = "The body is nested more than %(limit)s levels deep."


class BodyNotObject(Refused):
    code = "body_not_object"
    message = "The body must be a JSON object."


class KeyRepeated(Refused):
    code = "key_repeated"
    message = "The key “%(key)s” stands twice in one object. Send it once."


class NumberRefused(Refused):
    code = "number_not_accepted"
    message = "The number %(number)s is not accepted. Send a finite number within 64 bits."


class CharacterRefused(Refused):
    code = "character_not_accepted"
    message = "The text contains the character %(character)s, which cannot be stored. Remove it."


# --- fields ---
class FieldUnknown(Refused):
    code = "field_unknown"
    message = "The field “%(name)s” is not accepted here. Leave it out."


class FieldMissing(Refused):
    code = "field_missing"
    message = "This field is required."


class FieldNull(Refused):
    code = "field_null"
    message = "This field cannot be null."


class FieldBlank(Refused):
    code = "field_blank"
    message = "This field cannot be empty."


class ValueRefused(Refused):
    code = "value_not_accepted"
    message = "This value is not accepted."


class NotText(Refused):
    code = "not_text"
    message = "Send a text in quotation marks."


class TextTooLong(Refused):
    code = "text_too_long"
    message = "At most %(limit)s characters fit here."


class NotWhole(Refused):
    code = "not_a_whole_number"
    message = "Send a whole number in plain digits, without quotation marks, point or exponent."


class OutOfRange(Refused):
    code = "out_of_range"
    message = "The number must lie between %(lowest)s and %(highest)s."


class NotFen(Refused):
    code = "amount_not_fen"
    message = "Send the amount in fen as a whole number, for example 123450 for 1,234.50 yuan."


class NotDay(Refused):
    code = "not_a_day"
    message = "“%(value)s” is not a day of the calendar. Write it as 2026-11-23."


class DayOutOfRange(Refused):
    code = "day_out_of_range"
    message = "The day must lie between %(earliest)s and %(latest)s."


class NotMoment(Refused):
    code = "not_a_moment"
    message = "“%(value)s” is not a point in time. Write it with its zone, as 2026-11-23T09:30:00+08:00."


class ZoneRefused(Refused):
    code = "zone_not_accepted"
    message = "The zone offset %(offset)s does not exist. Use +08:00 or Z."


class NotUscc(Refused):
    code = "not_a_uscc"
    message = "“%(value)s” is not a unified social credit code: 18 capital letters and digits with a check digit."


class NotChoice(Refused):
    code = "not_a_choice"
    message = "“%(value)s” is not possible here. Possible: %(choices)s."


class OneOf(Refused):
    code = "one_of_these"
    message = "Send exactly one of: %(names)s."


class NotPublicId(Refused):
    code = "not_an_id"
    message = "“%(value)s” is not an id of this portal."


class NotTownCode(Refused):
    code = "not_a_town_code"
    message = "“%(value)s” is not the code of a town: 9 digits."


# --- query ---
class ParameterUnknown(Refused):
    code = "parameter_unknown"
    message = "The parameter “%(name)s” is not known here. Known: %(known)s."


class ParameterRepeated(Refused):
    code = "parameter_repeated"
    message = "The parameter “%(name)s” stands %(times)s times in the address. Send it once."


class ParameterTooLong(Refused):
    code = "parameter_too_long"
    message = "The value is longer than %(limit)s characters."


class CursorRefused(Refused):
    code = "cursor_not_valid"
    message = "This cursor is not valid for this list. Start again from the first page."


class PageSizeRefused(Refused):
    code = "page_size_not_accepted"
    message = "A page holds between 1 and %(limit)s rows."
