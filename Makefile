# Everything a person or CI does with a checkout. Needs make and Python >= 3.11 with venv.

.DEFAULT_GOAL := help
.PHONY: help setup run test check bench load mutants lint format types lock clean \
        dev layers layers-page templates migrations deploy test-sqlite test-postgresql test-browser test-proof

BIN := .venv/bin
# Made once each; quick as long as nothing they name has changed.
READY := .venv/.ready
READY_DEV := .venv/.ready-dev
# Where checks that need no data may write, instead of into var/.
SCRATCH := TAKAR_DATA=.venv/scratch DJANGO_SETTINGS_MODULE=takar.config.settings
PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3; do \
	$$python -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$python && break; done)
CHROMIUM := $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)
COMPILE := ../$(BIN)/uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-header

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 12

setup: $(READY) ## the environment in .venv; quick when nothing changed

run: setup ## database, demo and server; PORT (8000) and TAKAR_DATA (var) are honoured
	@$(BIN)/takar migrate
	@$(BIN)/takar demo
	@exec $(BIN)/takar serve

test: dev ## every test that can run here; says what was left out and why
	@$(MAKE) --no-print-directory test-sqlite test-proof
	@if [ -n "$(CHROMIUM)" ]; then $(MAKE) --no-print-directory test-browser; fi
	@if [ -n "$$TAKAR_TEST_POSTGRESQL" ]; then $(MAKE) --no-print-directory test-postgresql; fi
	@if [ -z "$(CHROMIUM)" ]; then \
		echo "Left out: browser tests, because there is no Chromium (Debian: apt install chromium)."; fi
	@if [ -z "$$TAKAR_TEST_POSTGRESQL" ]; then \
		echo "Left out: the tests on PostgreSQL, because TAKAR_TEST_POSTGRESQL names no server."; fi

check: dev ## what CI runs: nothing is left out, a missing tool is an error
	@if [ -z "$(CHROMIUM)" ]; then echo "make check needs Chromium for the browser tests." >&2; exit 1; fi
	@if [ -z "$$TAKAR_TEST_POSTGRESQL" ]; then \
		echo "make check needs TAKAR_TEST_POSTGRESQL=postgresql://... for the tests on PostgreSQL." >&2; exit 1; fi
	@$(MAKE) --no-print-directory lint layers types templates migrations deploy
	@TAKAR_REQUIRE_ALL=1 $(MAKE) --no-print-directory test-sqlite test-postgresql test-browser test-proof

bench: dev ## the benchmarks, as ratios in one run; printed and written to bench.json
	@$(BIN)/python -m tests.load.bench

load: dev ## a day of one office's 19 people and of 33 offices' 300; needs TAKAR_TEST_POSTGRESQL
	@$(BIN)/python -m tests.load.day --offices 1 --people 19 --pace 4
	@$(BIN)/python -m tests.load.day --offices 33 --people 300 --pace 60

# OPTIONS='--minutes 30 --sample 100 leave access': more time, more mutants, some modules only.
mutants: dev ## small faults in rules and access: which does no test notice? No part of check
	@nice $(BIN)/python -m tests.mutants $(OPTIONS)

lint: dev ## style and common faults
	$(BIN)/ruff check src tests
	$(BIN)/ruff format --check src tests

format: dev ## put code into the project's form
	$(BIN)/ruff check --fix src tests
	$(BIN)/ruff format src tests

types: dev ## static types
	$(BIN)/mypy

lock: dev ## compile the requirement files again, with hashes and no registry address
	cd requirements && for name in base dev uv; do $(COMPILE) $$name.in -o $$name.txt; done

clean: ## remove the environment and every cache; var/ with its data stays
	rm -rf .venv .ruff_cache .mypy_cache .pytest_cache .import_linter_cache .hypothesis test-results bench.json
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

# ---- parts of `check` -----------------------------------------------------------------------------

layers: dev
	$(BIN)/lint-imports

layers-page: dev ## write the table of contracts in docs/reference/layers.md again
	$(BIN)/python -m tests.architecture.layers_page

templates: dev
	$(BIN)/djlint src/takar --lint

migrations: dev
	$(SCRATCH) $(BIN)/python -m django makemigrations --check --dry-run

deploy: dev
	$(SCRATCH) TAKAR_HTTPS=1 $(BIN)/python -m django check --deploy --fail-level WARNING

test-sqlite: dev
	env -u TAKAR_TEST_POSTGRESQL $(BIN)/pytest -n 2 -rs -m "not browser and not postgresql and not proof"

test-postgresql: dev
	$(BIN)/pytest -n 2 -rs -m "not browser and not proof"

# 5 is pytest's "no test selected".
test-browser: dev
	env -u TAKAR_TEST_POSTGRESQL $(BIN)/pytest -rs -m browser || [ $$? -eq 5 ]

# On SQLite; the crash test also on the PostgreSQL server, if there is one. -rP prints the tables.
test-proof: dev
	env -u TAKAR_TEST_POSTGRESQL TAKAR_PROOF_POSTGRESQL="$$TAKAR_TEST_POSTGRESQL" \
		$(BIN)/pytest -n 2 --dist loadfile -rsP -m proof

# ---- the environment ------------------------------------------------------------------------------

dev: $(READY_DEV)

.venv/bin/uv: requirements/uv.txt
	@if [ ! -x $(BIN)/python ]; then \
		if [ -z "$(PYTHON)" ]; then \
			echo "Takar needs Python 3.11 or newer with venv (Debian: apt install python3-venv)." >&2; exit 1; fi; \
		$(PYTHON) -m venv .venv; fi
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $@

$(READY): .venv/bin/uv requirements/base.txt pyproject.toml
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/base.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

$(READY_DEV): $(READY) requirements/dev.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/dev.txt
	@touch $@
