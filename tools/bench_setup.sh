#!/usr/bin/env bash
# Make .venv-bench with the rivals of the benchmark runs; does nothing when it is up to date.
# RoutingBlocks has wheels up to Python 3.11 only; PANNIER_BENCH_PYTHON names an older one, else 3.11 is looked for.
set -euo pipefail
cd "$(dirname "$0")/.."

stamp=$(cksum < benchmarks/requirements.lock)
if [ "$(cat .venv-bench/.made-from 2>/dev/null)" = "$stamp" ]; then
  exit 0
fi
# An installed pyenv answers to names it does not have, so each candidate is tried.
for python in ${PANNIER_BENCH_PYTHON:-python3.11 "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.11*/bin/python3}; do
  if "$python" -c 'import sys, venv; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then
    found=$python
    break
  fi
done
if [ -z "${found:-}" ]; then
  echo "The rivals need Python 3.11; name one: PANNIER_BENCH_PYTHON=/path/to/python3.11 make bench-setup" >&2
  exit 1
fi
echo "Setting up .venv-bench with $found"
rm -rf .venv-bench
"$found" -m venv --without-pip .venv-bench
VIRTUAL_ENV="$PWD/.venv-bench" .venv/bin/uv pip sync --quiet --require-hashes benchmarks/requirements.lock
echo "$stamp" > .venv-bench/.made-from
