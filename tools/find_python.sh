#!/usr/bin/env bash
# Print the path of a Python 3.12 or newer: from PATH, pyenv or uv; else say how to get one and fail.
set -u

good() { "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 12))' 2>/dev/null; }
show() { "$1" -c 'import sys; print(sys.executable)'; exit 0; }

if [ -n "${PANNIER_PYTHON:-}" ]; then
  good "$PANNIER_PYTHON" && show "$PANNIER_PYTHON"
  echo "PANNIER_PYTHON=$PANNIER_PYTHON is not a Python 3.12 or newer with venv." >&2
  exit 1
fi
for name in python3.13 python3.12 python3.14 python3 python; do
  found=$(command -v "$name" 2>/dev/null) && good "$found" && show "$found"
done
root=${PYENV_ROOT:-}
[ -n "$root" ] || root=$(pyenv root 2>/dev/null) || root="$HOME/.pyenv"
for found in "$root"/versions/3.13*/bin/python3 "$root"/versions/3.12*/bin/python3 "$root"/versions/3.1[4-9]*/bin/python3; do
  [ -x "$found" ] && good "$found" && show "$found"
done
if command -v uv >/dev/null 2>&1; then
  found=$(uv python find '>=3.12' 2>/dev/null) && good "$found" && show "$found"
  uv python install 3.13 >&2 && found=$(uv python find 3.13) && good "$found" && show "$found"
fi
cat >&2 <<'TEXT'
Pannier needs Python 3.12 or newer (with the venv module). Ways to get one:
  Debian 13, Ubuntu 24.04 or newer:  sudo apt-get install python3 python3-venv python3-dev
  macOS:                             brew install python@3.13
  any system, with uv:               uv python install 3.13
  any system, with pyenv:            pyenv install 3.13
Or name one yourself: PANNIER_PYTHON=/path/to/python make demo
TEXT
exit 1
