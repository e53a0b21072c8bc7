"""Made-up addresses: many orders of street, number, unit, town, state, country and code."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vademecum.domains.rails.names import KNOWN

from .stock import Stock, pick


@dataclass(frozen=True)
class PlaceMaker:
    """Makes places; everything random comes from ``rng``."""

    rng: random.Random
    stocks: Sequence[Stock]
    words: Mapping[str, Sequence[str]]

    def city(self) -> str:
        """Return a town, sometimes in capitals as on an envelope."""
        draw = self.rng.random()
        if draw < 0.1:
            tail = pick(self.rng, self.words["surname_tails"])
            name = pick(self.rng, self.words["surname_heads"]) + tail
        elif draw < 0.15:
            name = pick(self.rng, KNOWN["cities"])
        else:
            name = pick(self.rng, self._stock().cities)
        if "," in name or any(c.isdigit() for c in name):
            name = pick(self.rng, self._stock(latin=True).cities)
        return name.upper() if self.rng.random() < 0.12 else name

    def street(self) -> str:
        """Return a street, with or without a number before or after it."""
        rng, draw = self.rng, self.rng.random()
        number = str(rng.randint(1, 10 ** rng.randint(1, 4)))
        if draw < 0.45:
            name = f"{self._street_word()} {pick(rng, self.words['street_kinds'])}"
        elif draw < 0.7:
            name = pick(rng, self._stock().streets)
        else:
            name = pick(rng, self.words["foreign_streets"]).replace("{x}", self._street_word())
        draw = rng.random()
        if draw < 0.45:
            return f"{number} {name}"
        if draw < 0.7:
            return f"{name} {number}{pick(rng, ['', '', '.', 'a', ' B'])}"
        if draw < 0.78:
            return f"{rng.randint(1, 99999):05} {name} {number}"
        if draw < 0.84:
            return f"{name}, {number}"
        return name

    def zip(self) -> str:
        """Return a postal code."""
        shape = pick(
            self.rng,
            ["#####", "#####", "####", "#####-####", "####-###", "A# #AA", "AA## #AA", "### ##"],
        )
        return "".join(
            self._digit() if c == "#" else pick(self.rng, "BCDEHLNPRST") if c == "A" else c
            for c in shape
        )

    def unit(self) -> str:
        """Return a flat, a floor or a box with its number."""
        number = f"{self.rng.randint(1, 999):0{self.rng.randint(1, 3)}}"
        return f"{pick(self.rng, self.words['unit_words'])} {number}"

    def address(self) -> str:
        """Return a postal address."""
        rng = self.rng
        if rng.random() < 0.25:
            text = pick(rng, self._stock().addresses)
            return (
                text
                if rng.random() < 0.5
                else text.replace("\n", pick(rng, [", ", "\n ", " ", " , "]))
            )
        parts = [self.street()]
        if rng.random() < 0.4:
            parts.insert(rng.randint(0, 1), self.unit())
        if rng.random() < 0.8:
            town = self.city()
            if rng.random() < 0.3:
                between = pick(rng, [", ", " ", "\n, "])
                town = f"{town}{between}{pick(rng, KNOWN['state_codes'])}"
            if rng.random() < 0.35:
                town = pick(rng, [f"{town} {self.zip()}", f"{self.zip()} {town}"])
            parts.append(town)
        if rng.random() < 0.4:
            country = pick(rng, KNOWN["countries"])
            parts.append(country if rng.random() < 0.6 else f"{country} {self.zip()}")
        separator = pick(rng, [", ", ", ", "\n", "\n ", " ", "\n    "])
        return separator.join(parts)

    def _street_word(self) -> str:
        draw = self.rng.random()
        stock = self._stock(latin=True)
        if draw < 0.5:
            return pick(self.rng, stock.family)
        if draw < 0.7:
            return f"{pick(self.rng, stock.given)} {pick(self.rng, stock.family)}"
        if draw < 0.8:
            return pick(
                self.rng,
                [
                    "Main",
                    "High",
                    "Church",
                    "Park",
                    "Station",
                    "Mill",
                    "Oak",
                    "First",
                    "2nd",
                    "Lake",
                ],
            )
        return pick(self.rng, stock.cities)

    def _stock(self, *, latin: bool = False) -> Stock:
        while True:
            stock = self.stocks[self.rng.randrange(len(self.stocks))]
            if stock.cities and not (latin and stock.cities[0][0] > "\u036f"):
                return stock

    def _digit(self) -> str:
        return str(self.rng.randint(0, 9))
