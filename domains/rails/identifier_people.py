"""Find persons and places: by rules and, where a candidate is left, by the name tagger."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias

from .identifier_parts import MAX_LETTERS, STREET, Kind
from .identifier_terms import TITLE_BEFORE, is_within_terms
from .names import (
    APOSTROPHES,
    KNOWN,
    LOWER,
    STOP,
    UPPER,
    WORDS,
    find_names,
)

if TYPE_CHECKING:
    from .identifier_tagger import Tag

Place: TypeAlias = tuple[int, int]
"""Half-open characters."""
LETTERS: Final = re.compile(r"[^\W\d_]+(?:['’‘][^\W\d_]+)?")
PLAIN_WORD: Final = re.compile(rf"(?<![^\W\d_])[^\W\d_]{{1,{MAX_LETTERS}}}(?![^\W\d_])")
COUNTRY: Final = re.compile(
    rf"\b(?:{'|'.join(map(re.escape, sorted(KNOWN['countries'], key=len, reverse=True)))})\b",
    re.IGNORECASE,
)
FIGURES: Final = frozenset(name.lower() for name in {*KNOWN["figures"]} - {*KNOWN["borne_by_many"]})
FIGURE_WORDS: Final = frozenset(KNOWN["figure_words"])
DRUGS: Final = frozenset(name.lower() for name in KNOWN["drugs"])
EPONYMS: Final = frozenset(WORDS["eponyms"])
SURNAMES: Final = frozenset(WORDS["eponyms_borne_by_many"])
COMMON: Final = STOP | frozenset(WORDS["starters"])
"""Words that a capital letter makes no name."""
LABELS: Final = COMMON | frozenset(KNOWN["labels_of_numbers"])
"""Words that say what a number is."""
UNSURE: Final = COMMON | frozenset(WORDS["ambiguous"])
STREET_WORD: Final = re.compile(rf"{STREET}\.?", re.IGNORECASE)
_JOINED: Final = r"(?:-[A-Z][a-z]{1,20}){0,3}"
TERM_AFTER: Final = re.compile(
    rf"{_JOINED}(?:['’]s?)?[ -](?:disease|disorder|syndrome|laws?|theory|theorem|effect|palsy|"
    r"thyroiditis|lymphoma|criteria|classification|reflex|equation|principle|triad|o?esophagus|"
    r"tumou?r|sarcoma|phenomenon|ana?emia|contracture|dementia|virus|paralysis|gangrene|"
    r"(?:cell )?carcinoma|malformation|anomaly|encephalopathy|ataxia|neuropathy|dystrophy|"
    r"square|doctrine|stages of|debates?)\b",
    re.IGNORECASE,
)
"""What follows a name in a term, whoever bore the name."""
_CAPITAL: Final = (
    rf"[{UPPER}](?:[{LOWER}{APOSTROPHES}{UPPER}]{{1,20}})(?:-[{UPPER}][{LOWER}]{{1,20}}){{0,2}}"
)
_PARTICLES: Final = (
    r"(?:(?:van|von|vom|de|da|das|do|dos|du|del|della|degli|di|la|le|los|las|y|e|bin|binti|bint|ibn|"
    r"ben|bat|abu|al|el|ter|ten|te|op|den|der|des|af|av|zu|zum|zur|san|santa|st\.?|mac|ap|ua|"
    r"ní|nic) )"
)
NEXT: Final = re.compile(
    rf"(?: [{UPPER}]\.(?= [{UPPER}])| [{UPPER}](?= [{UPPER}][{LOWER}])|"
    rf"[ ]?[-‑–{APOSTROPHES}](?=[{UPPER}]){_CAPITAL}|(?<=[{LOWER}])-[{LOWER}]{{2,20}}|"
    rf" (?:Jr|Sr)\b\.?| (?:II|III|IV)\b|"
    rf" [\"“'‘(]{_CAPITAL}[\"”'’)](?= [{UPPER}])|"
    rf" {_PARTICLES}{{0,2}}(?P<word>{_CAPITAL}))(?![\w@])"
    rf"|(?<=\b[{UPPER}])\.(?= [{UPPER}]|$)"
)
"""What may go on a name: an initial, a hyphen, a generation, particles and a capitalised word."""
LEADS: Final = re.compile(
    rf"(?:(?<![\w-])[{UPPER}]\.(?:[{UPPER}]\.)? ?$|(?<![\w-])[{UPPER}] $|"
    rf"(?<![\w-]){_CAPITAL}[-‑–]$|"
    rf"(?<![\w-])(?P<word>{_CAPITAL})(?: [\"“'‘(]| | {_PARTICLES}{{1,2}})$|"
    rf"(?<![\w-])(?-i:[{UPPER}]{{3,20}}),[ ]?$|"
    rf"(?<![\w-])(?:Mc|Mac|O|D|Al|El)[{APOSTROPHES}-]?$)"
)
PARTICLE_WORDS: Final = frozenset(re.findall(r"\w+", _PARTICLES)) | {"mc", "o"}
WITHIN_NAME: Final = re.compile(
    rf"[-–'’]|[\"”’')] ?| [\"“‘'(]|[\"”’')] [\"“‘'(]| (?:{_PARTICLES}){{1,3}}", re.IGNORECASE
)
"""What may stand between two parts of one name."""
LISTED: Final = re.compile(rf",(?: and)? [{UPPER}][{LOWER}]|,? and [{UPPER}]")
INITIAL_AFTER: Final = re.compile(
    rf"(?<=\b[{UPPER}])\.|(?<=\b[JS]r)\.|(?<=[{LOWER}]) [{UPPER}](?:\.(?![\w])|(?=[,;:)\n]|$))"
)
ABBREVIATED: Final = re.compile(r"[^\W\d_]\.$")
"""The C. before F.R., which is nobody's initial."""
TURNED: Final = re.compile(rf", (?P<word>{_CAPITAL})(?: [{UPPER}]\b\.?)?(?![\w@])")
FIRST_NAMES: Final = frozenset(WORDS["first_names"])
NO_PART: Final = frozenset(
    {*WORDS["titles"], *WORDS["cues"], *WORDS["verbs"], *WORDS["before"]}
    | {word for label in WORDS["labels"] for word in label.split()}
)
"""Words that stand beside names and belong to none."""
STREETS: Final = frozenset({"street", "road", "avenue", "lane", "drive", "court", "house", "hall"})
MEASURED: Final = re.compile(
    r"\d ?(?:mg|mcg|ml|l/min|mmhg|bpm|cm|mm|fr|kg|lb|units?|percent|%)\b|"
    r"\b(?:spo2|bp|hr|wbc|inr)\b",
    re.IGNORECASE,
)
TERM_AFTER_WORD: Final = re.compile(
    rf"{_JOINED} (?:sign|score|scale|test|man(?:euver|oeuvre)|catheter|fracture|warnings?|act|"
    r"cycle|cyst|tube|drain|procedure|technique|approach|staging|position|nodes?|bodies|deficiency|"
    r"infection)\b",
    re.IGNORECASE,
)
"""What makes a term of a single word, and also follows the name of a person."""
CITED: Final = re.compile(
    r"[^\n;]{0,60}?(?:\d+ (?:U\.S|S\. ?Ct|F\.|A\.|N\.|P\.|So)|\((?:19|20)\d\d\))"
)
IS_OF_SCHOOL: Final = re.compile(
    r"\b(?:my (?:student|pupil|learner|class|classmate|tutor|teacher|son|daughter|child|friend)s?|"
    r"(?:handed|turned) in|homework|report card|absen(?:t|ces?)|detention|parents?|guardian|"
    r"class \d\w?|(?:grade|year|period|room) \d{1,2}|iep|504 plan|bus \d|scored|quiz|student id)\b",
    re.IGNORECASE,
)
"""Words of a question about a learner, in which a name is hardly that of an author."""
VERSUS: Final = re.compile(r" v(?:s)?\. ")
BETWEEN: Final = re.compile(r"[ ,.\n]{0,3}")
SCRAP: Final = re.compile(r"\W*|\W*\d{1,4}[A-Za-z]?\W*|\W*[A-Za-z]{1,2}\W*|[A-Z]{2,5}")
"""Too little for a place: a mark, a short number, a letter, an abbreviation."""
PLACE_AFTER: Final = re.compile(
    rf" (?:County|Parish|Township|Borough|Heights|Springs|Beach|Falls)\b|"
    rf"[ -](?:(?:on|upon|under|in|by|of|de|del|la|le|sur|am|an der|op)[ -]){{1,2}}{_CAPITAL}(?!\w)"
)
"""What may complete the name of a place."""
COUNTY: Final = re.compile(
    rf"(?<![\w.])(?!(?:The|In|Of|Our|This|Each|Every|Any|A)\b)(?P<id>(?:{_CAPITAL} ){{1,2}}"
    r"(?:County|Parish|Borough|Township))(?!\w)"
)
STATE_CODES: Final = frozenset(KNOWN["state_codes"])
SURE: Final = 0.5
MAX_ABBREVIATION: Final = 5
"""Letters of a word in capitals that looks like an abbreviation beside small letters."""
FIRM: Final = 0.6
"""From here on a term or an institution stops the growth of a name beside it."""
VERY_SURE: Final = 0.8
ALL_BUT_CERTAIN: Final = 0.95


