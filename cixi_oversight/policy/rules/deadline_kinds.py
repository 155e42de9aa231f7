"""The table of periods. 二日, 三日, 五日, 七日 of the Penalty Law are workdays (art. 85), so are the agency's periods
of the Licence Law (art. 82) and the short ones of the Review Law (art. 88)."""

from __future__ import annotations

from typing import Final

from cixi_oversight.policy.enums import DeadlineCode as Code
from cixi_oversight.policy.enums import Ends, Party, Span
from cixi_oversight.policy.rules.deadlines import DeadlineKind

_KINDS: Final = (
    # The bureau's own figures (parameters); the amounts here hold where none is in force.
    DeadlineKind(Code.COMPLAINT_REPLY, "12345热线办理时限（政策参数）", Party.AGENCY, 15, Span.CALENDAR_DAYS, False),
    DeadlineKind(Code.STATEMENT_DUE, "季报报送（政策参数）", Party.PARTY, 15, Span.CALENDAR_DAYS, True),
    DeadlineKind(Code.ENROLMENT_DUE, "在读报送（政策参数）", Party.PARTY, 10, Span.CALENDAR_DAYS, True),
    DeadlineKind(Code.ANNUAL_REPORT_DUE, "宁波市学科类机构年度报告（每年6月底前）", Party.PARTY, 6, Span.MONTHS, True),
    DeadlineKind(
        Code.STAFF_CHECK_DUE, "未成年人保护法第六十二条（每年查询）", Party.PARTY, 31, Span.CALENDAR_DAYS, True
    ),
    # The day that whoever assigns the work has set; never moved by the calendar.
    DeadlineKind(
        Code.ASSIGNMENT_DUE, "交办单载明的办理期限", Party.AGENCY, 10, Span.CALENDAR_DAYS, False, by_hand=True
    ),
    DeadlineKind(Code.REGULATORY_TALK, "黄码机构约谈时限（监管规程）", Party.AGENCY, 10, Span.CALENDAR_DAYS, False),
    DeadlineKind(Code.GAP_TRANSITION, "转登机构达标过渡期（政策参数）", Party.PARTY, 6, Span.MONTHS, True),
    DeadlineKind(
        Code.PERSUASION_STEP, "面谈劝导记录约定的下一步时限", Party.AGENCY, 10, Span.CALENDAR_DAYS, False, by_hand=True
    ),
    DeadlineKind(
        Code.RECTIFICATION_ORDER, "责令整改通知载明的期限", Party.PARTY, 15, Span.CALENDAR_DAYS, False, by_hand=True
    ),
    DeadlineKind(Code.SUSPECTED_CHECK, "疑似无证线索核查时限（政策参数）", Party.AGENCY, 10, Span.WORKDAYS, False),
    DeadlineKind(Code.PENALTY_DECISION, "行政处罚法第六十条", Party.AGENCY, 90, Span.CALENDAR_DAYS, False),
    DeadlineKind(Code.PENALTY_SERVICE, "行政处罚法第六十一条、第八十五条", Party.AGENCY, 7, Span.WORKDAYS, False),
    DeadlineKind(Code.EVIDENCE_KEPT, "行政处罚法第五十六条、第八十五条", Party.AGENCY, 7, Span.WORKDAYS, False),
    DeadlineKind(Code.HEARING_REQUEST, "行政处罚法第六十四条、第八十五条", Party.PARTY, 5, Span.WORKDAYS, True),
    DeadlineKind(
        Code.HEARING_NOTICE,
        "行政处罚法第六十四条、第八十五条",
        Party.AGENCY,
        7,
        Span.WORKDAYS,
        False,
        Ends.WHOLE_DAYS_BEFORE,
    ),
    DeadlineKind(Code.FINE_PAYMENT, "行政处罚法第六十七条", Party.PARTY, 15, Span.CALENDAR_DAYS, True),
    DeadlineKind(Code.PENALTY_LIMITATION, "行政处罚法第三十六条", Party.AGENCY, 2, Span.YEARS, False),
    DeadlineKind(Code.PENALTY_LIMITATION_LONG, "行政处罚法第三十六条", Party.AGENCY, 5, Span.YEARS, False),
    DeadlineKind(Code.LICENCE_SUPPLEMENT, "行政许可法第三十二条、第八十二条", Party.AGENCY, 5, Span.WORKDAYS, False),
    DeadlineKind(
        Code.LICENCE_DECISION,
        "行政许可法第四十二条、第八十二条",
        Party.AGENCY,
        20,
        Span.WORKDAYS,
        False,
        extension=10,
    ),
    DeadlineKind(Code.LICENCE_HEARING_REQUEST, "行政许可法第四十七条", Party.PARTY, 5, Span.WORKDAYS, True),
    DeadlineKind(Code.LICENCE_HEARING, "行政许可法第四十七条、第八十二条", Party.AGENCY, 20, Span.WORKDAYS, False),
    DeadlineKind(
        Code.LICENCE_HEARING_NOTICE,
        "行政许可法第四十八条、第八十二条",
        Party.AGENCY,
        7,
        Span.WORKDAYS,
        False,
        Ends.WHOLE_DAYS_BEFORE,
    ),
    DeadlineKind(
        Code.LICENCE_RENEWAL, "行政许可法第五十条", Party.PARTY, 30, Span.CALENDAR_DAYS, False, Ends.DAYS_BEFORE
    ),
    DeadlineKind(Code.PREPARATION_DECISION, "民办教育促进法第十四条", Party.AGENCY, 30, Span.CALENDAR_DAYS, False),
    DeadlineKind(Code.SCHOOL_DECISION, "民办教育促进法第十七条", Party.AGENCY, 3, Span.MONTHS, False),
    DeadlineKind(Code.REVIEW_APPLICATION, "行政复议法第二十条、第八十八条", Party.PARTY, 60, Span.CALENDAR_DAYS, True),
    DeadlineKind(
        Code.REVIEW_DECISION,
        "行政复议法第六十二条、第八十八条",
        Party.AGENCY,
        60,
        Span.CALENDAR_DAYS,
        True,
        extension=30,
    ),
    DeadlineKind(
        Code.REFUND_PAYMENT, "浙江省实施消费者权益保护法办法第十一条", Party.PARTY, 5, Span.CALENDAR_DAYS, True
    ),
    # Admission cases. The first two are the bureau's own figures of the one-window scheme.
    DeadlineKind(Code.CASE_CORRECTION, "一窗受理工作规程（补正期限）", Party.PARTY, 15, Span.WORKDAYS, True),
    DeadlineKind(Code.CASE_STEP, "一窗受理工作规程（部门办理时限）", Party.AGENCY, 5, Span.WORKDAYS, False),
    DeadlineKind(
        Code.BUSINESS_CHANGE, "教育部办公厅等三部门营转非通知（2021）：7个工作日", Party.PARTY, 7, Span.WORKDAYS, True
    ),
    DeadlineKind(
        Code.CIVIL_REGISTRATION,
        "民办非企业单位登记管理暂行条例第十一条",
        Party.AGENCY,
        60,
        Span.CALENDAR_DAYS,
        False,
    ),
    DeadlineKind(
        Code.CIVIL_DEREGISTRATION,
        "民办非企业单位登记管理暂行条例第十七条",
        Party.PARTY,
        15,
        Span.CALENDAR_DAYS,
        True,
    ),
    DeadlineKind(Code.COOLING_OFF, "法释〔2025〕4号第十四条", Party.PARTY, 7, Span.CALENDAR_DAYS, True),
    # The stages of the annual inspection: the days that the bureau's notice names.
    DeadlineKind(
        Code.ANNUAL_REPORT, "年检通知载明的自查期限", Party.PARTY, 30, Span.CALENDAR_DAYS, False, by_hand=True
    ),
    DeadlineKind(
        Code.ANNUAL_CHECK, "年检通知载明的初审期限", Party.AGENCY, 30, Span.CALENDAR_DAYS, False, by_hand=True
    ),
    DeadlineKind(
        Code.ANNUAL_DECISION, "年检通知载明的审定期限", Party.AGENCY, 30, Span.CALENDAR_DAYS, False, by_hand=True
    ),
    DeadlineKind(
        Code.ANNUAL_RECTIFICATION,
        "年检结果通知书载明的整改期限",
        Party.PARTY,
        30,
        Span.CALENDAR_DAYS,
        False,
        by_hand=True,
    ),
    # 31 March and 31 May are days of the calendar: they do not move.
    DeadlineKind(
        Code.NONPROFIT_SUPERVISOR,
        "民办非企业单位登记管理暂行条例第二十三条",
        Party.PARTY,
        90,
        Span.CALENDAR_DAYS,
        False,
        by_hand=True,
    ),
    DeadlineKind(
        Code.NONPROFIT_REGISTRAR,
        "民办非企业单位登记管理暂行条例第二十三条",
        Party.PARTY,
        151,
        Span.CALENDAR_DAYS,
        False,
        by_hand=True,
    ),
    DeadlineKind(Code.STAR_REVIEW, "星级评估评审时限（政策参数）", Party.AGENCY, 30, Span.WORKDAYS, False),
    DeadlineKind(
        Code.COLLECTION_DUE, "摸底填报通知载明的报送期限", Party.PARTY, 7, Span.CALENDAR_DAYS, False, by_hand=True
    ),
    DeadlineKind(Code.LETTER_RECEIPT, "告家长书发放工作约定（政策参数）", Party.PARTY, 3, Span.WORKDAYS, False),
)
KINDS: Final[dict[Code, DeadlineKind]] = {kind.code: kind for kind in _KINDS}
