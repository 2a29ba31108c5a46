"""Words that join others and say little themselves, folded. They are kept, and count less.

In a small collection some of them are rare by chance, and would decide what is found.
"""

from .tokens import words

LONGEST = 5_000  # characters that tell a text's language
ENOUGH = 2  # of a language's joining words that the other has not

ENGLISH = """
a about above after again against all am an and any are as at be because been before being below
between both but by can could did do does doing don down during each few for from further had
has have having he her here hers herself him himself his how i if im in into is it its itself
just may me might more most must my myself no nor not now of off on once only or other our ours
ourselves out over own s same shall she should so some such t than that the their theirs them
themselves then there these they this those through to too under until up very was we were what
when where which while who whom why will with would you your yours yourself yourselves
"""
FRENCH = """
a ai aie aient aies ait as au aura aurai auraient aurais aurait auras aurez auriez aurions
aurons auront aux avaient avais avait avec avez aviez avions avons ayant ayante ayantes ayants
ayez ayons c ca ce cela ces comme comment d dans de des donc du elle en es est et etaient etais
etait etant etante etantes etants ete etee etees etes etiez etions eu eue eues eumes eurent eus
eusse eussent eusses eussiez eussions eut eutes eux fumes furent fus fusse fussent fusses
fussiez fussions fut futes il j je l la le leur lui m ma mais me meme mes moi mon n ne nos notre
nous on ont ou par pas plus pour pourquoi qu quand que quel quelle quelles quels qui s sa se
sera serai seraient serais serait seras serez seriez serions serons seront ses si soient sois
soit sommes son sont soyez soyons suis sur t ta te tes toi ton tres tu un une vos votre vous y
"""

STOP_WORDS = {"en": frozenset(ENGLISH.split()), "fr": frozenset(FRENCH.split())}
SHARED = STOP_WORDS["en"] & STOP_WORDS["fr"]
EVERY_STOP_WORD = frozenset().union(*STOP_WORDS.values())


def language_of(text: str, otherwise: str) -> str:
    """The language most of whose joining words the text holds; `otherwise` when it holds too few.

    Each counts once: a text about AI is not French because ai is.
    """
    found = set(words(text[:LONGEST]))
    counts = {language: len(found & own - SHARED) for language, own in STOP_WORDS.items()}
    language = max(counts, key=lambda one: counts[one])
    others = sum(counts.values()) - counts[language]
    return language if counts[language] >= max(ENOUGH, 2 * others + 1) else otherwise
