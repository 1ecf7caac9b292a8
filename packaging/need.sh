#!/usr/bin/env bash
# Installs the Debian packages named that are not here yet, and nothing else; silent when none is missing.
# Services, sockets and timers that come with them are started neither now nor at the next start of the machine.
# Use: packaging/need.sh PACKAGE...
set -euo pipefail

missing=()
for package in "$@"; do
    dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

if ! command -v apt-get >/dev/null; then
    echo "This system has no apt-get. Install what these Debian packages hold, then try again: ${missing[*]}" >&2
    exit 2
fi
as_root=()
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "Missing packages, and no sudo to install them. As root: apt-get install ${missing[*]}" >&2
        exit 2
    fi
    as_root=(sudo)
fi

log=$(mktemp)
before=$(mktemp)
policy=/usr/sbin/policy-rc.d
policy_is_ours=
trap 'rm -f "$log" "$before"; [ -z "$policy_is_ours" ] || "${as_root[@]}" rm -f "$policy"' EXIT
install() {
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends \
        -o DPkg::Lock::Timeout=300 "${missing[@]}" >"$log" 2>&1
}
# Those that the machine starts by itself.
services() { find /etc/systemd/system -path '*.wants/*' 2>/dev/null | sort; }

# Debian asks this program before it starts a service; whoever has one already has decided.
if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
    policy_is_ours=yes
    "${as_root[@]}" chmod 755 "$policy"
fi
services >"$before"

echo "Installing ${missing[*]}"
# The lists are refreshed only when they are missing or too old to install from.
if ! install; then
    if ! { "${as_root[@]}" apt-get update -qq -o DPkg::Lock::Timeout=300 && install; } >>"$log" 2>&1; then
        cat "$log" >&2
        exit 1
    fi
fi
services | comm -13 "$before" - | while read -r link; do "${as_root[@]}" rm -f "$link"; done
