#!/usr/bin/env bash
# Says the oldest C library that a staged folder's programs and libraries run on: the highest version they name.
set -euo pipefail

version=$(find "$1/bin" "$1/lib" -type f -exec objdump -T {} + 2>/dev/null \
    | grep -oE 'GLIBC_[0-9.]+' | sort -V | tail -n 1)
echo "glibc ${version#GLIBC_} or later"
