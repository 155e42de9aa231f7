from .batch import ImportBatch
from .open_match import OpenMatch
from .row import RowFault, RowOutcome
from .staging import StagedRow

__all__ = ["ImportBatch", "OpenMatch", "RowFault", "RowOutcome", "StagedRow"]
