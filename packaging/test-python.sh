#!/usr/bin/env bash
# Makes the Python that drives our services with QCG-PilotJob's own client, unmodified, as its users have it.
# It is made once and kept in the user's cache.
set -euo pipefail

cache="${XDG_CACHE_HOME:-$HOME/.cache}/rota"
folder="$cache/qcg-python"
[ -e "$folder/ready" ] && exit 0

mkdir -p "$cache"
exec 9>"$cache/qcg-python.lock"
# Two tests at once: the second finds what the first has made.
flock 9
[ -e "$folder/ready" ] && exit 0
echo "Making a Python with qcg-pilotjob in $folder"
rm -rf "$folder"
python3 -m venv "$folder"
"$folder/bin/python" -m pip install --quiet --disable-pip-version-check qcg-pilotjob
touch "$folder/ready"
