"""How often a text negates, and how often it tells of a denial."""

from collections import Counter
from collections.abc import Sequence

from arabic.fold import fold_text
from monitor.judgement.gist import STOP

_OWN_SENTENCE = 0.33  # a sentence that shares less of its words with the other text stands in one of them alone


def _words(row: str) -> frozenset[str]:
    return frozenset(fold_text(row).split())


_PARTICLES = _words("لا لم لن ليس ليست ليسوا دون بدون بلا عدم غير")
_DENIALS = _words(
    "نفى نفت نفوا ينفي تنفي ينفون نافيا نافية ونفيه نفيه نفيها أنكر أنكرت ينكر تنكر كذب كذبت يكذب فند فندت يفند "
    "دحض دحضت كاذبة ملفقة مفبركة استبعد استبعدت نفاه نفاها نفته نفتها ينفيه ينفيها تنفيه تنفيها نفيا "
    "أنكره أنكرها أنكرته "
    "أنكروا كذبه كذبها كذبته كذبوا فنده فندها فندته تكذيب تكذيبه دحضه دحضها"
)
_IDIOMS = _words("يزال تزال يزالون يزالوا زال زالت سيما بد يقل تقل يتجاوز تتجاوز يزيد تزيد شك بأس")


def negations(words: Sequence[str], others: frozenset[str]) -> Counter[str]:
    """How often a text negates: in the sentences that the other text has too, and denials anywhere."""
    told: Counter[str] = Counter()
    for sentence in _sentences(words):
        shared = sum(word in others for word in sentence) >= _OWN_SENTENCE * len(sentence)
        for position, word in enumerate(sentence):
            core = word[1:] if word[0] in "وفب" and word not in _PARTICLES and word not in _DENIALS else word
            if core in _DENIALS:
                told["denied"] += 1
            elif (
                core in _PARTICLES
                and shared
                and not (sentence[position + 1 : position + 2] and sentence[position + 1] in _IDIOMS)
            ):
                told["not"] += 1
    return told


def _sentences(words: Sequence[str]) -> list[list[str]]:
    found: list[list[str]] = [[]]
    for word in words:
        if word == STOP:
            found.append([])
        else:
            found[-1].append(word)
    return [sentence for sentence in found if sentence]
