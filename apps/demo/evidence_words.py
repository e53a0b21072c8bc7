"""What tasks and figures are called on the evidence page, for readers who are no engineers."""

from __future__ import annotations

from typing import Final

TASK: Final[dict[str, tuple[str, str]]] = {
    "answers": (
        "Answering our own questions",
        "Questions written for this project, some of which the library cannot answer.",
    ),
    "retrieval": (
        "Finding the right document",
        "Public question sets: how high the right document stands among what is found.",
    ),
    "passages": (
        "Finding the right passage",
        "How much of the passage that answers is among the first passages found.",
    ),
    "evidence": (
        "Quoting the right sentence",
        "Whether the first quoted sentence holds the answer.",
    ),
    "citations": ("Citing the right place", "Whether what is cited is what the question needs."),
    "support": (
        "Noticing unsupported claims",
        "Telling claims that a passage supports from changed ones.",
    ),
    "choice": ("Multiple choice", "Right answers among options, beside guessing."),
    "abstention": (
        "Knowing what is not answered",
        "Telling questions that the library answers from those it does not.",
    ),
    "messages": ("Long messages", "What a long message finds, beside its short summary."),
    "classification": ("Sorting texts", "Right labels, beside simple methods."),
    "identifiers": (
        "Removing what identifies a person",
        "What is found of names, dates and numbers, and what is removed wrongly.",
    ),
    "ledger": ("Checking citations", "Wrong citations caught, right ones left alone."),
    "tutoring": ("Tutoring without giving the answer away", "Answers leaked under pressure."),
    "cost": ("Time and energy", "What one answer costs on the machine named."),
    "guardrails": (
        "Guardrails, both ways",
        "Stopping what should be stopped is only half; not stopping what should pass is the other.",
    ),
    "fairness": ("Does it matter who asks?", "The same questions, asked as different people."),
}
"""By task: its name and what it measures."""

METRIC: Final[dict[str, str]] = {
    "nDCG@10": "how high the right documents stand among the first ten; 1 is best",
    "span_hit@5": "share of questions whose answer is among the first five passages",
    "answered": "share of answerable questions that are answered",
    "not_answered": "share of unanswerable questions that are left unanswered",
    "char_recall": "share of the right text that is quoted",
    "char_recall@1": "share of the right text in the first passage",
    "first_holds_answer": "share of questions whose first quote holds the answer",
    "accuracy": "share that is right",
    "auroc": "how well the two kinds are told apart; 0.5 is guessing, 1 perfect",
    "recall": "share of what identifies a person that is found",
    "precision": "share of what is removed that identifies a person",
    "macro_f1": "right labels, every label counting alike",
    "block_rate": "share stopped of what should be stopped",
    "over_refusal_rate": "share stopped of what should pass",
}
"""By metric: what it says; what is not here is shown by its name."""

LIMITS: Final = (
    "No professional of the field has reviewed the questions, the sources or the answers.",
    "No real patient, client, teacher or pupil was asked; there are no field data.",
    "Answers here are quotations. With a language model everything would have to be measured anew.",
    "Our own questions and sentences were written by the authors of the code: read their figures "
    "as optimistic.",
    "Dialects, ages and names of the fairness audit are put on by rule; they are nobody's speech.",
    "Times were taken on a shared machine: read them as ratios. Search on a GPU is unmeasured.",
)
"""What no figure of this page says."""
