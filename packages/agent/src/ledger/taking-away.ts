import type { AnyProvider, Observed } from '@rolecall/resources';

interface Presence {
  readonly there: boolean;
}
type Seen = (observed: Observed<object>, provider: AnyProvider) => Observed<Presence>;

/**
 * How a resource is taken away: wanted is that nothing of it is there, writing is the kind's own `remove`, and reading again proves it. One
 * wrapper for each provider, so that many of a kind are read together.
 */
export const takingAway = remembered((provider) => away(provider, { always: false }));

/** The same, where its author said that it goes whatever it holds. */
export const takingAwayAlways = remembered((provider) => away(provider, { always: true }));

const away = (provider: AnyProvider, how: { readonly always: boolean }): AnyProvider => ({
  ...looking(provider, presence),
  async write(host, changes) {
    for (const { params } of changes) await provider.remove(host, params, how);
  },
  ...(provider.capture === undefined ? {} : { capture: provider.capture }),
  ...(provider.restore === undefined ? {} : { restore: provider.restore }),
});

/** How something that is kept is looked at: where nobody can say what it is like, it is there. */
export const keeping = remembered((provider) =>
  looking(provider, (observed) => {
    const seen = presence(observed, provider);
    return seen.is === 'unknown' ? { is: 'present', state: { there: true } } : seen;
  }),
);

/** Of something that nobody can look at, and of something that leaves nothing on a host. */
export const UNSEEN: AnyProvider = answering(true);
export const NOTHING: AnyProvider = answering(false);

function looking(provider: AnyProvider, seen: Seen): AnyProvider {
  return {
    ...answering(true),
    read: async (host, wanted) => (await provider.read(host, wanted)).map((one) => seen(one, provider)),
  };
}

function answering(there: boolean): AnyProvider {
  const refuse = () => Promise.reject(new Error('what is only looked at is not written'));
  return {
    want: (): Presence => ({ there: false }),
    read: async (_, wanted) => wanted.map(() => ({ is: 'present', state: { there } })),
    write: refuse,
    remove: refuse,
  };
}

function presence(observed: Observed<object>, provider: AnyProvider): Observed<Presence> {
  if (observed.is === 'unknown') return observed;
  const there = observed.is === 'present' && provider.gone?.(observed.state) !== true;
  return { is: 'present', state: { there } };
}

function remembered(make: (provider: AnyProvider) => AnyProvider): (provider: AnyProvider) => AnyProvider {
  const known = new WeakMap<AnyProvider, AnyProvider>();
  return (provider) => {
    const wrapper = known.get(provider) ?? make(provider);
    known.set(provider, wrapper);
    return wrapper;
  };
}
