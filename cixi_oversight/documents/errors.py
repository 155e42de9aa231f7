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


# --- files: each names what is wrong and the way out ---


class FileRefused(DomainError):
    """Root of refusals of a file; nothing of it is kept."""

    code = "file_refused"
    message = "This file cannot be taken."
    refusal = Refusal.MALFORMED


class FileEmpty(FileRefused):
    code = "upload_empty"
    message = "The file is empty. Choose the file again."


class FileTooLarge(FileRefused):
    code = "upload_too_large"
    message = (
        "The file has %(megabytes)s MB; at most %(limit)s MB are taken. Scan it at a lower resolution or split it."
    )


class NameRefused(FileRefused):
    code = "upload_name_refused"
    message = "The file's name holds a line break or an invisible character. Rename the file and choose it again."


class KindUnknown(FileRefused):
    code = "upload_kind_unknown"
    message = "This is neither a PDF, nor a JPEG or PNG picture, nor an Excel sheet (.xlsx). Save it as one of these."


class KindDiffers(FileRefused):
    code = "upload_kind_differs"
    message = "The file is called %(suffix)s, but its content is %(kind)s. Give it the right name, or save it anew."


class Broken(FileRefused):
    code = "file_broken"
    message = "The file is damaged or was cut off while it was sent (%(detail)s). Save it again and choose it anew."


class TooHeavy(FileRefused):
    code = "upload_too_heavy"
    message = "The file needs more memory or time than an upload may take. Save it smaller or split it."


class TooManyPixels(FileRefused):
    code = "upload_too_many_pixels"
    message = (
        "The picture has %(width)s x %(height)s pixels; at most %(limit)s million are taken. Save it at a lower "
        "resolution."
    )


class Animated(FileRefused):
    code = "upload_animated"
    message = "The picture is an animation. Save one frame of it as a picture."


class TooManyPages(FileRefused):
    code = "upload_too_many_pages"
    message = "The file has %(pages)s pages; at most %(limit)s are taken. Split it into several files."


class Encrypted(FileRefused):
    code = "file_encrypted"
    message = "The file is protected by a password. Remove the password in the program it was made with and save it."


class Macros(FileRefused):
    code = "file_macros"
    message = "The file holds macros (%(part)s). Save it as .xlsx without macros and choose that file."


class ExternalLinks(FileRefused):
    code = "file_external_links"
    message = "The file takes figures from other files (%(part)s). Replace the links by their values and save it again."


class PartNotAllowed(FileRefused):
    code = "file_part_not_allowed"
    message = "The file holds a part that a plain sheet does not have (%(part)s). Copy the sheet into a new workbook."


class Bomb(FileRefused):
    code = "file_bomb"
    message = "Unpacked, the file is larger than a sheet may be (%(part)s). Copy the rows into a new workbook."


class ActiveContent(FileRefused):
    code = "upload_active_content"
    message = (
        "The file does something by itself when it is opened (%(what)s). Print it to a new PDF and choose that one."
    )


class EmbeddedFiles(FileRefused):
    code = "upload_embedded_files"
    message = "Other files are packed into this one (%(what)s). Hand them in one by one."


class UnpackedTooLarge(FileRefused):
    code = "upload_unpacked_too_large"
    message = "Unpacked, the file has more than %(limit)s MB. Save it smaller or split it."


class DayFull(FileRefused):
    """The quota of one account."""

    code = "upload_day_full"
    message = "You have handed in %(limit)s MB today; that is the most for one day. Go on tomorrow."
    refusal = Refusal.RULE


class NotSaved(FileRefused):
    code = "upload_not_saved"
    message = "The file could not be saved; nothing was kept. Try again in a few minutes."
    refusal = Refusal.BUSY


class InQuarantine(DomainError):
    code = "file_in_quarantine"
    message = "The file has not been looked at by the virus scanner yet. It can be opened once that is done."
    refusal = Refusal.CONFLICT


class Infected(DomainError):
    code = "file_infected"
    message = "The virus scanner found something in this file; it is locked away. Ask whoever handed it in for another."
    refusal = Refusal.CONFLICT
