"""From whatever a view raised to the one shape of a refusal."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, Self

from django import http
from django.core import exceptions as django
from django.db import DataError, IntegrityError, InterfaceError, OperationalError
from rest_framework import exceptions as rest
from rest_framework.response import Response
from rest_framework.views import set_rollback

from cixi_oversight.api import errors
from cixi_oversight.api.answers import body_of, status_of
from cixi_oversight.errors import DomainError, Forbidden, NotFound, Problems, StaleVersion

logger = logging.getLogger(__name__)

# what the framework's own checks say, by their code
_OF_CODE: Final[Mapping[str, type[DomainError]]] = {
    "required": errors.FieldMissing,
    "null": errors.FieldNull,
    "blank": errors.FieldBlank,
    "empty": errors.FieldBlank,
    "not_a_list": errors.ValueRefused,
}
_LOCK_NOT_AVAILABLE: Final = "55P03"
RETRY_AFTER: Final = "5"


class Code(str):
    """The code of a field error that carries our refusal: of a detail the framework keeps text and code, no more."""

    __slots__ = ("problem",)
    problem: DomainError

    def __new__(cls, problem: DomainError) -> Self:
        self = super().__new__(cls, problem.code)
        self.problem = problem
        return self


class FieldRefused(rest.ValidationError):
    """Raised by our fields; the framework files it under the field's name."""

    def __init__(self, problem: DomainError) -> None:
        super().__init__(problem.code, Code(problem))


def handle(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """None where it is none of the refusals we know: the request then ends as a 500 and in the log."""
    problem = problem_of(error)
    if problem is None:
        return None
    set_rollback()
    headers = {}
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if status_of(problem) in {429, 503}:
        headers["Retry-After"] = str(problem.figures.get("seconds", RETRY_AFTER))
    if seconds := getattr(problem, "retry_after", None):
        headers["Retry-After"] = str(seconds)
    return Response(body_of(problem), status=status_of(problem), headers=headers)


def problem_of(error: Exception) -> DomainError | None:
    if isinstance(error, DomainError):
        return error
    for kind, make in _OF_KIND:
        if isinstance(error, kind):
            return make(error)
    return None


def collected(detail: Any) -> DomainError:
    """One problem, or all of them, out of the framework's tree of field errors."""
    found = list(_leaves(detail, ""))
    return found[0] if len(found) == 1 else Problems(found)


def _leaves(detail: Any, path: str) -> Iterator[DomainError]:
    if isinstance(detail, Mapping):
        for key, inner in detail.items():
            own = "" if key == "non_field_errors" else str(key)
            yield from _leaves(inner, ".".join(part for part in (path, own) if part))
    elif isinstance(detail, list | tuple):
        for at, inner in enumerate(detail):
            yield from _leaves(inner, f"{path}.{at}" if isinstance(inner, Mapping | list) else path)
    else:
        problem = _of_code(getattr(detail, "code", ""))
        problem.field = problem.field or path or None
        yield problem


def _of_code(code: str) -> DomainError:
    return code.problem if isinstance(code, Code) else _OF_CODE.get(code, errors.ValueRefused)()


def _validation(error: Exception) -> DomainError:
    return collected(error.detail) if isinstance(error, rest.ValidationError) else errors.ValueRefused()


def _denied(error: Exception) -> DomainError:
    return errors.CsrfRefused() if "CSRF" in str(error) else Forbidden()


def _throttled(error: Exception) -> DomainError:
    return errors.TooManyRequests(seconds=math.ceil(getattr(error, "wait", None) or 60))


def _database(error: Exception) -> DomainError:
    code = getattr(error.__cause__, "pgcode", None)
    logger.warning("database refused: %s %s", type(error).__name__, code)
    return errors.Locked() if code == _LOCK_NOT_AVAILABLE else errors.Busy()


def _duplicate(error: Exception) -> DomainError:
    """The last guard spoke (decision 4): somebody was faster. Which constraint it was stands in the log only."""
    logger.warning("constraint: %s", getattr(getattr(error.__cause__, "diag", None), "constraint_name", ""))
    return StaleVersion()


def _suspicious(error: Exception) -> DomainError:
    return errors.BodyTooLarge(limit="1048576") if isinstance(error, django.RequestDataTooBig) else errors.Refused()


_OF_KIND: Final[tuple[tuple[type[Exception], Callable[[Exception], DomainError]], ...]] = (
    (rest.ValidationError, _validation),
    (django.ValidationError, _validation),
    (rest.NotAuthenticated, lambda _: errors.NotSignedIn()),
    (rest.AuthenticationFailed, lambda _: errors.NotSignedIn()),
    (rest.PermissionDenied, _denied),
    (django.PermissionDenied, _denied),
    (rest.NotFound, lambda _: NotFound()),
    (http.Http404, lambda _: NotFound()),
    (django.ObjectDoesNotExist, lambda _: NotFound()),
    (rest.MethodNotAllowed, lambda error: errors.MethodRefused(method=str(error.args[0]) if error.args else "")),
    (rest.NotAcceptable, lambda _: errors.NotAcceptable()),
    (rest.UnsupportedMediaType, lambda _: errors.MediaTypeRefused()),
    (rest.Throttled, _throttled),
    (rest.ParseError, lambda _: errors.Refused()),
    (django.SuspiciousOperation, _suspicious),
    (django.BadRequest, lambda _: errors.Refused()),
    (http.UnreadablePostError, lambda _: errors.Refused()),
    (OperationalError, _database),
    (InterfaceError, _database),
    (IntegrityError, _duplicate),
    (DataError, lambda _: errors.ValueRefused()),
)
