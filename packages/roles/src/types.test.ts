import { agreed } from './agree.ts';
import { ask, bytes, defineRole, defineSite, label, type Ref, secretParam, z } from './index.ts';

/** Fails to compile unless both are the same type. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(_: Same<A, B>): void => undefined;

const cache = defineRole({
  name: 'cache',
  params: z.object({ maxMemory: bytes.prefault('1MiB'), password: secretParam().optional() }),
  observe: {
    primary: ({ host }) =>
      ask.redis(['ROLE', host.address], { port: 6379, parse: (raw) => (raw === null ? undefined : String(raw)) }),
    raw: ({ params }) => ask.tcp(params.maxMemory, { until: ({ connectMs }) => connectMs < 5 }),
  },
  decide: ({ answers, peers }) => {
    same<typeof answers.raw, Readonly<Record<string, unknown>>>(false);
    return { primary: agreed(answers.primary) ?? peers[0]?.address ?? '', fast: agreed(answers.raw)?.connectMs ?? 0 };
  },
  resources: ({ decided, params }) => {
    same<typeof decided, { primary: string; fast: number }>(true);
    same<typeof params.maxMemory, number>(true);
    return [];
  },
  outputs: ({ host }) => ({ address: host.address, port: 6379, metrics: { job: 'cache', path: '/metrics' } }),
  clusterOutputs: ({ decided }) => ({ address: decided.primary }),
});

const bare = defineRole({ name: 'bare', params: z.object({}), resources: () => [] });

const app = defineRole({
  name: 'app',
  params: z.object({
    services: z.array(z.string()),
    cache: z.array(z.object({ address: z.string(), port: z.number() })).default([]),
    primary: z.string().optional(),
    scrape: z.array(z.array(z.object({ metrics: z.object({ job: z.string() }) }))).optional(),
    mode: z.enum(['single', 'many']).default('single'),
  }),
  resources: () => [],
});

describe('types', () => {
  test('let outputs stand where their value may', () => {
    defineSite({
      name: 'types',
      hosts: { a: {} },
      use: ({ secret }) => {
        const redis = cache.on(['a'], { maxMemory: '256MiB', password: secret('p') });
        same<typeof redis.cluster.address, Ref<string>>(true);
        bare.on(redis.members);
        app.on(label('tier', 'app'), {
          services: ['api', redis.cluster.address],
          cache: redis.outputs,
          primary: redis.cluster.address,
          scrape: [redis.outputs, [{ metrics: { job: 'x' } }]],
        });
        app.on(
          ['a'],
          { services: [], cache: [{ address: redis.cluster.address, port: 1 }] },
          { as: 'b', after: [redis] },
        );
      },
    });
  });

  test('refuse a typo, a wrong type, and an output of another shape', () => {
    defineSite({
      name: 'types',
      hosts: { a: {} },
      use: ({ secret }) => {
        const redis = cache.on(['a'], {});
        // @ts-expect-error a misspelt parameter
        cache.on(['a'], { maxMemroy: '1MiB' });
        // @ts-expect-error a size without its unit
        cache.on(['a'], { maxMemory: '256' });
        // @ts-expect-error a text where a secret belongs
        cache.on(['a'], { password: 'hunter2' });
        // @ts-expect-error a secret where a text belongs
        app.on(['a'], { services: [], primary: secret('p') });
        // @ts-expect-error a parameter that is missing
        app.on(['a'], {});
        // @ts-expect-error no parameters where some are needed
        app.on(['a']);
        // @ts-expect-error an output of another shape
        app.on(['a'], { services: [], cache: redis.cluster });
        // @ts-expect-error one text where a list belongs
        app.on(['a'], { services: redis.cluster.address });
        // @ts-expect-error an output that the role does not give
        app.on(['a'], { services: [redis.cluster.adress] });
        // @ts-expect-error a word that is none of the choices
        app.on(['a'], { services: [], mode: 'singel' });
        // @ts-expect-error a misspelt option
        app.on(['a'], { services: [] }, { afer: [redis] });
        // @ts-expect-error a misspelt property inside a parameter
        app.on(['a'], { services: [], cache: [{ adress: 'x', port: 1 }] });
      },
    });
  });

  test('follow from observations to decisions', () => {
    defineRole({
      name: 'x',
      params: z.object({}),
      observe: { one: () => ask.unit('x.service') },
      // @ts-expect-error an observation that is not asked
      decide: ({ answers }) => ({ two: agreed(answers.two) }),
      resources: () => [],
    });
    defineRole({
      name: 'x',
      params: z.object({}),
      // @ts-expect-error a resource is made by file(), service() and so on
      resources: () => [{ kind: 'file' }],
    });
  });
});
