"""10,000 terms over generated updates: compiling, memory, updates a second; beside it two usual ways to match words."""

import gc
import random
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from importlib.util import find_spec
from itertools import accumulate

from wordfreq import get_frequency_list

from arabic.fold import fold, fold_text
from arabic.lexicon import Lexicon, load_lexicon
from arabic.places import load_places
from arabic.verbs import could_be_noun, could_be_verb
from arabic.words import WORD, words
from bench.measure import resident_mb
from monitor.watches.matcher import TermMatcher, compile_terms

NOUNS, PLACES, VERBS = 4_000, 5_000, 1_000
UPDATES = 6_000
MEAN_WORDS = 25
VOCABULARY = 60_000  # as many words as a month of news has
MARKED = 0.1  # of the words carry a tanwin or a shadda, as in edited news


def vocabulary() -> list[tuple[str, float]]:
    """The commonest Arabic words as they are written, and how often each stands among a million."""
    listed = get_frequency_list("ar", "large")
    found = [
        (word, 10 ** (6 - centibels / 100))
        for centibels, row in enumerate(listed)
        for word in row
        if WORD.fullmatch(word) and word[0] > "z"
    ]
    return found[:VOCABULARY]


def generated_updates(count: int, known: Sequence[tuple[str, float]], seed: int = 1) -> list[str]:
    """Updates of words as frequent as in real text; the same seed writes the same."""
    rng = random.Random(seed)
    plain = [word for word, _ in known]
    totals = list(accumulate(share for _, share in known))
    updates = []
    for _ in range(count):
        length = max(4, round(rng.gauss(MEAN_WORDS, 8)))
        picked = rng.choices(plain, cum_weights=totals, k=length)
        marked = [word + "\u064b" if rng.random() < MARKED and word.endswith("ا") else word for word in picked]
        updates.append(" ".join(marked).replace(" و ", "، ") + ".")
    return updates


def terms(lexicon: Lexicon, words: Iterable[str], seed: int = 2) -> list[str]:
    """Nouns and verbs out of these words at random, places out of the gazetteer, made up where it has too few."""
    rng = random.Random(seed)
    lemmas = list(words)
    rng.shuffle(lemmas)
    verbs = [word for word in lemmas if could_be_verb(word, lexicon) and not could_be_noun(word, lexicon)][:VERBS]
    nouns = [word for word in lemmas if word not in set(verbs) and could_be_noun(word, lexicon)][:NOUNS]
    names = [place.name for place in load_places().places]
    rng.shuffle(names)
    letters = "بتجدرسطعفقكلمن"
    while len(names) < PLACES:
        names.append("".join(rng.choices(letters, k=6)))
    return [
        *(f"verb:{word}" for word in verbs),
        *(f"noun:{word}" for word in nouns),
        *(f"place:{name}" for name in names[:PLACES]),
    ]


def any_lemmas() -> list[str]:
    """Every lemma of the lexicon's table, common or rare."""
    from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

    lemmas = set(DefaultDictionaryFactory().get_dictionary("ar").values())
    return sorted(lemma for lemma in lemmas if len(lemma) > 2 and WORD.fullmatch(fold_text(lemma)))


def common_lemmas(lexicon: Lexicon, known: Sequence[tuple[str, float]]) -> list[str]:
    """The lemmas among the commonest words: every second word of a text is then a hit."""
    return [word for word, _ in known if len(word) > 2 and fold_text(word) in lexicon.lemmas(fold_text(word))]


def _rate(find: Callable[[str], object], updates: Iterable[str], passes: int = 1) -> float:
    """Updates a second of CPU time, in the fastest pass."""
    best = 0.0
    given = list(updates)
    for _ in range(passes):
        began = time.process_time()
        for update in given:
            find(update)
        best = max(best, len(given) / (time.process_time() - began))
    return best


def _row(name: str, cold: float, warm: float, hits: float, note: str = "") -> None:
    print(f"{name:34s} {cold:10,.0f} {warm:10,.0f} {hits:8.1f}  {note}")


def _hits(find: Callable[[str], Sequence[object]], updates: Sequence[str]) -> float:
    return sum(len(find(update)) for update in updates) / len(updates)


def _automaton(forms: Iterable[str]) -> Callable[[str], list[object]]:
    """pyahocorasick over the same forms, whole words only."""
    import ahocorasick

    automaton = ahocorasick.Automaton()
    for form in forms:
        automaton.add_word(f" {form} ", form)
    automaton.make_automaton()

    def find(text: str) -> list[object]:
        return list(automaton.iter(f" {'  '.join(WORD.findall(fold_text(text)))} "))

    return find


def _stems(terms: Sequence[str]) -> Callable[[str], list[object]]:
    """Snowball's Arabic stems of the terms and of the tokens."""
    import snowballstemmer

    stem = snowballstemmer.stemmer("arabic").stemWord
    wanted = {stem(fold_text(term.partition(":")[2])): term for term in terms}

    def find(text: str) -> list[object]:
        return [term for token in WORD.findall(fold_text(text)) if (term := wanted.get(stem(token)))]

    return find


def _spellings(matcher: TermMatcher) -> set[str]:
    return {form for slots in matcher.spellings() if len(slots) == 1 for form in slots[0]}


def _measure(title: str, chosen: Sequence[str], updates: Sequence[str]) -> None:
    gc.collect()
    before = resident_mb()
    began = time.process_time()
    matcher = compile_terms(chosen)
    took = time.process_time() - began
    print(f"\n{title}: {len(chosen):,} terms compiled in {took:.1f} s; {resident_mb() - before:.0f} MB for them")
    print(f"{'updates a second of one core':34s} {'cold':>10s} {'warm':>10s} {'hits':>8s}")
    folding = _rate(lambda text: words(fold(text)), updates, 3)
    _row("folding and words alone", folding, folding, 0)
    cold = _rate(matcher.find, updates)
    _row("marsad, every match told", cold, _rate(matcher.find, updates, 3), _hits(matcher.find, updates))
    look_up = compile_terms(chosen).look_up
    cold = _rate(look_up, updates)
    _row("marsad, the index alone", cold, _rate(look_up, updates, 3), _hits(look_up, updates), "as found, not judged")
    if find_spec("ahocorasick"):
        find = _automaton(_spellings(matcher))
        rate = _rate(find, updates, 3)
        _row("pyahocorasick, the same forms", rate, rate, _hits(find, updates), "no readings, phrases or reasons")
    if find_spec("snowballstemmer"):
        find = _stems(chosen)
        cold = _rate(find, updates[: UPDATES // 5])
        _row("Snowball stems", cold, cold, _hits(find, updates[:500]))
    sys.stdout.flush()


def main() -> None:
    known = vocabulary()
    lexicon = load_lexicon()
    updates = generated_updates(UPDATES, known)
    print(f"{UPDATES:,} updates of {sum(map(len, map(str.split, updates))) / UPDATES:.1f} words")
    _measure("any lemmas", terms(lexicon, any_lemmas()), updates)
    _measure("common lemmas", terms(lexicon, common_lemmas(lexicon, known)), updates)


if __name__ == "__main__":
    main()
