from .contact import Contact
from .person import Person
from .reveal import Reveal

__all__ = ["Contact", "Person", "Reveal"]
