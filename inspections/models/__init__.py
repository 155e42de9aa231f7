from .complaint import Complaint, ComplaintResolution, ComplaintValidity

__all__ = ["Complaint", "ComplaintResolution", "ComplaintValidity"]
