#!/usr/bin/env bash
# Point-in-time recovery of PostgreSQL as docs/how-to/back-up-and-restore.md section 6 tells it, on two
# clusters of its own in a temporary folder. Needs PostgreSQL's server programs and a Python with Takar.
#
#   tests/load/point_in_time.sh            prints what was recovered; status 0 when it is what it must be
set -euo pipefail
cd "$(dirname "$0")/../.."

bin=$(find /usr/lib/postgresql -mindepth 3 -maxdepth 3 -name initdb 2>/dev/null | sort -V | tail -1 | xargs -r dirname)
place=$(mktemp -d -p /tmp takar-moment.XXXXXX)
as_server() { if [ "$(id -u)" -eq 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi; }
stop() {
    as_server "$bin/pg_ctl" -D "$place/old" -m immediate stop >/dev/null 2>&1 || true
    as_server "$bin/pg_ctl" -D "$place/new" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$place"
}
trap stop EXIT
mkdir "$place/wal" "$place/data"
if [ "$(id -u)" -eq 0 ]; then chown postgres: "$place" "$place/wal"; fi
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
start() { as_server "$bin/pg_ctl" -D "$1" -l "$place/log" -w start >/dev/null -o "-p $2 -k $place -c listen_addresses=127.0.0.1"; }
count() { as_server "$bin/psql" -h 127.0.0.1 -p "$1" -U postgres -d takar -Atc 'SELECT count(*) FROM ledger_entry'; }

old=$(free_port)
as_server "$bin/initdb" -D "$place/old" -U postgres --auth=trust --encoding=UTF8 --locale=C.UTF-8 >/dev/null
cat >>"$place/old/postgresql.conf" <<CONF
archive_mode = on
archive_timeout = '60s'
archive_command = 'test ! -f $place/wal/%f && cp %p $place/wal/%f.part && mv $place/wal/%f.part $place/wal/%f'
CONF
start "$place/old" "$old"
as_server "$bin/createdb" -h 127.0.0.1 -p "$old" -U postgres takar

export TAKAR_DATA=$place/data DJANGO_SETTINGS_MODULE=takar.config.settings
export TAKAR_DATABASE_URL=postgresql://postgres@127.0.0.1:$old/takar
python -c 'import sys; from takar.config.cli import main; sys.exit(main(["migrate"]))' >/dev/null
python -m tests.config.living
as_server "$bin/pg_basebackup" -h 127.0.0.1 -p "$old" -U postgres -D "$place/new" --checkpoint=fast --wal-method=stream

python -m tests.config.living 3 >/dev/null
wanted=$(count "$old")
sleep 1
moment=$(as_server "$bin/psql" -h 127.0.0.1 -p "$old" -U postgres -d takar -Atc 'SELECT now()')
sleep 1
python -m tests.config.living 4 >/dev/null
later=$(count "$old")
as_server "$bin/psql" -h 127.0.0.1 -p "$old" -U postgres -d takar -Atqc 'SELECT pg_switch_wal()' >/dev/null
for _ in $(seq 100); do
    [ "$(as_server "$bin/psql" -h 127.0.0.1 -p "$old" -U postgres -Atc "SELECT last_archived_wal >= pg_walfile_name(pg_current_wal_lsn() - 1) FROM pg_stat_archiver")" = t ] && break
    sleep 0.2
done
as_server "$bin/pg_ctl" -D "$place/old" -m immediate stop >/dev/null

as_server tee -a "$place/new/postgresql.auto.conf" >/dev/null <<CONF
archive_mode = off
restore_command = 'cp $place/wal/%f %p'
recovery_target_time = '$moment'
recovery_target_action = 'promote'
CONF
as_server touch "$place/new/recovery.signal"
new=$(free_port)
start "$place/new" "$new"
for _ in $(seq 300); do
    [ "$(as_server "$bin/psql" -h 127.0.0.1 -p "$new" -U postgres -Atc 'SELECT pg_is_in_recovery()')" = f ] && break
    sleep 0.2
done
found=$(count "$new")
echo "letters at $moment: $wanted; at the end: $later; recovered: $found"
export TAKAR_DATABASE_URL=postgresql://postgres@127.0.0.1:$new/takar
python -c 'import sys; from takar.config.cli import main; sys.exit(main(["audit", "verify"]))'
[ "$found" = "$wanted" ] && [ "$later" -gt "$wanted" ]
