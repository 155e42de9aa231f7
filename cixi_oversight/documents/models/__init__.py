from .paper import Paper, PaperCounter, PaperFile, PaperSeries, PaperVoid

__all__ = ["Paper", "PaperCounter", "PaperFile", "PaperSeries", "PaperVoid"]
