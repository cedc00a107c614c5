# Two commands for a newcomer: `make demo` and `make test`. Everything else is here too.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
# Processes for tests that wait for disks, servers and other processes half of the time.
TWICE   = $(shell $(PYTHON) -c 'import os; print(2 * os.cpu_count())')
.DEFAULT_GOAL := help

.PHONY: help demo test check bench quality torture docs schemas clean viewers

help:
	@echo "make demo    set up, then capture, read, cite and verify a small news site of our own;"
	@echo "             SERVE=1 leaves it and the archive's web pages up"
	@echo "make test    set up everything the tests need, then run every test"
	@echo "make check   format, lint, types, import contracts, documentation, tests"
	@echo "make torture kill it, fill its disk, lie to it: the whole of what make test does a part of"
	@echo "make bench   measure beside the peers, in one run"
	@echo "make quality how well pages are read, beside the peers; RAISE=1 raises the floors"

$(VENV)/.ready: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch $@

demo: $(VENV)/.ready
	$(BIN)/archiver demo $(if $(SERVE),--keep-running)

test: $(VENV)/.ready viewers
	$(BIN)/python -m pytest -n auto --dist loadfile -rs

# Chromium, pywb, the two viewer files, axe-core; says what a machine cannot have and goes on.
viewers: $(VENV)/.ready
	@sh tests/viewers/setup.sh
	@sh tests/serve/setup.sh

check: $(VENV)/.ready viewers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n auto --dist loadfile -rs

docs: $(VENV)/.ready
	$(BIN)/python docs/update.py

schemas: $(VENV)/.ready
	$(BIN)/archiver schema export schemas

bench: $(VENV)/.ready
	$(BIN)/python -m benchmarks

quality: $(VENV)/.ready
	$(BIN)/python -m benchmarks.quality $(if $(RAISE),--raise)

torture: $(VENV)/.ready
	TORTURE=full $(BIN)/python -m pytest -n $(TWICE) --dist load --maxschedchunk 1 -rs $$($(BIN)/python -m tests.torture.cases)

clean:
	rm -rf $(VENV) .pywb .viewer .axe demo-archive .pytest_cache .mypy_cache .ruff_cache
