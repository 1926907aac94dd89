import { CLIENT, MEMBER_SETTINGS } from './places.ts';

/**
 * What a node does for itself, beside the server. An empty node finds its cluster or waits for it; only the one that `take-part found`
 * names founds one, and only until it has. What the program says of the cluster, it asks the live cluster.
 */
export const MEMBER_PROGRAM = `#!/bin/sh
# usage: elasticsearch-member TASK    Every task is safe to repeat.
#   may-start            whether the server may be started: it has data, or take-part has just been
#   take-part found      the first start of the first node
#   take-part join|replace   the first start of another one; replace: also where its data is gone
#   settled, settle      whether the node is in its cluster, and shards may be put on it; makes it so, and waits until the cluster is whole
#   drain NODES, undrain gets ready for the stop of this node, once so many are there with all copies; takes that back
#   lapse                takes that back for a node that did not come back in time
#   look, joined         what the node sees; whether it is in a cluster
#   whole NODES          whether so many nodes are in the cluster, with all copies
#   lost NODE URL        whether a node is in the cluster no more and does not answer either
#   empty NODE, emptied NODE       moves what one node holds to the others; whether that is so
#   admit NODE, admitted NODE      lets shards lie on it again; whether that is so
#   indexed, index       whether every index is there; creates what is missing
#   keystore-made, make-keystore
set -eu
. ${MEMBER_SETTINGS}

die() { echo "$*" >&2; exit 1; }
has() { case " $1 " in *" $2 "*) return 0 ;; esac; return 1; }
get() { curl -K ${CLIENT} --fail --max-time 8 "$1$2"; }
# Which cluster the node is in; also where it knows of no master.
identity() { get "$here" '/_cluster/state/version?local=true&filter_path=cluster_name,cluster_uuid'; }
send() { curl -K ${CLIENT} --fail --max-time "$1" -X "$2" -H 'content-type: application/json' "$3" \${4:+--data "$4"}; }
settings() { get "$1" '/_cluster/settings?flat_settings=true&filter_path=persistent&master_timeout=3s'; }
# Data of a node that was in a cluster: one that never came in has no shard and no state of one, and may find it yet.
has_data() { [ -e "$data/_state" ] || [ -e "$data/nodes/0/_state" ]; }

may_start() {
  has_data && { [ -e "$member_of" ] || [ -e "$founding" ]; } && return 0
  ! has_data && [ -e "$founding" ]
}

take_part() {
  [ ! -e "$member_of" ] || [ "$1" = replace ] ||
    die "$name was part of the cluster and its data is gone: bring $data back, or say replace: ['$name']"
  words=
  [ "$1" != found ] || words="-E$initial=$name"
  echo "FOUNDING=$words" >"$founding.part"
  mv "$founding.part" "$founding"
  rm -f "$member_of"
}

joined() { get "$here" '/_cluster/health?filter_path=status&master_timeout=3s' >/dev/null; }

held_back() { settings "$here" | grep -q '"cluster.routing.allocation.enable":"primaries"'; }

settled() { [ -e "$member_of" ] && [ ! -e "$founding" ] && joined 2>/dev/null && ! held_back; }

# Tells settings to the cluster, by whichever node takes them.
change() {
  tries=0
  while [ "$tries" -lt 30 ]; do
    [ "$tries" -eq 0 ] || sleep 2
    tries=$((tries + 1))
    for url in $here $others; do
      send 10 PUT "$url/_cluster/settings" "{\\"persistent\\":{$1}}" >/dev/null 2>&1 && return 0
    done
  done
  die "no node of the cluster took the settings $1 within a minute"
}
# With the time from when on any other node takes it back.
hold() {
  end=$(($(date +%s) + absence))
  change "\\"cluster.routing.allocation.enable\\":\\"primaries\\",\\"cluster.metadata.rolecall_held_until\\":\\"$end\\""
}
release() { change '"cluster.routing.allocation.enable":null,"cluster.metadata.rolecall_held_until":null'; }
lapse() {
  told=$(settings "$here" 2>/dev/null) || return 0
  end=$(printf '%s\\n' "$told" | sed -n 's/.*"cluster.metadata.rolecall_held_until":"\\([0-9]*\\)".*/\\1/p')
  [ -n "$end" ] && [ "$(date +%s)" -ge "$end" ] || return 0
  echo "copies were held back for a node that has not come back in time: they are made now"
  release
}

# Indexes that have fewer copies than they want, as far as there is a node for each.
lacking() {
  wants=$(get "$here" '/_cat/indices?h=index,health,rep&expand_wildcards=all') || return 1
  shards=$(get "$here" '/_cat/shards?h=index,shard,state') || return 1
  printf '%s\\n---\\n%s\\n' "$wants" "$shards" | awk -v nodes="$1" '
    $1 == "---" { second = 1; next }
    !second { if ($2 != "green" && $3 < nodes) lacks[$1] = 1; want[$1] = $3 < nodes ? $3 + 1 : nodes; next }
    NF { copies[$1 " " $2] = $1; if ($3 == "STARTED" || $3 == "RELOCATING") there[$1 " " $2]++ }
    END {
      for (one in copies) if (there[one] + 0 < want[copies[one]]) lacks[copies[one]] = 1
      for (one in lacks) print one
    }'
}
# Yellow is whole where an index wants more copies than there are nodes: no other node will ever take them.
whole() {
  wanted=$1
  found=$(get "$here" '/_cat/health?h=status,node.total,node.data' 2>/dev/null) || { echo "the node does not answer, or knows of no master"; return 1; }
  set -- $found
  [ "$2" -ge "$wanted" ] || { echo "$2 of $wanted nodes are in the cluster"; return 1; }
  case "$1" in
    green) return 0 ;;
    yellow)
      lack=$(lacking "$3") || { echo "yellow, and the node does not say of what copies are missing"; return 1; }
      [ -n "$lack" ] || return 0
      echo "yellow: copies are missing of" $lack ;;
    *) echo "$1: shards are missing as a whole" ;;
  esac
  return 1
}

wait_whole() {
  waited=0
  until why=$(whole "$1"); do
    [ "$waited" -lt "$patience" ] || die "after $patience s: $why"
    [ $((waited % 30)) -ne 0 ] || echo "$why"
    sleep 2
    waited=$((waited + 2))
  done
}

settle() {
  tries=0
  until joined 2>/dev/null; do
    [ "$tries" -lt 150 ] || die "$name did not come into its cluster within five minutes: see journalctl -u elasticsearch"
    sleep 2
    tries=$((tries + 1))
  done
  id=$(identity | sed -n 's/.*"cluster_uuid" *: *"\\([^"]*\\)".*/\\1/p')
  [ -n "$id" ] && [ "$id" != _na_ ] || die "$name does not say which cluster it is in"
  printf 'cluster=%s\\nid=%s\\nnode=%s\\n' "$cluster" "$id" "$name" >"$member_of.part"
  sync "$member_of.part"
  mv "$member_of.part" "$member_of"
  # From now on a start without data must fail: another cluster could be founded, or this one come back with fewer copies.
  rm -f "$founding"
  release
}

drain() {
  joined 2>/dev/null || return 0
  ! held_back || release
  wait_whole "$1"
  hold
  send 60 POST "$here/_flush" >/dev/null 2>&1 || :
}

look() {
  node=$(identity) || exit 1
  state=$(get "$here" '/_cluster/state/master_node,nodes?filter_path=master_node,nodes.*.name&master_timeout=3s' 2>/dev/null || echo null)
  version=$(get "$here" '/_nodes/_local/http?filter_path=nodes.*.version' 2>/dev/null | sed -n 's/.*"version" *: *"\\([^"]*\\)".*/\\1/p')
  printf '{"node":%s,"state":%s,"version":"%s"}\\n' "$node" "$state" "$version"
}

# What is alive is not replaced: the cluster must have lost it, and nobody must answer in its place.
lost() {
  nodes=$(get "$here" '/_cat/nodes?h=name') || { echo "$name does not answer, or knows of no master"; return 1; }
  for one in $nodes; do
    [ "$one" != "$1" ] || { echo "it is in the cluster: move it instead"; return 1; }
  done
  answer=0
  curl -K ${CLIENT} --max-time 8 -o /dev/null "$2/" 2>/dev/null || answer=$?
  case "$answer" in
    # As curl says it: no way there, refused, or silent.
    6 | 7 | 28) return 0 ;;
    *) echo "something answers at $2: move it instead, or stop it"; return 1 ;;
  esac
}

excluded() {
  told=$(settings "$here") || return 1
  printf '%s\\n' "$told" | sed -n 's/.*"cluster.routing.allocation.exclude._name":"\\([^"]*\\)".*/\\1/p' | tr ',' ' '
}
# Also over an election: what others excluded must not be lost.
surely_excluded() {
  tries=0
  until excluded 2>/dev/null; do
    [ "$tries" -lt 30 ] || die "$name does not say within a minute on which nodes no shard may lie"
    sleep 2
    tries=$((tries + 1))
  done
}
in_order() { for one in "$@"; do echo "$one"; done | sort -u | paste -sd, -; }
# Whether no shard lies on a node.
emptied() {
  names=$(excluded) || return 1
  has "$names" "$1" || return 1
  shards=$(get "$here" '/_cat/allocation?h=node,shards') || return 1
  held=$(printf '%s\\n' "$shards" | awk -v node="$1" '$1 == node && $2 > 0')
  [ -z "$held" ]
}
exclude() {
  names=$(in_order "$@")
  value=null
  [ -z "$names" ] || value="\\"$names\\""
  change "\\"cluster.routing.allocation.exclude._name\\":$value"
}
empty() {
  already=$(surely_excluded)
  exclude $already "$1"
  waited=0
  until emptied "$1"; do
    [ "$waited" -lt "$moving" ] || die "after $moving s there are shards on $1 still: is there room for them on the others?"
    [ $((waited % 60)) -ne 0 ] || get "$here" '/_cat/allocation?h=shards,node' || :
    sleep 5
    waited=$((waited + 5))
  done
}
admit() {
  already=$(surely_excluded)
  kept=
  for one in $already; do [ "$one" = "$1" ] || kept="$kept $one"; done
  exclude $kept
}
admitted() {
  names=$(excluded) || return 1
  ! has "$names" "$1"
}

exists() { curl -K ${CLIENT} --fail --head --max-time 4 "$here/$1" >/dev/null 2>&1; }
missing() {
  for file in "$indices"/*.json; do
    [ -e "$file" ] || continue
    index=$(basename "$file" .json)
    exists "$index" || echo "$index"
  done
}
index() {
  for one in $(missing); do
    answer=$(curl -K ${CLIENT} --max-time 60 -X PUT -H 'content-type: application/json' --data "@$indices/$one.json" "$here/$one") || :
    exists "$one" || die "the index $one cannot be created: $answer"
    echo "created $one"
  done
  wait_whole 1
}

keystore_made() { [ "$(stat -c %G:%a "$keystore" 2>/dev/null)" = "$account:660" ]; }
make_keystore() {
  rm -f "$keystore"
  "$keystore_program" create
  [ -z "\${PASSWORD:-}" ] || printf %s "$PASSWORD" | "$keystore_program" add --stdin --force bootstrap.password
  chmod 660 "$keystore"
  # Last: it says that all is in it.
  chgrp "$account" "$keystore"
}

case "\${1:-}" in
  may-start) may_start || die "$name has no data of the cluster in $data, and nobody said that it may start without" ;;
  take-part)
    may_start && exit 0
    ! has_data || die "the data in $data belongs to no cluster of this role: move it away, or take this host out of the site"
    case "\${2:-}" in
      found | join | replace) take_part "$2" ;;
      *) die "take-part: found, join or replace" ;;
    esac ;;
  settled) settled ;;
  settle) settled || settle; wait_whole 1 ;;
  drain) drain "\${2:?how many nodes}" ;;
  undrain) release ;;
  lapse) lapse ;;
  look) look ;;
  joined) joined ;;
  whole) whole "\${2:?how many nodes}" ;;
  empty) empty "\${2:?which node}" ;;
  emptied) emptied "\${2:?which node}" ;;
  lost) lost "\${2:?which node}" "\${3:?where it answered}" ;;
  admit) admit "\${2:?which node}" ;;
  admitted) admitted "\${2:?which node}" ;;
  indexed) joined && [ -z "$(missing)" ] ;;
  index) index ;;
  keystore-made) keystore_made ;;
  make-keystore) make_keystore ;;
  *) die "usage: elasticsearch-member may-start|take-part|settled|settle|drain|undrain|lapse|look|joined|whole|lost|empty|emptied|admit|admitted|indexed|index|keystore-made|make-keystore" ;;
esac
`;
