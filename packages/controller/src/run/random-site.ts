import { ALL_AT_ONCE, type InstanceId, type RunEvent, type Sha256 } from '@rolecall/protocol';
import fc from 'fast-check';
import { fold, graph, node, planned, type World } from './simulation.ts';

/** What members cannot be restarted for one after another. */
export const SHARED = 'file:/etc/shared';

/** Runs of a few uses over a few hosts, later ones using earlier ones; as planned, before anything is done. */
export const site = fc
  .record({
    hosts: fc.integer({ min: 1, max: 4 }),
    uses: fc.array(
      fc.record({
        after: fc.array(fc.nat({ max: 5 }), { maxLength: 2 }),
        maxUnavailable: fc.integer({ min: 1, max: 3 }),
        formed: fc.boolean(),
        backwards: fc.boolean(),
        gone: fc.boolean(),
        parts: fc.subarray(['probe', 'clusterProbe', 'stage', 'drain', 'undrain'] as const),
        together: fc.boolean(),
        /** Whether it is changed together for some restarts, and which hosts have one. */
        sometimes: fc.boolean(),
        forAll: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
        outcomes: fc.array(fc.constantFrom('ok' as const, 'changed' as const, 'unreachable' as const), {
          minLength: 4,
          maxLength: 4,
        }),
      }),
      { minLength: 1, maxLength: 5 },
    ),
  })
  .map(({ hosts, uses }) => {
    const events: RunEvent[] = [];
    const nodes = uses.flatMap((use, u) => {
      const { after, formed, backwards, gone, parts, outcomes, together } = use;
      const maxUnavailable = together ? ALL_AT_ONCE : use.maxUnavailable;
      const change = { together, ...(use.sometimes ? { togetherOn: [SHARED] } : {}) };
      return Array.from({ length: hosts }, (_, h) => {
        const id = `u${u}@h${h}`;
        const reachable = outcomes[h] !== 'unreachable';
        events.push(planned(id, outcomes[h], parts.includes('drain'), use.forAll[h] ? SHARED : undefined));
        const barriers = after.filter((other) => other < u).map((other) => `u${other}@-` as InstanceId);
        // Of a host that is away nothing may be known, or that it was brought to the same before.
        const same = { applied: 'a'.repeat(64) as Sha256 };
        const catalog = reachable ? {} : formed ? same : { catalog: null };
        const position = backwards ? hosts - h - 1 : h;
        // The last of its hosts goes, after all others of its use and after what used it there.
        if (gone && h === hosts - 1)
          return node(id, { after: users(uses, u, h), position: 1_000_000, maxUnavailable, formed: false, gone: true });
        return node(id, {
          after: barriers,
          position,
          maxUnavailable,
          ...change,
          formed,
          parts: [...parts],
          ...catalog,
        });
      });
    });
    return fold([graph(...nodes), ...events]);
  });

const users = (uses: readonly { readonly after: readonly number[] }[], u: number, h: number): InstanceId[] =>
  uses.flatMap(({ after }, other) => (other > u && after.includes(u) ? [`u${other}@h${h}` as InstanceId] : []));

/** Numbers from 0 to below 1, evenly spread: `fc.double` draws among all doubles, and of those nearly all lie beside 0. */
export const numbers = fc.infiniteStream(fc.noBias(fc.nat(0xffff_ffff)).map((drawn) => drawn / 2 ** 32));

/** What chance decides while one is played. */
export const world = fc.record({
  seed: numbers,
  failures: fc.constantFrom(0, 0.3),
  cancels: fc.constantFrom(0, 0, 0.05),
});

export const drawing = ({
  seed,
  failures,
  cancels,
}: {
  readonly seed: { next(): { value: number } };
  readonly failures: number;
  readonly cancels: number;
}): World => ({ failures, cancels, draw: () => seed.next().value });
