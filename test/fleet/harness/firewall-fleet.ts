import { join } from 'node:path';
import type { LabHost } from '../../lab/lab.ts';
import type { CommandResult } from '../../lab/machine/command.ts';
import { type Fleet, out, startFleet, until } from './fleet.ts';

const SITES = join(import.meta.dirname, '../sites/firewall');
type SiteName = 'open' | 'cut' | 'network' | 'guarded';

/** What a run says of rules that were undone. */
export const UNDONE = 'firewall undone: the agent could not reach the controller';
/** The file of the host's network. */
export const NETWORK = '/etc/systemd/network/10-host0.network';

/** One host behind a firewall that lets its agent through. */
export interface FirewallFleet {
  readonly fleet: Fleet;
  readonly host: LabHost;
  apply(site: SiteName): Promise<CommandResult>;
  /** Applies what changes one thing. */
  changes(site: SiteName): Promise<void>;
  /** The rules in the kernel. */
  rules(): Promise<string>;
  /** The former rules are in the kernel, nothing is left of the guard, and the agent is linked. */
  isAsBefore(): Promise<void>;
  isLinked(): Promise<void>;
  /** Rolls the last run back, and answers how that went. */
  rolledBack(): Promise<{ readonly planned: string; readonly exitCode: number; readonly said: string }>;
}

export async function startFirewallFleet(): Promise<FirewallFleet> {
  const fleet = await startFleet({ hosts: ['fw-1'], cachedPackages: ['nftables', 'openssh-server'] });
  const host = fleet.host('fw-1');
  const apply = (site: SiteName) => fleet.cli(['apply', join(SITES, `${site}.ts`), '-y']);
  const rules = async (): Promise<string> =>
    (await host.exec(['nft', '--stateless', 'list', 'table', 'inet', 'rolecall_host'])).stdout;
  const isLinked = () =>
    until('the agent is linked', async () => !(await fleet.cli(['hosts'])).stdout.includes('away'));
  const opened = await apply('open');
  if (opened.exitCode !== 0) throw new Error(opened.stdout + opened.stderr);
  return {
    fleet,
    host,
    apply,
    rules,
    isLinked,
    changes: async (site) => {
      const { exitCode, stdout, stderr } = await apply(site);
      expect([exitCode, stdout + stderr]).toEqual([0, expect.stringContaining('changed=1')]);
    },
    isAsBefore: async () => {
      await until('the former rules are back', async () => /egress {[^}]*policy accept;/.test(await rules()));
      expect(await rules()).toContain('dport 22 accept comment "ssh"');
      await isLinked();
      const units = 'systemctl list-units --all --plain --no-legend "rolecall-undo-*"';
      expect(await out(host, 'sh', '-c', `ls /run/rolecall-guard; ${units}`)).toBe('');
      const again = await apply('open');
      expect([again.exitCode, again.stdout]).toEqual([0, expect.not.stringMatching(/changed=|failed=/)]);
    },
    rolledBack: async () => {
      const run = (await fleet.cli(['runs', '-n', '1'])).stdout.split('\n')[1]?.split(' ')[0] ?? '';
      const { stdout: planned } = await fleet.cli(['rollback', run, '--check']);
      const { exitCode, stdout, stderr } = await fleet.cli(['rollback', run, '-y']);
      return { planned, exitCode, said: stdout + stderr };
    },
  };
}
