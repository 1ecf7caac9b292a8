#!/usr/bin/env bash
# What the packed Rota must do on a bare machine: packaging/inside-package.sh FOLDER, where FOLDER holds bin/rota.
set -euo pipefail

rota="$1/bin/rota"
work=$(mktemp -d)
started=()
# Whoever still writes would put files back into what is being removed.
trap 'kill "${started[@]}" 2>/dev/null || true; wait; rm -rf "$work"' EXIT
cd "$work"

fail() {
    echo "In the bare tree, $*" >&2
    exit 1
}

of_the_c_library='/lib(c|m|pthread|resolv|rt|dl)\.so\.[0-9]+$'
outside=$(ldd "$rota" | sed -n 's/.* => \(.*\) (0x.*/\1/p' | grep -vF "$1/" | grep -vE "$of_the_c_library" || true)
[ -z "$outside" ] || fail "rota takes libraries of the system: $outside"

version=$(sed -n '/^## \[[0-9]/{s/^## \[\([^]]*\)\].*/\1/p;q}' "$1/share/doc/rota/CHANGELOG.md")
"$rota" --version | grep -wF "$version" >/dev/null || fail "rota --version does not say $version"

printf '%s\n' 1 4 9 16 >expected
"$rota" run --quiet --range 1-4 -- sh -c 'echo $(({} * {}))' | sort -n >squares || fail "a range of tasks fails"
cmp expected squares || fail "the tasks' output is not theirs"

code=0
"$rota" run --quiet -- sh -c 'exit 3' || code=$?
[ "$code" -eq 3 ] || fail "a lone program's exit code 3 becomes $code"

"$rota" run --quiet "$1/share/doc/rota/examples/date-example.json" >/dev/null || fail "the example fails"
"$rota" list >/dev/null || fail "the record can't be read"

# What is loaded only when it is needed is there, too: a service, an executor and a client.
access="$work/access.json"
"$rota" serve --state "$work/state" --access "$access" >served 2>&1 &
started+=($!)
for _ in $(seq 300); do
    [ -s "$access" ] && break
    sleep 0.1
done
[ -s "$access" ] || fail "rota serve does not listen: $(cat served)"
"$rota" executor --service "$access" >lent 2>&1 &
started+=($!)
"$rota" submit --service "$access" --range 1-4 -- true >/dev/null || fail "rota submit fails"
"$rota" wait --service "$access" --timeout 60s >/dev/null || fail "what was submitted does not end: $(cat served lent)"