def find_people(text: str, *, is_bare: bool = True) -> Iterator[Place]:
    """Yield the places of persons' names in ``text``; they may overlap.

    With ``is_bare``, or where the text tells of school life, names that only the tagger finds count
    too, and each word of a full name wherever the text repeats it; without, a question may name
    authors and characters. Names told by a title or a common first name alone need ``is_bare``.
    """
    if is_bare or IS_OF_SCHOOL.search(text):
        yield from persons(text, tags_of(text), is_bare=is_bare)
    else:
        yield from find_names(text, is_bare=False)


def persons(text: str, tags: Sequence[Tag], *, is_bare: bool = True) -> list[Place]:
    """Return what the rules find and what the tags hold, in any order; places may overlap."""
    firm = [tag for tag in tags if tag.certainty >= FIRM]
    others = [(tag.start, tag.end) for tag in firm if tag.label != "PER"]
    terms = [(tag.start, tag.end) for tag in firm if tag.label in {"TERM", "ORG"}]
    found = [place for place in find_names(text, is_bare=is_bare) if not _is_term(text, *place)]
    found = [p for p in found if not _is_within(p, terms) or _is_titled(text, p[0])]
    tags = [tag for tag in tags if not is_within_terms(text, tag.start, tag.end)]
    found = [place for place in found if not is_within_terms(text, *place)]
    found += [place for tag in tags if (place := _person(text, tag)) is not None]
    found = _joined(text, [_grown(text, place, others) for place in found])
    found = [place for place in found if not _is_bare_eponym(text, place, found)]
    again = [place for place in _repeated(text, found) if not is_within_terms(text, *place)]
    return [*found, *again]


