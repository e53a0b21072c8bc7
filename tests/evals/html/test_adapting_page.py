from __future__ import annotations

import re

import pytest

from vademecum.evals.adapting.ladder import Approach, retrieval_ladder
from vademecum.evals.adapting.matrix import AdapterInfo, MatrixResult, MatrixSet, transfer_matrix
from vademecum.evals.adapting.question_set import Find, QuestionSet
from vademecum.evals.adapting.recorded import RecordedSystem
from vademecum.evals.adapting.rungs import LadderResult
from vademecum.evals.adapting.text import ladder_text, matrix_text
from vademecum.evals.adapting.weaknesses import failed_probes, weakness_report
from vademecum.evals.html import adapting_page
from vademecum.evals.html.adapting_failures import lens_sentence
from vademecum.evals.html.adapting_ladder import readable_bytes
from vademecum.evals.items import Item
from vademecum.evals.manifest import RunManifest
from vademecum.evals.results import Metric
from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.testing.fakes import HashEncoder

N = 30


def questions(name: str, domain: str) -> QuestionSet:
    items = [
        Item(id=f"{name}-{n}", text=f"{n} <b>why</b>?", use="report", documents=(f"d{n}",))
        for n in range(N)
    ]
    return QuestionSet(name, domain, items, {i.id: frozenset(i.documents) for i in items})


def right_below(limit: int) -> Find:
    def find(item: Item) -> list[str]:
        n = int(item.text.split()[0])
        return [f"d{n}"] if n < limit else ["wrong"]

    return find


@pytest.fixture
def ladder(manifest: RunManifest) -> LadderResult:
    found = retrieval_ladder(
        questions("gdpr", "law"),
        [
            Approach("MiniLM", "zero-shot", right_below(15), origin="base"),
            Approach("BM25", "baseline", right_below(3), origin="nothing"),
            Approach("moved by 4 examples", "in-context", right_below(16), k=4, series="moved"),
            Approach("moved by 9 examples", "in-context", right_below(17), k=9, series="moved"),
            Approach(
                "MiniLM + law",
                "adapted",
                right_below(25),
                before="MiniLM",
                origin="base",
                stored_bytes=337_000,
                train_s=61.0,
            ),
            Approach("MiniLM + school", "foreign", right_below(5), before="MiniLM"),
        ],
        adapter="retrieval",
        manifest=manifest,
        recorded=[RecordedSystem(name="a model", outputs={"gdpr-0": "d0", "gdpr-1": "?"})],
        units=frozenset(f"d{n}" for n in range(N)),
        resamples=100,
    )
    encode = HashEncoder().encode
    failed = failed_probes(encode, encode)
    report = weakness_report({"MiniLM": failed, "MiniLM + law": dict.fromkeys(failed, False)})
    return found.model_copy(update={"weaknesses": report})


@pytest.fixture
def matrix(manifest: RunManifest) -> MatrixResult:
    sets = [
        MatrixSet(questions("gdpr", "law"), right_below(10), {"law": right_below(25)}),
        MatrixSet(questions("medquad", "healthcare"), right_below(20), {"law": right_below(5)}),
    ]
    return transfer_matrix(
        [lambda one=one: one for one in sets],  # type: ignore[misc]
        [AdapterInfo(name="law", domain="law", stored_bytes=337_000, trained_on=("gdpr",))],
        manifest=manifest,
        resamples=100,
    )


def test_the_page_is_one_document_with_a_plot_for_every_part(
    ladder: LadderResult, matrix: MatrixResult
) -> None:
    page = adapting_page([ladder], matrix)
    titles = re.findall(r"<h3>(.*?)</h3>", page)
    assert titles == [
        "The rungs",
        "Adaptations alone",
        "Examples",
        "Repaired, introduced, inherited",
        "Failing together",
        "Weaknesses of the base",
        "Costs",
        "What the rungs are",
        "Provenance",
        "Gain at home, loss abroad",
        "Provenance",
    ]
    assert page.count("<svg") == 9
    assert page.count("<svg") == page.count("<figcaption>")
    ids = re.findall(r'id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert adapting_page([ladder], matrix) == page


def test_texts_are_escaped_and_nothing_is_loaded(ladder: LadderResult) -> None:
    page = adapting_page([ladder])
    assert "<b>why" not in page
    assert "&lt;b&gt;why" in page
    assert not re.search(r"<script|https?://|url\(http", page)


def test_what_hurts_and_what_was_not_run_here_is_said(ladder: LadderResult) -> None:
    page = adapting_page([ladder])
    (row,) = re.findall(r"<tr><th scope=\"row\">MiniLM \+ school</th>.*?</tr>", page)[:1]
    assert "▼ worse" in row
    assert "a model (recorded): not run here" in page
    assert "1 (1 not readable, 28 missing)" in page
    assert "recorded answers" in page
    assert "(estimated)" in page


def test_cells_carry_number_word_and_colour(matrix: MatrixResult) -> None:
    page = adapting_page([], matrix)
    cells = re.findall(r"<td[^>]*style=\"background: ([^\"]*)\">(.*?)</td>", page)
    assert len(cells) == 2
    assert cells[0][0] == "color-mix(in srgb, var(--better) 30%, var(--page))"
    assert "+0.500" in cells[0][1]
    assert "▲ better" in cells[0][1]
    assert "at home" in cells[0][1]
    assert "var(--worse) 30%" in cells[1][0]
    assert "at home" not in cells[1][1]


def test_the_lens_is_told_in_a_sentence(ladder: LadderResult) -> None:
    assert ladder.lens is not None
    said = lens_sentence(ladder.lens)
    assert "same base model" in said
    assert "All systems together fail" in said

    def told(low: float, high: float) -> str:
        assert ladder.lens is not None
        excess = Metric(value=(low + high) / 2, low=low, high=high)
        return lens_sentence(ladder.lens.model_copy(update={"phi_excess": excess}))

    assert "fail together more" in told(0.1, 0.2)
    assert "fail together less" in told(-0.2, -0.1)
    assert "do not tell" in told(-0.1, 0.1)


def test_an_empty_page_is_refused() -> None:
    with pytest.raises(InvalidInput, match="at least one ladder or a matrix"):
        adapting_page([])


@pytest.mark.parametrize(
    ("size", "said"),
    [(None, "not counted"), (12, "12 B"), (337_000, "337 kB"), (1_250_000, "1.2 MB")],
)
def test_sizes_are_readable(size: int | None, said: str) -> None:
    assert readable_bytes(size) == said


def test_the_terminal_shows_the_same(ladder: LadderResult, matrix: MatrixResult) -> None:
    text = ladder_text(ladder)
    (worse,) = (line for line in text.splitlines() if line.startswith("| MiniLM + school"))
    assert "hurts" in worse
    assert "MiniLM -> MiniLM + law: 15 kept, 10 repaired, 0 introduced, 5 inherited" in text
    table = matrix_text(matrix)
    assert "+0.500 [" in table
    assert "lowest -0.500 on medquad" in table
