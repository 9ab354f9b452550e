# Every task of this project. `make` prints this list; CI runs only these.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DB ?= bills.db
PORT ?= 8001
JOBS ?= 2
DEMO_DB := build/demo/bills.db

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "make %-12s %s\n", $$1, $$2 }'

install: $(VENV)/.installed ## set everything up in .venv; the other targets do this by themselves

$(VENV)/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is wanted, this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	@touch $@

demo: install ## the bundled sample, collected and served: PORT=8001, SERVE=0 stops after the summary
	@mkdir -p $(dir $(DEMO_DB)) && rm -f $(DEMO_DB)*
	$(BIN)/scrapy collect ca --archive samples/ca-20172018.warc.gz --db $(DEMO_DB)
	@$(if $(filter 0,$(SERVE)),echo "The database is $(DEMO_DB). Look at it with: make serve DB=$(DEMO_DB)",$(MAKE) --no-print-directory serve DB=$(DEMO_DB))

crawl: install ## STATE=ca [SESSION=20252026] [BILL="SB 54"] [ARCHIVE=file.warc.gz] [DB=bills.db] (scrapy ends with 0 ok, 3 partial)
	@$(if $(STATE),,echo "make crawl wants a state: make crawl STATE=ca" >&2; exit 2)
	@$(BIN)/scrapy collect $(STATE) --db "$(DB)" $(if $(SESSION),--session "$(SESSION)") $(if $(BILL),--bill "$(BILL)") $(if $(ARCHIVE),--archive "$(ARCHIVE)")

newstate: install ## STATE=nv: the folder, test and page of a new state
	@$(if $(STATE),,echo "make newstate wants a state: make newstate STATE=nv" >&2; exit 2)
	@$(BIN)/scrapy newstate $(STATE)

update: install ## every active session of every state, side by side: [STATES="ca va"] [JOBS=2] [ARCHIVE=] [DB=bills.db]
	@$(BIN)/scrapy update $(STATES) --jobs $(JOBS) --db "$(DB)" $(if $(ARCHIVE),--archive "$(ARCHIVE)")

serve: install ## the dashboard: [DB=bills.db] [PORT=8001]
	@$(BIN)/python -m pipelines.serve "$(DB)" --port $(PORT)

check-data: install ## the checks in pipelines/checks over a database, with a report: [DB=bills.db]
	@$(BIN)/python -m pipelines.check "$(DB)"

check: install ## lint, format and types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

test: install ## all tests, a worker for each processor
	$(BIN)/pytest --numprocesses auto --dist loadfile

docs: install ## write the generated pages of docs/
	$(BIN)/python docs/generate.py

bench: install ## measure speed and memory against a bare floor, in this run, and then the pages (3.5 GB of disk)
	$(BIN)/python -m bench.run
	@$(MAKE) --no-print-directory bench-pages

bench-pages: install ## measure the dashboard over 200,000 bills and 10 million votes, and write docs/speed.md
	$(BIN)/python -m bench.pages --write

screenshots: install ## take the README's pictures anew
	@$(MAKE) --no-print-directory demo SERVE=0
	$(BIN)/python -m tests.browser.screenshots $(DEMO_DB)

verify: check test ## all of CI
	@$(MAKE) --no-print-directory demo SERVE=0
	@$(MAKE) --no-print-directory check-data DB=$(DEMO_DB)

lock: install ## renew requirements.lock from pyproject.toml
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --group dev --no-header pyproject.toml --output-file requirements.lock

.PHONY: help install demo crawl newstate update serve check-data check test docs bench bench-pages screenshots verify lock
