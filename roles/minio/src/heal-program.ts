import { START_SECONDS } from './config.ts';
import { ACCOUNT, HEALED, ROOT_ALIAS } from './places.ts';

/**
 * How long until every member writes to all drives again, from when all servers and drives are said to be well, in seconds: each member has a connection
 * of its own to each drive, and tries one that it lost again after 30 s at most, for 1 s (internal/rest/client.go of MinIO); drives that were not there
 * when it started itself it looks for every 15 s (cmd/erasure-sets.go). Nothing that MinIO tells says whether it has them.
 */
const SETTLED = 35;
/** A server that is not ready after so long is started again, so one that runs for longer was ready long ago; in seconds. */
const LONG_UP = START_SECONDS + SETTLED;
/**
 * How long is looked again, in seconds, before it counts as not transient: a connection that nobody ended is noticed after 20 s (two pings,
 * internal/grid/connection.go), and then takes the 15 s and 31 s from above; nearly twice that, for machines that are busy. The lock that a dead host left
 * on an object is not in it: MinIO waits for that itself while it heals (5 minutes or more), and lets go of it after two (cmd/lock-rest-server.go).
 */
const PATIENCE = 120;
/** Looks at everything before it is given up, however long each takes. */
const LOOKS = 3;

/** The part of a member's own program that finds what others missed, and brings it to them. It needs `mc`, `states` and `die`. */
export const HEALING = `# A server was away before it was started, and what was written meanwhile is on too few drives.
is_healed() {
  began=$(cat ${HEALED} 2>/dev/null) || die "nobody has looked at all objects from here yet"
  states | awk -v age="$(($(date +%s) - began))" '
    $1 == "server" { known++; if ($4 <= age) late = late " " $3 }
    END { if (late != "") print "started since all objects were looked at:" late; else if (known) exit 0; else print "nobody could ask it"; exit 1 }
  ' >&2
}

# "up SECONDS": for how long the youngest server is, where all are there; or "away ADDRESSES".
standing() {
  states | awk '
    $1 == "server" { known++; if (known == 1 || $4 < up) up = $4 }
    $1 == "server" && $2 != "online" || $1 == "drive" && $2 != "ok" { away = away " " $3 }
    END { if (!known) print "away: nobody could ask the server of this host"; else if (away != "") print "away:" away; else print "up " up }
  '
}

# An object cannot be brought to a drive that is away; and what is written past a drive that a member does not see yet is missed by whoever looks before.
whole=
settle() {
  waits=$(date +%s)
  while :; do
    now=$(date +%s)
    said=$(standing)
    case "$said" in
      up*)
        up=\${said#up }
        [ "$up" -lt ${LONG_UP} ] || return 0
        # It counts from the last start.
        [ -n "$whole" ] && [ "$((up + 2))" -ge "$((now - whole))" ] || whole=$now
        [ "$((now - whole))" -lt ${SETTLED} ] || return 0
        said='started again and again'
        ;;
      *) whole= ;;
    esac
    [ "$((now - waits))" -lt ${PATIENCE} ] ||
      die "not every object can be healed: after ${PATIENCE} s some servers or drives are still $said; bring them back (mc admin info ${ROOT_ALIAS}), and apply again"
    sleep 5
  done
}

# Looks at all objects, brings each to all its drives, and says what came of it. mc writes a line for each: its colours do not count what MinIO could not
# read, only its details and the states of the drives do. A look that misses a drive ends at once: it would miss that for every object.
look() {
  { mc --json admin heal --recursive --force ${ROOT_ALIAS} || :; } | awk '
    function part(text, from, to, at) {
      if (!(at = index(text, from))) return ""
      text = substr(text, at + length(from))
      return (at = index(text, to)) ? substr(text, 1, at - 1) : text
    }
    index($0, "\\"status\\":\\"error\\"") == 2 { broken = part($0, "\\"message\\":\\"", "\\",\\"") " " part($0, "\\"cause\\":{\\"message\\":\\"", "\\",\\""); next }
    /"type":"summary"/ { ended = "looked at " part($0, "\\"objects_scanned\\":", ",") " objects, healed " part($0, "\\"objects_healed\\":", ","); next }
    {
      why = part($0, "\\"detail\\":\\"", "\\",\\"type\\":")
      # Deleted while it was looked for.
      if (why ~ /^(Object|Version|Bucket) not found/) next
      rest = substr($0, index($0, "\\"after\\":"))
      while (match(rest, /"endpoint":"[^"]*","state":"[^"]*/)) {
        drive = part(substr(rest, RSTART, RLENGTH), "\\"endpoint\\":\\"", "\\",")
        state = part(substr(rest, RSTART, RLENGTH), "\\"state\\":\\"", "\\"")
        rest = substr(rest, RSTART + RLENGTH)
        if (state == "missing" || state == "corrupt") why = (why == "" ? "" : why ", ") state " on " drive
        else if (state != "ok") unseen = unseen " " drive
      }
      if (unseen != "") exit
      if (why != "" && ++left == 1) first = part($0, "\\"name\\":\\"", "\\",\\"before\\":") " (" why ")"
      if (left > 50) exit
    }
    END {
      if (unseen != "") print "unseen" unseen
      else if (left) print "left " (left == 1 ? "an object is not on all its drives: " : (left > 50 ? "more than 50" : left) " objects are not on all their drives, first ") first
      else if (ended == "") print "broken " (broken == "" ? "mc ended before it had looked at all" : broken)
      else print "fine " ended
    }
  '
}

# Twice as long each time, 15 s at most, and some of it by chance.
pause() {
  sleep "$(awk -v n="$1" -v seed="$$" 'BEGIN { srand(seed + n); s = 2 ^ n; if (s > 15) s = 15; printf "%.1f", s * (0.5 + rand() / 2) }')"
}

heal() {
  # One that does not run misses what the others have, and has nothing for them.
  systemctl is-active --quiet ${ACCOUNT} || return 0
  # Each ends what one before it had begun, and MinIO tells that one that all was looked at.
  exec 9>${HEALED}.lock
  flock 9
  (is_healed) 2>/dev/null && return 0
  looks=0
  failing=
  while :; do
    settle
    # One that was begun before and whose end nobody heard of would be in the way.
    mc admin heal --recursive --force-stop ${ROOT_ALIAS} >/dev/null 2>&1 || :
    began=$(date +%s)
    said=$(look)
    looks=$((looks + 1))
    case "$said" in
      fine*)
        echo "$began" >${HEALED}.part
        chmod 644 ${HEALED}.part
        mv ${HEALED}.part ${HEALED}
        echo "\${said#fine }"
        return 0
        ;;
    esac
    now=$(date +%s)
    failing=\${failing:-$now}
    [ "$looks" -ge ${LOOKS} ] && [ "$((now - failing))" -ge ${PATIENCE} ] && break
    pause "$looks"
  done
  case "$said" in
    unseen*) die "not every object could be healed: this member does not reach drives whose servers say that they are well:\${said#unseen}; look at what it says (journalctl -u ${ACCOUNT}) and at the way there, and apply again" ;;
    left*) die "not every object could be healed in $looks looks: \${said#left }; bring them back from another copy or remove them (mc admin heal --recursive ${ROOT_ALIAS} names all), and apply again" ;;
    *) die "not every object could be healed: \${said#broken }; look at mc admin heal --recursive ${ROOT_ALIAS}, and apply again" ;;
  esac
}
`;
