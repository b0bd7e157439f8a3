# The two commands for everybody: `make demo` and `make test`. `make check` is what CI runs.
.DEFAULT_GOAL := help
.PHONY: help demo serve stop reset test check format lint types imports web setup lock api reference bench bench-setup soak sanitize
SHELL := /bin/bash
BIN := .venv/bin
# Compiled once, not by each of the many processes.
unexport PYTHONDONTWRITEBYTECODE

help: ## Show what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

setup: ## Set up Python packages (.venv); every other target does it by itself
	@bash tools/setup.sh

web: setup ## Build the web apps
	@bash tools/web.sh

demo: setup web ## Run a day of the demo operator; UNTIL_DONE=1 runs it headless as fast as it can
	@$(BIN)/pannier demo $(if $(UNTIL_DONE),--until-done)

serve: setup web ## Serve your own installation (data in .pannier)
	@$(BIN)/pannier serve

stop: ## Stop a server of this folder that was left running
	@$(BIN)/pannier stop

reset: ## Delete the demo's data
	@$(BIN)/pannier demo --reset

# Each worker brings a server, a database and a browser of its own; more of them than cores make tests wait too long.
WORKERS ?= 2

test: setup web ## Run all tests: Python, web unit, browser end-to-end
	@bash tools/chromium.sh
	@bash tools/web.sh test
	$(BIN)/pytest -n $(WORKERS) --dist worksteal $(COVERAGE)

# Coverage makes tests half as long again, so only `make check` measures it.
check: COVERAGE := --cov --cov-report=term:skip-covered --cov-fail-under=90
check: setup ## What CI runs: format, lint, types, import rules, all tests and their coverage
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	@bash tools/web.sh check
	@$(MAKE) --no-print-directory test COVERAGE='$(COVERAGE)'

MINUTES ?= 60

# Long; it keeps its place in build/soak.txt and goes on there the next time.
soak: setup ## Solve random problems for MINUTES and print the seeds that fail; 100,000 in all
	$(BIN)/python -m tools.soak --minutes $(MINUTES)

sanitize: setup ## Solve random problems with the engine built to find faults of memory and arithmetic
	@bash tools/sanitize.sh --first 1 --count 300 --minutes 2

format: setup ## Format all code
	$(BIN)/ruff format . && $(BIN)/ruff check --fix .
	@bash tools/web.sh format

api: setup ## Write the API description and the web's generated types
	$(BIN)/pannier openapi > web/packages/api/openapi.json
	@bash tools/web.sh api:generate

reference: setup ## Write the reference pages that are read off the code
	$(BIN)/python tools/write_reference.py

# Long; it stops after MINUTES and goes on the next time. PANNIER_BENCHMARKS names the folder of data.
bench: setup bench-setup ## Measure the optimiser beside its rivals, see docs/reference/benchmarks.md; MINUTES=60
	$(BIN)/python -m benchmarks.bench --minutes $(MINUTES)
	@$(BIN)/python -m benchmarks.table

bench-setup: setup ## Set up the rivals of the benchmarks (.venv-bench)
	@bash tools/bench_setup.sh

lock: setup ## Resolve the lock files anew (after a change of dependencies)
	$(BIN)/uv pip compile --quiet --universal --python-version 3.12 --generate-hashes --no-emit-index-url --no-header \
	  pyproject.toml --output-file requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.12 --generate-hashes --no-emit-index-url --no-header \
	  --group dev pyproject.toml --output-file requirements-dev.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  benchmarks/requirements.in --output-file benchmarks/requirements.lock
