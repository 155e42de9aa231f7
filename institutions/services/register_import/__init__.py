from .target import RegisterTarget

__all__ = ["RegisterTarget"]
