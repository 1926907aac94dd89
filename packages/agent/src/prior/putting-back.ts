import type { AnyProvider, Host, Observed, Prior } from '@rolecall/resources';
import { shownPrior } from './shown.ts';

/** A kind that can be undone. */
export type Undoable = AnyProvider & Required<Pick<AnyProvider, 'capture' | 'restore'>>;

export const isUndoable = (provider: AnyProvider | undefined): provider is Undoable =>
  provider?.capture !== undefined && provider.restore !== undefined;

/**
 * How one resource is put back: wanted is what was captured, reading captures again, and writing is the kind's own `restore`. What listens
 * (a service) also has to do what the files that came back owe it; its key is `key`.
 */
export function puttingBack(provider: Undoable, prior: Prior, key: string): AnyProvider {
  const { properties, texts } = shownPrior(prior);
  const owed = provider.listensTo === undefined ? {} : { owed: [] };
  const look = async (host: Host, params: unknown): Promise<Observed<object>> => {
    const now = shownPrior(await provider.capture(host, params), prior);
    const due = provider.listensTo === undefined ? {} : { owed: await owedTo(host, key) };
    return { is: 'present', state: { ...now.properties, ...due, there: await isThere(provider, host, params) } };
  };
  return {
    want: () => ({ ...properties, ...owed }),
    read: (host, wanted) => Promise.all(wanted.map((params) => look(host, params))),
    async write(host, changes) {
      for (const { params } of changes) await provider.restore(host, params, prior);
    },
    remove: provider.remove,
    capture: provider.capture,
    restore: provider.restore,
    textProperties: texts,
    ...(provider.listensTo === undefined ? {} : { listensTo: provider.listensTo }),
  };
}

async function isThere(provider: AnyProvider, host: Host, params: unknown): Promise<boolean> {
  const [observed] = await provider.read(host, [params]);
  return observed?.is === 'unknown' || (observed?.is === 'present' && provider.gone?.(observed.state) !== true);
}

const owedTo = async (host: Host, key: string): Promise<readonly string[]> =>
  (await host.owed(key)).map(({ action, because }) => `${action}: ${because}`).sort();
