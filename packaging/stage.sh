#!/usr/bin/env bash
# Lays out what is installed: packaging/stage.sh FOLDER, after a release build.
#
# A library that is not part of every system goes to FOLDER/lib/rota, where the programs look for it first, so that
# what is installed does not depend on what else the machine has.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=$1
built=.build/release

install -d "$folder/bin" "$folder/lib/rota" "$folder/share/doc/rota/licences"
install -m 755 "$built/rota" "$built/rota-launcher" "$folder/bin/"
strip --strip-debug "$folder/bin/rota" "$folder/bin/rota-launcher"
# The programs of QCG that it stands for, by their names.
for name in qcg-service qcg-executor qcg-client qcg-pm-service qcg-pm qcg-pm-report qcg-pm-processes; do
    ln -sf rota "$folder/bin/$name"
done
# The same for the scheduler of TensorFlow programs.
for name in run_scheduler.py run_scheduler_one.py run_trace.py; do
    ln -sf rota "$folder/bin/$name"
done

# With each library goes the licence it is under.
bundle() {
    local library=$1 package
    install -m 644 "$library" "$folder/lib/rota/$(basename "$library")"
    package=$(dpkg-query -S "*/$(basename "$library")" 2>/dev/null | sed -n '1s/[:,].*//p') || true
    if [ -n "$package" ] && [ -e "/usr/share/doc/$package/copyright" ]; then
        install -m 644 "/usr/share/doc/$package/copyright" "$folder/share/doc/rota/licences/$package"
    fi
}

# The libraries that are loaded only when they are needed: the first name of each list in CWeb. The reader takes all
# that ldconfig writes: one that left early would end it by SIGPIPE, and with it, now and then, this script.
loaded_later() {
    grep -hoP 'names\[\] = \{"\K[^"]*' Sources/CWeb/*.c | while read -r name; do
        /sbin/ldconfig -p | awk -v name="$name" '$1 == name && !found { print $NF; found = 1 }'
    done
}

# The C library and the loader belong to the system they run on and are never bundled.
later=$(loaded_later)
# shellcheck disable=SC2086 # one path a word
libraries=$({ ldd "$built/rota" $later | sed -n 's/.* => \(\/.*\) (0x.*/\1/p'; echo "$later"; } | sort -u \
    | grep -vE '/(ld-linux[^/]*|lib(c|m|dl|rt|pthread|resolv|util))\.so')
while read -r library; do
    bundle "$library"
done <<<"$libraries"
swift_licence="$(dirname "$(readlink -f "$(command -v swift)")")/../share/swift/LICENSE.txt"
if [ -e "$swift_licence" ]; then
    install -m 644 "$swift_licence" "$folder/share/doc/rota/licences/swift"
fi

install -m 644 LICENSE README.md CHANGELOG.md "$folder/share/doc/rota/"
cp -R docs examples "$folder/share/doc/rota/"

# Each shell's completions, where that shell looks for them.
completion() {
    install -d "$(dirname "$folder/$2")"
    "$built/rota" completion "$1" >"$folder/$2"
}
completion bash share/bash-completion/completions/rota
completion zsh share/zsh/site-functions/_rota
