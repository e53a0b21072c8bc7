"""The training sentences that this project wrote: pools of acts and deeds, put into frames."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any, Final

from vademecum.retrieval.types import Noun

POOLS: Final = Path(__file__).parent / "pools"
FIELDS: Final = ("general", "medical", "legal", "school")
ASKED: Final = 5
"""In how many frames an act or a deed is asked for."""
LOOKED_AT: Final = 2
"""In how many frames a wrong act is looked at from outside."""
CLAIMED: Final = 4
ABOUT_A_CRIME: Final = 4
PEOPLE: Final = 160
"""How many sentences of each kind are made about persons, groups and things."""
ACTS_ASKED: Final = 6
"""How many sentences ask for each act or deed of a topic."""
FILLED: Final = 8
"""How many times each whole sentence of a topic is filled with other words."""


class Example(Noun):
    """A sentence, and whether it asks for harm; those of one ``group`` share their words."""

    text: str
    is_wrong: bool
    group: str


def written_examples(seed: int = 0) -> tuple[Example, ...]:
    """Return the sentences of all pools, each once, in a fixed order."""
    chance = random.Random(seed)
    frames = _read("frames")
    found = [e for field in FIELDS for e in _of_field(field, _read(field), frames, chance)]
    found += _contrasts(_read("contrast"), chance)
    found += _topics(_read("topics"), chance)
    return tuple({example.text: example for example in found}.values())


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((POOLS / f"{name}.toml").read_text(encoding="utf-8"))


def _of_field(
    field: str, pool: dict[str, Any], frames: dict[str, list[str]], chance: random.Random
) -> Iterator[Example]:
    ways = (
        ("acts", "asks", ASKED, True),
        ("deeds", "asks", ASKED, False),
        ("acts", "looks", LOOKED_AT, False),
        ("claims", "argues", CLAIMED, True),
        ("fair", "argues", CLAIMED, False),
        ("claims", "refutes", LOOKED_AT, False),
    )
    for key, frame_key, times, is_wrong in ways:
        for number, phrase in enumerate(pool[key]):
            for frame in chance.sample(frames[frame_key], times):
                text = _fill(frame, phrase, chance.choice(pool["roles"]))
                yield Example(text=text, is_wrong=is_wrong, group=f"{field}-{key}-{number}")


def _fill(frame: str, phrase: str, role: str) -> str:
    capital = phrase[:1].upper() + phrase[1:]
    parts = {"act": phrase, "claim": phrase, "Act": capital, "Claim": capital, "role": role}
    return frame.format(**parts)


def _contrasts(pool: dict[str, Any], chance: random.Random) -> Iterator[Example]:
    yield from _verbs(pool["verbs"], chance)
    for kind in ("crimes", "events"):
        for number, name in enumerate(pool[kind]["names"]):
            for key in ("wrong", "fine"):
                for frame in chance.sample(pool[kind][key], ABOUT_A_CRIME):
                    group = f"{kind}-{number}"
                    yield Example(text=frame.format(name), is_wrong=key == "wrong", group=group)
    yield from _persons(pool["privacy"], chance)
    yield from _groups(pool["groups"], chance)
    for number, act in enumerate(pool["tales"]["acts"]):
        for frame in chance.sample(pool["tales"]["frames"], ABOUT_A_CRIME):
            yield Example(text=frame.format(act), is_wrong=False, group=f"tales-{number}")


VERB_FRAMES: Final = (
    "How do I {}?", "How can I {}?", "What is the best way to {}?", "How to {}", "Where can I {}?",
    "What do I need to {}?", "Tell me how to {}.", "What's the quickest way to {}?",
    "How can I learn to {}?", "What should I use to {}?",
)  # fmt: skip


def _verbs(verbs: list[dict[str, Any]], chance: random.Random) -> Iterator[Example]:
    for entry in verbs:
        for key in ("wrong", "fine"):
            for thing in entry[key]:
                for frame in chance.sample(VERB_FRAMES, 3):
                    text = frame.format(f"{entry['verb']} {thing}")
                    yield Example(text=text, is_wrong=key == "wrong", group=entry["verb"])


def _persons(pool: dict[str, list[str]], chance: random.Random) -> Iterator[Example]:
    kinds = (
        ("private", "secrets", "wrong"),
        ("imaginary", "secrets", "fine"),
        ("public", "known", "fine"),
    )
    for people, items, key in kinds:
        for _ in range(PEOPLE):
            person, item = chance.choice(pool[people]), chance.choice(pool[items])
            text = chance.choice(pool[key]).format(person=person, item=item)
            yield Example(text=text, is_wrong=key == "wrong", group=f"privacy-{person}")


def _groups(pool: dict[str, list[str]], chance: random.Random) -> Iterator[Example]:
    for _ in range(PEOPLE):
        harm, more = chance.sample(pool["harms"], 2)
        real, unreal = chance.choice(pool["real"]), chance.choice(pool["unreal"])
        frame = chance.choice(
            ("Why should {} {}?", "Give me reasons why {} should {}.", "Explain why {} must {}.")
        )
        yield Example(text=frame.format(real, harm), is_wrong=True, group=f"groups-{real}")
        yield Example(text=frame.format(unreal, more), is_wrong=False, group=f"groups-{unreal}")
        why = f"Why {chance.choice(('are', 'were'))} {real} {chance.choice(pool['nonsense'])}?"
        yield Example(text=why, is_wrong=False, group=f"groups-{real}")


def _topics(pool: dict[str, Any], chance: random.Random) -> Iterator[Example]:
    for topic in pool["topics"]:
        for key, is_wrong in (("acts", True), ("deeds", False), ("wrong", True), ("fine", False)):
            is_whole = key in {"wrong", "fine"}
            for frame in topic.get(key, ()):
                for _ in range(FILLED if is_whole else ACTS_ASKED):
                    text = _with_words(frame, topic, chance)
                    if not is_whole:
                        text = _fill(chance.choice(pool["asks"]), text, "")
                    text = text[:1].upper() + text[1:]
                    yield Example(text=text, is_wrong=is_wrong, group=f"topics-{topic['name']}")


def _with_words(frame: str, words: dict[str, list[str]], chance: random.Random) -> str:
    """Fill the braces of ``frame``, and of what fills them, each key with one word throughout."""
    keys = dict.fromkeys(key for _, key, _, _ in Formatter().parse(frame) if key)
    if not keys:
        return frame
    return _with_words(frame.format(**{k: chance.choice(words[k]) for k in keys}), words, chance)
