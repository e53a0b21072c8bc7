"""Map the four top-level folders to ``vademecum.*``; everything else stands in pyproject.toml."""

from setuptools import find_packages, setup

FOLDERS = ("retrieval", "domains", "evals", "apps")
PACKAGES = list(FOLDERS) + [f"{f}.{p}" for f in FOLDERS for p in find_packages(f)]
setup(
    packages=[f"vademecum.{p}" for p in PACKAGES],
    package_dir={f"vademecum.{p}": p.replace(".", "/") for p in PACKAGES},
)
