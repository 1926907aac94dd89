import { CONFIG, DATA, MEMBER_SETTINGS, PROGRAMS, SNAPSHOTS, TLS } from './places.ts';

/**
 * What a member does for itself, beside etcd. The member list of the live cluster is the truth: a member is added just before its first
 * start and as a learner, which counts for no majority, and the cluster takes one at a time. It votes once it has all data.
 */
export const MEMBER_PROGRAM = `#!/bin/sh
# usage: etcd-member TASK    Every task is safe to repeat.
#   may-start            whether etcd may be started: it has data, or take-part has just been
#   take-part found      the first start of the first member
#   take-part join|replace   adds this host to the cluster; replace removes its former self, whose data is gone
#   take-part restore FILE   founds a cluster of one with what a snapshot holds
#   take-out NAME PEER       removes another member, if it is one
#   retire                   stops this host, which is no member any longer, and puts its data aside
#   settled, settle      whether the member votes and cannot be founded anew; makes it so
#   follows, step-down   whether another member leads; hands the lead over
#   snapshot, defragment
#   keep FILE            a snapshot with this name, read through; the one that was there is replaced
#   compare FILE         whether every member holds exactly what a snapshot does that the cluster was founded with
set -eu
. ${MEMBER_SETTINGS}
config=${CONFIG} data=${DATA} snapshots=${SNAPSHOTS}
export ETCDCTL_CACERT=${TLS.authority} ETCDCTL_CERT=${TLS.client.certificate} ETCDCTL_KEY=${TLS.client.key}

die() { echo "$*" >&2; exit 1; }
ctl() { endpoints=$1; shift; ${PROGRAMS}/etcdctl --endpoints="$endpoints" --dial-timeout=2s --command-timeout=5s "$@"; }
# A start that failed leaves a database behind, and no log: that was never a member.
has_data() { [ -n "$(ls "$data/member/wal" 2>/dev/null)" ]; }
value() { sed -n "s/^$1: *\\"\\{0,1\\}\\([^\\"]*\\)\\"\\{0,1\\} *$/\\1/p" "$config"; }
# In one move: without these lines etcd would found a cluster. Those of a cluster that the host was in before are not left.
first_start() {
  cp -p "$config" "$config.part"
  { grep -v '^initial-cluster\\(-state\\|-token\\)\\{0,1\\}:' "$config" || :
    printf 'initial-cluster-token: %s\\ninitial-cluster-state: %s\\ninitial-cluster: "%s"\\n' "$token" "$1" "$2"; } >"$config.part"
  sync "$config.part"
  mv "$config.part" "$config"
}
# What a failed start left is kept, aside; etcd must not try again meanwhile.
make_room() {
  systemctl stop etcd 2>/dev/null || :
  [ ! -e "$data/member" ] || mv "$data/member" "$data/no-member-$(date -u +%Y%m%dT%H%M%SZ)"
}
# Lines of 'member list': ID, started|unstarted, NAME, PEER, CLIENT, LEARNER
own() { printf '%s\\n' "$members" | awk -F ', ' -v name="$name" -v peer="$peer" '$3 == name || $4 == peer'; }
leads() {
  status=$(ctl "$here" endpoint status -w fields) || return 1
  [ "$(printf '%s\\n' "$status" | awk '$1 == "\\"MemberID\\"" { print $3 }')" = \\
    "$(printf '%s\\n' "$status" | awk '$1 == "\\"Leader\\"" { print $3 }')" ]
}

may_start() {
  has_data && return 0
  case "$(value initial-cluster-state) $(value initial-cluster)" in
    "new "?*) return 0 ;;
    *,*) return 0 ;;
  esac
  return 1
}

join() {
  tries=0
  while [ "$tries" -lt 60 ]; do
    [ "$tries" -eq 0 ] || sleep 2
    tries=$((tries + 1))
    members=$(ctl "$others" member list) || continue
    line=$(own)
    case "$line" in
      '') ctl "$others" member add "$name" --learner --peer-urls="$peer" >/dev/null || continue
        members=$(ctl "$others" member list) || continue ;;
      *', started, '*)
        [ "$1" = replace ] || die "$name is a member of the cluster and its data is gone: bring $data back, or say replace: ['$name']"
        ctl "$others" member remove "\${line%%,*}" >/dev/null || :
        continue ;;
    esac
    first_start existing "$(printf '%s\\n' "$members" |
      awk -F ', ' -v name="$name" -v peer="$peer" '$4 == peer { print name "=" peer; next } $2 == "started" { print $3 "=" $4 }' | paste -sd, -)"
    return 0
  done
  die "the cluster at $others did not take $name in within two minutes"
}

# Revisions go on far beyond those that clients may have seen, so that no watch misses what changes now.
bump=1000000000
unpack() {
  rm -rf "$2"
  ${PROGRAMS}/etcdutl snapshot restore "$1" --data-dir "$2" --name "$name" --initial-advertise-peer-urls "$peer" \
    --initial-cluster "$name=$peer" --initial-cluster-token "$token" --bump-revision "$bump" --mark-compacted
}
restore() {
  [ -s "$1" ] || die "there is no snapshot $1"
  ${PROGRAMS}/etcdutl snapshot status "$1" -w fields
  unpack "$1" "$data/restoring"
  chown -R etcd:etcd "$data/restoring"
  first_start existing "$name=$peer"
  sync
  mv "$data/restoring/member" "$data/member"
  rmdir "$data/restoring"
}

# The snapshot is served once more, by a server beside that only this host reaches, and hashed as members do it: over each key and value that
# counts. etcdutl's own hash of a file stops at keys with leases.
compare() {
  snapshot=$1 unpacked=$1.unpacked beside=https://127.0.0.1:12379
  [ -s "$snapshot" ] || die "there is no snapshot $snapshot"
  revision=$(${PROGRAMS}/etcdutl snapshot status "$snapshot" -w fields | sed -n 's/^"Revision" : *//p')
  [ -n "$revision" ] || die "nobody knows what $snapshot holds"
  unpack "$snapshot" "$unpacked"
  ${PROGRAMS}/etcd --name "$name" --data-dir "$unpacked" --log-level error --unsafe-no-fsync \
    --listen-client-urls "$beside" --advertise-client-urls "$beside" --listen-peer-urls https://127.0.0.1:12380 \
    --client-cert-auth --trusted-ca-file ${TLS.authority} --cert-file ${TLS.member.certificate} --key-file ${TLS.member.key} \
    --peer-client-cert-auth --peer-trusted-ca-file ${TLS.authority} --peer-cert-file ${TLS.member.certificate} --peer-key-file ${TLS.member.key} &
  server=$!
  trap 'kill "$server" 2>/dev/null || :; wait "$server" 2>/dev/null || :; rm -rf "$unpacked"' EXIT
  tries=0
  until ctl "$beside" endpoint health >/dev/null 2>&1; do
    tries=$((tries + 1))
    [ "$tries" -lt 600 ] && kill -0 "$server" || die "no server starts with the snapshot"
    sleep 1
  done
  hash=$(hash_of "$beside")
  [ -n "$hash" ] || die "the snapshot has no hash at revision $revision"
  members=0
  for endpoint in $(echo "$here\${others:+,$others}" | tr , ' '); do
    found=$(hash_of "$endpoint")
    [ "$found" = "$hash" ] || die "$endpoint does not hold what the snapshot does: its hash is '$found', and that of the snapshot $hash"
    members=$((members + 1))
  done
  keys=$(ctl "$here" --command-timeout=3600s get '' --from-key --count-only --rev=$((revision + bump)) -w fields | sed -n 's/^"Count" : *//p')
  [ -n "$keys" ] || die "the keys could not be counted"
  echo "$keys keys as of revision $revision, with the hash $hash on $members of $members members as in the snapshot"
}
hash_of() { ctl "$1" --command-timeout=3600s endpoint hashkv --rev=$((revision + bump)) -w simple | awk -F ', ' '{ print $2 }'; }

# A cluster that has just lost its leader, or another member, refuses that for some seconds.
take_out() {
  end=$(($(date +%s) + 90))
  while :; do
    if members=$(ctl "$here" member list); then
      id=$(printf '%s\\n' "$members" | awk -F ', ' -v name="$1" -v peer="$2" '$3 == name || $4 == peer { print $1; exit }')
      [ -n "$id" ] || { echo "$1 is no member"; return 0; }
      ctl "$here" member remove "$id" && return 0
    fi
    [ "$(date +%s)" -lt "$end" ] || die "the cluster did not take $1 out of its list within a minute and a half"
    sleep 1
  done
}

settled() { has_data && [ "$(value initial-cluster-state)" = existing ] && [ "$(value initial-cluster)" = "$name=$peer" ]; }

settle() {
  tries=0
  while [ "$tries" -lt 60 ]; do
    [ "$tries" -eq 0 ] || sleep 1
    tries=$((tries + 1))
    members=$(ctl "$here\${others:+,$others}" member list) || continue
    line=$(own)
    case "$line" in
      *', true') ctl "\${others:-$here}" member promote "\${line%%,*}" >/dev/null || continue ;;
      *', false') ;;
      *) continue ;;
    esac
    ctl "$here" endpoint health >/dev/null 2>&1 || continue
    # From now on a start without data must fail: neither founding anew nor coming back empty under the old name is safe.
    first_start existing "$name=$peer"
    return 0
  done
  die "$name did not become a voting member within a minute: see journalctl -u etcd"
}

step_down() {
  tries=0
  while [ "$tries" -lt 20 ]; do
    leads || return 0
    tries=$((tries + 1))
    for id in $(ctl "$here" member list | awk -F ', ' -v name="$name" '$2 == "started" && $6 == "false" && $3 != name { print $1 }'); do
      ctl "$here" move-leader "$id" >/dev/null && break
    done
    sleep 0.2
  done
  leads || return 0
  die "no other member took the lead of the cluster over from $name"
}

keep() {
  umask 077
  rm -f "$1.part"
  ctl "$here" --command-timeout=3600s snapshot save "$1.part" >/dev/null
  ${PROGRAMS}/etcdutl snapshot status "$1.part" -w fields
  sync "$1.part"
  mv "$1.part" "$1"
}

snapshot() {
  keep "$snapshots/.part"
  mv "$snapshots/.part" "$snapshots/etcd-$(date -u +%Y%m%dT%H%M%SZ).db"
  ls -1 "$snapshots"/etcd-*.db | sort -r | tail -n "+$((keep + 1))" | while read -r old; do rm -f "$old"; done
}

defragment() {
  ctl "$here" endpoint health --cluster
  step_down
  ctl "$here" --command-timeout=600s defrag
  ctl "$here" endpoint health --cluster
}

case "\${1:-}" in
  may-start) may_start ;;
  take-part)
    may_start && exit 0
    case "\${2:-}" in
      found) make_room; first_start new "$name=$peer" ;;
      join | replace) make_room; join "$2" ;;
      restore) make_room; restore "$3" ;;
      *) die "take-part: found, join, replace or restore" ;;
    esac ;;
  settled) settled ;;
  settle) settled || settle ;;
  follows) ! leads ;;
  step-down) step_down ;;
  retire) make_room ;;
  take-out) take_out "$2" "$3" ;;
  keep) keep "$2" ;;
  compare) compare "$2" ;;
  snapshot) snapshot ;;
  # The lock of the cluster lets one member at a time do it; the others wait.
  defragment) ctl "$here" --command-timeout=3600s lock rolecall/defragment "$0" defragment-now ;;
  defragment-now) defragment ;;
  *) die "usage: etcd-member may-start|take-part|settled|settle|follows|step-down|take-out|retire|keep|compare|snapshot|defragment" ;;
esac
`;
