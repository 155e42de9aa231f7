from .paper import Paper, PaperCounter, PaperFile, PaperSeries, PaperVoid
from .stored_file import StoredFile

__all__ = ["Paper", "PaperCounter", "PaperFile", "PaperSeries", "PaperVoid", "StoredFile"]
