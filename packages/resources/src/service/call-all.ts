import type { ResourceError } from '../contract/error.ts';
import type { Completed, Host } from '../contract/host.ts';
import { commandFailed, succeeded } from '../host/checked.ts';
import type { ServiceParams } from './resource.ts';
import { serviceFailed } from './watch.ts';

/** systemd ends a start by itself after 90 s where its unit does not say otherwise; some units allow more. In ms. */
export const ACTION_LIMIT = 900_000;

/** One call of systemctl for a service; `brings`: it must be up behind it. */
export interface Act {
  readonly params: ServiceParams;
  readonly argv: readonly [program: 'systemctl', word: string, unit: string];
  readonly brings: 'up' | 'enabled' | 'nothing';
}

/** How far they came: how many were done, and what refused. */
export interface Called {
  readonly done: number;
  readonly refused?: ResourceError;
}

const RELOAD = ['systemctl', 'daemon-reload'] as const;

const enables = ({ brings }: Act): boolean => brings === 'enabled';

/**
 * Calls systemctl for all of them in one unit, up to the first that refuses. Behind each `enable` systemd would read all of its units again,
 * which takes it longer than a start does; behind several it reads them once, also where one refused.
 */
export async function callAll(host: Host, acts: readonly Act[]): Promise<Called> {
  const isOnce = acts.filter(enables).length > 1;
  const words = acts.map((act) => (isOnce && enables(act) ? withoutReload(act) : act.argv));
  const [first, ...next] = isOnce ? [...words, RELOAD] : words;
  if (first === undefined) return { done: 0 };
  const more = next.length === 0 ? {} : { next };
  const completed = await host.run({ argv: first, ...more, timeoutMs: ACTION_LIMIT * (1 + next.length) });
  if (succeeded(completed)) return { done: acts.length };
  const done = completed.reached ?? 0;
  const failed = acts[done];
  if (failed === undefined) return { done, refused: notRead(acts, completed) };
  // What refused is the error that counts, also where this fails as well: the next change of a unit reads them all.
  if (isOnce && acts.slice(0, done).some(enables)) await host.run({ argv: RELOAD, timeoutMs: ACTION_LIMIT });
  return { done, refused: await refusalOf(host, failed, completed) };
}

const withoutReload = ({ argv: [program, word, unit] }: Act): readonly string[] => [program, word, '--no-reload', unit];

async function refusalOf(host: Host, failed: Act, completed: Completed): Promise<ResourceError> {
  const { params, argv, brings } = failed;
  if (brings !== 'enabled') return serviceFailed(host, `${argv.join(' ')} failed.`, failed);
  return commandFailed(`${params.name} could not be ${argv[1]}d`, argv, completed, undefined, [params]);
}

const notRead = (acts: readonly Act[], completed: Completed): ResourceError =>
  commandFailed(
    'systemd could not read its units again after services were enabled or disabled',
    RELOAD,
    completed,
    undefined,
    acts.filter(enables).map(({ params }) => params),
  );
