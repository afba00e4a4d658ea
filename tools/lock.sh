#!/bin/sh
# Renew the lock files: every version with its hashes, for every supported Python, naming no host and no address.
set -eu
cd "$(dirname "$0")/.."
.venv/bin/python -m pip install -q uv
compile() {
    target=$1
    shift
    .venv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
        --no-annotate "$@" --output-file "requirements/$target.txt"
}
compile dev --extra service --extra scale --extra dev pyproject.toml
# The smaller sets take their versions from the largest, so that all agree.
compile service --extra service --extra scale --constraint requirements/dev.txt pyproject.toml
compile bench --extra bench --constraint requirements/dev.txt pyproject.toml
compile build --constraint requirements/dev.txt requirements/build.in