def _is_titled(text: str, start: int) -> bool:
    return TITLE_BEFORE.search(text, max(0, start - 14), start) is not None


def _is_bare_eponym(text: str, place: Place, found: Sequence[Place]) -> bool:
    """Tell whether a name is an eponym alone: no title before it, no fuller name in the text."""
    name = re.sub(r"['’]s$", "", text[slice(*place)]).lower()
    words = re.split(r"[ -]", name)
    if not all(word in EPONYMS for word in words) or any(word in SURNAMES for word in words):
        return False
    if _is_titled(text, place[0]):
        return False
    others = (text[slice(*other)].lower() for other in found if other != place)
    return not any(name in other.split() and " " in other for other in others)


def _grown(text: str, place: Place, others: Sequence[Place]) -> Place:
    """Take in what belongs to a name and is nothing else: "Ann T. Tasker-Lee", "van Beek, Ann"."""
    start, end = place
    while before := LEADS.search(text, max(0, start - 28), start):
        word = before.group("word")
        is_first = text[max(0, before.start() - 2) : before.start()].strip() in {"", ".", "?", "!"}
        if word and is_first and word.lower() not in FIRST_NAMES:
            break
        if word and not _extends(text, word, (before.start(), start), others):
            break
        start = before.start()
    while follows := NEXT.match(text, end):
        word = follows.group("word")
        if word and not _extends(text, word, (end, follows.end()), others):
            break
        if word and TERM_AFTER.match(text, follows.end()):
            break
        end = follows.end()
    if initial := INITIAL_AFTER.match(text, end):
        end = initial.end()
    if turned := TURNED.match(text, end):
        is_known = turned.group("word").lower() in FIRST_NAMES or text[start:end].isupper()
        is_last = " " not in text[start:end] and is_known
        if is_last and not _meets((end, turned.end()), others):
            end = turned.end()
    return start, end


