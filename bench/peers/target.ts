import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLab } from '../../test/lab/lab.ts';
import { runOrThrow } from '../../test/lab/machine/command.ts';
import { mounts } from '../../test/lab/machine/mounts.ts';
import { portOf } from '../../test/lab/network/names.ts';
import type { Meters } from './measure.ts';
import { groupResident } from './measure.ts';
import type { Target } from './peer.ts';
import { workload } from './workload.ts';

/** A fresh host with the packages that the workload names installed, nothing else of it, and a key for root. */
export async function freshTarget(count: number, packages: readonly string[]): Promise<Target & AsyncDisposable> {
  const load = workload(count);
  const lab = await startLab({ hosts: ['db-1'], cachedPackages: packages });
  const folder = mkdtempSync(join(tmpdir(), 'peer-'));
  mkdirSync(folder, { recursive: true });
  const remove = async () => {
    rmSync(folder, { recursive: true, force: true });
    await lab.remove();
  };
  try {
    const host = lab.host('db-1');
    const key = join(folder, 'key');
    await runOrThrow(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', key]);
    await host.exec(['mkdir', '-p', '-m', '700', '/root/.ssh']);
    await host.writeFile('/root/.ssh/authorized_keys', readFileSync(`${key}.pub`), '600');
    return { lab, host, load, count, folder, key, [Symbol.asyncDispose]: remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Where the costs of what runs on this host are counted; taken before a peer is prepared, so that its daemons count. */
export function metersOf({ lab, host }: Target): Meters {
  const octet = Number(host.address.split('.').at(-1));
  const unified = mounts().find((mount) => mount.type === 'cgroup2')?.at ?? '';
  const hostGroup = join(unified, `rolecall-lab-${lab.number}-${octet}`);
  return { hostGroup, hostBaseline: groupResident(hostGroup), port: portOf(lab.number, octet), servers: [] };
}
