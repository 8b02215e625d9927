# Rāsteh. `make run` and `make test` do all set-up themselves; nothing else is needed on a fresh machine.

DATA_DIR ?= $(CURDIR)/var
PORT ?= 8000
export DATA_DIR
export DEBUG ?= true

PYTHON = .venv/bin/python
MANAGE = $(PYTHON) manage.py

# The sample archive's one editor. A real installation makes its own with `manage.py createsuperuser`.
define FIRST_EDITOR
import secrets
from django.conf import settings
from django.contrib.auth import get_user_model

editor, _ = get_user_model().objects.get_or_create(username="admin", defaults={"is_staff": True, "is_superuser": True})
password = secrets.token_urlsafe(9)
editor.set_password(password)
editor.save()
file = settings.DATA_DIR / "admin-password"
file.touch(mode=0o600)
file.write_text(password)
endef
export FIRST_EDITOR

.PHONY: help run test test-cluster soak check rules bench lock clean

help:  ## Say what can be done
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 22

run: export SITE_URL ?= http://127.0.0.1:$(PORT)
run: .venv/installed  ## Serve the site with the sample archive on 127.0.0.1:8000 (REPORTS=folder adds yours)
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) ingest fixtures/reports $(REPORTS)
	@$(MANAGE) index rebuild --if-needed
	@test -s "$$DATA_DIR/admin-password" || $(MANAGE) shell --verbosity 0 --command "$$FIRST_EDITOR"
	@echo
	@echo "  Rāsteh     http://127.0.0.1:$(PORT)/"
	@echo "  the desk   http://127.0.0.1:$(PORT)/admin/   user admin, password $$(cat "$$DATA_DIR/admin-password")"
	@echo
	@$(MANAGE) runserver --noreload 127.0.0.1:$(PORT)

# Twice as many at once as a small machine has cores: half of them wait, for the browser, the disk or a process.
test: .venv/installed-dev  ## Run every test, those in a real browser too
	@CHROMIUM="$$(.ci/chromium)" && export CHROMIUM && $(PYTHON) -m pytest --numprocesses 4 --dist worksteal $(TESTS)

soak: .venv/installed-dev  ## Run the tests that take minutes, and print their figures
	@CHROMIUM="$$(.ci/chromium)" && export CHROMIUM && $(PYTHON) -m pytest -m soak -rP $(TESTS)

test-cluster: .venv/installed-dev  ## Run the engine's tests on real OpenSearch nodes (Java 17 or newer, Maven)
	@.ci/cluster

check: .venv/installed-dev  ## Look the code over without running it
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@$(MANAGE) makemigrations --check --dry-run
	@$(MANAGE) check

rules:  ## Look for what we forbid ourselves (tests/security/rules.yml; needs semgrep)
	@semgrep scan --metrics=off --disable-version-check --quiet --error --config tests/security/rules.yml archive search

bench: .venv/installed-dev  ## Measure the engine beside its peers (20,000 records)
	@$(PYTHON) -m tests.benchmarks.speed --quick --json build/speed.jsonl

lock: .venv/installed-dev  ## Pin the newest allowed packages, with hashes, for Linux and macOS
	uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes requirements.in -o requirements.txt
	uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes requirements-dev.in -o requirements-dev.txt

clean:  ## Remove the environment and everything built; the archive in var/ stays
	rm -rf .venv build staticfiles

# uv, where it is at hand, brings its own Python 3.11; hazm's numpy has no wheels for a younger one.
.venv/bin/python:
	@if command -v uv >/dev/null; then uv venv --quiet --python 3.11 --seed .venv; \
	elif command -v python3.11 >/dev/null; then python3.11 -m venv .venv; \
	else echo "Python 3.11 is needed: install uv (https://docs.astral.sh/uv/) or python3.11 with its venv package." >&2; exit 1; fi

.venv/installed: requirements.txt | .venv/bin/python
	@echo "Installing the packages the site runs on …"
	@if command -v uv >/dev/null; then uv pip install --quiet --compile-bytecode --python $(PYTHON) --require-hashes -r requirements.txt; \
	else $(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt; fi
	@touch $@

.venv/installed-dev: requirements-dev.txt .venv/installed
	@echo "Installing the packages the tests need …"
	@if command -v uv >/dev/null; then uv pip install --quiet --compile-bytecode --python $(PYTHON) --require-hashes -r requirements-dev.txt; \
	else $(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt; fi
	@touch $@
