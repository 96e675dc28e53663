"""What happened to a number of people that stands first: «12 مدنياً قتلوا», «200 ألف شخص مهددون بالنزوح»."""

from arabic.figures.counts import Count, begins_anew
from arabic.figures.passage import Passage
from arabic.figures.tolls import Told
from arabic.figures.words import (
    ADJECTIVES,
    ADVERBIALS,
    AFTER_BARE,
    ARRIVED,
    BEHIND,
    BLOCKS,
    COMPLETED_BY,
    FORCED,
    FORCING,
    FREED,
    HOMES,
    HOUSING,
    LEAVING,
    MEETING,
    PARTING,
    REMAINING,
    RISE,
    SHELTERS,
    SUBSET,
    TRANSITIVE,
    noun_of,
    related,
    trigger_of,
)

_PUT_OUT = frozenset(("اخرجت", "اخرجوا", "طردت", "طردوا"))
_WERE = frozenset(("كانوا", "كانا", "كانت", "قد"))
_STILL = frozenset(("ما", "لا", "ربما"))  # «ما زالوا»
_DONE = frozenset(("جري", "تم", "جرت", "تمت", "بدات", "بدءوا", "باشرت"))
_PARTED = frozenset(("فارقوا", "فارقا", "فارقت", "يفارقون"))
_UNDERGONE = frozenset(("جرح", "جرحت", "توفي", "توفيت", "قتل", "قتلت", "اصيب", "اصيبت", "استشهد", "استشهدت"))
_FORCING_REACH = 12  # words
_MORE_OF_ONE = 9  # words
_REACH = 5  # words from the counted to the verb


def told_behind(passage: Passage, count: Count) -> Told | None:
    """By the first word behind a count that says what happened; None where there is none."""
    told = _told_behind(passage, count)
    leaving = told is not None and told.kind == "displaced" and count.noun is not None and count.noun.kind == "arrested"
    return None if leaving else told  # «عشرات المعتقلين يغادرون السجن»


def _told_behind(passage: Passage, count: Count) -> Told | None:
    if count.noun is not None and count.noun.group == "casualty":
        return None
    state = noun_of(passage.follows(count.last)) if count.noun is not None else None
    if state is not None and state.group == "casualty" and state.amount in ("many", "either") and count.low > 2:
        return Told(state.kind, count.last + 1, passage.token(count.last + 1))  # «3 جنود قتلى»
    if count.definite and count.noun is None:
        return None  # «رجل وزوجته وأطفالهما الأربعة قضوا»
    if forced(passage, count):
        flight = next((one for one in range(count.last + 1, count.last + 4) if _is_flight(passage, one)), 0)
        return Told("displaced", flight, passage.token(flight)) if flight else None
    if related(passage.before(count.opening, 3)) and not passage.finding(count.opening):
        return None  # «ودع الآلاف جثامين 11 زائراً قضوا …»: of an older day, or not
    return _first_said(passage, count)


def _first_said(passage: Passage, count: Count) -> Told | None:
    """By the first word behind a count that says what happened, whatever only describes them in between."""
    # «30 عنصراً من قوات النظام قتلوا», «6 من عناصر قسد أصيبوا»
    belonging = passage.follows(count.last) in ("من", "في") or passage.token(count.last - 1) == "من"
    # «سبعة أشخاص من عائلة واحدة، بينهم ثلاثة أطفال، قتلوا»
    for position in range(count.last + 1, min(count.last + _REACH + belonging, len(passage))):
        if passage.stops(position - 1):
            behind = passage.past_aside(position - 1)
            met = behind and (passage.token(behind) in BEHIND or passage.token(behind) in MEETING)
            return _by(passage, behind, held=False) if met else None
        token = passage.token(position)
        if token in _WERE or token in _STILL or (token == "منهم" and position == count.last + 1):
            continue  # «17 مدنياً كانوا قد قتلوا»
        if token in BEHIND or token in FORCED or token in MEETING or token.startswith("مهدد"):
            held = BEHIND.get(token) == "displaced" and any(
                word in HOUSING for word in passage.before(count.opening, 4)
            )
            left = passage.follows(position)
            back = any(word in FREED for word in passage.tokens(position + 1, position + 6))
            if left in SHELTERS or left.startswith("مخيم") or (BEHIND.get(token) == "displaced" and back):
                return None  # «غادرت المخيم», «غادرت مخيمات دهوك عائدة»: home, or on
            return _by(passage, position, held=held)
        if (said := _said_in_two_words(passage, position)) is not None:
            return said
        if token in ARRIVED and count.noun is not None and count.noun.kind == "displaced":
            return Told("displaced", position, token)
        if token.startswith("ال") and count.noun is not None and count.noun.kind == "displaced":
            continue  # «آلاف اللاجئين الروهينغا يعبرون»
        if belonging and not token[0].isdigit() and token not in BLOCKS and passage.trigger(position) is None:
            continue
        if passage.follows(position) in BEHIND and token not in BLOCKS and passage.trigger(position) is None:
            continue  # «ثمانية أطفال خدج توفوا»
        if token not in ADJECTIVES and (noun_of(token) is None or token.startswith("ال")):
            return None
    return None


