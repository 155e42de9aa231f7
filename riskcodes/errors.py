"""What the risk code refuses."""

from cixi_oversight.errors import DomainError, Refusal


class NightPassed(DomainError):
    code = "night_passed"
    message = "The night of %(last)s has been computed already: an earlier night can only be reconstructed."
    refusal = Refusal.CONFLICT


class NightFailed(DomainError):
    code = "night_failed"
    message = "The night of %(on)s could not be finished. Its page names the error; retry it from there."
    refusal = Refusal.BUSY


class RunOvertaken(DomainError):
    code = "run_overtaken"
    message = "A later run has been computed since: this one can no longer be finished."
    refusal = Refusal.CONFLICT


class NoRuleSet(DomainError):
    code = "no_rule_set"
    message = "No rule set is in force on %(on)s."
    refusal = Refusal.CONFLICT


class NeverComputed(DomainError):
    code = "never_computed"
    message = "No code has been computed for this institution on that day."
    refusal = Refusal.NOT_FOUND


class NothingPending(DomainError):
    code = "nothing_pending"
    message = "No proposal waits for adoption that may be confirmed as a batch."
    refusal = Refusal.CONFLICT


class ReasonMissing(DomainError):
    code = "adoption_reason_missing"
    message = "A decision on a single code needs a reason."
    refusal = Refusal.MALFORMED


class NotAdoptable(DomainError):
    code = "not_adoptable"
    message = "This institution has no computed code that could be adopted."
    refusal = Refusal.CONFLICT


class SeveralFound(DomainError):
    code = "several_found"
    message = "Several institutions have this name. Give one of these ids: %(ids)s."
    refusal = Refusal.CONFLICT


class DayToCome(DomainError):
    code = "day_to_come"
    message = "%(on)s lies in the future: nothing can be computed for it."
    refusal = Refusal.MALFORMED


class ProposalsMoved(DomainError):
    code = "proposals_moved"
    message = "A new run has been published since you opened the page. Look at the proposals again before you confirm."
    refusal = Refusal.CONFLICT


class DayNotReadable(DomainError):
    code = "day_not_readable"
    message = "“%(value)s” is not a day up to today. Write it as 2026-11-23."
    refusal = Refusal.MALFORMED


class ConnectedAlready(DomainError):
    code = "source_connected_already"
    message = "This source is connected from %(since)s already. Choose a day after its connection has ended."
    refusal = Refusal.MALFORMED


class NightComputed(DomainError):
    code = "source_night_computed"
    message = "The night of %(last)s has been computed without this source. Choose a later day."
    refusal = Refusal.MALFORMED


class NightRestsOnIt(DomainError):
    code = "source_night_rests_on_it"
    message = "The night of %(last)s rests on this source. Choose that day or a later one."
    refusal = Refusal.MALFORMED


class EndsBeforeItBegins(DomainError):
    code = "source_ends_before_it_begins"
    message = "The connection begins on %(since)s: it cannot end before."
    refusal = Refusal.MALFORMED


class NotConnected(DomainError):
    code = "source_not_connected"
    message = "This source is not connected: there is nothing to end."
    refusal = Refusal.CONFLICT
