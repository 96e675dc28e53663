"""The words by which news counts people: who is counted, what happened to them, and what stands in between."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Literal

from arabic.fold import fold_text

Kind = Literal["killed", "injured", "displaced", "arrested"]
Unit = Literal["person", "family"]
Shape = Literal["noun", "verb", "passive"]
Amount = Literal["one", "accusative", "two", "many", "either"]
Group = Literal[
    "person", "anyone", "civil", "nation", "family", "displaced", "arrested", "casualty", "migrant", "other"
]


@dataclass(frozen=True, slots=True)
class Noun:
    """A form of a counted noun. `amount` "either" is a dual or a sound plural; `kind` where the noun itself says it."""

    amount: Amount
    group: Group
    kind: Kind | None = None

    @property
    def unit(self) -> Unit:
        return "family" if self.group == "family" else "person"


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that says what happened. Kind None owns a number too, but tells no figure («الإفراج عن»).

    `asks` says which nouns a word takes that need not mean this kind: «خرجت 200 عائلة», not «خرج 200 مقاتل».
    Behind "passive" the counted ones follow at once, or an adverbial or an agent stands between.
    """

    kind: Kind | None
    shape: Shape
    asks: frozenset[Group] | None = None


def _words(row: str) -> frozenset[str]:
    return frozenset(fold_text(row).split())


_DATA: dict[str, Any] = tomllib.loads((files("arabic") / "data" / "figures.toml").read_text("utf-8"))


def _nouns() -> dict[str, Noun]:
    nouns: dict[str, Noun] = {}
    feminine: dict[str, Noun] = {}
    places = _words(_DATA["figures"]["place_names"])
    for table in _DATA["nouns"]:
        group, kind = table["group"], table.get("kind")
        for row in table["words"].split(";"):
            single, _, plurals = row.strip().partition("=")
            for form, amount in _forms(single, plurals):
                if form in places:
                    continue
                nouns.setdefault(form, Noun(amount, group, kind))
            if group in ("person", "civil") and not single.endswith("ة"):
                stem = single.removesuffix("+")
                for form, amount in _forms(stem + "ة", stem + "ات"):
                    if form in _words(_DATA["figures"]["other_words"]):
                        continue
                    feminine.setdefault(form, Noun(amount, group, kind))
    return feminine | nouns


def _forms(single: str, plurals: str) -> Iterator[tuple[str, Amount]]:
    """The forms of a counted noun; where two are spelled alike, the one that counts stands first."""
    sound = single.endswith("+")
    single = fold_text(single.removesuffix("+"))
    stem = single[:-1] + "ت" if single.endswith(("ة", "ت")) else single
    yield stem + "ان", "two"
    yield stem + "ين", "either" if sound else "two"
    yield single, "one"
    if not single.endswith(("ة", "اء")):
        yield single + "ا", "accusative"
    if sound:
        yield single + "ون", "many"
    for plural in fold_text(plurals).split():
        yield plural, "many"


def _triggers() -> dict[str, Trigger]:
    triggers: dict[str, Trigger] = {}
    for table in _DATA["triggers"]:
        kind, asks = table.get("kind"), frozenset(table["asks"]) if "asks" in table else None
        forms: list[tuple[str, Shape]] = [(word, "noun") for word in fold_text(table["nouns"]).split()]
        for row in fold_text(table["verbs"]).split(";"):
            forms += _conjugated(*row.split("="))
        forms += [(word, "verb") for word in fold_text(table.get("more", "")).split()]
        for form, shape in forms:
            triggers.setdefault(form, Trigger(kind, shape, asks))
    return triggers


def _conjugated(perfects: str, imperfects: str) -> Iterator[tuple[str, Shape]]:
    """«قتل=يقتل»: the third person of a verb, active and passive, from «he did» and «he does»."""
    for stem in perfects.split():
        yield stem, "passive"
        if not stem.endswith(("ا", "ي")) or stem.endswith("يي"):
            yield from ((stem + ending, "verb") for ending in ("ت", "وا", "ا", "تا", "ن", "نا"))
    for imperfect in imperfects.split():
        stem = imperfect[1:]
        for person in "يت":
            yield from ((person + stem + ending, "verb") for ending in ("", "ون", "وا", "ان", "ن"))


