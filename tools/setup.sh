# shellcheck shell=bash
# SPDX-License-Identifier: EUPL-1.2
# What ./run, ./test and tools/check share: packages, Node.js, builds, and an account without rights for what runs as root.
# Sourced with ROOT set to the source folder. Every function is fast and silent where nothing is left to do.

BUILD="$ROOT/build"
STAMPS="$BUILD/stamps"
BUILD_LOG=${BUILD_LOG:-$BUILD/setup.log}

say() { printf '%s\n' "$*" >&2; }

die() {
    say ""
    say "Stopped: $1"
    shift
    for line in "$@"; do say "  $line"; done
    exit 3
}

is_root() { [ "$(id -u)" -eq 0 ]; }

# Runs a long step with its name; its output goes to a log, of which a failure shows the end.
step() {
    local name=$1 began=$SECONDS
    shift
    mkdir -p "$BUILD"
    printf '  %s …' "$name" >&2
    if "$@" >"$BUILD_LOG" 2>&1 </dev/null; then
        printf ' %s s\n' $((SECONDS - began)) >&2
        return 0
    fi
    printf ' failed\n' >&2
    tail -n 40 "$BUILD_LOG" >&2
    die "$name did not work." "The whole output: $BUILD_LOG"
}

# The same with the build's own progress shown on a terminal.
shown_step() {
    local name=$1
    if ! [ -t 2 ]; then
        step "$@"
        return
    fi
    shift
    say "  $name …"
    "$@" >&2 </dev/null || die "$name did not work." "The reason stands above."
}

# ---- Debian packages -------------------------------------------------------------------------------------------------

