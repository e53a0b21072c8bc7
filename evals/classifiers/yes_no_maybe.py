"""Whether an abstract says yes, no or maybe to the question of its title.

Read are the last sentences, where results stand: what was significant and what was not, how it is
hedged, and which way numbers went. The conclusion itself is not in the abstract.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from vademecum.retrieval.sentences import sentence_spans

from ..items import Item
from .counts import word_counts
from .linear import Choice, Table

LAST: Final = 3
"""Sentences at the end of the abstract that are read closely."""
LONGEST: Final = 3
CHOICES: Final = tuple(Choice(0.01, 3.0, power) for power in (0.5, 0.6, 0.7, 0.8, 0.9))
NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")
CUES: Final[Mapping[str, str]] = {
    "not significant": r"\b(?:no|not|non|without)[\s-]+"
    r"(?:(?:a|any|statistically|been|be|found to|show\w*|have) )*(?:\w+ )?"
    r"(?:signific\w+|differ\w*|associat\w+|correlat\w+|effect|change\w*|relation\w*|influence"
    r"|improv\w+|affect\w*|benefit|evidence|impact|increas\w+|reduc\w+|predict\w*)",
    "no difference": r"\b(?:no|not) (?:\w+ ){0,3}differ\w*|\bdid not differ\b"
    r"|\b(?:similar|comparable|equivalent|unchanged)\b",
    "significant": r"(?<!not )(?<!no )(?<!non)(?<!non-)(?<!statistically )\bsignificant(?:ly)?\b",
    "small p": r"\bp\s*[<=≤]\s*0?\.0[0-5]\d*",
    "large p": r"\bp\s*[=>]\s*0?\.(?:[1-9]\d*|0[6-9]\d*)|\bNS\b",
    "negation": r"\b(?:not|no|nor|neither|without|none|failed|lack)\b",
    "more": r"\b(?:increas|high|great|more|improv|better|superior|larger|longer)\w*",
    "less": r"\b(?:decreas|reduc|low|less|fewer|worse|shorter|smaller)\w*",
    "association": r"\b(?:associat|correlat|predict|related|relationship|risk factor)\w*",
    "hedge": r"\b(?:may|might|could|however|although|but|whereas|while|trend|tended|possible"
    r"|unclear|limited|only|some)\b",
    "percent": r"\d+(?:\.\d+)?\s*%",
    "interval": r"\bCI\b|confidence interval|odds ratio|\bOR\b|hazard",
    "works": r"\b(?:all|every|successful\w*|feasible|safe|effective|accurate|reliable"
    r"|sensitivity|specificity)\b",
}
ASKED: Final[Mapping[str, str]] = {
    "does": r"^(?:do|does|did)\b",
    "is": r"^(?:is|are|was|were)\b",
    "can": r"^(?:can|could)\b",
    "should": r"^should\b",
    "has": r"^(?:has|have|had)\b",
    "will": r"^(?:will|would|may)\b",
    "subtitle": r":",
    "difference": r"\bdifferen",
    "association": r"associat|correlat|relat",
    "prediction": r"predict|marker|factor",
    "effect": r"\beffect|affect|influence|impact|improv|reduc|increas",
    "comparison": r"better|superior|more|than|versus|\bvs\b|compar|equal|same",
    "need": r"necessary|need|justif|warrant|routine|still|worth|should|useful|role|safe|feasib"
    r"|reliab|accura|valid",
    "cause": r"cause|due|explain|myth|really|always|true|real",
    "new": r"\bnew\b|novel|alternative|option",
}
_CUES: Final = tuple(re.compile(pattern, re.IGNORECASE) for pattern in CUES.values())
_ASKED: Final = tuple(re.compile(pattern, re.IGNORECASE) for pattern in ASKED.values())


def table_of(items: Sequence[Item]) -> Table:
    """Return cues of the question and of its abstract, and the words that end the abstract."""
    ends = [_end(item.context) for item in items]
    features = np.array(
        [
            [*_counted(end), *_counted(item.context), *_asked(item.text)]
            for item, end in zip(items, ends, strict=True)
        ],
        dtype=np.float32,
    )
    plain = [NUMBER.sub("#", end.lower()) for end in ends]
    return Table(features, word_counts(plain, LONGEST))


def _end(text: str) -> str:
    spans = sentence_spans(text)
    return " ".join(text[start:end] for start, end in spans[-LAST:])


def _counted(text: str) -> list[float]:
    return [float(np.log1p(len(cue.findall(text)))) for cue in _CUES]


def _asked(question: str) -> list[float]:
    return [float(bool(kind.search(question))) for kind in _ASKED]
