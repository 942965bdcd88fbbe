#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# A private PostgreSQL for tests: no TCP, a socket in a folder of its own, page checksums, fsync on.
#   postgres.sh start DIR   makes a fresh cluster in DIR (clearing what an earlier run left) and prints its libpq URL
#   postgres.sh stop DIR    stops it and removes DIR
# Called as root it runs the server as an unprivileged account. Everybody on the machine may connect while it
# runs, so that tests may run as yet another account.
set -eu

fail() {
    echo "postgres.sh: $*" >&2
    exit 3
}

[ $# -eq 2 ] || fail "use: postgres.sh start|stop DIR"
action=$1
mkdir -p "$2"
dir=$(cd "$2" && pwd)

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || bin=$(dirname "$(command -v initdb || true)")
[ -x "$bin/initdb" ] || fail "no PostgreSQL server is installed (Debian package postgresql-15)"

# Runs a command as the account that owns the cluster.
as_owner() {
    if [ "$(id -u)" -ne 0 ]; then
        "$@"
    else
        setpriv --reuid="$owner" --regid="$(id -g "$owner")" --clear-groups env -u HOME "$@"
    fi
}

owner=$(id -un)
if [ "$(id -u)" -eq 0 ]; then
    owner=nobody
    id postgres >/dev/null 2>&1 && owner=postgres
fi

stop_leftover() {
    [ -f "$dir/place" ] || return 0
    place=$(cat "$dir/place")
    # Only a folder that this script made is ever removed.
    case $place in
    /tmp/leitstand-pg.*) ;;
    *) fail "$dir/place names an unexpected folder" ;;
    esac
    if [ -f "$place/data/postmaster.pid" ]; then
        as_owner "$bin/pg_ctl" -D "$place/data" stop -m immediate -t 30 >/dev/null 2>&1 || true
    fi
    rm -rf "$place" "$dir/place" "$dir/url"
}

start() {
    stop_leftover
    # Not in DIR itself: the account may not be able to enter DIR's parents, and a socket's path is at most 107 bytes.
    place=$(mktemp -d /tmp/leitstand-pg.XXXXXXXX)
    echo "$place" >"$dir/place"
    chmod 755 "$place"
    [ "$(id -u)" -ne 0 ] || chown "$owner" "$place"
    cd "$place"
    as_owner "$bin/initdb" -D "$place/data" -U leitstand -A trust -E UTF8 --locale=C.UTF-8 --data-checksums \
        >"$dir/initdb.log" 2>&1 || {
        cat "$dir/initdb.log" >&2
        fail "initdb failed"
    }
    as_owner tee -a "$place/data/postgresql.conf" >/dev/null <<EOF
listen_addresses = ''
unix_socket_directories = '$place'
unix_socket_permissions = 0777
max_connections = 100
shared_buffers = 64MB
fsync = on
synchronous_commit = on
jit = off
EOF
    # All streams are closed: otherwise the server would keep the caller's pipe open.
    as_owner "$bin/pg_ctl" -D "$place/data" -l "$place/server.log" -w -t 60 start </dev/null >/dev/null 2>&1 || {
        tail -n 20 "$place/server.log" >&2 || true
        stop_leftover
        fail "the server did not start"
    }
    url="postgresql://leitstand@/postgres?host=$place"
    echo "$url" >"$dir/url"
    echo "$url"
}

case $action in
start) start ;;
stop)
    stop_leftover
    rm -f "$dir/initdb.log"
    rmdir "$dir" 2>/dev/null || true
    ;;
*) fail "use: postgres.sh start|stop DIR" ;;
esac