def _extends(text: str, word: str, place: Place, others: Sequence[Place]) -> bool:
    """Tell whether a capitalised word beside a name is part of it."""
    lowered = word.lower()
    bare = re.sub(r"['’]s$", "", lowered)
    if _meets(place, others) or bare in LABELS | STREETS | NO_PART or bare in DRUGS:
        return False
    is_all_upper = word.isupper() and len(word) > 1
    return not is_all_upper or text.isupper() or (len(word) > 3 and lowered not in EPONYMS)


def _is_within(place: Place, sorted_places: Sequence[Place]) -> bool:
    at = bisect_left(sorted_places, (place[0] + 1, 0)) - 1
    return at >= 0 and place[1] <= sorted_places[at][1]


def _meets(place: Place, sorted_places: Sequence[Place]) -> bool:
    """Tell whether one of some places, in order and apart, shares a character with ``place``."""
    at = bisect_left(sorted_places, (place[1], 0)) - 1
    return at >= 0 and sorted_places[at][1] > place[0]


def _joined(text: str, places: Sequence[Place]) -> list[Place]:
    """Join "Lopez-Hale", "LOPEZ, Maria" and "Ana “Nita” Diaz"; a list of names stays one."""
    found: list[Place] = []
    for start, end in sorted(_to_word_ends(text, *place) for place in places):
        if found and found[-1][1] <= start and _is_one_name(text, found[-1], (start, end)):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _to_word_ends(text: str, start: int, end: int) -> Place:
    while 0 < start < len(text) and text[start - 1].isalpha() and text[start].isalpha():
        start -= 1
    while 0 < end < len(text) and text[end - 1].isalpha() and text[end].isalpha():
        end += 1
    return start, end


def _is_one_name(text: str, first: Place, second: Place) -> bool:
    between = text[first[1] : second[0]]
    if WITHIN_NAME.fullmatch(between):
        return True
    if between not in {", ", ","}:
        return False
    one, other = text[slice(*first)].split(), text[slice(*second)].split()
    if len(one) > 3 or len(other) > 3 or LISTED.match(text, second[1]):
        return False
    is_family = len(one) == 1 or one[0].islower() or one[0].lower().strip(".") in PARTICLE_WORDS
    is_given = other[0].lower() in FIRST_NAMES or one[0].lower() not in FIRST_NAMES
    return is_family and is_given


def find_places(text: str) -> Iterator[tuple[Kind, int, int]]:
    """Yield towns, streets and codes that the tagger finds, and countries as such."""
    tags = _whole_places(text, [tag for tag in tags_of(text) if tag.label == "LOC"])
    countries = [match.span() for match in COUNTRY.finditer(text) if not match.group().islower()]
    yield from (("COUNTRY", start, end) for start, end in countries)
    for match in COUNTY.finditer(text):
        if not is_within_terms(text, *match.span("id")):
            yield "LOCATION", *match.span("id")
    for tag in tags:
        if any(start <= tag.start and tag.end <= end for start, end in countries):
            continue
        if tag.certainty >= SURE and not _is_no_place(text, tag):
            yield "LOCATION", tag.start, tag.end


def _whole_places(text: str, tags: Sequence[Tag]) -> list[Tag]:
    """Take in what completes a place: "Stoke" on Trent, the County, a number before a street.

    What is only a mark, a number or a letter or two counts beside another place alone.
    """
    found: list[Tag] = []
    for place, tag in enumerate(tags):
        is_beside = place > 0 and BETWEEN.fullmatch(text, tags[place - 1].end, tag.start)
        is_beside = is_beside or (
            place + 1 < len(tags) and BETWEEN.fullmatch(text, tag.end, tags[place + 1].start)
        )
        name = text[tag.start : tag.end]
        if not is_beside and SCRAP.fullmatch(name) and name not in STATE_CODES:
            continue
        end = tag.end
        if more := PLACE_AFTER.match(text, end):
            end = more.end()
        found.append(tag._replace(end=end))
    return found


