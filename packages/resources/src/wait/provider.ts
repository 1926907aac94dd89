import { ResourceError } from '../contract/error.ts';
import type { Host } from '../contract/host.ts';
import type { Observed, Provider } from '../contract/provider.ts';
import { lastLines, succeeded } from '../host/checked.ts';
import { readEach } from '../host/read-each.ts';
import { loopOf, probeOf, whatIs } from './probe.ts';
import type { WaitParams } from './resource.ts';

export interface WaitState {
  readonly holds: boolean;
}

/** The last look may begin just before the time is over. In ms. */
const LAST_LOOK_MS = 35_000;

async function holds(host: Host, params: WaitParams): Promise<boolean> {
  if (params.path !== undefined) return (await host.stat(params.path)) !== undefined;
  return succeeded(await host.query(probeOf(params)));
}

async function read(host: Host, params: WaitParams): Promise<Observed<WaitState>> {
  return (await holds(host, params)) ? { is: 'present', state: { holds: true } } : { is: 'absent' };
}

async function wait(host: Host, params: WaitParams): Promise<void> {
  const completed = await host.run({ argv: loopOf(params), timeoutMs: params.timeoutMs + LAST_LOOK_MS });
  if (succeeded(completed)) return;
  const lines = lastLines(completed);
  const seconds = Math.ceil(params.timeoutMs / 1000);
  throw new ResourceError(
    'not_in_time',
    `${params.name}: waited ${seconds} s for ${whatIs(params)}, and it does not hold: ${lines.at(-1) ?? 'it was ended'}.`,
    { lastLines: lines, hint: 'See what should make it hold, or give it more time with `timeoutMs`.' },
  );
}

/** Waits: what holds is done; a look that cannot be made counts as one that does not hold yet. */
export const waitProvider: Provider<WaitParams, WaitState> = {
  action: 'run',
  want: () => ({ holds: true }),
  read: (host, wanted) => readEach(wanted, (params) => read(host, params)),
  async write(host, changes) {
    for (const { params } of changes) await wait(host, params);
  },
  leavesNothing: true,
  async remove() {},
};
