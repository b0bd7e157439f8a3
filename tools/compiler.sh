#!/usr/bin/env bash
# Make sure that what compiles the engine is there: a C++ compiler and the headers of the Python given.
# As root on Debian it installs them, else it says how; cmake and ninja stand in the lock.
set -u
python=${1:-.venv/bin/python}

has_compiler() { command -v "${CXX:-c++}" >/dev/null 2>&1 || command -v g++ >/dev/null 2>&1 || command -v clang++ >/dev/null 2>&1; }
has_headers() { "$python" -c 'import pathlib, sys, sysconfig; sys.exit(not pathlib.Path(sysconfig.get_path("include"), "Python.h").is_file())'; }

has_compiler && has_headers && exit 0
headers="$("$python" -c 'import sys; print(f"python{sys.version_info[0]}.{sys.version_info[1]}")')-dev"
packages=()
has_compiler || packages+=(g++)
has_headers || packages+=("$headers")
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing ${packages[*]} to compile the engine"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq && apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null && exit 0
fi
cat >&2 <<TEXT
The engine is compiled here, which needs a C++20 compiler (g++ 12, clang 15 or newer) and Python's headers. Ways to get them:
  Debian 12, Ubuntu 24.04 or newer:  sudo apt-get install ${packages[*]}
  Fedora:                            sudo dnf install gcc-c++ python3-devel
  macOS:                             xcode-select --install
TEXT
exit 1