def _said_in_two_words(passage: Passage, position: int) -> Told | None:
    """«ما زالوا نازحين», «يواجهون خطر التهجير», «جرى إجلاؤهم», «فارقوا الحياة», «أُخرجت من بيوتها»."""
    token, behind = passage.token(position), passage.follows(position)
    if token in REMAINING:
        return _state(passage, position + 1)
    if token.endswith("يواجهون") and behind == "خطر":
        threat = passage.trigger(position + 2)
        return Told(threat.kind, position + 2, token) if threat and threat.kind else None
    if token in _DONE:
        return _done_to_them(passage, position + 1)
    if token in _PARTED and behind == "الحياة":
        return Told("killed", position, token)
    if token in _PUT_OUT and any(word in HOMES for word in passage.tokens(position + 1, position + 4)):
        return Told("displaced", position, token)  # «1,500 عائلة أُخرجت من بيوتها»
    return None


def _state(passage: Passage, position: int) -> Told | None:
    """«… ما زالوا نازحين», «… باتوا مشردين»."""
    noun = noun_of(passage.follows(position - 1))
    if noun is None or noun.group not in ("displaced", "arrested") or noun.amount == "one":
        return None
    return Told(noun.kind, position, passage.token(position), lasting="a number that stands")


def _done_to_them(passage: Passage, position: int) -> Told | None:
    """«80 ألفاً من السكان جرى إجلاؤهم», «300 أسرة بدأت مغادرة منازلها»."""
    if _is_flight(passage, position):
        return Told("displaced", position, passage.token(position))
    token = passage.follows(position - 1)
    trigger = trigger_of(token.removesuffix("هم")) if token.endswith("هم") else None
    return Told(trigger.kind, position, token) if trigger and trigger.kind and trigger.shape == "noun" else None


def forced(passage: Passage, count: Count) -> bool:
    """«اضطر 3 آلاف شخص إلى النزوح», «أجبرت الفيضانات 31 ألف شخص على الفرار»."""
    before = passage.before(count.opening, _FORCING_REACH)
    place = next((place for place in range(len(before) - 1, -1, -1) if before[place].removeprefix("و") in FORCING), -1)
    return place >= 0 and not any(passage.trigger(count.opening - one) for one in range(1, len(before) - place))


def one_behind(passage: Passage, count: Count) -> Told | None:
    """«إن شخصاً توفي», «أن شاباً قُتل في …»: one in the accusative, and a verb that none follows whom he did it to."""
    last = _past_more(passage, count.last)
    before, verb = passage.token(count.opening - 1), passage.token(last + 1)
    accusative = count.noun is not None and (count.noun.amount == "accusative" or verb == "قتلت")
    if before not in ("ان", "بان", "وان") or not accusative:
        return None
    trigger = passage.trigger(last + 1) if passage.follows(last) in _UNDERGONE else None
    if trigger is None or (verb in ("قتل", "قتلت") and _has_object(passage, last + 1)):
        return None
    return Told(trigger.kind, last + 1, verb)


def _past_more(passage: Passage, position: int) -> int:
    """The last word before what happened to one: «شاباً في السابعة عشرة من عمره قتل», «جندياً من اليونيفيل جرح»."""
    for behind in range(position + 1, min(position + _MORE_OF_ONE, len(passage))):
        if passage.stops(behind - 1) or passage.token(behind) in BLOCKS or passage.token(behind)[0] == "و":
            break
        if passage.token(behind) in _UNDERGONE:
            return behind - 1
        if passage.trigger(behind) is not None:
            break
    return position


def _by(passage: Passage, position: int, *, held: bool) -> Told | None:
    """What a word tells of those before it."""
    token = passage.token(position)
    rise = "ارتق" in token and any(word in RISE for word in passage.tokens(position + 1, position + 5))
    if rise or "او" in (passage.follows(position), passage.follows(position + 1)):
        return None  # «قضوا أو فقدوا»
    if token in BEHIND and not (token in TRANSITIVE and _has_object(passage, position)):
        return Told(BEHIND[token], position, token, lasting="a number that stands" if held else "")
    if token in FORCED:
        flight = next((one for one in (position + 1, position + 2) if _is_flight(passage, one)), 0)
        return Told("displaced", flight, passage.token(flight)) if flight else None
    if token in MEETING and any(word in COMPLETED_BY["لقوا"] for word in passage.tokens(position + 1, position + 3)):
        return Told("killed", position, token)
    threat = passage.trigger(position + 1) if token.startswith("مهدد") else None
    return Told(threat.kind, position + 1, token) if threat and threat.kind else None


def _has_object(passage: Passage, position: int) -> bool:
    """Whether those before the verb do it to others: «3 مسلحين قتلوا شرطياً»."""
    after = passage.follows(position)
    goes_on = after.startswith("لل") or any(after in some for some in (SUBSET, ADVERBIALS, AFTER_BARE, PARTING))
    return bool(after) and not (goes_on or begins_anew(after))


def _is_flight(passage: Passage, position: int) -> bool:
    """«إلى النزوح», «للفرار», «مغادرة», «ترك منازلهم»: what people are forced to."""
    if passage.token(position) in ("الرحيل", "للرحيل"):
        return True
    if passage.token(position) in LEAVING:
        return passage.follows(position) in HOMES
    trigger = passage.trigger(position)
    return trigger is not None and trigger.kind == "displaced" and trigger.shape == "noun"
