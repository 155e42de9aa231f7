from .calendar import CalendarDay, CalendarYear
from .deadline import Deadline, DeadlineAlarm, DeadlineMove, DeadlineSuspension
from .notice import CalendarNotice
from .parameter import Parameter, ParameterProposal
from .school import SchoolPeriod

__all__ = [
    "CalendarDay",
    "CalendarNotice",
    "CalendarYear",
    "Deadline",
    "DeadlineAlarm",
    "DeadlineMove",
    "DeadlineSuspension",
    "Parameter",
    "ParameterProposal",
    "SchoolPeriod",
]
