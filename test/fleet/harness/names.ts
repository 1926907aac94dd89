import type { LabHost } from '../../lab/lab.ts';
import { out } from './fleet.ts';

/** Every name on a host where roles write, without what accounts, dpkg and systemd note by themselves; and the services whose names begin so. */
export async function namesOn(host: LabHost, services: string): Promise<ReadonlySet<string>> {
  const found = await out(
    host,
    ...['sh', '-c'],
    `find /etc /opt /usr/local /var/lib /var/backups -xdev -not -path '/var/lib/rolecall*' -not -path '/var/lib/dpkg/*' -not -path '/var/lib/systemd/*' -not -path '/var/backups/dpkg.*' -not -path '/var/backups/alternatives.*' -not -name '*-' -not -name .pwd.lock | sort; cut -d: -f1 /etc/passwd; systemctl list-unit-files --no-legend '${services}*' || :`,
  );
  return new Set(found.split('\n'));
}

/** What is on one list only. */
export const differences = (before: ReadonlySet<string>, now: ReadonlySet<string>) => ({
  more: [...now].filter((one) => !before.has(one)),
  less: [...before].filter((one) => !now.has(one)),
});

export const NO_DIFFERENCE = { more: [], less: [] };
