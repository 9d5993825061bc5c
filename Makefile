# Two commands do all set-up: `make run` and `make test`. `make` alone lists what there is.
SHELL := /bin/bash
.DEFAULT_GOAL := list
PORT ?= 5000
HOST ?= 127.0.0.1
DATA ?= data
DEMO ?= 1
PYTHON ?= python3
PY := .venv/bin/python
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --no-input
SYSTEM := bash .ci/system
RUN_PACKAGES := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-core fonts-droid-fallback
TEST_PACKAGES := chromium postgresql poppler-utils
COMPILE := .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--custom-compile-command "make lock"
export HOST PORT

.PHONY: list run serve test sure fix bench bite lessons lock clean system
.DELETE_ON_ERROR:

list: ## what there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

run: system .venv/run ## all of it with demo data on http://127.0.0.1:5000 (PORT= HOST= DATA=; DEMO=week: a whole week); Ctrl-C ends it
	@find app/static -name '*.br' -delete
	@OPENWERF_DEMO="$(DEMO)" OPENWERF_DATA="$(DATA)" $(PY) -m app.base.supervisor --prepare

serve: system .venv/run ## the same for real use: no demo, static files compressed beforehand
	@$(PY) -m whitenoise.compress --quiet --no-gzip app/static
	@OPENWERF_DATA="$(DATA)" $(PY) -m app.base.supervisor --prepare

test: system .venv/test ## the whole suite: SQLite and PostgreSQL, pages, and journeys in a real browser
	@$(SYSTEM) want "the tests" $(TEST_PACKAGES)
	@$(PY) -m pytest -n 2 --dist worksteal tests

sure: system .venv/test ## format, lint, types, import contracts, templates, tests: before each push
	@$(PY) -m ruff format --check --quiet . || { echo "Not formatted; make fix does it."; exit 1; }
	@$(PY) -m ruff check --quiet .
	@$(PY) -m mypy
	@.venv/bin/lint-imports --no-logo
	@.venv/bin/djlint templates --lint --quiet
	@$(MAKE) --no-print-directory test

fix: .venv/test ## format, and mend what a tool can mend
	@$(PY) -m ruff check --fix --quiet . || true
	@$(PY) -m ruff format --quiet .

bench: system .venv/test ## figures as ratios within one run
	@$(PY) -m bench

bite: system .venv/test ## break each guarantee in a copy; its test must turn red
	@$(PY) -m tests.bite

lessons: .venv/run ## check all lessons
	@OPENWERF_DATA="$(DATA)" $(PY) -m flask --app wsgi lessons check

lock: .venv/bin/python ## pin all dependencies anew, from the short lists in pyproject.toml
	@$(PIP) uv
	$(COMPILE) --upgrade pyproject.toml -o requirements.txt
	$(COMPILE) --upgrade pyproject.toml --group test -c requirements.txt -o tests/requirements.txt

clean: ## take away what was made, but never the data
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
	find app templates tests bench migrations -name __pycache__ -prune -exec rm -rf {} +
	find app -name '*.br' -delete -o -name '*.mo' -delete

system:
	@$(SYSTEM) need "Openwerf" $(RUN_PACKAGES)

.venv/bin/python:
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || $(SYSTEM) need "a Python of its own" python3-venv
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed. Is there another on this computer? make run PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv .venv

.venv/run: requirements.txt | .venv/bin/python
	@echo "Installing what Openwerf needs (once) ..."
	@$(PIP) --require-hashes -r requirements.txt
	@touch $@

.venv/test: tests/requirements.txt .venv/run
	@echo "Installing what the tests need (once) ..."
	@$(PIP) --require-hashes -r tests/requirements.txt
	@touch $@
