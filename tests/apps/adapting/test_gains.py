from __future__ import annotations

import os
from pathlib import Path

import pytest

from vademecum.apps.adapting.gains import gains_of
from vademecum.apps.composition import shared_encoder
from vademecum.domains import load_domain
from vademecum.evals.adapting.plan import PlannedSet
from vademecum.retrieval.encoder import multiplies_bfloat16
from vademecum.retrieval.testing.adapters import write_adapter


@pytest.mark.data
@pytest.mark.slow
def test_an_adapter_that_changes_nothing_gains_nothing_and_a_wild_one_loses(
    tmp_path: Path,
) -> None:
    if not (multiplies_bfloat16() or "VADEMECUM_TARGETS" in os.environ):
        pytest.skip("takes minutes in float32; VADEMECUM_TARGETS=1 runs it here too")
    encoder = shared_encoder()
    plan = (PlannedSet(set="gdpr", share=1),)
    idle = write_adapter(tmp_path / "idle", encoder, size=0.0)
    wild = write_adapter(tmp_path / "wild", encoder, size=3.0)
    same = gains_of(load_domain("law"), idle, plan)
    (key,) = same.before
    assert key == "gdpr nDCG@10"
    assert same.before == same.after
    assert same.difference[key].value == same.difference[key].high == 0.0
    assert same.before[key].n == 52
    worse = gains_of(load_domain("law"), wild, plan)
    assert worse.before == same.before
    assert worse.difference[key].high < 0
