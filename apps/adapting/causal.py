"""Train a LoRA on a language model in a folder, and make examples of a domain's own questions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from vademecum.evals.adapting.causal import CausalCard, CausalCourse, train_lora
from vademecum.evals.adapting.prompts import read_examples
from vademecum.evals.adapting.quoting import quoting_examples, write_examples
from vademecum.evals.questions import read_questions

from ..composition import open_assistant
from ..evaluating.systems import EVERYBODY


def train_causal(
    model_folder: Path,
    data: Path,
    out: Path,
    seed: int = 0,
    steps: int = 200,
    tick: Callable[[int, int], None] = lambda step, steps: None,
) -> CausalCard:
    """Train on the lines of ``data`` and write the LoRA to ``out``.

    ``local:MODEL_FOLDER?lora=OUT`` then answers with it. Raises InvalidModel or InvalidInput.
    """
    course = CausalCourse(seed=seed, steps=steps)
    return train_lora(model_folder, read_examples(data), out, course, tick)


def write_own_examples(domain: str, path: Path) -> int:
    """Write examples from the dev half of a domain's own questions; return how many.

    Each is what the chat generator sends for the passages that search finds, and a reply that
    quotes the gold spans.
    """
    assistant = open_assistant(domain)
    questions = read_questions(assistant.domain.evalset("questions"), "dev")
    made = quoting_examples(questions, lambda q: assistant.search.search(q.query(EVERYBODY)))
    write_examples(made, path)
    return len(made)
