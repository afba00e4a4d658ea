# Everything one does with a checkout. `make` alone lists it.
PORT ?= 8000
HOST ?= 127.0.0.1
DATA ?= data
BIN := .venv/bin
CATALOGUES := $(wildcard grader/messages/locale/*/LC_MESSAGES/*.po)
SETUP := tools/setup.sh

.DEFAULT_GOAL := help
.PHONY: help serve test quick check format bench soak messages lock wheel clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 16

serve: .venv/.service $(CATALOGUES:.po=.mo) ## the quiz service, at http://HOST:PORT, with its data in DATA
	@exec $(BIN)/grader serve --host "$(HOST)" --port "$(PORT)" --data "$(DATA)"

test: .venv/.dev $(CATALOGUES:.po=.mo) ## every test, a real PostgreSQL and a real browser included
	@$(BIN)/python -m pytest -n 2 --dist loadgroup $(ARGS)

quick: .venv/.dev $(CATALOGUES:.po=.mo) ## the tests that take less than a minute together
	@$(BIN)/python -m pytest -n 2 --dist loadgroup -q -m "not slow and not browser and not postgres" $(ARGS)

check: .venv/.dev ## ruff, mypy (strict) and the direction of imports
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: .venv/.dev ## lay the code out
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: .venv/.bench ## how fast, against a floor and the peers, in one shuffled run
	@$(BIN)/python -m benchmarks

soak: .venv/.dev ## the long runs: fuzzers and endurance
	@$(BIN)/python -m benchmarks.soak

messages: $(CATALOGUES:.po=.mo) ## compile the message catalogues

%.mo: %.po | .venv/.service
	@$(BIN)/python tools/compile_messages.py $<

lock: .venv/.dev ## renew the lock files from pyproject.toml
	@tools/lock.sh

wheel: .venv/.dev ## build the wheel into dist/
	@$(BIN)/python -m build --no-isolation --wheel --outdir dist .

clean: ## forget the virtual environment and everything built
	rm -rf .venv build dist $(CATALOGUES:.po=.mo)

.venv/.service: requirements/service.txt requirements/build.txt pyproject.toml $(SETUP)
	@$(SETUP) service

.venv/.dev: requirements/dev.txt pyproject.toml $(SETUP)
	@$(SETUP) dev

.venv/.bench: requirements/bench.txt | .venv/.dev
	@$(SETUP) bench
