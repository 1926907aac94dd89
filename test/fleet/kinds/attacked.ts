import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import type { HostLink, Prior } from '@rolecall/resources';
import type { BoundCatalog } from '../../../packages/agent/src/catalog/bind.ts';
import { codeOf, messageOf } from '../../../packages/agent/src/error.ts';

/** How often it ended how: `ACT done`, or the act and the code of the error. */
export type Counts = Readonly<Record<string, number>>;

/** Where attacker and attacked find each other. */
const GO = '/run/attack/go';
const TURNS = '/run/attack/turns';

/** A link that is always made anew at once: what is guarded by one is armed and disarmed. */
const LINK: HostLink = {
  controller: { host: '127.0.0.1', port: 9 },
  witness: '/run/attack/witness',
  reconnect: async () => true,
};

/**
 * Settles resources again and again without a pause, whatever is there: reads and writes, captures and brings back, brings back what stood
 * there before the attack, and takes away. At least so many rounds, and as many turns of the attacker.
 */
export async function repeat({ resources }: BoundCatalog, rounds: number, turns: number): Promise<Counts> {
  const all = await Promise.all(resources.map(actsOf));
  await begin();
  const counts: Record<string, number> = {};
  for (let round = 0; round < rounds || turnsNow() < turns; round++) {
    for (const acts of all) {
      for (const [name, act] of Object.entries(acts)) {
        const outcome = await act().then(
          () => 'done',
          (thrown: unknown) => codeOf(thrown) ?? messageOf(thrown),
        );
        counts[`${name} ${outcome}`] = (counts[`${name} ${outcome}`] ?? 0) + 1;
      }
    }
  }
  return counts;
}

/** Written by the attacker as it goes on; it may be just about to write. */
const turnsNow = (): number => Number(readFileSync(TURNS, 'utf8'));

/** Lets the attacker begin, and waits for its first turn. */
async function begin(): Promise<void> {
  writeFileSync(GO, '');
  for (let waited = 0; !existsSync(TURNS); waited += 5) {
    if (waited > 10_000) throw new Error('The attacker never took a turn');
    await setTimeout(5);
  }
}

type One = BoundCatalog['resources'][number];

async function actsOf({ provider, host: plain, params }: One): Promise<Readonly<Record<string, () => Promise<void>>>> {
  const host = { ...plain, link: LINK };
  const first = (await provider.capture?.(host, params)) ?? {};
  const restore = async (prior: Prior): Promise<void> => provider.restore?.(host, params, prior);
  return {
    write: async () => {
      const [found] = await provider.read(host, [params]);
      if (found === undefined || found.is === 'unknown') throw new Error('unknown');
      await provider.write(host, [{ params, found }]);
    },
    restore: async () => restore((await provider.capture?.(host, params)) ?? {}),
    'restore what was there': () => restore(first),
    remove: () => provider.remove(host, params, { always: true }),
  };
}
