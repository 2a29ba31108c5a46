from .guide import Guide, Part, Version
from .note import Note
from .reading import EmailChoice, Reading

__all__ = ["EmailChoice", "Guide", "Note", "Part", "Reading", "Version"]
