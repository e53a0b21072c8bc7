"""Let a LangChain chat model draft an answer, and turn its sentences into claims with quotes.

The model is asked for sentences that end with the number of a passage. The quotes are not asked of
it: they are cut from the passages, so that a quote cannot be invented. Whether a quote supports its
sentence is settled later, by grounding.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import OperatorError
from ..grounding import above_passage
from ..sentences import sentence_spans
from ..support import is_supported, overlap
from ..types import Citation, Claim, Context, Draft, Hit, Query

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_MARK = re.compile(r"[\[【]\s*(\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*)\s*(?:†[^\]】]*)?[\]】]")
_MARKS_AFTER_STOP = re.compile(rf"([.!?]+[\"'”’)]*)[ \t]*((?:{_MARK.pattern}[ \t]*)+)")
_RANGE = re.compile(r"(\d+)\s*[–-]\s*(\d+)")
_THOUGHT = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
_LINE_START = re.compile(r"(?m)^\s*(?:[-*•]\s+|#+\s+|>\s+|\d{1,2}[.)]\s+)")
_FENCE = re.compile(r"<(?=\s*/?\s*passage\b)", re.IGNORECASE)
_WIDEST = 3
"""Most sentences in one quote."""
MOST_PASSAGES = 6
MAX_TITLE_CHARS = 300
"""Of a title in the prompt; few of cases and regulations are longer."""


@dataclass(frozen=True)
class ChatGenerator:
    """Draft with any LangChain chat model; ``instructions`` are a domain's own, added to ours."""

    model: BaseChatModel
    max_passages: int = MOST_PASSAGES
    instructions: str = ""

    def generate(self, query: Query, context: Context) -> Draft:
        """Ask the model once. Raises OperatorError when it does not answer."""
        hits = context.hits[: self.max_passages]
        if not hits:
            return Draft()
        try:
            reply = self.model.invoke(self._messages(query, hits))
        except OperatorError:
            raise
        except Exception as error:
            reason = (str(error).splitlines() or [""])[0][:200]
            raise OperatorError(
                f"the language model did not answer ({type(error).__name__}: {reason}); check "
                "--generator, and that its server is running"
            ) from error
        return parse_reply(str(reply.text), hits)

    def _messages(self, query: Query, hits: tuple[Hit, ...]) -> list[tuple[str, str]]:
        return messages_for(query, hits, self.instructions)


def messages_for(
    query: Query, hits: tuple[Hit, ...], instructions: str = ""
) -> list[tuple[str, str]]:
    """Return (role, text) pairs: our rules, the conversation so far, passages with question."""
    words = _prompt()
    system = words["system"].format(no_answer=words["no_answer"], instructions=instructions)
    passages = "\n\n".join(
        words["passage"].format(
            number=number,
            title=_title(hit),
            text=_fenced(hit.passage.text),
        )
        for number, hit in enumerate(hits, start=1)
    )
    audience = words["audience"].format(audience=query.audience) if query.audience else ""
    question = words["question"].format(
        passages=passages, audience=audience, question=_fenced(query.text)
    )
    history = [("ai" if t.role == "assistant" else "human", t.text) for t in query.history]
    return [("system", system.strip()), *history, ("human", question.strip())]


def parse_reply(reply: str, hits: tuple[Hit, ...]) -> Draft:
    """Turn ``reply`` into claims, a sentence each; a mark [n] cites ``hits[n - 1]``.

    A number without a passage gives a citation of the passage ``"[n]"``, which grounding will not
    find. A sentence without marks becomes a claim without citations.
    """
    text = _LINE_START.sub("", _THOUGHT.sub("", reply).replace("**", ""))
    text = _MARKS_AFTER_STOP.sub(r" \2\1 ", text)
    claims = []
    for start, end in sentence_spans(text):
        sentence = text[start:end]
        numbers = [n for mark in _MARK.finditer(sentence) for n in _numbers(mark.group(1))]
        said = re.sub(r"\s+([.,;:!?])", r"\1", " ".join(_MARK.sub(" ", sentence).split()))
        if not any(c.isalnum() for c in said):
            continue
        if said.strip(" .!\"'").upper() == _prompt()["no_answer"]:
            continue
        claims.append(
            Claim(text=said, citations=tuple(_cite(n, said, hits) for n in dict.fromkeys(numbers)))
        )
    return Draft(claims=tuple(claims))


def _numbers(mark: str) -> list[int]:
    """Read "1, 3-5" as 1, 3, 4, 5; a range of more than ten is read as its two ends."""
    numbers: list[int] = []
    for part in re.split(r"[,;]", mark):
        if (ends := _RANGE.search(part)) is None:
            numbers.append(int(part))
            continue
        first, last = int(ends[1]), int(ends[2])
        numbers += range(first, last + 1) if 0 <= last - first <= 10 else [first, last]
    return numbers


def _cite(number: int, claim: str, hits: tuple[Hit, ...]) -> Citation:
    if not 1 <= number <= len(hits):
        mark = f"[{number}]"
        return Citation(
            passage_id=mark, document_id=mark, title="", source="", start=0, end=0, quote=""
        )
    hit = hits[number - 1]
    passage = hit.passage
    start, end = supporting_span(claim, passage.text, above_passage(hit))
    return Citation(
        passage_id=passage.id,
        document_id=passage.document_id,
        title=hit.document.title,
        source=hit.document.source_at(passage.start + start),
        start=passage.start + start,
        end=passage.start + end,
        quote=passage.text[start:end],
    )


def supporting_span(claim: str, text: str, above: str = "") -> tuple[int, int]:
    """Return (start, end) of the sentences of ``text`` that support ``claim`` best.

    The shortest run of at most three sentences that supports it; failing that, the one sentence
    that shares most words with it. The earlier one wins a tie.
    """
    spans = sentence_spans(text) or [(0, len(text))]
    shares = [overlap(claim, text[start:end]) for start, end in spans]
    for width in range(1, _WIDEST + 1):
        runs = range(len(spans) - width + 1)
        for first in sorted(runs, key=lambda i: (-sum(shares[i : i + width]), i)):
            start, end = spans[first][0], spans[first + width - 1][1]
            if sum(shares[first : first + width]) and is_supported(
                claim, [text[start:end]], [above]
            ):
                return start, end
    return spans[max(range(len(spans)), key=lambda i: (shares[i], -i))]


def _fenced(text: str) -> str:
    """Keep a passage from closing its own fence."""
    return _FENCE.sub("‹", text)


def _title(hit: Hit) -> str:
    """Return the title as it stands in the prompt: one line of at most ``MAX_TITLE_CHARS``."""
    line = " ".join(hit.document.title.split())[:MAX_TITLE_CHARS]
    return _fenced(line).replace('"', "'")


def no_answer() -> str:
    """Return what the model is told to write where the passages do not answer."""
    return _prompt()["no_answer"]


@cache
def _prompt() -> dict[str, str]:
    return tomllib.loads(Path(__file__).with_name("chat.toml").read_text(encoding="utf-8"))
