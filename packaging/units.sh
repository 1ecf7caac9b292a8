#!/usr/bin/env bash
# Puts the units of systemd where it looks for them below a prefix: packaging/units.sh PREFIX. Nothing is enabled.
set -euo pipefail
cd "$(dirname "$0")/systemd"

prefix=$1
for kind in user system; do
    install -d "$prefix/lib/systemd/$kind"
    sed "s|@PREFIX@|$prefix|g" "$kind.service" >"$prefix/lib/systemd/$kind/rota.service"
    chmod 644 "$prefix/lib/systemd/$kind/rota.service"
done
