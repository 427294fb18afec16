# Sceau. `make` alone lists the targets. Needs: git, make, python3 (3.11 or newer) with venv. No root, no container.
PORT  ?= 8080
STATE ?= .state
PY    ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do command -v $$p >/dev/null 2>&1 && $$p -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { command -v $$p; break; }; done)
T     ?=

export UV_PYTHON_DOWNLOADS = never
export UV_SYSTEM_CERTS = true
export PIP_DISABLE_PIP_VERSION_CHECK = 1
export SCEAU_STATE = $(abspath $(STATE))
export SCEAU_PORT = $(PORT)

BIN = .venv/bin
UV  = $(BIN)/uv --quiet
COMPILE = $(UV) pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock"

.DEFAULT_GOAL := help
.PHONY: help install run test lint types unit prove fuzz mutation lock docs datasets browser capture compiled bench-apk bench-traffic bench-sdks clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

install: .venv/.run datasets ## set up without starting
	@$(BIN)/sceau dev seed

run: install ## set up, then serve a demonstration: PORT=8080 STATE=.state
	@exec $(BIN)/sceau serve

test: .venv/.dev capture datasets browser ## everything that CI runs: T=path for one part
	@$(BIN)/python -m tests.gate $(T)

lint: .venv/.dev ## format, lint, import contracts
	@$(BIN)/ruff format . && $(BIN)/ruff check . && $(BIN)/lint-imports

types: .venv/.dev ## strict types
	@$(BIN)/mypy

unit: .venv/.dev ## the quick tests alone
	@$(BIN)/python -m pytest tests/unit tests/property tests/contract tests/house -n 2

prove: .venv/.dev capture datasets ## the long proofs at full size, then 20 minutes of fuzzing for each reader; figures go to docs/proofs.md
	@HYPOTHESIS_PROFILE=prove $(BIN)/python -m pytest tests -m "prove or not prove" -p no:randomly --timeout=0 --durations=15
	@$(BIN)/python -m tests.mutate 2
	@$(BIN)/python -m tests.fuzz.run $(or $(SECONDS),1200)

fuzz: .venv/.dev ## fuzz every reader, from its kept inputs on: SECONDS= for each, T=one for one
	@$(BIN)/python -m tests.fuzz.run $(or $(SECONDS),60) $(T)

mutation: .venv/.dev ## change the rules place by place in a copy, and see the tests fail: ONE_IN=8 takes a sample
	@$(BIN)/python -m tests.mutate 2 $(or $(ONE_IN),1)

docs: .venv/.dev ## write the generated pages again
	@$(BIN)/python -m tests.pages

lock: .venv/.uv ## resolve again; the only target that does
	@for f in run dev capture data peers; do $(COMPILE) requirements/$$f.in -o requirements/$$f.lock || exit 1; done

datasets: .venv/.run ## fetch the pinned data sets; without them coverage is lower, and said
	@sh requirements/datasets.sh $(BIN)/python "$(SCEAU_STATE)/datasets"

browser: # the page tests drive Chromium: brought where the machine lets us, else they fail by one sentence
	@command -v chromium chromium-browser google-chrome >/dev/null 2>&1 || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium; } >/dev/null 2>&1 || true

capture: .venv-capture/.ok ## the capture tools, in an environment of their own

compiled: .venv/.dev ## compile the readers of captures where there is a C compiler: the same evidence, a quarter faster
	@$(BIN)/python -m tests.compile

bench-apk: .venv/.dev .venv-peers/.ok ## packages, measured beside exodus-core: SCEAU_CORPUS names real ones
	@$(BIN)/python -m tests.benchmarks.bench_apk

bench-sdks: .venv/.dev .venv-peers/.ok ## SDKs in every condition, beside exodus-core and APKiD: SCEAU_CORPUS names the tracker list
	@$(BIN)/python -m tests.benchmarks.bench_sdks

bench-traffic: .venv/.dev capture datasets compiled ## captures, measured beside mitmproxy and TrackHAR: SCEAU_CORPUS names real ones
	@sh tests/benchmarks/trackhar.sh "$(CURDIR)/build/trackhar"
	@$(BIN)/python -m tests.benchmarks.bench_traffic

clean: ## remove what was installed and built, never a state
	@rm -rf .venv .venv-capture .venv-peers .venv-data build *.egg-info

# The server's environment. A stamp is newer than its lock, or the lock is installed again.
.venv/.uv:
	@test -n "$(PY)" || { echo "Sceau needs python3 3.11 or newer with its venv module (Debian: python3-venv)." >&2; exit 2; }
	@test -x $(BIN)/python || $(PY) -m venv .venv || { echo "python3 has no venv module: install python3-venv." >&2; exit 2; }
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements/uv.lock && touch $@

.venv/.run: requirements/run.lock pyproject.toml .venv/.uv
	@$(UV) pip install --python $(BIN)/python --require-hashes -r requirements/run.lock
	@$(UV) pip install --python $(BIN)/python --no-deps --no-build-isolation --editable . && touch $@

.venv/.dev: requirements/dev.lock .venv/.run
	@$(UV) pip install --python $(BIN)/python --require-hashes -r requirements/dev.lock && touch $@

# mitmproxy pins its own cryptography, flask and h2: never in the server's environment.
.venv-capture/.ok: requirements/capture.lock .venv/.uv
	@$(UV) venv --clear --python $(BIN)/python .venv-capture
	@$(UV) pip install --python .venv-capture/bin/python --require-hashes -r requirements/capture.lock && touch $@

# The peers of the benchmarks, with dependencies of their own: never in the server's environment.
.venv-peers/.ok: requirements/peers.lock tests/benchmarks/peers.sh .venv/.uv
	@$(UV) venv --clear --python $(BIN)/python .venv-peers
	@$(UV) pip install --python .venv-peers/bin/python --require-hashes -r requirements/peers.lock
	@sh tests/benchmarks/peers.sh "$(CURDIR)/.venv-peers/dexdump" && touch $@
