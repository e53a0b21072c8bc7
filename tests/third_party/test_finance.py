"""A fourth domain, installed by pip from a package of its own, works through the same doors."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent / "vademecum-finance"
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build and install the package into an empty folder, without touching the network."""
    pytest.importorskip("pip", reason="pip installs the package under test")
    work = tmp_path_factory.mktemp("finance")
    shutil.copytree(SOURCE, work / "source")
    options = ["--no-deps", "--no-build-isolation", "--no-index", "--quiet"]
    command = [sys.executable, "-m", "pip", "install", *options, "--target", str(work / "site")]
    done = subprocess.run(
        [*command, str(work / "source")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return work / "site"


@pytest.fixture(scope="module")
def run(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Return a function that runs ``python ARGUMENTS`` where the package is installed."""
    folder = tmp_path_factory.mktemp("run")

    def call(*arguments: str, also: Path | None = None) -> subprocess.CompletedProcess[str]:
        paths = os.pathsep.join(str(p) for p in (installed, also) if p)
        env = {**os.environ, "PYTHONPATH": paths, "VADEMECUM_HOME": str(folder / "home")}
        return subprocess.run(
            [sys.executable, *arguments],
            env=env,
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    return call


@pytest.fixture(scope="module")
def vademecum(run: Run) -> Run:
    """Return a function that runs the command ``vademecum``."""

    def call(*arguments: str, also: Path | None = None) -> subprocess.CompletedProcess[str]:
        return run("-m", "vademecum.apps.cli.main", *arguments, also=also)

    return call


def plug_in(folder: Path, distribution: str, entry: str, code: str) -> Path:
    """Write an installed distribution that registers ``entry`` as a domain."""
    module = entry.split("=")[1].split(":")[0].strip()
    info = folder / f"{distribution.replace('-', '_')}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[vademecum.domains]\n{entry}\n")
    (folder / f"{module}.py").write_text(code)
    return folder


def test_it_keeps_the_contract_of_a_domain(run: Run, installed: Path) -> None:
    tests = SOURCE / "tests" / "test_contract.py"
    options = ["-q", "-p", "no:cacheprovider", "-c", os.devnull, f"--rootdir={installed}"]
    done = run("-m", "pytest", *options, str(tests))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "passed" in done.stdout


def test_it_is_listed_beside_the_three(vademecum: Run) -> None:
    done = vademecum("domains", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    listed = json.loads(done.stdout)
    names = {domain["name"] for domain in listed["domains"]}
    assert names == {"education", "finance", "healthcare", "law"}
    assert listed["broken"] == []


@pytest.mark.slow
def test_it_answers_from_its_own_library(vademecum: Run, installed: Path) -> None:
    rebuilt = vademecum("library", "rebuild", "finance", "--json")
    assert rebuilt.returncode == 0, rebuilt.stderr
    done = vademecum("ask", "finance", "What is compound interest?", "--json")
    assert done.returncode == 0, done.stderr
    reply = json.loads(done.stdout)
    assert reply["outcome"] == "answered"
    assert "interest that was added before" in reply["answer"]
    citations = [c for claim in reply["claims"] for c in claim["citations"]]
    assert {c["status"] for c in citations} == {"verified"}
    assert citations[0]["document_id"] == "compound-interest"
    corpus = installed / "vademecum_finance" / "corpus"
    for cited in citations:
        assert cited["quote"] in (corpus / f"{cited['document_id']}.md").read_text()


@pytest.mark.slow
def test_its_own_rail_stops_a_question(vademecum: Run) -> None:
    done = vademecum("ask", "finance", "Should I buy bonds or stocks?", "--json")
    reply = json.loads(done.stdout)
    assert reply["outcome"] == "refused"
    assert "registered adviser" in reply["answer"]
    (verdict,) = [v for v in reply["verdicts"] if v["rail"] == "personal-advice"]
    assert "Investment Advisers Act" in verdict["basis"]


def test_a_second_package_of_the_same_name_is_an_error_that_names_both(
    vademecum: Run, tmp_path: Path
) -> None:
    code = "from vademecum_finance import FINANCE\n"
    other = plug_in(tmp_path, "other-finance", "finance = other_finance:FINANCE", code)
    done = vademecum("ask", "finance", "What is a bond?", also=other)
    assert done.returncode == 2
    assert done.stdout == ""
    (line,) = done.stderr.strip().splitlines()
    assert "vademecum_finance:FINANCE" in line
    assert "other_finance:FINANCE" in line
    listed = json.loads(vademecum("domains", "--json", also=other).stdout)
    assert {d["name"] for d in listed["domains"]} == {"education", "healthcare", "law"}
    assert [b["name"] for b in listed["broken"]] == ["finance"]


BROKEN = [
    ("raise RuntimeError('no licence file')\n", "no licence file"),
    ("import a_package_that_nobody_has\n", "a_package_that_nobody_has"),
    ("BROKEN = 'a text'\n", "not a Domain"),
]


@pytest.mark.parametrize(("code", "reason"), BROKEN)
def test_a_broken_plug_in_is_reported_and_breaks_nothing_else(
    vademecum: Run, tmp_path: Path, code: str, reason: str
) -> None:
    broken = plug_in(tmp_path, "broken-domain", "broken = broken_domain:BROKEN", code)
    listed = json.loads(vademecum("domains", "--json", also=broken).stdout)
    names = {domain["name"] for domain in listed["domains"]}
    assert names == {"education", "finance", "healthcare", "law"}
    (item,) = listed["broken"]
    assert item["name"] == "broken"
    assert item["distribution"] == "broken-domain"
    assert reason in item["reason"]


@pytest.mark.slow
def test_doctor_lists_a_broken_plug_in(vademecum: Run, tmp_path: Path) -> None:
    broken = plug_in(tmp_path, "broken-domain", "broken = broken_domain:BROKEN", BROKEN[0][0])
    done = vademecum("doctor", "--json", also=broken)
    assert done.returncode in (0, 1), done.stderr
    assert "broken-domain" in done.stdout
    assert "no licence file" in done.stdout
