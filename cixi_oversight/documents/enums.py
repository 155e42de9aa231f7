"""Closed sets of documents."""

from enum import StrEnum


class PaperKind(StrEnum):
    """What papers the portal issues. How each looks and is numbered: `rules/papers.py`."""

    POSTING_BOARD = "posting_board"  # 公示牌
    TALK_NOTICE = "talk_notice"  # 约谈通知书
    LICENCE_GRANT = "licence_grant"  # 准予行政许可决定书
    LICENCE_REFUSAL = "licence_refusal"  # 不予行政许可决定书
    LICENCE_NOT_ACCEPTED = "licence_not_accepted"  # 不予受理通知书
    LICENCE_CANCELLED = "licence_cancelled"  # 注销行政许可决定书
    CONVERSION_NOTICE = "conversion_notice"  # 转登记办理结果通知书
    ANNUAL_RESULT = "annual_result"  # 年检结果通知书
    ANNUAL_ANNOUNCEMENT = "annual_announcement"  # 年检结果公告
    STAR_CERTIFICATE = "star_certificate"  # 星级证书


class PaperState(StrEnum):
    """In force; withdrawn by a person; or lapsed: what it says is no longer so."""

    IN_FORCE = "in_force"
    VOID = "void"
    LAPSED = "lapsed"


class FileKind(StrEnum):
    """What may be uploaded, told by content."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    XLSX = "xlsx"


class FileState(StrEnum):
    """Quarantined: waits for the scanner. Refused: the scanner found something; kept, never handed out."""

    QUARANTINED = "quarantined"
    CLEAN = "clean"
    REFUSED = "refused"


class Purpose(StrEnum):
    """What a file was handed in for."""

    PERMIT_COPY = "permit_copy"
    REGISTRATION_COPY = "registration_copy"
    PROGRESS_NOTE = "progress_note"
    EVIDENCE = "evidence"
    SITE_PHOTO = "site_photo"  # of a suspected unlicensed site
    CASE_DOCUMENT = "case_document"
    ANNUAL_REPORT = "annual_report"
    RECTIFICATION = "rectification"
    STAR_ENROLMENT = "star_enrolment"
    STAR_FEES = "star_fees"
    STAR_TEACHING = "star_teaching"
    STAR_MANAGEMENT = "star_management"
    STAR_SERVICE = "star_service"
    FILING = "filing"
