"""What the settling of unfinished courses refuses."""

from cixi_oversight.errors import DomainError, Refusal


class NotSettled(DomainError):
    code = "not_settled"
    message = "%(what)s."


class SettlementFixed(DomainError):
    code = "settlement_fixed"
    message = "The table is declared. It can be changed again once it is returned."
    refusal = Refusal.CONFLICT


class ReceiverUnknown(DomainError):
    code = "receiver_unknown"
    message = "No other operating institution of this county has this name or code. Write it as in the register."
    refusal = Refusal.MALFORMED


class MethodMissing(DomainError):
    code = "method_missing"
    message = "Say how it is settled, on which day and with what amount."
    refusal = Refusal.MALFORMED


class ConsentsAbove(DomainError):
    code = "consents_above"
    message = "There cannot be more consents than students."
    refusal = Refusal.MALFORMED
