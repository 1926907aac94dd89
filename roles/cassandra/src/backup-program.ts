import { ACCOUNT, CQL, DATA, INCOMING, NODE_SETTINGS, NODETOOL, SNAPSHOTS } from './places.ts';

/**
 * What a member gives to be kept, and how members take it in again. Each takes in what every one of them had (`nodetool import`), of which
 * `nodetool cleanup` leaves what it owns itself. So it does not matter how many hosts there were and are now; and since every copy of a row comes to each
 * of those that own it, a repair would find nothing. `sstableloader` would send each row only where it belongs, but wants a login in its words, a key of
 * a member, and a driver that is not in every release. What this costs is room: each member holds everything until the end.
 */
export const BACKUP_PROGRAM = `#!/bin/sh
# usage: cassandra-backup TASK    Every task is safe to repeat.
#   hold               holds fast what this member has now, and the schema
#   pack FILE          the first of it, as one file
#   seal FILE PART…    the schema, and what the parts of the whole backup are called: made last
#   let-go             of what is held fast
#   schema [--copies=MOST] FILE PART…  makes the schema that was sealed, if these are all parts, with no more copies than that
#   take-in FILE       what one member had
#   settle             leaves of all that what this member owns
set -eu
. ${NODE_SETTINGS}
data=${DATA} tag=rolecall-backup held=${SNAPSHOTS}/held coming=${DATA}/coming

die() { echo "$*" >&2; exit 1; }
tool() { ${NODETOOL} "$@"; }
cql() { ${CQL} "$@"; }
as_account() { runuser -u ${ACCOUNT} -- "$@"; }
need_room() {
  free=$(df --output=avail -B 1 "$1" | tail -n 1)
  [ "$free" -gt "$2" ] || die "$1 has room for $free bytes, and $2 are needed"
}

hold() {
  let_go
  umask 077
  mkdir -p "$held"
  printf 'DESCRIBE SCHEMA WITH INTERNALS\\0' | cql --zero >"$held/schema"
  tool snapshot -t "$tag" >/dev/null
  ran=$(tool version | sed -n 's/^ReleaseVersion: //p')
  printf '%s\\n' "member=$name" "datacenter=$datacenter" "version=$ran" "held=$(date -u +%Y%m%dT%H%M%SZ)" >"$held/about.part"
  mv "$held/about.part" "$held/about"
}
let_go() {
  rm -f "$held/about"
  tool clearsnapshot -t "$tag" >/dev/null
  rm -rf "$held"
}
is_held() { [ -e "$held/about" ] || die "$name holds nothing fast any longer: let go of this backup, and begin another one"; }

# KEYSPACE/TABLE-ID/snapshots/TAG of all that does not come about by itself. Users are among it: where the new cluster has the same superuser, what
# it wrote later wins.
folders() {
  find * -mindepth 3 -maxdepth 3 -type d -path "*/snapshots/$tag" ! -path 'system/*' ! -path 'system_schema/*' \\
    ! -path 'system_traces/*' ! -path 'system_distributed/*' -print0 | sort -z
}
pack() {
  is_held
  umask 077
  cd "$data/data"
  need_room "$(dirname "$1")" "$(folders | du -cb --files0-from=- | tail -n 1 | cut -f 1)"
  # Without indexes, which are built anew. To tar (1) a file has changed of which Cassandra drops its own name meanwhile; what is in it never does.
  folders | tar -cf "$1.part" --sort=name --exclude='.*' --transform="s,/snapshots/$tag,," --null -T - || [ $? -eq 1 ]
  tar -C "$held" -rf "$1.part" about
  sync "$1.part"
  mv "$1.part" "$1"
}

seal() {
  is_held
  umask 077
  file=$1
  shift
  { cat "$held/about"; echo "parts=$*"; } >"$held/whole"
  tar -C "$held" -cf "$file.part" schema whole
  sync "$file.part"
  mv "$file.part" "$file"
}

first_two() { echo "$1" | cut -d . -f 1,2; }
schema() {
  most=9999
  case "$1" in --copies=*) most=\${1#*=} && shift ;; esac
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
  tar -C "$folder" -xf "$1"
  shift
  of() { sed -n "s/^$1=//p" "$folder/whole"; }
  [ "$(of parts)" = "$*" ] || die "the backup has the parts $(of parts), and these were given: $*"
  [ "$(of datacenter)" = "$datacenter" ] ||
    die "its keyspaces have their copies in the datacenter $(of datacenter), and this one is called $datacenter"
  older=$(printf '%s\\n' "$(first_two "$(of version)")" "$(first_two "$version")" | sort -V | head -n 1)
  [ "$older" = "$(first_two "$(of version)")" ] || die "the backup is of $(of version), which $version cannot read"
  # The last of four columns. A table comes with what was dropped of it, in statements of their own.
  most=$most perl -0ne 's/^[^\\t]*\\t[^\\t]*\\t[^\\t]*\\t//;
    s/(?<=: \\x27)(\\d+)(?=\\x27)/$1 > $ENV{most} ? $ENV{most} : $1/ge if /^CREATE KEYSPACE /;
    s/^CREATE (KEYSPACE|TYPE|TABLE|FUNCTION|AGGREGATE|(?:CUSTOM )?INDEX|MATERIALIZED VIEW) /CREATE $1 IF NOT EXISTS /;
    s/;\\n(ALTER TABLE \\S+ )(DROP|ADD) /";\\0$1$2 IF " . ($2 eq "ADD" ? "NOT " : "") . "EXISTS "/ge;
    print' "$folder/schema" | cql --zero
}

take_in() {
  need_room "$data" "$(stat -c %s "$1")"
  rm -rf "$coming"
  as_account mkdir -m 700 "$coming"
  # Compaction would drop the mark of a deletion that is long over, and a later part may still bring what that hides.
  tool disableautocompaction
  as_account tar -C "$coming" -xf - <"$1"
  for folder in "$coming"/*/*/; do
    folder=\${folder%/}
    [ -n "$(find "$folder" -name '*-Data.db')" ] || continue
    keyspace=$(basename "$(dirname "$folder")") table=$(basename "$folder")
    tool import -t "$keyspace" "\${table%-*}" "$folder"
  done
  left=$(find "$coming" -name '*-Data.db')
  [ -z "$left" ] || die "Cassandra did not take all of it: $left"
  rm -rf "$coming" "$1"
}
settle() {
  tool cleanup
  tool enableautocompaction
  rm -rf "$coming" ${INCOMING}
}

task=\${1:-}
[ "$#" -eq 0 ] || shift
case "$task" in
  hold) hold ;;
  pack) pack "$@" ;;
  seal) seal "$@" ;;
  let-go) let_go ;;
  schema) schema "$@" ;;
  take-in) take_in "$@" ;;
  settle) settle ;;
  *) die "usage: cassandra-backup TASK, see $0" ;;
esac
`;
