import { ACCOUNT, BACKUPS, DATA, MASTER, MEMBER_SETTINGS, USERS } from './places.ts';

/**
 * What a member does for itself, beside Redis. The part of the primary is handed on without losing what was acknowledged: writes wait
 * until every replica has all of it, and only then another member takes over. The wait ends by itself 5 s after this program does.
 */
export const MEMBER_PROGRAM = `#!/bin/sh
# usage: redis-member TASK    Every task is safe to repeat.
#   state                 how the server and its cluster stand, as lines NAME=VALUE
#   ask server|sentinel WORD…
#   ready, make-ready     whether the server may be stopped; makes it so: hands the part of the primary on
#   hand-over [ADDRESS]   the same for people: another member becomes the primary, that one where it is named
#   agreed, agree         whether all sentinels know all members and no others; makes it so
#   answers ADDRESS       whether a server or sentinel is there
#   backup [FILE]         a copy of the data, read through
set -u
. ${MEMBER_SETTINGS}
REDISCLI_AUTH=$(sed -n 's/^user default on >\\([^ ]*\\).*/\\1/p' ${USERS} 2>/dev/null)
export REDISCLI_AUTH

die() { echo "$*" >&2; exit 1; }
patience=5
cli() { timeout "$patience" redis-cli -e $tls "$@"; }
server() { cli -p "$port" "$@"; }
sentinel() { cli -p "$sentinel_port" "$@"; }
member() { one=$1; shift; cli -h "$one" -p "$port" "$@"; }
others() { for each in $peers; do [ "$each" = "$address" ] || echo "$each"; done; }
count() { set -- $1; echo $#; }

role() { server role | sed -n 1p; }
link() { server role | sed -n 4p; }
primary() { sentinel sentinel get-master-addr-by-name ${MASTER} | sed -n 1p; }
field() { printf '%s\\n' "$1" | tr -d '\\r' | sed -n "s/^$2://p"; }
# Lines NAME, VALUE, NAME, VALUE … of several replicas or sentinels: addresses of those whose field has this value.
with() { awk -v field="$1" -v value="$2" 'NR % 2 { key = $0; next } key == "ip" { ip = $0 } key == field && $0 == value { print ip }'; }

# Data that is only in memory is gone after a stop.
kept() {
  info=$(server info persistence)
  [ "$(field "$info" aof_enabled)" = 1 ] && [ "$(field "$info" aof_last_write_status)" = ok ]
}

# Addresses of the replicas that a primary counts for its writes.
counted() { field "$(member "$1" info replication)" 'slave[0-9]*' | awk -F '[=,]' '$6 == "online" && $10 <= 10 { print $2 }'; }
# Whether a primary takes writes, and would do so without that replica.
takes() {
  asked=$(member "$1" config get min-replicas-to-write | sed -n 2p)
  [ -n "$asked" ] && [ "$(counted "$1" | grep -cvxF "\${2:-nobody}")" -ge "$asked" ]
}
# Whether the primary takes writes without this replica too. One that has no link gives it nothing.
spared() { [ "$(link)" != connected ] || takes "$(server role | sed -n 2p)" "$address"; }
ready() {
  systemctl is-active -q redis-server
  # 3 and 4: it does not run. Anything else is no answer.
  case $? in 3 | 4) return 0 ;; esac
  if [ "$(role)" = slave ]; then spared; else [ "$peers" = "$address" ] && kept; fi
}

hold() { server client pause 5000 write >/dev/null; }
# A PING after the last write would put replicas ahead of the one that takes over: each would get all data anew.
hush() { server config set repl-ping-replica-period 86400 >/dev/null; }
speak() { server config set repl-ping-replica-period "$pings" >/dev/null; }
release() { speak; server client unpause >/dev/null; }
in_step() {
  for each in $1; do
    has=$(field "$(member "$each" info replication)" slave_repl_offset)
    [ "\${has:-0}" -ge "$2" ] || return 1
  done
}

# Sentinel itself would tell the former primary to follow only some ten seconds later. Clients wait until the new one takes writes.
follow() {
  if [ "$(role)" = master ]; then
    server replicaof "$1" "$port" >/dev/null || return 1
    speak
    server config rewrite >/dev/null
    tries=0
    while hold && [ "$tries" -lt 25 ] && ! takes "$1"; do
      tries=$((tries + 1))
      sleep 0.1
    done
    server client kill type normal >/dev/null
    server client kill type pubsub >/dev/null
    release
  fi
  [ "$(link)" = connected ] && spared
}

# Sentinel hears of a new replica within ten seconds. One that it does not know it would leave behind, following the former primary.
all_heard() {
  heard=$(sentinel sentinel replicas ${MASTER} | with port "$port")
  for each in $(field "$(server info replication)" 'slave[0-9]*' | sed 's/^ip=\\([^,]*\\),.*/\\1/'); do
    printf '%s\\n' "$heard" | grep -qxF "$each" || return 1
  done
}

# Refused while a replica is not in step, or another failover has just been: asked again later.
switch() {
  [ "$rounds" -gt 20 ] || all_heard || return 1
  replicas=$(sentinel sentinel replicas ${MASTER} | with flags slave)
  [ -n "$replicas" ] && hush && hold || { release; return 1; }
  wanted=$(field "$(server info replication)" master_repl_offset)
  tries=0
  until in_step "$replicas" "$wanted"; do
    tries=$((tries + 1))
    [ "$tries" -lt 15 ] || { release; return 1; }
    sleep 0.1
  done
  sentinel sentinel failover ${MASTER} || { release; return 1; }
  tries=0
  # From now on nothing may be written here, or it would be lost.
  while hold && [ "$tries" -lt 75 ]; do
    tries=$((tries + 1))
    now=$(primary)
    [ "$now" = "$address" ] || [ -z "$now" ] || { follow "$now"; return; }
    sleep 0.2
  done
  return 1
}

hand_over() {
  pings=$(server config get repl-ping-replica-period | sed -n 2p)
  # What is left of a try that was cut off.
  case "$pings" in '' | 86400) pings=10 ;; esac
  rounds=0
  while [ "$rounds" -lt 40 ]; do
    rounds=$((rounds + 1))
    now=$(primary)
    case "$now" in
      '') ;;
      "$address") switch && return 0 ;;
      *) follow "$now" && return 0 ;;
    esac
    sleep 1
  done
  speak
  case "$now" in
    '' | "$address") ;;
    *)
      [ "$(link)" = connected ] || die "$address has no link to the primary $now: /var/log/redis/redis-server.log says why"
      die "without $address too few replicas are in step with the primary $now for it to take writes: mend the others first (redis-member state)" ;;
  esac
  die "no other member took over as primary from $address: see redis-cli -p $sentinel_port sentinel master ${MASTER}"
}

make_ready() {
  if [ "$peers" = "$address" ]; then
    kept || die "Redis does not have its data on disk (redis-cli info persistence), and a stop would lose it: mend that first"
  else
    hand_over
  fi
}

# Sentinel takes the replica with the lowest priority; it learns of that within ten seconds.
prefer() {
  [ "$(primary)" = "$address" ] || die "$(primary) is the primary: hand over from there"
  printf '%s\\n' $(others) | grep -qxF "$1" || die "$1 is no other member: there are $(others | paste -sd' ')"
  target=$1
  trap 'member "$target" config set replica-priority 100 >/dev/null; member "$target" config rewrite >/dev/null' EXIT
  member "$target" config set replica-priority 1 >/dev/null || die "$target does not answer"
  tries=0
  until sentinel sentinel replicas ${MASTER} | with slave-priority 1 | grep -qxF "$target"; do
    tries=$((tries + 1))
    [ "$tries" -lt 60 ] || die "the sentinel did not learn within 30 s that $target is preferred"
    sleep 0.5
  done
}

state() {
  patience=2
  info=$(server info replication)
  now=$(primary)
  theirs=$(member "\${now:-$address}" info replication)
  echo "role=$(field "$info" role)"
  echo "link=$(field "$info" master_link_status)"
  echo "syncing=$(field "$info" master_sync_in_progress)"
  echo "offset=$(field "$info" slave_repl_offset)"
  echo "primary=$now"
  echo "primaryOffset=$(field "$theirs" master_repl_offset)"
  echo "replicas=$( (for each in $peers; do known "$each" & done; wait) | awk '$3 > most { most = $3 } END { print most + 0 }')"
  echo "online=$(printf '%s\\n' "$theirs" | grep -c '^slave[0-9]*:.*state=online')"
  echo "quorum=$(timeout 2 redis-cli $tls -p "$sentinel_port" sentinel ckquorum ${MASTER} 2>&1 | sed -n 1p)"
}

# What one sentinel knows: quorum, other sentinels, replicas. Nothing where it does not answer: whoever is away is told when it is back.
known() {
  cli -h "$1" -p "$sentinel_port" sentinel master ${MASTER} |
    awk 'NR % 2 { key = $0; next } { of[key] = $0 } END { if (NR) print of["quorum"], of["num-other-sentinels"], of["num-slaves"] }'
}
agreed() {
  patience=1
  others=$(($(count "$peers") - 1))
  for each in $peers; do
    has=$(known "$each")
    [ -z "$has" ] || [ "$has" = "$quorum $others $others" ] || return 1
  done
}
# A host that was a member before may follow who was primary then, and of the replica of a replica no sentinel hears.
follow_directly() {
  now=$(primary)
  for each in $peers; do
    follows=$(field "$(member "$each" info replication)" master_host)
    case "$follows" in '' | "$now") continue ;; esac
    [ -n "$now" ] && [ "$each" != "$now" ] || continue
    [ "$(field "$(member "$follows" info replication)" role)" = master ] && continue
    member "$each" replicaof "$now" "$port" >/dev/null && member "$each" config rewrite >/dev/null
  done
}
# Everybody whom a sentinel of a member knows.
heard_of() {
  for each in $peers; do
    cli -h "$each" -p "$sentinel_port" sentinel sentinels ${MASTER} | with port "$sentinel_port"
    cli -h "$each" -p "$sentinel_port" sentinel replicas ${MASTER} | with port "$port"
  done | sort -u
}
# Those who are no members any more may run until all that used them has let go of them, and must not be heard of meanwhile: without the
# password a sentinel tells others nothing, and a server that follows nobody is no replica.
let_go() (
  patience=2
  now=$(primary)
  [ -n "$now" ] || return
  for gone in $(heard_of); do
    case " $peers $now " in *" $gone "*) continue ;; esac
    cli -h "$gone" -p "$sentinel_port" sentinel remove ${MASTER} >/dev/null &&
      cli -h "$gone" -p "$sentinel_port" sentinel monitor ${MASTER} "$now" "$port" "$quorum" >/dev/null
    member "$gone" replicaof no one >/dev/null
  done
)
# One sentinel after the other: one that has just forgotten all others cannot take part in a failover.
agree() {
  follow_directly
  others=$(($(count "$peers") - 1))
  for each in $peers; do
    tries=0
    until has=$(known "$each"); [ -z "$has" ] || [ "$has" = "$quorum $others $others" ]; do
      [ "$tries" -lt 240 ] || die "the sentinel on $each knows quorum, sentinels and replicas as '$has' and not as '$quorum $others $others'"
      set -- $has
      [ "$1" = "$quorum" ] || cli -h "$each" -p "$sentinel_port" sentinel set ${MASTER} quorum "$quorum" >/dev/null
      if [ $((tries % 40)) -eq 0 ] && { [ "$2" -gt "$others" ] || [ "$3" -gt "$others" ]; }; then
        let_go
        cli -h "$each" -p "$sentinel_port" sentinel reset ${MASTER} >/dev/null
      fi
      tries=$((tries + 1))
      sleep 0.5
    done
  done
}

backup() {
  umask 077
  saves() { field "$(server info persistence)" rdb_saves; }
  before=$(saves)
  server bgsave schedule || die "Redis does not begin a snapshot"
  tries=0
  until [ "$(saves)" != "$before" ]; do
    tries=$((tries + 1))
    [ "$tries" -lt 3000 ] || die "Redis did not end a snapshot within 50 minutes: see its log"
    sleep 1
  done
  part=${BACKUPS}/.part
  to=\${1:-${BACKUPS}/redis-$(date -u +%Y%m%dT%H%M%SZ).rdb}
  cp ${DATA}/dump.rdb "$part" && redis-check-rdb "$part" && sync "$part" || die "the copy of the snapshot cannot be read"
  mv "$part" "$to"
  find ${BACKUPS} -name 'redis-*.rdb' | sort -r | tail -n "+$((keep + 1))" | while read -r old; do rm -f "$old"; done
}

[ -n "$REDISCLI_AUTH" ] || case "\${1:-}" in
  ready) exit 0 ;;
  *) die "${USERS} cannot be read: only root and the group ${ACCOUNT} may" ;;
esac
case "\${1:-}" in
  state) state ;;
  ask)
    case "\${2:-}" in
      server) shift 2; server "$@" ;;
      sentinel) shift 2; sentinel "$@" ;;
      *) die "ask: server or sentinel" ;;
    esac ;;
  ready) ready ;;
  make-ready) ready || make_ready ;;
  hand-over)
    [ -z "\${2:-}" ] || prefer "$2"
    hand_over
    [ -z "\${2:-}" ] || [ "$(primary)" = "$2" ] || die "$(primary) took over, not $2: it was not in step" ;;
  agreed) agreed ;;
  agree)
    rounds=0
    until agreed; do
      rounds=$((rounds + 1))
      [ "$rounds" -le 5 ] || die "the sentinels did not come to agree: see redis-cli -p $sentinel_port sentinel master ${MASTER}"
      agree
    done ;;
  answers) patience=2 && [ -n "$(member "$2" ping)$(cli -h "$2" -p "$sentinel_port" ping)" ] ;;
  backup) backup "\${2:-}" ;;
  *) die "usage: redis-member state|ask|ready|make-ready|hand-over|agreed|agree|answers|backup" ;;
esac
`;
