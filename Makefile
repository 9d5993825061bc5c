# Two commands do all set-up: `make run` and `make test`. `make` alone lists what there is.
SHELL := /bin/bash
.DEFAULT_GOAL := list
PORT ?= 5000
HOST ?= 127.0.0.1
DATA ?= data
PY := .venv/bin/python
RUN_LIBS := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-core fonts-droid-fallback
TEST_LIBS := chromium postgresql poppler-utils
SYSTEM := bash .ci/system

.PHONY: list run serve test sure fix bench bite lessons lock clean system

list: ## what there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: system .venv/run ## the whole of it with demo data on http://127.0.0.1:5000 (PORT= HOST= DATA=)
	@OPENWERF_DATA=$(DATA) OPENWERF_DEMO=1 HOST=$(HOST) PORT=$(PORT) OPENWERF_URL=$${OPENWERF_URL:-http://$(HOST):$(PORT)} $(PY) -m app.base.supervisor --prepare

serve: system .venv/run ## the same without demo
	@OPENWERF_DATA=$(DATA) HOST=$(HOST) PORT=$(PORT) $(PY) -m app.base.supervisor --prepare

test: system .venv/test ## the whole suite: SQLite and PostgreSQL, pages, and two journeys in a real browser
	@$(SYSTEM) "the tests" $(TEST_LIBS)
	@$(PY) -m pytest -n 2 --dist worksteal tests

sure: system .venv/test ## format, lint, types, import contracts, templates, tests
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	.venv/bin/lint-imports
	.venv/bin/djlint templates --lint --quiet
	@$(MAKE) test

fix: .venv/test ## format and mend what a tool can mend
	$(PY) -m ruff check --fix --quiet . ; $(PY) -m ruff format --quiet .

bench: system .venv/test ## figures as ratios in one run
	@$(PY) -m bench

bite: system .venv/test ## break each guarantee in a copy; its test must turn red
	@$(PY) -m tests.bite

lessons: .venv/run ## check all lessons
	@OPENWERF_DATA=$(DATA) $(PY) -m flask --app wsgi lessons check

lock: ## pin all dependencies anew
	$(PY) -m pip install -q uv
	.venv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" pyproject.toml -o requirements.txt
	.venv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" -c requirements.txt pyproject.toml --group test -o tests/requirements.txt

clean: ## take away what was made, not the data
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -prune -exec rm -rf {} +

system:
	@$(SYSTEM) "Openwerf" $(RUN_LIBS)

.venv/bin/python:
	@python3 -c 'import ensurepip, venv' 2>/dev/null || $(SYSTEM) "a virtual environment" python3-venv
	@python3 -m venv .venv

.venv/run: requirements.txt | .venv/bin/python
	@echo "Installing what Openwerf needs (once) ..."
	@$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/test: tests/requirements.txt .venv/run
	@echo "Installing what the tests need (once) ..."
	@$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r tests/requirements.txt
	@touch $@
