from .calendar import CalendarDay, CalendarYear
from .parameter import Parameter

__all__ = ["CalendarDay", "CalendarYear", "Parameter"]
