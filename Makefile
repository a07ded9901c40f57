# The front door for people and for CI. Everything lands in .venv, .local and console/node_modules; `make clean` removes it.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help run test check bench soak docs pins audit sbom costs package deploy destroy live migrate reindex backup restore tenant tenant-export tenant-close super-admin install clean chromium console-deps redrive classify

help: ## what can be done here
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1|/' | awk -F'|' '{printf "  make %-13s %s\n", $$1, $$2}'

run: $(VENV)/house console-deps ## the whole house on this machine: console, API, wires, mail, demo companies
	@exec $(BIN)/python -S infra/local/leash.py $$PPID $(BIN)/python -m infra.local

test: $(VENV)/dev console-deps chromium ## all tests but those that need a deployed stage
	@$(BIN)/python -m infra.local.console_build
	npm --prefix console test
	$(BIN)/python -m pytest -m "not live" -n 2

check: $(VENV)/dev console-deps ## style, types and borders, in Python and TypeScript
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/cfn-lint infra/template.yaml
	$(BIN)/python -m infra.docs --check
	npm --prefix console run generate -- --check
	npm --prefix console run lint
	npm --prefix console run typecheck

bench: $(VENV)/dev ## counts and times, into docs/performance.md (PARTS=agents,files: only these)
	@$(BIN)/python -m bench $(if $(PARTS),PARTS=$(PARTS))

soak: $(VENV)/dev ## 2,000 leads (LEADS=…) through a house in which everything fails, into docs/faults.md
	@$(BIN)/python -m bench.soak $(if $(LEADS),--leads $(LEADS))

package: $(VENV)/dev ## what Lambda and CloudFormation get for STAGE (PASSERELLE_ARCH=arm64 or x86_64), into build/
	@$(BIN)/python -m infra.package $(STAGE)

migrate: $(VENV)/house ## bring the items of STAGE to the shapes of this release (DRY=1 only counts, PARTS=4 in parallel; docs/operations.md)
	@$(BIN)/python -m infra.moves migrate $(STAGE)

reindex: $(VENV)/house ## the search tokens of STAGE, made anew from its persons (PARTS=4 in parallel; docs/operations.md)
	@$(BIN)/python -m infra.moves reindex $(STAGE)

backup: $(VENV)/house ## what cannot be rebuilt of STAGE is kept as it is now (docs/operations.md, as all of the next)
	@$(BIN)/python -m infra.moves backup $(STAGE)

restore: $(VENV)/house ## BACKUP (or AT, a moment) of STAGE comes back under the name INTO, and is checked
	@$(BIN)/python -m infra.moves restore $(STAGE)

tenant: $(VENV)/house ## a company comes to STAGE, as its FILE says
	@$(BIN)/python -m infra.moves tenant $(STAGE)

tenant-export: $(VENV)/house ## all that STAGE keeps of the company TENANT, in clear, into FOLDER
	@$(BIN)/python -m infra.moves tenant-export $(STAGE)

tenant-close: $(VENV)/house ## the company TENANT leaves STAGE: doors shut, all of it into FOLDER, keys destroyed
	@$(BIN)/python -m infra.moves tenant-close $(STAGE)

super-admin: $(VENV)/house ## somebody who runs the platform of STAGE
	@$(BIN)/python -m infra.moves super-admin $(STAGE)

deploy: $(VENV)/dev ## STAGE comes into being on AWS, or on what AWS_ENDPOINT_URL names; shows what changes and asks (YES=1 answers)
	@$(BIN)/python -m infra.deploy deploy $(STAGE)

destroy: $(VENV)/dev ## STAGE goes; shows what stays and wants its name
	@$(BIN)/python -m infra.deploy destroy $(STAGE)

live: $(VENV)/dev console-deps ## the tests that deploy to the emulator and walk there over HTTP
	$(BIN)/python -m pytest -m live tests/stage

redrive: $(VENV)/dev ## show what failed in QUEUE of STAGE (mail-optin … or relay), and send it home when told to (docs/runbook.md)
	@$(BIN)/python -m infra.operate redrive "$(STAGE)" "$(QUEUE)"

classify: $(VENV)/house ## every line of FILE as a note of a call: its label, the words that decided, the note
	@$(BIN)/python -m infra.operate classify "$(FILE)"

pins: $(VENV)/dev ## every requirements*.in compiled into its .txt, with hashes (UPGRADE=1: the newest of what others bring)
	@$(BIN)/python -m infra.supply.pins $(if $(UPGRADE),--upgrade)

audit: $(VENV)/dev console-deps ## known faults of every package (Error 1: an index could not be asked; Error 2: there is one)
	@$(BIN)/python -m infra.supply.audit

sbom: $(VENV)/dev console-deps ## bills of materials of what is deployed, in CycloneDX, into build/sbom/
	@$(BIN)/python -m infra.supply.sbom

costs: $(VENV)/dev ## money per million leads, counted, into docs/costs.md (CHECK=1: only compare)
	@$(BIN)/python -m bench.costs $(if $(CHECK),--check)

docs: $(VENV)/dev console-deps ## the generated documents, written anew from the code
	$(BIN)/python -m infra.docs
	npm --prefix console run generate

install: $(VENV)/dev console-deps chromium ## everything that the other targets install when they need it

clean: ## remove what was made here, the local house's data included
	rm -rf $(VENV) .local build console/node_modules console/dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# What is needed before anything else, one clear line each. Installed things are stamped with the hash of what asked for them.

.NOTPARALLEL:
run test check install deploy live audit sbom: NEEDS := node
$(VENV)/house $(VENV)/dev: $(VENV)/%: FORCE
	@$(PYTHON) infra/local/preflight.py $(NEEDS)
	@$(PYTHON) infra/local/install.py $* $(VENV)

console-deps: $(VENV)/house
	@$(BIN)/python -m infra.local.console_build install

chromium: $(VENV)/dev
	@$(BIN)/python -m infra.local.chromium

FORCE:
