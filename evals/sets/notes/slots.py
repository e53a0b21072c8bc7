"""What may stand in ``{...}``: each slot writes pieces, labelled by their kind of identifier."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from random import Random
from typing import Final

from vademecum.retrieval.errors import InvalidInput

from . import checksums, values
from .cast import Cast
from .dates import recent_day, write_date
from .note import Piece
from .people import WORDS_FOR, Person, word_for, write_name
from .pools import words

_OLD: Final = 90
"""From this age on it identifies: 45 CFR 164.514(b)(2)(i)(C), ages over 89."""
_UNITS: Final = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_DATES: Final = {"": "dates", "short": "short_dates", "month": "months", "time": "timed_dates"}

Writer = Callable[[Cast, str], Iterable[Piece]]


def write_slot(cast: Cast, slot: str, variant: str) -> tuple[Piece, ...]:
    """Fill in one slot; raise InvalidInput where there is none of that name."""
    if slot in cast.roles:
        return (_person(cast, slot, variant),)
    if slot in _SLOTS:
        return tuple(_SLOTS[slot](cast, variant))
    raise InvalidInput(f"a frame asks for {{{slot}}}: no slot and no role has that name")


def _person(cast: Cast, role: str, variant: str) -> Piece:
    person = cast.person(role)
    if variant in WORDS_FOR:
        return Piece(text=word_for(person, variant))
    return _label("name", write_name(person, variant, cast.rng))


def _label(kind: str, text: str) -> Piece:
    return Piece(text=text, fate="identifier", kind=kind)


def _drawn(kind: str, draw: Callable[[Random], str]) -> Writer:
    return lambda cast, variant: (_label(kind, draw(cast.rng)),)


def _form(kind: str, name: str) -> Writer:
    return _drawn(kind, lambda rng: values.from_format(name, rng))


def _lasting(kind: str, draw: Callable[[Random], str]) -> Writer:
    """Write a value that is the same wherever the note repeats it."""
    return lambda cast, variant: (_label(kind, cast.fact(kind, lambda: draw(cast.rng))),)


def _lasting_form(kind: str, name: str) -> Writer:
    return _lasting(kind, lambda rng: values.from_format(name, rng))


def _of(kind: str, write: Callable[[Person, Random], str]) -> Writer:
    """Write what is made of the name of the role that ``variant`` gives, or of the first role."""

    def written(cast: Cast, variant: str) -> Iterable[Piece]:
        yield _label(kind, write(cast.person(variant or cast.roles[0]), cast.rng))

    return written


def _own(kind: str, write: Callable[[Person, Random], str]) -> Writer:
    """Write the same value of a person wherever the note repeats it."""

    def written(cast: Cast, variant: str) -> Iterable[Piece]:
        role = variant or cast.roles[0]
        yield _label(kind, cast.fact(f"{kind} {role}", lambda: write(cast.person(role), cast.rng)))

    return written


def _institution(kind: str, key: str) -> Writer:
    return lambda cast, variant: (
        Piece(text=cast.rng.choice(words("places", key)), fate="undecided", kind=kind),
    )


def _date(cast: Cast, variant: str) -> Iterable[Piece]:
    return write_date(recent_day(cast.rng), _DATES[variant], cast.rng)


def _birth_date(cast: Cast, variant: str) -> Iterable[Piece]:
    return write_date(cast.birthday(is_child=variant == "child"), "dates", cast.rng)


def _age(cast: Cast, variant: str) -> Iterable[Piece]:
    other = cast.rng.randint(40, 103)
    ages = {"": cast.age, "old": _OLD + other % 14, "child": cast.child_age, "other": other}
    age = ages[variant]
    text = str(age)
    if _OLD <= age < _OLD + 10 and cast.rng.random() < 0.15:
        text = "ninety" + ("-" + _UNITS[age - _OLD] if age > _OLD else "")
    yield Piece(text=text, fate="identifier" if age >= _OLD else "keep", kind="age")


def _integer(cast: Cast, variant: str) -> Iterable[Piece]:
    low, high = map(int, variant.split("-"))
    yield Piece(text=str(cast.rng.randint(low, high)))


def _decimal(cast: Cast, variant: str) -> Iterable[Piece]:
    low, high = map(int, variant.split("-"))
    yield Piece(text=f"{cast.rng.uniform(low, high):.1f}")


def _time(cast: Cast, variant: str) -> Iterable[Piece]:
    hour, minute = cast.rng.randint(7, 19), cast.rng.randrange(0, 60, 5)
    short = f"{(hour - 1) % 12 + 1}:{minute:02d} {'pm' if hour > 11 else 'am'}"
    yield Piece(text=cast.rng.choice((f"{hour:02d}:{minute:02d}", short)))


def _state(cast: Cast, variant: str) -> Iterable[Piece]:
    yield Piece(text=cast.rng.choice(words("places", "states")))


def _year(cast: Cast, variant: str) -> Iterable[Piece]:
    yield Piece(text=str(cast.rng.randint(1994, 2025)), fate="keep", kind="year")


def _last_four(cast: Cast, variant: str) -> Iterable[Piece]:
    yield _label(variant, values.fill("####", cast.rng))


_SLOTS: Final[Mapping[str, Writer]] = {
    "age": _age,
    "dob": _birth_date,
    "date": _date,
    "time": _time,
    "year": _year,
    "int": _integer,
    "dec": _decimal,
    "street": _drawn("street", values.street),
    "city": _drawn("city", values.city),
    "county": _drawn("county", lambda rng: rng.choice(words("places", "counties"))),
    "zip": _form("zip", "zips"),
    "state": _state,
    "facility": _institution("facility", "facilities"),
    "firm": _institution("firm", "firms"),
    "school": _institution("school", "schools"),
    "employer": _institution("employer", "employers"),
    "company": _drawn("company", lambda rng: rng.choice(words("places", "companies"))),
    "phone": _form("phone", "phones"),
    "fax": _form("fax", "phones"),
    "email": _own("email", values.mailbox),
    "username": _own("username", values.user_name),
    "url": _of("url", values.web_page),
    "photo": _of("photo", values.photograph),
    "ip": _form("ip", "ips"),
    "ssn": _lasting("ssn", values.social_security),
    "lastfour": _last_four,
    "mrn": _lasting_form("mrn", "record_numbers"),
    "plan": _lasting_form("health_plan", "health_plans"),
    "account": _form("account", "accounts"),
    "card": _drawn("account", values.payment_card),
    "iban": _drawn("account", values.bank_iban),
    "routing": _drawn("account", checksums.routing_number),
    "ein": _form("ein", "employer_numbers"),
    "licence": _form("licence", "licences"),
    "npi": _drawn("licence", checksums.npi),
    "dea": _drawn("licence", values.doctor_number),
    "driver": _form("licence", "driver_licences"),
    "passport": _form("passport", "passports"),
    "plate": _form("vehicle", "plates"),
    "vin": _drawn("vehicle", checksums.vin),
    "device": _form("device", "devices"),
    "biometric": _form("biometric", "biometrics"),
    "code": _form("code", "codes"),
    "matter": _lasting_form("matter", "matters"),
    "docket": _form("docket", "dockets"),
    "claim": _form("claim", "claims"),
    "student_id": _lasting_form("student_id", "student_ids"),
}
