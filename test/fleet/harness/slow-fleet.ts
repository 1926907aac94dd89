import { join } from 'node:path';
import { type Fleet, out, startFleet, until } from './fleet.ts';

/** Four steps of two seconds on each of two hosts. */
export const SLOW = join(import.meta.dirname, '../sites/slow.ts');
export const STEPS = ['0', '1', '2', '3'];

/** Two hosts on which the steps may be cut off. */
export interface SlowFleet {
  readonly fleet: Fleet;
  /** No step was ever started, and both hosts are linked. */
  anew(): Promise<void>;
  /** How often each step was started on a host, in order. */
  started(host: string): Promise<string[]>;
  /** Waits until a host is in a step. */
  begun(host: string, step: string): Promise<void>;
  /** Nothing lost, nothing recorded twice: each step once in the record of the last run. */
  everyStepOnce(): Promise<void>;
}

interface Ran {
  readonly outcome: string;
  readonly instances: readonly {
    readonly instance: string;
    readonly outcome: string;
    readonly done: readonly { readonly change: { readonly key: string }; readonly outcome: string }[];
  }[];
}

export async function startSlowFleet(): Promise<SlowFleet> {
  const fleet = await startFleet({ hosts: ['in-1', 'in-2'] });
  const started: SlowFleet['started'] = async (host) =>
    (await out(fleet.host(host), 'cat', '/var/lib/slow.started')).trim().split('\n');
  return {
    fleet,
    started,
    anew: async () => {
      for (const host of fleet.lab.hosts) await host.exec(['sh', '-c', 'rm -f /var/lib/slow.*']);
      await until('both hosts are linked', async () => !(await fleet.cli(['hosts'])).stdout.includes('away'));
    },
    begun: (host, step) =>
      until(`${host} is in step ${step}`, async () => (await started(host)).includes(step), 60_000),
    everyStepOnce: async () => {
      const id = (await fleet.cli(['runs', '-n', '1'])).stdout.split('\n')[1]?.split(' ')[0] ?? '';
      const ran = JSON.parse((await fleet.cli(['runs', 'show', id, '--json', '--follow'])).stdout) as Ran;
      expect(ran.outcome).toBe('changed');
      for (const { done } of ran.instances) {
        expect(done.map(({ change, outcome }) => [change.key, outcome])).toEqual(
          STEPS.map((step) => [`step ${step}`, 'changed']),
        );
      }
    },
  };
}
