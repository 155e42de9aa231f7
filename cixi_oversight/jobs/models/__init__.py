from .business_date import BusinessDate
from .heartbeat import Heartbeat
from .job import Job, JobSlice

__all__ = ["BusinessDate", "Heartbeat", "Job", "JobSlice"]
