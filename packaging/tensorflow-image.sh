#!/usr/bin/env bash
# Makes an image with TensorFlow of Debian's packages and Python's package index, and gives it to a container engine:
#
#   rota-tensorflow:latest           Python with TensorFlow, rota.elastic and the examples
#   rota-tensorflow:convolutional    the same, and trains this example by itself; so do :recurrent and :dense
#
# The engine is the one that DOCKER_HOST names, or the machine's. With --tar only the tree is made and its path printed.
# The tree is kept in the user's cache under a name made of what it holds; the examples are laid over it each time.
set -euo pipefail
cd "$(dirname "$0")/.."

tensorflow=2.21.0
# What Python needs to run, and a shell to look around with.
debian="python3,libstdc++6,base-files,bash,coreutils"
. /etc/os-release
made_of="$tensorflow $debian $VERSION_CODENAME $(uname -m) $(sha256sum <packaging/tensorflow-image.sh)"
key=$(sha256sum <<<"$made_of" | cut -c 1-12)
cache="${XDG_CACHE_HOME:-$HOME/.cache}/rota"
tree="$cache/tensorflow-$key.tar"

as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo)

make_tree() {
    echo "Making an image with TensorFlow $tensorflow in $tree" >&2
    work=$(mktemp -d "$cache/unfinished.XXXXXX")
    trap 'rm -rf --one-file-system "$work"' EXIT
    # Unpacked and not configured: nothing of Debian's own management is wanted inside.
    "${as_root[@]}" mmdebstrap --quiet --variant=extract --include="$debian" "$VERSION_CODENAME" >"$work/tree.tar"
    site="$work/root/usr/lib/python3/dist-packages"
    mkdir -p "$site" "$work/root/etc"
    echo "root:x:0:0:root:/root:/bin/bash" >"$work/root/etc/passwd"
    # Debian's Python, which is the image's too.
    /usr/bin/python3 -m venv "$work/pip"
    "$work/pip/bin/python" -m pip install --quiet --disable-pip-version-check --no-compile --only-binary=:all: \
        --target "$site" "tensorflow-cpu==$tensorflow"
    # Half of what comes is for those who build on TensorFlow or debug it.
    rm -rf "$site"/tensorflow/include "$site"/clang "$site"/bin
    find "$site" -depth \( -name tests -o -name '*.pyi' -o -name '*.a' \) -exec rm -rf {} +
    strip --strip-unneeded "$site"/tensorflow/libtensorflow_*.so.*
    # Bytecode of what every training imports, and of nothing else; and it shows that the tree is whole.
    env -i PYTHONPATH="$site" TF_CPP_MIN_LOG_LEVEL=3 /usr/bin/python3 -c 'import tensorflow, tensorflow.keras.layers' \
        2>"$work/log" ||
        { cat "$work/log" >&2; exit 1; }
    # Files alone: an engine takes no path twice.
    (cd "$work/root" && find . ! -type d -print0) |
        tar --append --file "$work/tree.tar" --owner=0 --group=0 --directory "$work/root" --null --files-from -
    # Two at once: each is whole, the last one stays.
    mv "$work/tree.tar" "$tree"
}

import_tree() {
    docker image inspect "rota-tensorflow:base-$key" >/dev/null 2>&1 && return
    docker import --change 'ENV PATH=/usr/bin:/bin HOME=/root PYTHONPATH=/opt/rota/python TF_CPP_MIN_LOG_LEVEL=2' \
        --change 'CMD ["python3"]' "$tree" "rota-tensorflow:base-$key" >/dev/null
}

pack_files() {
    tar --create --sort=name --owner=0 --group=0 --mtime=@0 --exclude __pycache__ --transform 's,^,opt/rota/,' \
        python/rota examples/tensorflow
}

# A container that never runs carries the files into an image of its own; nothing is done where they are the same.
lay_over() {
    local name="rota-tensorflow:$1" command=$2 made_of old container
    made_of=$({ echo "$key $command"; pack_files; } | sha256sum | cut -c 1-12)
    old=$(docker image inspect --format '{{.Id}} {{index .Config.Labels "rota.made-of"}}' "$name" 2>/dev/null || true)
    [ "${old#* }" != "$made_of" ] || return 0
    container=$(docker create "rota-tensorflow:base-$key")
    pack_files | docker cp --quiet - "$container:/"
    docker commit --change "CMD $command" --change "LABEL rota.made-of=$made_of" "$container" "$name" >/dev/null
    docker rm "$container" >/dev/null
    # What is left of the earlier one, unless a container of it is still there.
    [ -z "$old" ] || docker image rm "${old%% *}" >/dev/null 2>&1 || true
}

mkdir -p "$cache"
[ -e "$tree" ] || make_tree
touch "$tree"
# What no version of the project has used for long.
find "$cache" -maxdepth 1 -name 'tensorflow-*.tar' -mtime +30 -delete
if [ "${1-}" = --tar ]; then
    echo "$tree"
    exit
fi
import_tree
lay_over latest '["python3"]'
for model in convolutional recurrent dense; do
    lay_over "$model" "[\"python3\", \"/opt/rota/examples/tensorflow/$model.py\"]"
done
echo "rota-tensorflow:latest, :convolutional, :recurrent and :dense, $(du -m "$tree" | cut -f 1) MB"
