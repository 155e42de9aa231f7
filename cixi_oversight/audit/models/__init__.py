from .event import Event

__all__ = ["Event"]
