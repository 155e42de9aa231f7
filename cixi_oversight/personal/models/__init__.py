from .call_list import CallEntry, CallList
from .consent import Consent
from .contact import Contact
from .person import Person
from .reveal import Reveal

__all__ = ["CallEntry", "CallList", "Consent", "Contact", "Person", "Reveal"]
