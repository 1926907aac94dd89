import { ACCOUNT, CLIENT, CLIENT_FOLDER, ROOT_ALIAS } from './places.ts';

/** What a member does for itself, beside MinIO. */
export const MEMBER_PROGRAM = `#!/bin/sh
# usage: minio-member TASK    Every task is safe to repeat.
#   whole                    asks for both quorums, then prints how each server and drive stands
#   may-stop                 waits until the cluster can do without this member
#   heal                     brings what was written while a member was away to that one too
#   bucket NAME VERSIONING ANONYMOUS     makes it; "-" leaves it as it is
#   policy NAME              makes it; its text is in POLICY
#   user NAME                makes it; its password is in PASSWORD
#   grant NAME POLICIES      gives it these policies, separated by commas, and takes others away
set -eu

die() { echo "$*" >&2; exit 1; }
mc() { ${CLIENT}/current/mc --config-dir ${CLIENT_FOLDER} --no-color "$@"; }
# 'mc ready' would ask until the answer is yes.
ready() { timeout 5 ${CLIENT}/current/mc --config-dir ${CLIENT_FOLDER} --no-color ready "$@" ${ROOT_ALIAS} >/dev/null 2>&1; }

whole() {
  ready || die "there is no write quorum"
  ready --cluster-read || die "there is no read quorum"
  # Each server and each drive is an object of its own: state, address, and whether it is being healed.
  mc --json admin info ${ROOT_ALIAS} | tr '{' '\\n' | sed -n \\
    -e 's/.*"state":"\\([^"]*\\)","endpoint":"\\([^"]*\\)".*/server \\1 \\2/p' \\
    -e 's/.*"endpoint":"\\([^"]*\\)".*"healing":true.*"state":"\\([^"]*\\)".*/drive \\2 \\1 healing/p;t' \\
    -e 's/.*"endpoint":"\\([^"]*\\)".*"state":"\\([^"]*\\)".*/drive \\2 \\1/p'
}

may_stop() {
  # One that never became ready is in nobody's quorum.
  systemctl is-active --quiet ${ACCOUNT} || return 0
  tries=0
  while [ "$tries" -lt 12 ]; do
    ready --maintenance && return 0
    tries=$((tries + 1))
    sleep 2
  done
  die "without this member MinIO would lose its write quorum, or drives are being healed: look at mc admin info"
}

# It writes a line for each object; only what could not be healed matters, and the sum.
heal_all() {
  { mc --quiet admin heal --recursive --force ${ROOT_ALIAS} || echo "[ERROR] mc ended with $?"; } |
    awk '/^\\[ERROR\\]/ { bad++; if (bad <= 3) print > "/dev/stderr" } /^Healed:/ { print } END { exit bad > 0 }'
}
heal() {
  tries=0
  while [ "$tries" -lt 3 ]; do
    # One that was begun before and whose end nobody heard of would be in the way.
    mc admin heal --recursive --force-stop ${ROOT_ALIAS} >/dev/null 2>&1 || :
    heal_all && return 0
    tries=$((tries + 1))
    sleep 5
  done
  die "not every object could be healed: look at mc admin heal --recursive ${ROOT_ALIAS}"
}

bucket() {
  mc mb --ignore-existing "${ROOT_ALIAS}/$1"
  case "$2" in
    on) mc version enable "${ROOT_ALIAS}/$1" ;;
    off) mc version suspend "${ROOT_ALIAS}/$1" ;;
  esac
  [ "$3" = - ] || mc anonymous set "$3" "${ROOT_ALIAS}/$1"
}

grant() {
  has=$(mc --json admin user info ${ROOT_ALIAS} "$1" | sed -n 's/.*"policyName":"\\([^"]*\\)".*/\\1/p' | tr , ' ')
  wants=$(echo "$2" | tr , ' ')
  for policy in $has; do
    case " $wants " in *" $policy "*) ;; *) mc admin policy detach ${ROOT_ALIAS} "$policy" --user "$1" ;; esac
  done
  for policy in $wants; do
    case " $has " in *" $policy "*) ;; *) mc admin policy attach ${ROOT_ALIAS} "$policy" --user "$1" ;; esac
  done
}

task=\${1:-}
[ "$#" -eq 0 ] || shift
case "$task" in
  whole) whole ;;
  may-stop) may_stop ;;
  heal) heal ;;
  bucket) bucket "$@" ;;
  policy) printf '%s' "$POLICY" | mc admin policy create ${ROOT_ALIAS} "$1" /dev/stdin ;;
  # mc reads the password from its input, where no list of processes shows it.
  user) printf '%s\\n' "$PASSWORD" | mc admin user add ${ROOT_ALIAS} "$1" ;;
  grant) grant "$1" "\${2:-}" ;;
  *) die "usage: minio-member whole|may-stop|heal|bucket|policy|user|grant" ;;
esac
`;
