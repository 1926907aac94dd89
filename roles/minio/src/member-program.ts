import { HEALING } from './heal-program.ts';
import { ACCOUNT, CLIENT, CLIENT_FOLDER, ROOT_ALIAS } from './places.ts';

/** What a member does for itself, beside MinIO. */
export const MEMBER_PROGRAM = `#!/bin/sh
# usage: minio-member TASK    Every task is safe to repeat.
#   whole                    asks for both quorums, then prints how each server and drive stands
#   may-stop                 waits until the cluster can do without this member
#   is-healed                whether all objects were looked at since the last of the servers was started
#   heal                     where they were not: brings what was written while a member was away to that one too
#   bucket NAME VERSIONING ANONYMOUS     makes it; "-" leaves it as it is
#   policy NAME              makes it; its text is in POLICY
#   user NAME                makes it; its password is in PASSWORD
#   grant NAME POLICIES      gives it these policies, separated by commas, and takes others away
set -eu

die() { echo "$*" >&2; exit 1; }
# What it leaves behind holds no lock of this program.
mc() { ${CLIENT}/current/mc --config-dir ${CLIENT_FOLDER} --no-color "$@" 9>&-; }
# 'mc ready' would ask until the answer is yes.
ready() { timeout 5 ${CLIENT}/current/mc --config-dir ${CLIENT_FOLDER} --no-color ready "$@" ${ROOT_ALIAS} >/dev/null 2>&1; }

# Each server and each drive is an object of its own: state, address, for how long it is up or whether it is being healed, and how far that is.
states() {
  mc --json admin info ${ROOT_ALIAS} | tr '{' '\\n' | sed -n \\
    -e 's/.*"state":"\\([^"]*\\)","endpoint":"\\([^"]*\\)".*"uptime":\\([0-9]*\\).*/server \\1 \\2 \\3/p;t' \\
    -e 's/.*"state":"\\([^"]*\\)","endpoint":"\\([^"]*\\)".*/server \\1 \\2 0/p;t' \\
    -e 's/.*"endpoint":"\\([^"]*\\)".*"healing":true.*"state":"\\([^"]*\\)".*/drive \\2 \\1 healing/p;t' \\
    -e 's/.*"endpoint":"\\([^"]*\\)".*"state":"\\([^"]*\\)".*/drive \\2 \\1/p;t' \\
    -e 's/.*"heal_id":.*"endpoint":"\\([^"]*\\)".*"objects_total_count":\\([0-9]*\\).*"items_healed":\\([0-9]*\\),.*/part \\3 \\1 \\2/p'
}

whole() {
  ready || die "there is no write quorum"
  ready --cluster-read || die "there is no read quorum"
  states
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

${HEALING}
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
  is-healed) is_healed ;;
  heal) heal ;;
  bucket) bucket "$@" ;;
  policy) printf '%s' "$POLICY" | mc admin policy create ${ROOT_ALIAS} "$1" /dev/stdin ;;
  # mc reads the password from its input, where no list of processes shows it.
  user) printf '%s\\n' "$PASSWORD" | mc admin user add ${ROOT_ALIAS} "$1" ;;
  grant) grant "$1" "\${2:-}" ;;
  *) die "usage: minio-member whole|may-stop|is-healed|heal|bucket|policy|user|grant" ;;
esac
`;
