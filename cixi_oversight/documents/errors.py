"""What documents refuse, one class a rule."""

from cixi_oversight.errors import DomainError, Refusal


class NotPrintable(DomainError):
    code = "not_printable"
    message = (
        "“%(text)s” cannot be printed: the paper's fonts do not have it. Write it in another way, or issue the paper "
        "by hand."
    )


class AlreadyVoid(DomainError):
    code = "already_void"
    message = "%(number)s was withdrawn already, on %(day)s."
    refusal = Refusal.CONFLICT


class WordUnfit(DomainError):
    code = "word_unfit"
    message = "The word of the number has 1 to 12 Chinese characters or letters, without brackets and figures."
    refusal = Refusal.MALFORMED
