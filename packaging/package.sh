#!/usr/bin/env bash
# Makes dist/rota-VERSION-linux-ARCHITECTURE.tar.gz from a release build, and says the oldest C library it runs on.
set -euo pipefail
cd "$(dirname "$0")/.."

version=$(sed -n '/^## \[[0-9]/{s/^## \[\([^]]*\)\].*/\1/p;q}' CHANGELOG.md)
name="rota-$version-linux-$(uname -m)"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

packaging/stage.sh "$work/$name"
mkdir -p dist
tar --create --gzip --file "dist/$name.tar.gz" --directory "$work" --owner 0 --group 0 --sort=name "$name"

size=$(du -h "dist/$name.tar.gz" | cut -f 1)
echo "Made dist/$name.tar.gz ($size); it needs $(packaging/oldest-glibc.sh "$work/$name")."
