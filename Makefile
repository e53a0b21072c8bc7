# The two commands of the README are `make demo` and `make test`.
# FAISS=cpu|gpu|gpu-cuvs chooses the FAISS build; TORCH_INDEX=ADDRESS adds the package index that
# PyTorch's own installation selector names for a CPU or CUDA build.

comma := ,
PYTHON ?= python3
VENV ?= .venv
FAISS ?= cpu
TORCH_INDEX ?=
WORKERS ?= 2
BIN := $(VENV)/bin
# Milvus Lite, the tested twin of Milvus, needs faiss-cpu.
LITE := $(if $(filter cpu,$(FAISS)),$(comma)milvus-lite)
UV := $(shell command -v uv 2>/dev/null)
USER_STAMP := $(VENV)/.installed-$(FAISS)
TEST_STAMP := $(VENV)/.installed-$(FAISS)-test
SOURCES := pyproject.toml setup.py constraints.txt

ifneq ($(UV),)
# uv does not read pip's configuration: tell it the same folders of wheels.
FIND_LINKS = $(shell $(PYTHON) -m pip config list 2>/dev/null | sed -n "s/.*find-links='\(.*\)'/\1/p" | head -n 1)
INSTALL = $(UV) pip install --python $(BIN)/python $(addprefix --find-links ,$(FIND_LINKS)) $(addprefix --extra-index-url ,$(TORCH_INDEX)) -c constraints.txt
else
INSTALL = $(BIN)/python -m pip install --disable-pip-version-check --no-warn-script-location --quiet --quiet $(addprefix --extra-index-url ,$(TORCH_INDEX)) -c constraints.txt
endif

BEHAVIOURS := test_h or test_l or test_e or test_all

.PHONY: demo test check eval bench guardrails format clean

demo: $(USER_STAMP)  ## install, build the three starter libraries, open the demo on 127.0.0.1:7860
	$(BIN)/vademecum demo --port 7860

test: $(TEST_STAMP)  ## install what tests need and run them, in WORKERS processes
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder --durations 25

check: $(TEST_STAMP)  ## lint, format, types, import rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pyright
	$(BIN)/lint-imports

eval: $(USER_STAMP)  ## measure the shipped sets of all domains
	for domain in healthcare law education; do $(BIN)/vademecum eval run answers guardrails identifiers --domain $$domain || exit 1; done

guardrails: $(TEST_STAMP)  ## run the tests named after behaviours and write docs/guardrails.md
	-$(BIN)/python -m pytest -q tests/domains tests/apps/test_cite.py tests/apps/test_school.py -k "$(BEHAVIOURS)" --record-behaviours docs/behaviours.json
	$(BIN)/python -m vademecum.apps.guardrail_page docs/behaviours.json > docs/guardrails.md

bench: $(TEST_STAMP)  ## measure speed, side by side with the plain forward pass and with LangChain
	$(INSTALL) -e ".[$(FAISS),bench]"
	$(BIN)/vademecum bench ingest
	PYTHONPATH=tests $(BIN)/python -m documents.generated build/house
	$(BIN)/vademecum bench documents build/house
	$(BIN)/vademecum bench search
	$(BIN)/vademecum bench peers

format: $(TEST_STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) build *.egg-info

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; set PYTHON=..."; exit 1; }
	$(if $(UV),$(UV) venv --quiet --python $(PYTHON) $(VENV),$(PYTHON) -m venv $(VENV))

$(USER_STAMP): $(SOURCES) | $(BIN)/python
	@echo "Installing (the first time takes a minute or two) ..."
	$(INSTALL) -e ".[$(FAISS)]"
	@touch $@

$(TEST_STAMP): $(SOURCES) | $(BIN)/python
	@echo "Installing with what tests need (the first time takes a minute or two) ..."
	$(INSTALL) -e ".[$(FAISS),test,dev$(LITE)]"
	@touch $@
