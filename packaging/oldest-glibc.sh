#!/usr/bin/env bash
# Says the oldest C library that a staged folder's programs and libraries run on: the highest version they name.
set -euo pipefail

# objdump complains of the launcher, which is static and needs none.
version=$({ find "$1/bin" "$1/lib" -type f -exec objdump -T {} + 2>/dev/null || true; } \
    | grep -oE 'GLIBC_[0-9.]+' | sort -V | tail -n 1)
echo "glibc ${version#GLIBC_} or later"
