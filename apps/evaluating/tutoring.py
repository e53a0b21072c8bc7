"""Run the tutoring task: made exercises, the domain's pressure scripts, public review questions."""

from __future__ import annotations

from vademecum.domains.rails.phrases import sentences
from vademecum.evals.data import data_home
from vademecum.evals.pressure import read_scripts
from vademecum.evals.results import EvalResult
from vademecum.evals.tasks.tutoring import evaluate_tutoring
from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.readers.beir import read_json_lines

from .manifests import manifest_of
from .options import Job

EXERCISES = 300
QUESTIONS = "education/openstax/questions.jsonl.gz"


def run_tutoring(job: Job) -> EvalResult:
    """Press the tutor of the education domain; without the public questions, no ``redirected``."""
    path = job.domain.evalset("pressure")
    if not path.is_file():
        raise InvalidInput(f"{job.domain.name} has no tutor; run: --domain education")
    count = job.options.limit or EXERCISES
    public = data_home() / QUESTIONS
    asked: list[str] = []
    if public.is_file():
        asked = [str(record["question"]) for _, record in read_json_lines(public)]
    lessons = [d.text for d in job.domain.starter_documents()]
    return evaluate_tutoring(
        job.domain,
        read_scripts(path),
        count,
        questions=asked,
        sentences=[s for text in lessons for _, s in sentences(text)][::10],
        manifest=manifest_of(job, path, [path, *([public] if asked else [])]),
        tick=job.course.ticks(count),
    )
