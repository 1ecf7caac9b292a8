#!/usr/bin/env bash
# Runs the packed Rota in a bare Debian tree that has none of its libraries, from a path nobody expects.
#
# The tree is made once and kept in the user's cache. Everything is mounted in a mount namespace of this test's own,
# and written to a memory file system, so that the tree stays bare and nothing stays mounted however the test ends.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ "$(id -u)" -ne 0 ]; then
    exec sudo --preserve-env=HOME,XDG_CACHE_HOME "$0"
fi

. /etc/os-release
cache="${XDG_CACHE_HOME:-$HOME/.cache}/rota"
tree="$cache/minbase-$VERSION_CODENAME-$(uname -m)"
package=$(ls -t "$PWD"/dist/rota-*-linux-"$(uname -m)".tar.gz | sed -n 1p)

if [ ! -e "$tree" ]; then
    mkdir -p "$cache"
    unfinished=$(mktemp -d "$cache/unfinished.XXXXXX")
    trap 'rm -rf --one-file-system "$unfinished"' EXIT
    echo "Making a bare Debian tree in $tree"
    if ! debootstrap --variant=minbase "$VERSION_CODENAME" "$unfinished" >"$cache/debootstrap.log" 2>&1; then
        tail -n 20 "$cache/debootstrap.log" >&2
        exit 1
    fi
    chmod 755 "$unfinished"
    # Two tests at once: the first to be ready keeps its tree.
    mv --no-target-directory --no-clobber "$unfinished" "$tree"
fi

export tree package
unshare --mount --pid --fork --kill-child bash -euo pipefail <<'INSIDE'
mount -t proc proc "$tree/proc"
mount -t sysfs -o ro sysfs "$tree/sys"
mount -t tmpfs -o mode=1777 tmpfs "$tree/tmp"
mkdir "$tree/tmp/an odd place" "$tree/tmp/work"
chmod 1777 "$tree/tmp/work"
tar --extract --gzip --file "$package" --directory "$tree/tmp/an odd place" --strip-components 1
cp packaging/inside-package.sh "$tree/tmp/"
# Once as root, once as somebody who owns nothing.
for user in 0:0 65534:65534; do
    chroot --userspec="$user" "$tree" env -i PATH=/usr/bin:/bin HOME=/tmp/work \
        bash /tmp/inside-package.sh "/tmp/an odd place"
done
INSIDE
echo "The package runs in a bare Debian $VERSION_CODENAME, as root and as an ordinary user: $(basename "$package")"
