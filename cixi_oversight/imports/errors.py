"""Why a whole file is refused. Each names what is wrong, where, and the way out."""

from cixi_oversight.documents.errors import (
    Bomb,
    Broken,
    Encrypted,
    ExternalLinks,
    FileRefused,
    Macros,
    PartNotAllowed,
)
from cixi_oversight.errors import DomainError, Refusal

# what the check of a workbook refuses, here as for uploads
__all__ = ["Bomb", "Broken", "Encrypted", "ExternalLinks", "FileRefused", "Macros", "PartNotAllowed"]


class FileTooLarge(FileRefused):
    code = "file_too_large"
    message = "The file has %(megabytes)s MB; at most %(limit)s MB are taken. Split it into several files."


class FileEmpty(FileRefused):
    code = "file_empty"
    message = "The file is empty, or holds no row below its headings. Choose the file again."


class FileNameRefused(FileRefused):
    code = "file_name_refused"
    message = "The file's name holds a character that is not allowed. Rename the file and choose it again."


class KindUnknown(FileRefused):
    code = "file_kind_unknown"
    message = (
        "Only .csv and .xlsx files are read, and this one is neither. Save the sheet as .xlsx and choose it again."
    )


class KindDiffers(FileRefused):
    code = "file_kind_differs"
    message = (
        "The file is called %(suffix)s, but its content is of another kind. Save the sheet as .xlsx and try again."
    )


class OldExcel(FileRefused):
    code = "old_excel"
    message = "This is an old Excel file (.xls). Open it, choose “Save as”, take .xlsx and import that file."


class ReaderGaveUp(FileRefused):
    code = "file_too_heavy"
    message = "The file needs more memory or time than a sheet may take. Remove pictures and empty rows, or split it."


class EncodingRefused(FileRefused):
    code = "encoding_refused"
    message = (
        "Line %(line)s, position %(column)s: the byte %(byte)s is not %(encoding)s text. Save the file as “CSV UTF-8”, "
        "or choose a profile made for the encoding of this file."
    )


class CsvRefused(FileRefused):
    code = "csv_refused"
    message = (
        "Row %(line)s cannot be read as CSV: a quotation mark is not closed or stands alone. Correct it in the sheet."
    )


class CellTooLong(FileRefused):
    code = "cell_too_long"
    message = (
        "Row %(line)s has a cell of more than %(limit)s characters, or a quotation mark that is never closed. "
        "Shorten the cell, or close the quotation mark."
    )


class TooManyRows(FileRefused):
    code = "too_many_rows"
    message = "The sheet has more than %(limit)s rows. Split it into several files."


class TooManyColumns(FileRefused):
    code = "too_many_columns"
    message = "The sheet has more than %(limit)s columns. Delete the columns that are not needed."


class HeadingMissing(FileRefused):
    code = "heading_missing"
    message = (
        "The heading “%(heading)s” is missing%(near)s. Give the column this name again; its cells may be left blank."
    )


class HeadingsNotFound(FileRefused):
    code = "headings_not_found"
    message = (
        "No row of headings was found in the first %(rows)s rows: “%(heading)s” and the others of this profile are not "
        "there. Choose the profile that fits the sheet, or restore its headings."
    )


class HeadingTwice(FileRefused):
    code = "heading_twice"
    message = "The heading “%(heading)s” stands twice (columns %(first)s and %(second)s). Rename or delete one of them."


class SheetMissing(FileRefused):
    code = "sheet_missing"
    message = "The workbook has no visible sheet “%(sheet)s”. Its sheets are: %(sheets)s."


class ProfileUnknown(FileRefused):
    code = "profile_unknown"
    message = "There is no profile “%(profile)s”. Known profiles: %(known)s."


class RowsRefused(DomainError):
    """All or nothing: rows with errors keep the whole file out until somebody accepts the clean subset."""

    code = "rows_refused"
    message = (
        "%(refused)s rows have errors, so nothing was written. Correct them and import the file again, "
        "or accept the rows without errors."
    )


class BatchMoved(DomainError):
    code = "batch_moved"
    message = "This import is no longer waiting: it was applied, put away or has expired. Choose the file again."
    refusal = Refusal.CONFLICT


class RegisterMoved(DomainError):
    """Somebody changed a matched record between matching and locking: the job tries again."""

    code = "register_moved"
    message = "A record was changed while it was being matched. The import tries again by itself."
    refusal = Refusal.CONFLICT


class AlreadyDecided(DomainError):
    code = "already_decided"
    message = "Somebody has decided on this row already."
    refusal = Refusal.CONFLICT


class DecisionNotPossible(DomainError):
    code = "decision_not_possible"
    message = "Choose the record that the row belongs to."
    refusal = Refusal.MALFORMED


class RowNotClean(DomainError):
    """The register has moved on since the row was read, or its words are no longer in the lists."""

    code = "row_not_clean"
    message = "This row can no longer be taken in: %(problem)s"


class ActionUnknown(DomainError):
    code = "action_unknown"
    message = "This button is not known. Reload the page and try again."
    refusal = Refusal.MALFORMED
