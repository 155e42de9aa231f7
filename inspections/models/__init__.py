from .complaint import Complaint, ComplaintResolution, ComplaintValidity
from .remark import ComplaintRemark

__all__ = ["Complaint", "ComplaintRemark", "ComplaintResolution", "ComplaintValidity"]
