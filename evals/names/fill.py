"""Fill templates: each slot becomes text, and says whether it is a person, a place, or neither."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from vademecum.domains.rails.identifier_tagger import Label
from vademecum.domains.rails.identifier_terms import TERMS
from vademecum.domains.rails.names import EPONYM_ENTRIES, KNOWN

from .places import PlaceMaker
from .stock import Stock, pick, without_accents

HERE: Final = Path(__file__).parent
WORDS: Final[dict[str, list[str]]] = tomllib.loads((HERE / "words.toml").read_text("utf-8"))
TEMPLATES: Final[dict[str, list[str]]] = tomllib.loads((HERE / "templates.toml").read_text("utf-8"))
COMMON: Final = ("en_US", "en_GB", "es_MX", "en_IN")
"""Origins that are drawn more often than the others."""
CHOICE: Final = re.compile(r"\[([^\[\]]*)\]")
SLOT: Final = re.compile(r"\{(\w+)(?::(upper|lower|title))?\}")
CASES: Final[dict[str | None, Callable[[str], str]]] = {
    None: str,
    "upper": str.upper,
    "lower": str.lower,
    "title": str.title,
}
"""How a slot may be written: `{last:upper}`."""
INITIALS: Final = "ABCDEFGHIJKLMNOPRSTVW"
NO_MARKS: Final = str.maketrans("", "", "-/., ")
MONTHS: Final = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@dataclass(frozen=True)
class Mark:
    """Half-open characters that carry a label."""

    start: int
    end: int
    label: Label


@dataclass(frozen=True)
class Marked:
    """A made-up text and what stands where in it."""

    text: str
    marks: tuple[Mark, ...]


@dataclass
class Filler:
    """Makes texts; everything random comes from ``rng``."""

    rng: random.Random
    stocks: Sequence[Stock]
    common: Sequence[Stock] = field(init=False)
    places: PlaceMaker = field(init=False)
    makers: dict[str, Callable[[], list[tuple[str, Label | None]]]] = field(init=False)

    def __post_init__(self) -> None:
        """Bind each slot to what makes it."""
        words = {
            "disease": "diseases", "job": "jobs", "relation": "relations",
            "title": "titles", "law": "laws", "vp": "verb_phrases", "vpbase": "verb_bases",
            "adj": "adjectives", "thing": "things", "edge": "edges",
        }  # fmt: skip
        plain = {slot: self._word(key, None) for slot, key in words.items()}
        self.common = [s for s in self.stocks if s.origin in COMMON] or self.stocks
        self.places = PlaceMaker(self.rng, self.stocks, WORDS)
        self.makers = {
            **plain,
            "drug": lambda: [(pick(self.rng, KNOWN["drugs"]), None)],
            "epo": lambda: [(self._eponym(), "TERM")],
            "orgplain": self._word("public_bodies", "ORG"),
            "per": lambda: [(self.person(), "PER")],
            "first": lambda: [(self.given(), "PER")],
            "last": lambda: [(self.family(), "PER")],
            "given": lambda: [(self.given(), "PER")],
            "fullany": lambda: [(self.as_written(), "PER")],
            "initials": lambda: [(self._initials(), "PER")],
            "epname": self._word("eponyms", "PER"),
            "wordname": self._word("names_that_are_words", "PER"),
            "figfull": lambda: [(pick(self.rng, KNOWN["figures"]), "TERM")],
            "datenum": lambda: [(self.date().translate(NO_MARKS), None)],
            "lastfirst": lambda: [(self.last_first(), "PER")],
            "initial": lambda: [(f"{pick(self.rng, INITIALS)}.", "PER")],
            "person_list": self._person_list,
            "peroraddr": lambda: self.makers[pick(self.rng, ["per", "addr"])](),
            "city": lambda: [(self.places.city(), "LOC")],
            "unit": lambda: [(self.places.unit(), "LOC")],
            "zip": lambda: [(self.places.zip(), "LOC")],
            "street": lambda: [(self.places.street(), "LOC")],
            "addr": lambda: [(self.places.address(), "LOC")],
            "country": lambda: [(pick(self.rng, KNOWN["countries"]), "LOC")],
            "bigcity": lambda: [(pick(self.rng, KNOWN["cities"]), "TERM")],
            "org": lambda: [(self.organisation(), "ORG")],
            "fig": lambda: [(self._figure(), "TERM")],
            "anyfig": lambda: [(pick(self.rng, [self.person(), self._figure()]), "TERM")],
            "figlast": lambda: [(pick(self.rng, KNOWN["figures"]).split()[-1], "TERM")],
            "case": lambda: [(self._case(), "TERM")],
            "caseshort": lambda: [(pick(self.rng, TERMS["cases"]).split(" v. ")[0], "TERM")],
            "date": lambda: [(self.date(), None)],
            "year": lambda: [(str(self.rng.randint(1850, 2026)), None)],
            "age": lambda: [(str(self.rng.randint(1, 99)), None)],
            "n": lambda: [(str(self.rng.randint(1, 10 ** self.rng.randint(1, 4))), None)],
            "her": lambda: [(pick(self.rng, ["her", "his", "their"]), None)],
            "phone": lambda: [(self.phone(), None)],
            "short": lambda: [(self.short_name(), "PER")],
            "sig": lambda: [(self.signature(), "PER")],
            "handle": lambda: [(self.handle(), None)],
            "brand": self._word("brands", "ORG"),
            "grade": lambda: [(pick(self.rng, ["A", "B+", "C-", "91%", "incomplete"]), None)],
            "abbr": lambda: [(pick(self.rng, TERMS["abbreviations"]), None)],
            "labnum": lambda: [(self.measure(), None)],
            "dose": lambda: [(self.dose(), None)],
            "clock": lambda: [(f"{self.rng.randint(0, 23):02}:{self.rng.randint(0, 59):02}", None)],
            "n2": lambda: [(str(self.rng.randint(0, 9)), None)],
            "lawcite": lambda: [(self.law_citation(), None)],
            "sentence": self._sentence,
            "id": lambda: [(self.code(), None)],
            "email": lambda: [(self.email(), None)],
        }

    def fill(self, template: str) -> Marked:
        """Return one text of a template."""
        text, marks = "", []
        template = self._choose(template)
        position = 0
        for slot in SLOT.finditer(template):
            text += template[position : slot.start()]
            for made, label in self.makers[slot.group(1)]():
                piece = CASES[slot.group(2)](made)
                if label is not None:
                    marks.append(Mark(len(text), len(text) + len(piece), label))
                text += piece
            position = slot.end()
        return Marked(text + template[position:], tuple(marks))

    def person(self) -> str:
        """Return a full name, as people write them."""
        rng, draw = self.rng, self.rng.random()
        given, family = self.given(), self.family()
        if draw < 0.12:
            return f"{given} {pick(rng, INITIALS)}. {family}"
        if draw < 0.17:
            return f"{given[0]}. {family}"
        if draw < 0.22:
            return f"{given} {self.given()} {family}"
        if draw < 0.27:
            return f"{given} {family}-{self.family()}"
        if draw < 0.31:
            return f"{given} {family} {self.family()}"
        if draw < 0.34:
            particle = pick(
                rng, ["van", "van der", "de", "de la", "von", "bin", "al", "dos", "ter"]
            )
            return f"{given} {particle} {family}"
        if draw < 0.36:
            return f"{given} {family} {pick(rng, ['Jr.', 'III', 'Sr.', 'II'])}"
        return f"{given} {family}"

    def last_first(self) -> str:
        """Return a name as a list has it: the family name first."""
        rng, family, given = self.rng, self.family(), self.given()
        if rng.random() < 0.15:
            family = f"{pick(rng, ['van', 'de', 'de la', 'Van', 'De', 'al', 'O', 'bin'])} {family}"
        if rng.random() < 0.15:
            family = f"{family}{pick(rng, ['-', ' '])}{self.family()}"
        if rng.random() < 0.25:
            given = f"{given} {pick(rng, [pick(rng, INITIALS) + '.', self.given()])}"
        name = f"{family}{pick(rng, [', ', ', ', ', ', ','])}{given}"
        return name.upper() if rng.random() < 0.15 else name

    def as_written(self) -> str:
        """Return a name as forms, lists and signatures have it."""
        rng, draw = self.rng, self.rng.random()
        given, family = self.given(), self.family()
        if draw < 0.2:
            return self.person()
        if draw < 0.23:
            return f"{family},{given}"
        if draw < 0.26:
            return f"{family.upper()},{given.upper()}"
        if draw < 0.3:
            marks = pick(rng, ["“”", '""', "()", "‘’"])
            return f"{given} {marks[0]}{self.given()}{marks[1]} {family}"
        if draw < 0.37:
            return f"{family.upper()}, {given}"
        if draw < 0.49:
            return f"{family}, {given}"
        if draw < 0.55:
            return f"{family}, {given} {pick(rng, INITIALS)}."
        if draw < 0.61:
            return f"{given[0]}. {pick(rng, INITIALS)}. {family}"
        if draw < 0.67:
            return f"{family} {given[0]}"
        if draw < 0.73:
            return f"{given} {pick(rng, INITIALS)} {family}"
        if draw < 0.79:
            return f"{given} {family.upper()}"
        if draw < 0.84:
            return f"{given} {family}".upper()
        if draw < 0.89:
            return f"{given} {family}".lower()
        if draw < 0.93:
            return f"{given} '{self.given()}' {family}"
        if draw < 0.96:
            return f"{given}-{self.given()} {family}"
        return f"{given} {pick(rng, WORDS['names_that_are_words'])}"

    def short_name(self) -> str:
        """Return a name as one calls somebody: one word mostly, with slips of the hand."""
        rng, draw = self.rng, self.rng.random()
        if draw < 0.34:
            name = self.given()
        elif draw < 0.66:
            name = self.family()
        elif draw < 0.74:
            name = f"{self.given()} {self.family()[0]}{pick(rng, ['.', ''])}"
        elif draw < 0.8:
            name = self._initials()
        elif draw < 0.84:
            name = f"{self.given()[0]}. {self.family()}"
        elif draw < 0.88:
            name = pick(rng, WORDS["names_that_are_words"])
        else:
            name = self.person()
        return self._slip(name) if rng.random() < 0.06 else name

    def signature(self) -> str:
        """Return what stands under an entry: initials mostly."""
        draw = self.rng.random()
        if draw < 0.5:
            return self._initials()
        if draw < 0.6:
            return f"{self.given()[0]}{self.family()}"
        return self.short_name() if draw < 0.8 else self.as_written()

    def handle(self) -> str:
        """Return the name of a user."""
        name = without_accents(self.given() + self.family()).lower().translate(NO_MARKS)
        return name[: self.rng.randint(5, 12)] + str(self.rng.randint(0, 99))

    def measure(self) -> str:
        """Return a measure by its abbreviation, with its number and sometimes its unit."""
        rng = self.rng
        name = pick(rng, TERMS["abbreviations"][:110])
        number = pick(rng, [f"{rng.randint(1, 400)}", f"{rng.randint(1, 40)}.{rng.randint(0, 9)}"])
        unit = pick(rng, ["", "", "", " mg/dL", " mmol/L", "%", " g/dL", " mEq/L", " bpm", " U/L"])
        return f"{name}{pick(rng, [' ', ' ', ': ', '=', ' of '])}{number}{unit}"

    def dose(self) -> str:
        """Return a dose."""
        unit = pick(self.rng, [" mg", "mg", " mcg", " units", " mL", " g", "mg/mL", " puffs"])
        return f"{pick(self.rng, ['2.5', '5', '10', '20', '25', '40', '81', '500', '1000'])}{unit}"

    def law_citation(self) -> str:
        """Return a statute or a rule of court, as lawyers cite it."""
        rng = self.rng
        number = f"{rng.randint(1, 2400)}{pick(rng, ['', '', '.5', '(a)', '(b)(6)', '-a'])}"
        head = pick(rng, WORDS["law_heads"])
        return f"{head.replace('{n}', str(rng.randint(1, 50)))} {number}"

    def _eponym(self) -> str:
        name = pick(self.rng, EPONYM_ENTRIES)
        return without_accents(name) if self.rng.random() < 0.2 else name

    def _slip(self, name: str) -> str:
        """Swap, drop or double a letter inside a name."""
        if len(name) < 5:
            return name
        at = self.rng.randrange(1, len(name) - 2)
        swapped = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
        return pick(
            self.rng, [swapped, name[:at] + name[at + 1 :], name[:at] + name[at] + name[at:]]
        )

    def _sentence(self) -> list[tuple[str, Label | None]]:
        """Return a plain sentence, of a thing or with a term or a name in it."""
        rng, draw = self.rng, self.rng.random()
        verb = pick(rng, WORDS["verb_phrases"])
        if draw < 0.4:
            return [(f"The {pick(rng, WORDS['things'])} {verb}.", None)]
        if draw < 0.6:
            return [("No change on ", None), (pick(rng, KNOWN["drugs"]), None), (".", None)]
        if draw < 0.75:
            return [(self._eponym(), "TERM"), (" sign absent, plan unchanged.", None)]
        return [(self.short_name(), "PER"), (f" {verb}.", None)]

    def _initials(self) -> str:
        letters = [pick(self.rng, INITIALS) for _ in range(self.rng.choice([2, 2, 3]))]
        return pick(self.rng, ["", ".", "."]).join(letters) + self.rng.choice(["", "."])

    def given(self) -> str:
        """Return a given name."""
        return pick(self.rng, self._stock("given").given)

    def family(self) -> str:
        """Return a family name: of a list, or of two halves that no list holds."""
        draw = self.rng.random()
        if draw < 0.12:
            tail = pick(self.rng, WORDS["surname_tails"])
            return pick(self.rng, WORDS["surname_heads"]) + tail
        if draw < 0.14:
            return pick(self.rng, ["O'", "Mc", "Mac", "D'", "St. "]) + pick(
                self.rng, self._stock("family").family
            )
        return pick(self.rng, self._stock("family").family)

    def organisation(self) -> str:
        """Return the name of an institution or a firm."""
        rng, draw = self.rng, self.rng.random()
        if draw < 0.25:
            return pick(rng, WORDS["brands"])
        tail = pick(rng, WORDS["org_tails"])
        if draw < 0.55:
            return f"{pick(rng, WORDS['org_heads'])} {tail}"
        if draw < 0.7:
            return f"{self.family()} {tail}"
        if draw < 0.8:
            return f"{self.family()}, {self.family()} and {self.family()}"
        if draw < 0.88:
            return f"{self.family()}-{self.family()}"
        if draw < 0.94:
            return f"University of {self.places.city()}"
        return f"{self.places.city()} {tail}"

    def date(self) -> str:
        """Return a day in one of many forms."""
        rng = self.rng
        day, month, year = rng.randint(1, 28), rng.randint(1, 12), rng.randint(1930, 2026)
        name = MONTHS[month - 1]
        forms = [
            f"{year}-{month:02}-{day:02}", f"{month}/{day}/{year}", f"{day} {name} {year}",
            f"{name} {day}, {year}", f"{day:02}.{month:02}.{year}", f"{name} {day}",
            f"{day}/{month}/{year % 100:02}", f"the {day}th of {name}", f"{name[:3]} {day}",
        ]  # fmt: skip
        return pick(rng, forms)

    def phone(self) -> str:
        """Return a telephone number."""
        shape = pick(
            self.rng,
            ["(###) 555-01##", "###-555-01##", "+44 #### ######", "0### ## ## ##", "### ### ###"],
        )
        return re.sub("#", lambda _: str(self.rng.randint(0, 9)), shape)

    def code(self) -> str:
        """Return a number of a record."""
        shape = pick(
            self.rng, ["########", "A-######", "##-####", "MR######", "#######", "#:##-cv-####"]
        )
        return re.sub("#", lambda _: str(self.rng.randint(0, 9)), shape)

    def email(self) -> str:
        """Return an address at a domain that nobody owns."""
        local = f"{self.given()}.{self.family()}".lower()
        return re.sub(r"[^a-z.]", "", without_accents(local)).strip(".") + "@example.org"

    def _stock(self, what: str) -> Stock:
        pool = self.common if self.rng.random() < 0.35 else self.stocks
        while not getattr(stock := pool[self.rng.randrange(len(pool))], what):
            pass
        return stock

    def _word(self, key: str, label: Label | None) -> Callable[[], list[tuple[str, Label | None]]]:
        return lambda: [(pick(self.rng, WORDS[key]), label)]

    def _figure(self) -> str:
        name = pick(self.rng, KNOWN["figures"])
        return name if self.rng.random() < 0.6 else name.split()[-1]

    def _case(self) -> str:
        draw = self.rng.random()
        if draw < 0.4:
            return pick(self.rng, TERMS["cases"])
        if draw < 0.8:
            other = pick(
                self.rng,
                [
                    self.family(),
                    self.organisation(),
                    "United States",
                    "State",
                    "City of " + self.places.city(),
                ],
            )
            return f"{self.family()} v. {other}"
        return f"{pick(self.rng, ['In re', 'Matter of', 'Ex parte', 'Estate of'])} {self.family()}"

    def _person_list(self) -> list[tuple[str, Label | None]]:
        separator = pick(self.rng, [", ", "\n", "; ", " - ", " / "])
        pieces: list[tuple[str, Label | None]] = []
        for _ in range(self.rng.randint(2, 6)):
            pieces += [(separator, None), (pick(self.rng, [self.person(), self.given()]), "PER")]
        return pieces[1:]

    def _choose(self, template: str) -> str:
        while found := CHOICE.search(template):
            options = found.group(1).split("|")
            template = template[: found.start()] + pick(self.rng, options) + template[found.end() :]
        return template
