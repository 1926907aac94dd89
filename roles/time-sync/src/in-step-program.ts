import type { Params } from './params.ts';

const SAYS = 'END { if (!known) { print "it follows no server yet"; exit 1 } exit (off > most) }';

/** Of chrony's tracking report: 1 and 2 whom it follows (7F7F0101: nobody), 3 how many steps from a real clock, 5 seconds off, 14 leap status. */
const CHRONY = `chronyc -n -c tracking | awk -F, -v most="$1" -v alone="\${2:-}" '
$1 == "7F7F0101" && alone == "" { next }
$14 != "Not synchronised" && $3 > 0 {
  known = 1
  off = $5 < 0 ? -$5 : $5
  printf "its clock is %.1f ms off, by %s (stratum %d); wanted are %.0f ms\\n", off * 1000, $2 == "" ? "itself" : $2, $3, most * 1000
}
${SAYS}'`;

/** Of `timedatectl timesync-status`: the server, and an offset such as "-1.176ms" or "+2min 3s". */
const TIMESYNCD = `[ -e /run/systemd/timesync/synchronized ] || { echo "it follows no server yet"; exit 1; }
timedatectl timesync-status | awk -v most="$1" '
BEGIN { unit["us"] = 1e-6; unit["ms"] = 1e-3; unit["s"] = 1; unit["min"] = 60; unit["h"] = 3600; unit["d"] = 86400 }
$1 == "Server:" { server = $2 }
$1 == "Offset:" {
  known = 1
  for (i = 2; i <= NF; i++) {
    value = $i; sub(/^[-+]/, "", value); name = value; sub(/^[0-9.]+/, "", name)
    off += name in unit ? value * unit[name] : 1e9
  }
  printf "its clock is %.1f ms off, by %s; wanted are %.0f ms\\n", off * 1000, server, most * 1000
}
${SAYS}'`;

/** Ends with 0 where the clock follows a server and is at most so many seconds off; its line says what was measured. It asks, and sets nothing. */
export const inStepProgram = ({ program }: Pick<Params, 'program'>): string =>
  `#!/bin/sh
# usage: clock-in-step SECONDS [alone]
# Whether the clock of this host is in step, and how far off it is. With alone it need not follow any other.
set -eu
export LC_ALL=C.UTF-8
${program === 'chrony' ? CHRONY : TIMESYNCD}
`;