def _is_no_place(text: str, tag: Tag) -> bool:
    name = text[tag.start : tag.end]
    before, after = text[max(0, tag.start - 1) : tag.start], text[tag.end : tag.end + 1]
    if before.isalnum() and (name[0].isdigit() or before.isdigit() or after.isalnum()):
        return True  # a piece of a word or of a formula
    if TERM_AFTER.match(text, tag.end) or STREET_WORD.fullmatch(name):
        return True
    if is_within_terms(text, tag.start, tag.end) and not name[0].isdigit():
        return True
    words = [word.group().lower() for word in LETTERS.finditer(name)]
    if MEASURED.search(name) or any(word in DRUGS or word in EPONYMS for word in words[:1]):
        return True
    if words and all(word in LABELS for word in words) and not name[-1].isdigit():
        return True
    return name.islower() and " " not in name and not text.islower()


@lru_cache(maxsize=64)
def tags_of(text: str) -> tuple[Tag, ...]:
    """Return what the tagger finds; without a candidate, nothing, and nothing is loaded."""
    if not has_candidate(text):
        return ()
    from .identifier_tagger import name_tagger

    return name_tagger().tag(text)


def has_candidate(text: str) -> bool:
    """Tell whether a word could be a name: capitals that no sentence asks for, or none at all."""
    has_upper = False
    for match in LETTERS.finditer(text):
        word = match.group()
        if word.islower() or len(word) > MAX_LETTERS:
            continue
        has_upper = True
        if word.lower() not in COMMON:
            return True
    return not has_upper and PLAIN_WORD.search(text) is not None


def _person(text: str, tag: Tag) -> Place | None:
    """Return the name that a tag holds, without common words at its ends; None if nobody's."""
    if tag.label != "PER" or tag.certainty < SURE:
        return None
    words = list(LETTERS.finditer(text, tag.start, tag.end))
    if all(word.group().lower() in LABELS for word in words):
        return None
    while words[0].group() in COMMON:
        words.pop(0)
    while words[-1].group() in COMMON:
        words.pop()
    if sum(len(word.group()) for word in words) < 2:
        return None
    start, end = words[0].start(), words[-1].end()
    if ABBREVIATED.search(text, max(0, start - 2), start) and len(words[0].group()) == 1:
        return None
    name = " ".join(text[start:end].split())
    if name.islower() and not text.islower() and tag.certainty < VERY_SURE:
        return None
    is_capitals = name.isupper() and len(name) <= MAX_ABBREVIATION and not text.isupper()
    if is_capitals and tag.certainty < ALL_BUT_CERTAIN and name.lower() not in FIRST_NAMES:
        return None
    if _is_known(name.lower(), tag.certainty) or TERM_AFTER.match(text, end):
        return None
    if len(words) == 1 and tag.certainty < ALL_BUT_CERTAIN and TERM_AFTER_WORD.match(text, end):
        return None
    is_party = VERSUS.match(text, end) or VERSUS.search(text, max(0, start - 5), start)
    if is_party and (tag.certainty < VERY_SURE or CITED.match(text, end)):
        return None
    return start, end


@lru_cache(maxsize=4096)
def _is_figure(name: str) -> bool:
    return any(name == figure or name.startswith(f"{figure} ") for figure in FIGURES)


def _is_term(text: str, start: int, end: int) -> bool:
    """Tell whether a name that a rule found is a figure's full name or part of a term."""
    name = " ".join(LETTERS.findall(text[start:end].lower()))
    return _is_figure(name) or TERM_AFTER.match(text, end) is not None


def _is_known(name: str, certainty: float) -> bool:
    """Tell whether a lower-case name is that of a known figure, or of a known term."""
    if name in FIGURES or name in FIGURE_WORDS or name in DRUGS:
        return True
    return name in EPONYMS and certainty < VERY_SURE


def _repeated(text: str, found: Sequence[Place]) -> Iterator[Place]:
    """Yield where single words of the full names stand again: "Lopez" after "Maria Lopez"."""
    known: set[str] = set()
    for start, end in found:
        words = [word.group() for word in LETTERS.finditer(text, start, end)]
        if len(words) > 1:
            known.update(w for w in words if len(w) > 2 and w[0].isupper())
    known = {word for word in known if word.lower() not in UNSURE}
    if not known:
        return
    for match in LETTERS.finditer(text):
        word = match.group()
        bare = re.sub(r"['’]s$", "", word)
        if bare in known and not TERM_AFTER.match(text, match.start() + len(bare)):
            yield match.start(), match.start() + len(bare)
