#!/bin/sh
# Make the checkout's virtual environment and install one locked set into it: service, dev or bench.
# Nothing is written outside the checkout, and no system package is ever installed.
set -eu
cd "$(dirname "$0")/.."
set_name=$1

say() { printf '%s\n' "$*" >&2; }

find_python() {
    for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s\n' "$candidate"
            return
        fi
    done
    say "backprop-grader needs Python 3.11 or newer, and none was found. Install one, or name it: make PYTHON=/path/to/python3"
    exit 2
}

make_venv() {
    python=$(find_python) || exit 2
    if "$python" -c 'import ensurepip' 2>/dev/null; then
        "$python" -m venv .venv
    elif "$python" -m virtualenv --version >/dev/null 2>&1; then
        "$python" -m virtualenv -q .venv
    elif command -v uv >/dev/null 2>&1; then
        uv venv -q --seed --python "$python" .venv
    else
        say "This Python has no ensurepip, so it cannot make a virtual environment. Run one of these, then try again:"
        say "    sudo apt install python3-venv        # Debian, Ubuntu"
        say "    $python -m pip install --user virtualenv"
        exit 2
    fi
}

# The shared object of the interpreter may have gone (an upgrade, a moved checkout): such an environment is made anew.
if ! .venv/bin/python -c 'import sys, pip' 2>/dev/null; then
    rm -rf .venv
    say "Making .venv …"
    make_venv
fi

say "Installing the locked packages ($set_name) …"
# pip keeps its downloads in the checkout too: nothing is left elsewhere.
install() { .venv/bin/python -m pip install -q --disable-pip-version-check --cache-dir .cache/pip "$@"; }
install --require-hashes -r "requirements/$set_name.txt"
if [ "$set_name" != bench ]; then
    [ "$set_name" = dev ] || install --require-hashes -r requirements/build.txt
    install --no-deps --no-build-isolation -e .
fi
touch ".venv/.$set_name"
[ "$set_name" != dev ] || touch .venv/.service
