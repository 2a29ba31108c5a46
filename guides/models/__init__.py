from .guide import Guide, Part, Version
from .note import Note
from .picture import Picture
from .reading import EmailChoice, Reading

__all__ = ["EmailChoice", "Guide", "Note", "Part", "Picture", "Reading", "Version"]
