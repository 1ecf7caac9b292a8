# What one does with this project; `make` alone explains itself.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PREFIX ?= /usr/local
# The libraries, named once: beside the system libraries of Package.swift.
LIBRARIES := $(shell sed -n 's/.*\.apt(\[\([^]]*\)\]).*/\1/p' Package.swift | tr -d '",')
# strip and objdump, for what is installed or packed.
PACKING := binutils
TESTING := openmpi-bin environment-modules python3 python3-venv gcc libc6-dev mount strace sshfs openssh-server \
	openssh-sftp-server procps util-linux iproute2 systemd zsh debootstrap binutils slurmctld slurmd slurm-client munge \
	docker.io podman busybox-static
# An image of containers for TensorFlow, which the tests and the benchmarks use.
IMAGE := mmdebstrap python3 python3-venv binutils docker.io
MEASURING := gcc libc6-dev parallel findutils python3-venv time docker.io busybox-static util-linux
# One set of options for all that is run for real, so that it is compiled once. The library path is a real RPATH,
# which the bundled libraries inherit for what they need themselves.
RELEASE := --configuration release --static-swift-stdlib \
	-Xlinker -rpath -Xlinker '$$ORIGIN/../lib/rota' -Xlinker --disable-new-dtags
ROTA := $(CURDIR)/.build/release/rota
SHOW := .build/examples

.PHONY: help run test rehearse tensorflow-image bench check format package install clean libraries release lint \
	warnings

help: ## this page
	@sed -n 's/^\([a-z-]*\):.*## /  make \1|/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "%-24s %s\n", $$1, $$2}'

run: release ## install what it needs, build, and run two examples to a summary and a picture
	@rm -rf $(SHOW) && mkdir -p $(SHOW) && cp -R examples/. $(SHOW)
	@echo "== the seed's ten-iteration job: rota run date-example.json"
	@cd $(SHOW) && $(ROTA) run date-example.json
	@echo "== a pipeline with dependencies and mixed widths: rota run pipeline.json"
	@cd $(SHOW) && $(ROTA) run --report timeline.html pipeline.json
	@echo "What the pipeline found, in $(SHOW)/pipeline.out/table.txt, begins:"
	@head -n 4 $(SHOW)/pipeline.out/table.txt
	@test -s $(SHOW)/timeline.html && echo "The timeline picture: $(SHOW)/timeline.html"

test: libraries ## install what the tests need, then format, warnings, the package, and every test
	@packaging/need.sh $(TESTING) $(IMAGE)
	@packaging/test-python.sh
	@packaging/tensorflow-image.sh --tar >/dev/null
	@$(MAKE) lint warnings
	@$(MAKE) package
	@packaging/test-package.sh
	swift test --disable-xctest

rehearse: release ## rehearse faults: SEED=n tells what happens under one seed, HUNT=10m tries new ones for so long
	@$(ROTA) rehearse --faults $(if $(SEED),--seeds $(SEED),$(if $(HUNT),--hunt $(HUNT)))

tensorflow-image: ## an image with TensorFlow and the examples, for the container engine of this machine or DOCKER_HOST
	@packaging/need.sh $(IMAGE)
	@packaging/tensorflow-image.sh

bench: release ## measure beside the peers and write Benchmarks/RESULTS.md; QUICK=1 is shorter
	@packaging/need.sh $(MEASURING) $(IMAGE)
	@python3 Benchmarks/run.py $(if $(QUICK),--quick)

check: libraries lint warnings ## format, warnings and the tidy tests only
	@swift test --disable-xctest --filter TidyTests

format: ## lay out the Swift files as `make check` wants them
	@swift format --in-place --recursive Sources Tests Package.swift

package: release ## dist/rota-VERSION-linux-ARCHITECTURE.tar.gz, which runs on a machine with none of our libraries
	@packaging/need.sh $(PACKING)
	@packaging/package.sh

install: release ## install under PREFIX (/usr/local)
	@packaging/need.sh $(PACKING)
	@packaging/stage.sh "$(PREFIX)"
	@packaging/units.sh "$(PREFIX)"
	@echo "Installed $(PREFIX)/bin/rota"

clean: ## remove everything that was built
	@rm -rf .build dist

libraries:
	@command -v swift >/dev/null || { echo "Swift 6.2 or later is needed: no swift on the PATH." >&2; exit 2; }
	@packaging/need.sh $(LIBRARIES)

release: libraries
	@swift build --quiet $(RELEASE)

lint:
	@swift format lint --strict --recursive Sources Tests Package.swift

warnings:
	@$$(command -v clang || echo cc) -std=gnu11 -Wall -Wextra -Wshadow -Werror -fsyntax-only \
		-I Sources/CLinux/include -I Sources/CWeb/include \
		$$(find Sources Benchmarks -name '*.c')
