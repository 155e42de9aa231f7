from .calendar import CalendarDay, CalendarYear
from .deadline import Deadline, DeadlineMove, DeadlineSuspension
from .parameter import Parameter

__all__ = ["CalendarDay", "CalendarYear", "Deadline", "DeadlineMove", "DeadlineSuspension", "Parameter"]