NOUNS = _nouns()
TRIGGERS = _triggers()
PHRASES: dict[str, dict[str, Trigger]] = {}
"""The last word of a trigger of several words, and what is told by each of those that may stand right before it."""
for _table in _DATA["phrases"]:
    for _last in fold_text(_table["last"]).split():
        PHRASES.setdefault(_last, {}).update(dict.fromkeys(_words(_table["before"]), Trigger(_table["kind"], "noun")))
COMPLETED_BY: dict[str, frozenset[str]] = {
    verb: _words(table["by"]) for table in _DATA["completed"] for verb in fold_text(table["verbs"]).split()
}
CASES: dict[str, Kind] = {word: kind for kind, row in _DATA["cases"].items() for word in _words(row)}
"""What «حالة» may be of, beside the nouns of triggers."""
BEHIND: dict[str, Kind] = {word: kind for kind, row in _DATA["behind"].items() for word in _words(row)}
_LISTS = {name: _words(row) for name, row in _DATA["figures"].items()}
OWNED: dict[str, Kind] = {word: kind for kind, row in _DATA["owned"].items() for word in _words(row)}
"""What is told of somebody by a pronoun, as it stands before that."""
NAMED = {name: _words(row) for name, row in _DATA["named"].items()}
SCOPE_LISTS = {name: _words(row) for name, row in _DATA["scope"].items()}

ORDINALS = _LISTS["ordinals"]  # «وإصابة ثالث»: one more
KIN = _LISTS["kin"]  # «رجل وزوجته», as they stand before a pronoun
PRONOUNS = ("ه", "ها", "هم", "هما", "هن", "نا")
HOSPITALS = _LISTS["hospitals"]
MOVING = _LISTS["moving"]  # those who stand displaced, on their way
HITS = _LISTS["hits"]
LIBERATED = _LISTS["liberated"]
BEYOND = _LISTS["beyond"]
PAPERS = _LISTS["papers"]
HOLDING = _LISTS["holding"]
HOMES = _LISTS["homes"]
LEAVING = _LISTS["leaving"]
MOTION = _LISTS["motion"]
JAILS = _LISTS["jails"]
FORCED = _LISTS["forced"]
TRANSITIVE = _LISTS["transitive"]  # those of them that may have an object: «3 مسلحين قتلوا شرطياً»
ARRIVED = _LISTS["arrived"]
SPORT = _LISTS["sport"]
FORCING = _LISTS["forcing"]  # before those who are: «اضطر 3 آلاف شخص إلى النزوح»
SUBSET = _LISTS["subset"]  # a part of those counted before: «بينهم 3 أطفال»
ASIDES = _LISTS["asides"] | SUBSET  # how that begins what stands between commas and only adds
BODIES = _LISTS["bodies"]
BRINGING = _LISTS["bringing"]
CAUSING = _LISTS["causing"]
ANIMALS = _LISTS["animals"]
ARRESTS = frozenset(word for word in TRIGGERS if "عتقل" in word or "عتقال" in word) | _words("القبض")
NO_PEOPLE = _LISTS["no_people"]
DEATHS = _LISTS["deaths"]
KILLING = _LISTS["killing"]
WHICH = _LISTS["which"]
FREED = _LISTS["freed"]
BRIEFLY = _LISTS["briefly"]  # «مليون نازح خلال أيام»
FICTION = _LISTS["fiction"]
PREVENTED = _LISTS["prevented"]
SHELTERS = _LISTS["shelters"]  # who leaves them was displaced before
HOUSING = _LISTS["housing"]  # «يؤوي المركز 63 عائلة نزحت من …»
FALLEN = _LISTS["fallen"]  # before one casualty that is counted: «سقوط قتيل»
MEETING = _LISTS["meeting"]  # «… لقوا حتفهم»
BLOCKS = _LISTS["blocks"]  # beyond these no number belongs to a trigger
ADVERBIALS = _LISTS["adverbials"]  # what may stand between «قُتل» and the counted ones
AGENTS = _LISTS["agents"]  # who kills, wounds and arrests
ADJECTIVES = _LISTS["adjectives"]  # what may stand between any trigger and the number
RELATIVES = _LISTS["relatives"]
RELATED = _LISTS["related"]  # of whom is told beside the dead: «عائلات 12 شهيداً»
ACCUSED = _LISTS["accused"]
DISEASE = _LISTS["disease"]
CROWD = _LISTS["crowd"]
PLACES = _LISTS["places"]
FROM_ADJECTIVES = _LISTS["from_adjectives"]
AFTER_BARE = _LISTS["after_bare"]
TOLLS = _LISTS["tolls"]
GROWING = _LISTS["growing"]
LINKS = _LISTS["links"]
CAUSES = _LISTS["causes"]  # «3 بقصف», not «3 بيوت»
THINGS = _LISTS["things"]  # what begins like «وإصابة» and can be counted
FINDING = _LISTS["finding"]
HEARSAY = _LISTS["hearsay"]
CARRIED_OUT = _LISTS["carried_out"]  # «تنفيذ حكم الإعدام»
UNDONE = _LISTS["undone"]
SENTENCED = _LISTS["sentenced"]
REACHED = _LISTS["reached"]
RISE = _LISTS["rise"]
WAITING = _LISTS["waiting"]
COUNTRIES = _LISTS["countries"]  # spelled as the accusative of who is from there
NO_NATION = _LISTS["no_nation"]
TITLED = _LISTS["titled"]  # before the title of a work: «رواية «مقتل …»»
COSTING = _LISTS["costing"]
GANGS = _LISTS["gangs"]
FLEEING = _LISTS["fleeing"]
SERVICES = _LISTS["services"]  # «فرق الإنقاذ» have rescued nobody
RETURNING = _LISTS["returning"]
COLLECTIVES = _LISTS["collectives"]
RANGING = _LISTS["ranging"]
NUMBERED = _LISTS["numbered"]
AID = _LISTS["aid"]  # what is given to those who stand displaced
REMAINING = _LISTS["remaining"]
TIME_UNITS = _LISTS["time_units"]
LIVING = _LISTS["living"]  # «5 ملايين لاجئ يعيشون في …»
GOING_ON = _LISTS["going_on"]
REFUSED_AFTER = _LISTS["refused_after"]
PARTING = _LISTS["parting"]  # at the head of a clause that tells of another matter
RELATIVE = _LISTS["relative"]  # at the head of one that tells more of a noun
OPENING = PARTING | RELATIVE

