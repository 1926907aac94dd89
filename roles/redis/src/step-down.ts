import { act, type Declared, directory, file, type Host } from '@rolecall/roles';
import type { Params } from './params.ts';
import { MASTER } from './topology.ts';

const FOLDER = '/usr/local/lib/rolecall';
const PROGRAM = `${FOLDER}/redis-step-down`;

/**
 * Hands the primary's part to another member and waits until this one follows it. Sentinel would tell the old primary to follow
 * only some ten seconds after the switch, and what is written to it until then would be lost: so it is told at once.
 */
const SCRIPT = `#!/bin/sh
# usage: redis-step-down ADDRESS PORT SENTINEL-PORT    (the password is in REDISCLI_AUTH)
# Makes another member the primary, then lets this server follow it. Safe to repeat.
set -eu
address=$1 port=$2 sentinel=$3

role() { redis-cli -e -p "$port" role | sed -n 1p; }
link() { redis-cli -e -p "$port" role | sed -n 4p; }
primary() { redis-cli -e -p "$sentinel" sentinel get-master-addr-by-name ${MASTER} | sed -n 1p; }

tries=0
while [ "$tries" -lt 60 ]; do
  tries=$((tries + 1))
  now=$(primary)
  if [ "$now" != "$address" ]; then
    [ "$(role)" = slave ] || redis-cli -e -p "$port" replicaof "$now" "$port" >/dev/null
    [ "$(link)" = connected ] && exit 0
  elif [ "$tries" -eq 1 ] || [ $((tries % 10)) -eq 0 ]; then
    # Refused while no replica is in step or another failover has just been: asked again later.
    redis-cli -p "$sentinel" sentinel failover ${MASTER}
  fi
  sleep 1
done
echo "no other member took over as primary within 60 s" >&2
exit 1
`;

/** The program for it, put on every member. */
export const stepDownProgram = (): readonly Declared[] => [
  directory(FOLDER),
  file(PROGRAM, { content: SCRIPT, mode: 0o755 }),
];

/** Runs it. */
export const stepDown = (host: Host, { password, port, sentinel }: Params): Declared =>
  act.command([PROGRAM, host.address, `${port}`, `${sentinel.port}`], {
    name: 'hand the part of the primary to another member',
    environment: { REDISCLI_AUTH: password },
    timeoutMs: 90_000,
  });
