import * as at from './places.ts';

/**
 * What a member does for itself, beside Cassandra. Nothing is started without data unless \`take-part\` was told how this host comes in, since a
 * Cassandra that starts empty under an old address owns what it does not have, or founds a second cluster.
 */
export const NODE_PROGRAM = `#!/bin/sh
# usage: cassandra-node TASK    Every task is safe to repeat.
#   may-start            whether Cassandra may be started: it is a member, or take-part has just been
#   take-part found | join | replace ADDRESS    the first start of this host: alone, with data of the others, in the place of a dead one
#   take-part in | unknown    why it cannot come in without its data
#   prepare, run, wait   for the unit: what is worked out at a start; the server itself; until it answers
#   settled, settle      whether it is a member; waits until it is, and until the cluster is whole
#   current, take-up     whether it runs with the certificates and seeds of now; makes it so
#   out VERSION, back    drains it, where all others are up, with a snapshot where another version comes; brings it back into service
#   replicated, replicate KEYSPACE=COPIES…    whether keyspaces have so many copies; makes it so
#   leave                gives what it owns to the others, and stops
#   repair, snapshot
set -eu
. ${at.NODE_SETTINGS}
data=${at.DATA} member=${at.MEMBER} first=${at.FIRST_START} snapshots=${at.SNAPSHOTS}

die() { echo "$*" >&2; exit 1; }
tool() { ${at.NODETOOL} "$@"; }
cql() { ${at.CQL} "$@"; }
is_member() { [ -e "$member" ]; }
way() { [ ! -s "$first" ] || cat "$first"; }
runs() { systemctl is-active --quiet cassandra; }
gave_up() { systemctl is-failed --quiet cassandra || [ "$(systemctl show -p NRestarts --value cassandra)" -ge 3 ]; }
# Repeats a command until it succeeds, for so many seconds; not where Cassandra ends again and again.
within() {
  end=$(($(date +%s) + $1)); shift
  until "$@" >/dev/null 2>&1; do
    [ "$(date +%s)" -lt "$end" ] || return 1
    ! gave_up || return 1
    sleep 1
  done
}

may_start() {
  is_member && return 0
  case "$(way)" in join | 'replace '*) return 0 ;; esac
  return 1
}

take_part() {
  ! is_member || return 0
  if [ -z "$(way)" ] || [ "$1" = replace ]; then
    case "$1" in
      in) die "$address is a member of the cluster and its data is gone: bring $data back, or say replace: { '$name': '$address' }" ;;
      unknown) die "no member answers, so this host, which has no data of the cluster, cannot come in: start the others, or restore a backup" ;;
    esac
    [ ! -e "$data/data/system" ] || [ -n "$(way)" ] ||
      die "data of another cluster lies in $data: move it away, or take this host out of the site"
    echo "$*" >"$first.part"
    sync "$first.part"
    mv "$first.part" "$first"
  fi
  case "$(way)" in found*) found ;; esac
}

# The first member is reached from this host only until its superuser is no longer the one that everybody knows.
found() {
  systemctl start cassandra
  within "$start_within" cql --ping --host 127.0.0.1 || die "Cassandra did not come up: see journalctl -u cassandra"
  within 120 has_superuser || die "no superuser could be made: see journalctl -u cassandra"
  if [ "$(way)" = found ]; then
    echo 'DROP ROLE IF EXISTS cassandra' | cql --host 127.0.0.1
    # From the last statement on nobody can log in before there are more members: their majority is asked.
    echo 'found and copied' >"$first"
    for keyspace in system_distributed system_traces system_auth; do
      echo "ALTER KEYSPACE $keyspace WITH replication = $(replication "$copies")"
    done | cql --host 127.0.0.1
  fi
  systemctl stop cassandra
  become_member
}
has_superuser() {
  [ "$(way)" = found ] || return 0
  echo 'SELECT key FROM system.local' | cql --host 127.0.0.1 && return 0
  printf 'user cassandra\\npassword cassandra\\n' >"$first.login"
  quoted=$(sed -n "s/^password //p" ${at.LOGIN} | sed "s/'/''/g")
  printf '%s\\n' "CREATE ROLE IF NOT EXISTS $(sed -n 's/^user //p' ${at.LOGIN}) WITH SUPERUSER = true AND LOGIN = true AND PASSWORD = '$quoted'" |
    cql --host 127.0.0.1 --login "$first.login"
  return 1
}
replication() { echo "{'class': 'NetworkTopologyStrategy', '$datacenter': '$1'}"; }

become_member() {
  cp ${at.MEMBERSHIP} "$member.part"
  sync "$member.part"
  mv "$member.part" "$member"
  sync "$data"
  rm -f "$first" "$first.login"
}

seeds() {
  case "$(is_member || way)" in
    found*) echo "$address" ;;
    # Whoever is a seed takes no data from others: not one that comes in.
    ?*) tr ',' '\\n' <${at.SEEDS} | grep -vxF "$address" | paste -sd, - ;;
    *) cat ${at.SEEDS} ;;
  esac
}
seed_line() {
  echo "seed_provider: [{\\"class_name\\": \\"org.apache.cassandra.locator.SimpleSeedProvider\\", \\"parameters\\": [{\\"seeds\\": \\"$(seeds)\\"}]}]"
}

prepare() {
  umask 077
  cat ${at.TLS.key} ${at.TLS.certificate} >${at.TLS.shown}.part
  cat ${at.TLS.authority} >${at.TLS.trusted}.part
  here=$address
  case "$(is_member || way)" in found*) here=127.0.0.1 ;; esac
  { sed "s/^rpc_address: .*/rpc_address: \\"$here\\"/" ${at.CONFIG}; seed_line; } >${at.RUN}/cassandra.yaml.part
  for made in ${at.TLS.shown} ${at.TLS.trusted} ${at.RUN}/cassandra.yaml; do
    chown ${at.ACCOUNT}:${at.ACCOUNT} "$made.part"
    mv "$made.part" "$made"
  done
}

current() {
  runs || return 0
  cat ${at.TLS.key} ${at.TLS.certificate} | cmp -s - ${at.TLS.shown} && cmp -s ${at.TLS.authority} ${at.TLS.trusted} &&
    grep -qxF "$(seed_line)" ${at.RUN}/cassandra.yaml
}
take_up() {
  prepare
  tool reloadssl
  tool reloadseeds
}

run() {
  if is_member; then set --; else
    case "$(way)" in
      found* | join) set -- ;;
      'replace '*) set -- "-Dcassandra.replace_address_first_boot=$(way | cut -d ' ' -f 2)" ;;
      *) echo "no data of a member lies in $data, and nobody said how this host comes in: see controller plan" >&2; exit 78 ;;
    esac
  fi
  exec "$java/bin/java" @${at.OPTIONS} "-javaagent:$(echo "$release"/lib/jamm-*.jar)" -Dcassandra.config=file://${at.RUN}/cassandra.yaml \\
    -Dlogback.configurationFile=${at.LOGBACK} "$@" -cp "${at.SETTINGS}:$release/lib/*" org.apache.cassandra.service.CassandraDaemon
}

# The first start is waited for by whoever asked for it: it may take hours.
wait_up() {
  is_member || return 0
  end=$(($(date +%s) + start_within))
  until cql --ping 2>/dev/null; do
    [ "$(date +%s)" -lt "$end" ] || die "no answer at port $client within $start_within seconds"
    sleep 1
  done
  note_version
}

# By root after the first start and by the account after each other one: neither writes into what may be the other's.
note_version() {
  rm -f ${at.VERSION}.part
  echo "$version" >${at.VERSION}.part
  mv -f ${at.VERSION}.part ${at.VERSION}
}

# Lines of 'status': STATE  ADDRESS  …
states() {
  all=$(tool status) || die "nobody can say who is up: nodetool does not answer"
  printf '%s\\n' "$all" | awk '$1 ~ /^[UD?][NLJM]$/ { print $1, $2 }'
}
whole() {
  ! states | grep -qv '^UN ' && tool describecluster | awk '
    /^Stats for all nodes/ { stats = 1 }
    /^Data Centers/ { stats = 0 }
    /Schema versions:/ { schema = 1; next }
    # Those that have left are remembered for three days, as if they should be reached.
    schema && /UNREACHABLE/ { next }
    schema && /\\[/ { versions++ }
    schema && /^Stats/ { schema = 0 }
    stats && /Joining|Moving|Leaving/ && $2 != 0 { wrong = 1 }
    END { exit wrong || versions != 1 }'
}

settle() {
  within "$join_within" cql --ping || die "$address did not come into the cluster: see journalctl -u cassandra"
  within 120 own_is_up || die "$address is not up and normal as it sees itself: see nodetool status"
  become_member
  note_version
  prepare
  tool reloadseeds >/dev/null
  within 300 whole || die "the cluster is not whole after $address came in: see nodetool status, nodetool describecluster"
}
own_is_up() { states | grep -qxF "UN $address"; }

out() {
  # After a start of its host: what is to be kept before another version comes is asked of the server.
  [ "$(systemctl is-active cassandra)" != activating ] || within "$start_within" runs || :
  runs || return 0
  # One that came back a moment ago may not be up yet as this one sees it.
  end=$(($(date +%s) + \${patience:-60}))
  while :; do
    seen=$(states)
    down=$(printf '%s\\n' "$seen" | awk -v own="$address" '$2 != own && $1 != "UN" { print $2 " is " $1 }')
    [ -n "$down" ] || break
    [ "$(date +%s)" -lt "$end" ] || die "no second member is taken down beside one that is not up: $down"
    sleep 1
  done
  before=$(tool version | sed -n 's/^ReleaseVersion: //p')
  [ "$before" = "$1" ] || tool snapshot -t "before-$1" >/dev/null ||
    tool listsnapshots | grep -q "^before-$1 " || die "no snapshot before the change from $before to $1"
  tool drain
}
in_service() { ! runs || cql --ping; }
back() { in_service || systemctl restart cassandra; }

leave() {
  [ ! -e ${at.LEFT} ] || return 0
  tool decommission
  systemctl stop cassandra
  mv "$member" ${at.LEFT}
}

# Lines of found: KEYSPACE<tab>class=… DATACENTER=COPIES
keyspaces() { echo 'SELECT keyspace_name, replication FROM system_schema.keyspaces' | cql; }
has_copies() {
  printf '%s\\n' "$found" | awk -F '\\t' -v keyspace="\${1%=*}" -v copies="$datacenter=\${1#*=}" '
    $1 == keyspace { parts = split($2, part, " ") }
    END { for (i in part) if (part[i] == copies || part[i] ~ /NetworkTopologyStrategy$/) right++; exit !(parts == 2 && right == 2) }'
}
replicated() {
  found=$(keyspaces)
  for wanted; do has_copies "$wanted" || return 1; done
}
replicate() {
  found=$(keyspaces)
  for wanted; do
    ! has_copies "$wanted" || continue
    keyspace=\${wanted%=*}
    word=CREATE
    ! printf '%s\\n' "$found" | grep -q "^$keyspace	" || word=ALTER
    echo "$word KEYSPACE $keyspace WITH replication = $(replication "\${wanted#*=}")" | cql
    within 120 whole || die "the members do not agree on the schema after $keyspace was changed"
    case "$keyspace" in
      # Small, and needed by everybody who logs in: reading all of it at once brings it to all members that have to have it.
      system_auth) echo "SELECT table_name FROM system_schema.tables WHERE keyspace_name = 'system_auth'" | cql |
        while read -r table; do echo "SELECT * FROM system_auth.$table"; done | cql --consistency ALL >/dev/null ;;
      *) [ "$word" = CREATE ] || echo "$keyspace: copies that are new are filled by the next repair of each member (cassandra-repair)" ;;
    esac
  done
}

repair() {
  seen=$(states)
  [ "$(printf '%s\\n' "$seen" | wc -l)" -gt 1 ] || return 0
  tool repair -pr --full
}

snapshot() {
  umask 077
  tag=rolecall-$(date -u +%Y%m%dT%H%M%SZ)
  mkdir -p "$snapshots/$tag.part"
  echo 'DESCRIBE SCHEMA' | cql >"$snapshots/$tag.part/schema"
  tool info --tokens >"$snapshots/$tag.part/info"
  tool snapshot -t "$tag"
  sync
  mv "$snapshots/$tag.part" "$snapshots/$tag"
  ls -1 "$snapshots" | grep '^rolecall-' | sort -r | tail -n "+$((keep + 1))" | while read -r old; do
    tool clearsnapshot -t "\${old%.part}"
    rm -rf "\${snapshots:?}/$old"
  done
}

task=\${1:-}
[ "$#" -eq 0 ] || shift
case "$task" in
  may-start) may_start ;;
  take-part) take_part "$@" ;;
  prepare) prepare ;;
  run) run ;;
  wait) wait_up ;;
  settled) is_member ;;
  settle) is_member || settle ;;
  current) current ;;
  take-up) current || take_up ;;
  out) out "$@" ;;
  in-service) in_service ;;
  back) back ;;
  leave) leave ;;
  replicated) replicated "$@" ;;
  replicate) replicate "$@" ;;
  repair) repair ;;
  snapshot) snapshot ;;
  *) die "usage: cassandra-node TASK, see $0" ;;
esac
`;