# Names the packages of the given sections (run, test, long).
packages_of() {
    awk -v wanted=" $* " '
        /^## / { section = " " $2 " "; next }
        /^#/ || NF == 0 { next }
        index(wanted, section) { sub(/ *#.*/, ""); print }
    ' "$ROOT/tools/packages.txt"
}

# Names those that are not installed.
packages_missing() {
    local wanted
    mapfile -t wanted < <(packages_of "$@")
    # shellcheck disable=SC2016 # dpkg-query's own format
    comm -23 <(printf '%s\n' "${wanted[@]}" | sort -u) \
        <(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "${wanted[@]}" 2>/dev/null | sed -n 's/^installed //p' | sort -u)
}

ensure_packages() {
    command -v dpkg-query >/dev/null || die "this is not a Debian system." \
        "Leitstand builds on Debian 12 (bookworm); tools/packages.txt lists what it needs."
    local missing
    mapfile -t missing < <(packages_missing "$@")
    [ ${#missing[@]} -eq 0 ] && return 0
    case "$(cat /etc/debian_version 2>/dev/null)" in
    12*) ;;
    *) say "Note: made and tested on Debian 12; this is another release, so packages may have other names." ;;
    esac
    local as=()
    if ! is_root; then
        command -v sudo >/dev/null || die "${#missing[@]} Debian packages are missing, and installing them needs root or sudo." \
            "Ask an administrator for: apt-get install --no-install-recommends ${missing[*]}"
        if ! sudo -n true 2>/dev/null && ! [ -t 0 ]; then
            die "sudo needs a password, and there is no terminal to ask for it." \
                "Ask an administrator for: apt-get install --no-install-recommends ${missing[*]}"
        fi
        as=(sudo)
    fi
    say "Installing ${#missing[@]} Debian packages: ${missing[*]}"
    local apt=("${as[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0)
    step "package lists" "${apt[@]}" -qq update
    step "packages" "${apt[@]}" install -y --no-install-recommends --no-remove "${missing[@]}"
    mapfile -t missing < <(packages_missing "$@")
    [ ${#missing[@]} -eq 0 ] || die "these packages could not be installed: ${missing[*]}"
}

# ---- Node.js and the web client --------------------------------------------------------------------------------------

# True, and nothing done, where the stamp NAME holds the hash of what stands on standard input.
stamp_fresh() {
    local now
    now=$(sha256sum)
    STAMP_NEXT=$now
    [ "$(cat "$STAMPS/$1" 2>/dev/null)" = "$now" ]
}

stamp_set() {
    mkdir -p "$STAMPS"
    printf '%s\n' "$STAMP_NEXT" >"$STAMPS/$1"
}

# The version of a Node.js that the account can run, too.
node_major() { as_account node --version 2>/dev/null | sed -n 's/^v\([0-9]*\)\..*/\1/p'; }

# Node.js 22 or newer: the system's, else the pinned one from tools/node in build/node.
ensure_node() {
    local here="$BUILD/node/node_modules" machine
    local major
    major=$(node_major)
    if [ "${major:-0}" -ge 22 ] && command -v npm >/dev/null; then return 0; fi
    case "$(uname -m)" in
    x86_64) machine=x64 ;;
    aarch64) machine=arm64 ;;
    *) die "there is no pinned Node.js for $(uname -m)." "Install Node.js 22 or newer and npm." ;;
    esac
    if ! stamp_fresh node < <(cat "$ROOT/tools/node/package-lock.json") || ! [ -x "$here/node-linux-$machine/bin/node" ]; then
        mkdir -p "$BUILD/node"
        cp "$ROOT/tools/node/package.json" "$ROOT/tools/node/package-lock.json" "$BUILD/node/"
        # Debian's npm would bring seven hundred packages; without one, a script fetches the two that are needed.
        if command -v npm >/dev/null; then
            step "Node.js for the web client" npm ci --prefix "$BUILD/node" --ignore-scripts --no-audit --no-fund
        else
            step "Node.js for the web client" /usr/bin/python3 "$ROOT/tools/node/fetch.py" \
                "$ROOT/tools/node/package-lock.json" "$BUILD/node" "node-linux-$machine" npm
        fi
        stamp_set node
    fi
    PATH="$here/node-linux-$machine/bin:$here/.bin:$PATH"
    export PATH
}

# Names, sizes and times of the web client's sources: cheap, and changes with each edit.
web_state() {
    (cd "$ROOT" && find web docs/formats/openapi.yaml -type f -not -path 'web/node_modules/*' -not -path 'web/dist/*' \
        -printf '%p %s %T@\n' | LC_ALL=C sort)
}

ensure_web_modules() {
    local digest
    digest=$(sha256sum <"$ROOT/web/package-lock.json")
    if [ "$(cat "$ROOT/web/node_modules/.leitstand-lock" 2>/dev/null)" != "$digest" ]; then
        ensure_node
        step "packages of the web client" npm ci --prefix "$ROOT/web" --ignore-scripts --no-audit --no-fund
        printf '%s\n' "$digest" >"$ROOT/web/node_modules/.leitstand-lock"
    fi
}

ensure_web() {
    local state
    state=$(web_state)
    if stamp_fresh web <<<"$state" && [ -d "$ROOT/web/dist" ]; then return 0; fi
    ensure_node
    ensure_web_modules
    step "web client" npm --prefix "$ROOT/web" run build
    STAMP_NEXT=$(web_state | sha256sum)
    stamp_set web
}

# ---- C++ -------------------------------------------------------------------------------------------------------------

# How many compilers at once: one for each core, fewer where memory is short (1.5 GB each).
jobs() {
    local cores memory_gb
    cores=$(nproc)
    memory_gb=$(awk '/^MemAvailable/ { print int($2 / 1500000) }' /proc/meminfo)
    [ "$memory_gb" -lt 1 ] && memory_gb=1
    [ "$cores" -lt "$memory_gb" ] && echo "$cores" || echo "$memory_gb"
}

# ensure_build PRESET TARGET…: configures once, then Ninja builds what changed. With WITH_TESTS=ON the tests and benchmarks
# belong to the build; ./run does without, since they need further packages.
ensure_build() {
    local preset=$1 tests=${WITH_TESTS:-OFF} cache
    shift
    cache="$BUILD/$preset/CMakeCache.txt"
    if ! [ -f "$BUILD/$preset/build.ninja" ] || { [ "$tests" = ON ] && ! grep -q '^LEITSTAND_TESTS:BOOL=ON' "$cache"; }; then
        step "configuring ($preset)" cmake --preset "$preset" -S "$ROOT" -DLEITSTAND_TESTS="$tests" -DLEITSTAND_BENCH="$tests"
    fi
    # A build with nothing to do says so at once and stays silent here.
    if [ "$(ninja -C "$BUILD/$preset" -n "$@" 2>&1 | tail -n 1)" = "ninja: no work to do." ]; then return 0; fi
    shown_step "building ($preset)" ninja -C "$BUILD/$preset" -j"$(jobs)" "$@"
}

# ---- Accounts --------------------------------------------------------------------------------------------------------

# As root, the server, PostgreSQL, Chromium and the test programs run under ACCOUNT; for others it is themselves.
choose_account() {
    ACCOUNT=$(id -un)
    is_root || return 0
    ACCOUNT=${LEITSTAND_USER:-leitstand}
    if ! getent passwd "$ACCOUNT" >/dev/null; then
        if ! useradd --system --user-group --no-create-home --home-dir /var/lib/leitstand \
            --shell /usr/sbin/nologin "$ACCOUNT" 2>/dev/null; then
            ACCOUNT=nobody
        fi
    fi
    [ "$(id -u "$ACCOUNT")" -ne 0 ] || die "LEITSTAND_USER must not be root."
}

account_group() { id -gn "$ACCOUNT"; }

# Becomes ACCOUNT, with nothing of root left, and the given program; the environment stays, but HOME.
exec_as_account() {
    is_root || exec "$@"
    exec setpriv --reuid="$ACCOUNT" --regid="$(account_group)" --clear-groups --no-new-privs --inh-caps=-all \
        env HOME="${ACCOUNT_HOME:-/nonexistent}" USER="$ACCOUNT" LOGNAME="$ACCOUNT" "$@"
}

# Runs a program as ACCOUNT.
as_account() { (exec_as_account "$@"); }

# Where the account cannot come to this folder (a checkout below /root, for instance), the sources go to a place where
# it can, and the same command goes on there. Times are kept, so that a second start builds nothing there either.
go_where_account_can() {
    is_root || return 0
    choose_account
    # shellcheck disable=SC2016 # the inner shell's own variables
    if as_account sh -c 'cd "$1" && test -r "$2"' sh "$ROOT" "$ROOT/tools/packages.txt" 2>/dev/null; then return 0; fi
    local there
    there=/var/tmp/leitstand-$(printf '%s' "$ROOT" | sha256sum | cut -c1-12)
    say "The account $ACCOUNT cannot enter $ROOT; working in a copy: $there"
    mkdir -p "$there"
    find "$there" -mindepth 1 -maxdepth 1 -not -name build -not -name data -not -name web -exec rm -rf {} +
    [ -d "$there/web" ] && find "$there/web" -mindepth 1 -maxdepth 1 -not -name node_modules -not -name dist -exec rm -rf {} +
    tracked_files | tar -C "$ROOT" --null -T - -cf - | tar -C "$there" --no-same-owner -xf -
    chmod -R go+rX "$there" 2>/dev/null
    export LEITSTAND_HOME=${LEITSTAND_HOME:-/var/lib/leitstand}
    [ -d "$ROOT/../shared/data" ] && export LEITSTAND_DATA=${LEITSTAND_DATA:-$(cd "$ROOT/../shared/data" && pwd)}
    cd "$there" || exit 3
    exec "./${0##*/}" "$@"
}

# Names, each ended by a zero byte, of what belongs to the sources.
tracked_files() {
    if command -v git >/dev/null && git -c safe.directory='*' -C "$ROOT" rev-parse 2>/dev/null; then
        git -c safe.directory='*' -C "$ROOT" ls-files -coz --exclude-standard |
            while IFS= read -r -d '' file; do [ -f "$ROOT/$file" ] && printf '%s\0' "$file"; done
    else
        (cd "$ROOT" && find . -type f -not -path './build/*' -not -path './data/*' -not -path './web/node_modules/*' \
            -not -path './web/dist/*' -printf '%P\0')
    fi
}

# A folder of ACCOUNT's own with nothing for others.
account_folder() {
    mkdir -p "$1"
    is_root && chown "$ACCOUNT:$(account_group)" "$1"
    chmod 700 "$1"
}

# A port that nobody listens on.
free_port() {
    /usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}
