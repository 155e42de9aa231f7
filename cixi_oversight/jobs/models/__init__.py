from .business_date import BusinessDate
from .job import Job, JobSlice

__all__ = ["BusinessDate", "Job", "JobSlice"]