CASUALTIES = frozenset(form for form, noun in NOUNS.items() if noun.kind is not None and noun.group == "casualty")
_TELLING = MEETING | BODIES | HOMES | PHRASES.keys() | BEHIND.keys() | CASES.keys() | TRIGGERS.keys()


def related(before: Sequence[str]) -> bool:
    """Whether those counted behind these words are only spoken of: «عائلات 12 شهيداً», not «أهالي البلدة 3 شهداء»."""
    return any(word in RELATED and (word not in RELATIVES or word == before[-1]) for word in before)


def noun_of(token: str) -> Noun | None:
    """The noun of a token, with or without the article."""
    return NOUNS.get(token) or (NOUNS.get(token[2:]) if token[:2] == "ال" else None)


def tells_figures(token: str) -> bool:
    """Whether a word can be the one by which a figure is known; a text without any has none."""
    if token in _TELLING or trigger_of(token) is not None or token.endswith(("اعتقالات", "توقيفات")):
        return True
    if token.endswith(("ه", "ها")) and OWNED.get(token.removeprefix("ل").removesuffix("ها").removesuffix("ه")):
        return True
    noun = noun_of(core_of(token))
    return noun is not None and noun.kind is not None


# What is written before a word, by its first letter: every word of a text is asked about.
_BEFORE_NOUNS = {"و": ("وال", "وب", "ول", "و"), "ب": ("بال", "ب"), "ل": ("لل", "ل"), "ا": ("ال",), "ف": ("ف",)}
_BEFORE_TRIGGERS = {
    "و": ("و", "وس", "وب", "ول", "وال"),
    "ب": ("ب", "بال"),
    "ل": ("ل", "لل"),
    "ا": ("ال",),
    "ف": ("ف",),
    "س": ("س",),
}


def core_of(token: str) -> str:
    """A noun without what is written before it."""
    for prefix in _BEFORE_NOUNS.get(token[:1], ()):
        if token.startswith(prefix) and noun_of(token[len(prefix) :]):
            return token[len(prefix) :]
    return token


def trigger_of(token: str) -> Trigger | None:
    """The word of a token that says what happened, whatever is written before it."""
    if token in TRIGGERS:
        return TRIGGERS[token]
    for prefix in _BEFORE_TRIGGERS.get(token[:1], ()):
        if token.startswith(prefix) and (trigger := TRIGGERS.get(token[len(prefix) :])) is not None:
            if prefix.endswith("س") and token[len(prefix)] not in "يت":
                continue
            if prefix[-1] in "بل" and trigger.shape != "noun":
                continue
            return trigger
    return None
