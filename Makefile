# The two commands to know: make run, make test. Both need Python 3.11 or newer and nothing else.
PYTHON ?= python3
BIN := .venv/bin
INSTALL := $(PYTHON) requirements/install.py
COMPILE := $(BIN)/uv pip compile -q pyproject.toml --generate-hashes --python-version 3.11 \
	--universal --custom-compile-command "make lock"

.DEFAULT_GOAL := help
.PHONY: help run test check bench bench-search soak format lock clean

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' Makefile

run: ## Start the whole site at http://localhost:8000 (PORT=8001 for another port, DEBUG=1 for error pages)
	@$(INSTALL) run
	@$(BIN)/python -m mentorhub.run

test: ## Run the tests, side by side (ARGS="-k routing" for some of them, ARGS="-n 0 --pdb" for one process)
	@$(INSTALL) test
	@$(BIN)/pytest -n auto --maxprocesses 4 --dist loadgroup $(ARGS)

check: ## Check format, code, types, architecture, templates, migrations and production's settings
	@$(INSTALL) test
	@echo "--- ruff format: the code's layout"
	@$(BIN)/ruff format --check .
	@echo "--- ruff check: mistakes, security, style"
	@$(BIN)/ruff check .
	@echo "--- mypy: types"
	@DEBUG=1 $(BIN)/mypy .
	@echo "--- import-linter: who may import whom"
	@$(BIN)/lint-imports
	@echo "--- djlint: templates"
	@$(BIN)/djlint --quiet --lint templates
	@echo "--- architecture"
	@$(BIN)/pytest -q tests/test_architecture.py tests/test_templates.py tests/test_example_settings.py
	@echo "--- migrations"
	@DEBUG=1 $(BIN)/python manage.py makemigrations --check --dry-run
	@echo "--- production's settings, from .env.example"
	@set -a && . ./.env.example && \
		SECRET_KEY=$$($(BIN)/python -c "import secrets; print(secrets.token_urlsafe(50))") && \
		$(BIN)/python manage.py check --deploy --fail-level WARNING

bench: ## Measure pages and emails, as ratios to an empty view and to raw smtplib (two minutes)
	@$(INSTALL) test
	@$(BIN)/pytest -q -s tests/bench/bench.py tests/bench/versions.py tests/bench/people.py

bench-search: ## Measure how well the search answers mentors' questions, beside package bm25s
	@$(INSTALL) test
	@$(BIN)/pytest -q -s tests/bench/search.py

soak: ## Break what can break, at full size and three times (SOAK_ROUNDS=1 once; ARGS=--write keeps the table)
	@$(INSTALL) test
	@$(BIN)/pytest -q tests/soak $(ARGS)

format: ## Lay out the code
	@$(INSTALL) test
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix --select I .

lock: ## Write requirements/*.txt anew from pyproject.toml
	@$(INSTALL) test
	@$(COMPILE) -o requirements/base.txt
	@$(COMPILE) --extra run -c requirements/base.txt -o requirements/run.txt
	@$(COMPILE) --extra run --extra sentry --extra prometheus --extra bucket --extra test -c requirements/run.txt -o requirements/test.txt

clean: ## Remove .venv and the caches (the demo's data stays in .data)
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
