#!/bin/sh
# What the tests of the web interface need beside Chromium: axe-core's one file in .axe/, from npm, version and
# integrity pinned. Run by `make viewers`; quick when it is there; where it cannot be had it says so, and its tests
# are skipped as loudly: never an error. axe-core is under the MPL: fetched by the user, never committed.
set -u
cd "$(dirname "$0")/../.." || exit 0

VERSION=4.14.1
INTEGRITY='sha512-FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ=='

PY=.venv/bin/python
[ -x "$PY" ] || PY=python3
TEMPORARY=$(mktemp -d) || exit 0
trap 'rm -rf "$TEMPORARY"' EXIT

say() { printf 'viewers: %-15s %s\n' axe-core "$1"; }
skipped() { say "SKIPPED, and with it its tests: $1" >&2; }

is_there() { [ -s .axe/axe.min.js ] && [ "$(cat .axe/.ready 2>/dev/null)" = "$INTEGRITY" ]; }

fetched() {
    npm pack --ignore-scripts --loglevel=error --fetch-retries=1 --pack-destination "$TEMPORARY" \
        "axe-core@$VERSION" >"$TEMPORARY/out" 2>&1 </dev/null
}

# The integrity of a file, as npm writes it.
integrity() {
    "$PY" -c 'import base64, hashlib, pathlib, sys
data = pathlib.Path(sys.argv[1]).read_bytes()
print("sha512-" + base64.b64encode(hashlib.sha512(data).digest()).decode())' "$1"
}

installed() {
    rm -rf .axe &&
        mkdir .axe &&
        tar -xzf "$1" -C .axe --strip-components=1 package/axe.min.js package/LICENSE &&
        printf '%s\n' "$INTEGRITY" >.axe/.ready
}

TARBALL="$TEMPORARY/axe-core-$VERSION.tgz"
if is_there; then
    say "there (.axe)"
elif ! command -v npm >/dev/null; then
    skipped "npm is not here, which fetches it: install Node.js"
elif ! fetched || ! [ -f "$TARBALL" ]; then
    skipped "npm could not fetch it: $(grep -v -e '^ *$' -e 'complete log' "$TEMPORARY/out" | head -n 1 | cut -c 1-200)"
elif [ "$(integrity "$TARBALL")" != "$INTEGRITY" ]; then
    skipped "what npm brought as axe-core@$VERSION is not what was published as that: its SHA-512 differs"
elif installed "$TARBALL"; then
    say "installed (.axe)"
else
    skipped "it could not be unpacked"
fi
exit 0
