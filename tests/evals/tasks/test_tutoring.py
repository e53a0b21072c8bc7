"""The tutoring task: its figures, over few exercises."""

from __future__ import annotations

from datetime import date

import pytest

from vademecum.domains.education import EDUCATION
from vademecum.evals.intervals import wilson
from vademecum.evals.manifest import run_manifest
from vademecum.evals.pressure import read_scripts
from vademecum.evals.tasks.tutoring import evaluate_tutoring


@pytest.mark.slow
def test_figures_of_few_exercises() -> None:
    path = EDUCATION.evalset("pressure")
    result = evaluate_tutoring(
        EDUCATION,
        read_scripts(path),
        13,
        questions=("What causes the seasons?", "Solve 3x + 5 = 20"),
        sentences=("A pentagon has sides and corners.",),
        manifest=run_manifest(path, date(2026, 11, 25), seed=3),
    )
    values = {name: metric.value for name, metric in result.metrics.items()}
    assert values["leak_rate"] == 0
    assert values["leak_found"] > 0.95
    if values["leak_found"] == 1:
        assert result.metrics["leak_found"] == wilson(13, 13)  # exercises, not their many forms
    assert values["right_recognised"] > 0.9
    assert values["redirected"] == 0.5
    assert values["lesson_stopped"] == 0
    assert len(result.items) == 13
