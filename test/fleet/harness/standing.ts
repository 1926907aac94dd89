import type { LabHost } from '../../lab/lab.ts';
import { out } from './fleet.ts';
import { tree } from './tree.ts';

/** How a host is: every path of its disk, and all that is no file, a line each. */
export type Standing = ReadonlyMap<string, string>;

/** Transient units, those of the agent, and services of systemd that leave by themselves. */
const PASSING =
  '^(rolecall-(step|undo|agent)|run-|systemd-(timedated|hostnamed|localed|tmpfiles)|apt-daily|dpkg-db|e2scrub|fstrim|user)';

/** Packages, units, mounts, names, rules of the kernel: each line has a name of its own, then a tab, then how it is. */
const LIVE = `dpkg-query -W -f 'package \${Package}\\t\${Version} \${db:Status-Abbrev}\\n'
systemctl list-unit-files --plain --no-legend | grep -vE '${PASSING}' | awk '{ print "unit file " $1 "\\t" $2 }'
systemctl list-units --all --type=service,timer,mount,swap,target --plain --no-legend | grep -vE '${PASSING}' | awk '$3 != "inactive" { print "unit " $1 "\\t" $2 " " $3 " " $4 }'
awk '$5 != "/" { print "mount " $5 "\\t" $6 }' /proc/1/mountinfo
printf 'hostname\\t%s\\nzone\\t%s\\n' "$(hostname)" "$(date +%Z)"
printf 'rules\\t%s\\n' "$(nft list ruleset | tr '\\n' ' ')"
printf 'alternative\\t%s\\n' "$(update-alternatives --query everything | tr '\\n' ' ')"`;

export async function standing(host: LabHost): Promise<Standing> {
  const lines = (await out(host, 'sh', '-c', LIVE)).split('\n').filter((line) => line !== '');
  const live = lines.map((line) => line.split('\t') as [string, string]);
  return new Map([...(await tree(host)), ...live]);
}
