"""Shingles: hashes of words near each other, by which texts that share a stretch of words are found."""

from collections.abc import Iterable
from itertools import pairwise
from zlib import crc32

from arabic.fold import fold_text
from monitor.judgement.gist import Gist

LONGEST = 48  # words of a text that are looked at: a report tells what is new before that
SHORT = 12  # words; shorter texts have so few shingles that all are kept, and their pairs too

# Words that stand in any text; what is near each other is counted without them.
_COMMON = frozenset(
    fold_text(
        "في من على إلى عن مع أن إن ما لا لم هذا هذه ذلك التي الذي بعد قبل خلال كان كانت قال قالت وقال وقالت إلا أو ثم "
        "كما قد وقد بين حتى عند منذ حول كل بعض غير أي هو هي وفي ومن وعلى بأن وأن إنه أنه أنها حيث فيما بينما اليوم أمس "
        "عدد جراء إثر بحسب وفق"
    ).split()
)


def shingles(gist: Gist) -> list[int]:
    """Hashes of 32 bits, of three words with one left out between them; of longer texts about two thirds.

    Three words with a gap are shared by few texts even where a desk's whole vocabulary is small, and of two
    neighbouring shingles one is kept (winnowing, Schleimer et al. 2003): texts that share five such words in a
    row share a hash.
    """
    kept = [word for word in gist.words if word not in _COMMON and (len(word) > 1 or word.isdecimal())][:LONGEST]
    words = [word.encode(errors="surrogatepass") for word in kept]
    found = [crc32(b"%b %b %b" % three) for three in zip(words, words[1:], words[3:], strict=False)]
    if len(words) < SHORT:
        found += [crc32(b"%b %b" % two) for two in pairwise(words)]
    else:
        found = list(map(min, pairwise(found)))
    return list(dict.fromkeys(found))


def place_shingles(names: Iterable[str]) -> list[int]:
    """Hashes of the places that a text names."""
    return [crc32(f"@{name}".encode(errors="surrogatepass")) for name in names]
