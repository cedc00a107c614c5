#!/bin/sh
# What the viewer tests need: Chromium, pywb (with wacz) in .pywb/, ReplayWeb.page's two files in .viewer/.
# Run by `make viewers`; quick when all is there. A part that this machine cannot have is named, and its
# tests are skipped as loudly: never an error. ReplayWeb.page is AGPL: fetched by the user, never committed.
set -u
cd "$(dirname "$0")/../.." || exit 0

PYWB='pywb==2.10.0 wacz==0.6.0 setuptools<81' # pywb still imports pkg_resources

PY=.venv/bin/python
[ -x "$PY" ] || PY=python3
LOG=$(mktemp -d) || exit 0
trap 'rm -rf "$LOG"' EXIT

say() { printf 'viewers: %-15s %s\n' "$1" "$2"; }
skipped() { say "$1" "SKIPPED, and with it its tests: $2" >&2; }
last_line() { grep -v -e '^ *$' -e 'complete log' "$LOG/out" | tail -n 1 | cut -c 1-200; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

browser() {
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" && return
    done
    return 1
}

# debian_install PACKAGE…
debian_install() {
    as_root apt-get -qq -o Acquire::Retries=1 update
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -qq -y -o Acquire::Retries=1 install --no-install-recommends "$@"
}

may_install() { command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }; }

# need_program NAME: one whose Debian package has its name.
need_program() {
    if command -v "$1" >/dev/null; then
        say "$1" "there ($(command -v "$1"))"
    elif ! may_install; then
        skipped "$1" "not found, and it cannot be installed from here: apt-get install $1"
    elif debian_install "$1" >"$LOG/out" 2>&1; then
        say "$1" "installed"
    else
        skipped "$1" "apt-get could not install it: $(last_line)"
    fi
}

need_chromium() {
    if path=$(browser); then
        say Chromium "there ($path)"
    elif ! command -v apt-get >/dev/null; then
        skipped Chromium "not found, and no apt-get to install it with: install Chromium by hand"
    elif [ "$(id -u)" != 0 ] && ! sudo -n true 2>/dev/null; then
        skipped Chromium "not found, and we are not root: apt-get install chromium fonts-dejavu-core"
    elif debian_install chromium fonts-dejavu-core >"$LOG/out" 2>&1 && path=$(browser); then
        say Chromium "installed ($path)"
    else
        skipped Chromium "apt-get could not install it: $(last_line)"
    fi
}

pywb_is_there() {
    [ -x .pywb/bin/wayback ] && [ -x .pywb/bin/wacz ] && [ "$(cat .pywb/.ready 2>/dev/null)" = "$PYWB" ]
}

pywb_install() {
    rm -rf .pywb &&
        "$PY" -m venv .pywb &&
        # shellcheck disable=SC2086 # one word a requirement
        .pywb/bin/python -m pip install --quiet --disable-pip-version-check --retries 2 $PYWB &&
        .pywb/bin/wayback --help >/dev/null &&
        printf '%s\n' "$PYWB" >.pywb/.ready
}

need_pywb() {
    if pywb_is_there; then
        say pywb "there (.pywb)"
    elif pywb_install >"$LOG/out" 2>&1; then
        say pywb "installed (.pywb)"
    else
        reason=$(last_line)
        rm -rf .pywb
        skipped pywb "pip could not install it: $reason"
    fi
}

viewer() { ARCHIVER_VIEWER=.viewer "$PY" -m archiver viewer "$@"; }

need_viewer() {
    if viewer status 2>/dev/null | grep -q 'as tested'; then
        say ReplayWeb.page "there (.viewer)"
    elif viewer install >"$LOG/out" 2>&1; then
        say ReplayWeb.page "installed (.viewer)"
    else
        skipped ReplayWeb.page "$(last_line | sed 's/^archiver: //')"
    fi
}

need_chromium
need_pywb
need_viewer
need_program strace
need_program wget
exit 0
