import { SiteDocument } from '@rolecall/protocol';
import { ask, defineRole, defineSite, label, RoleError, type Site, secretParam, z } from './index.ts';
import { buildSite } from './site.ts';

const cache = defineRole({
  name: 'cache',
  params: z.object({ password: secretParam().optional() }),
  needs: { memory: '512MiB', disk: { path: '/var', size: '1GB' } },
  cluster: { sizes: [1, 3], apartBy: 'server' },
  observe: { up: () => ask.tcp(1) },
  decide: () => ({}),
  resources: () => [],
  outputs: ({ host }) => ({ address: host.address }),
});
const app = defineRole({
  name: 'app',
  params: z.object({ cache: z.array(z.object({ address: z.string() })).optional(), first: z.string().optional() }),
  resources: () => [],
});

type Use = Parameters<typeof defineSite>[0]['use'];
const site = (use: Use): Site => defineSite({ name: 'site', hosts: { a: { labels: { tier: 'app' } }, b: {} }, use });

describe('a site', () => {
  test('becomes one document: roles, uses in their order, secrets, and where each stands', () => {
    const { document } = buildSite(
      site(({ secret }) => {
        const used = cache.on(['a'], { password: secret('cache/password', { generate: 32 }) });
        app.on(
          label('tier', 'app'),
          { cache: used.outputs, first: used.outputs[0]?.address },
          { as: 'web', after: [used] },
        );
      }),
    );
    expect(SiteDocument.parse(document)).toEqual(document);
    expect(document.roles).toMatchObject([
      {
        name: 'cache',
        needs: { memory: 536_870_912, disk: { path: '/var', size: 1_000_000_000 } },
        cluster: { sizes: [1, 3], apartBy: 'server', maxUnavailable: 1 },
        has: ['observe', 'decide', 'resources', 'outputs'],
      },
      { name: 'app', needs: {}, cluster: { sizes: [], maxUnavailable: 1_000_000 }, has: ['resources'] },
    ]);
    expect(document.uses).toMatchObject([
      { use: 'cache', select: { by: 'name', hosts: ['a'] }, after: [] },
      {
        use: 'web',
        role: 'app',
        select: { by: 'label', labels: { tier: 'app' } },
        params: {
          cache: { $output: { use: 'cache', scope: 'hosts', path: [] } },
          first: { $output: { use: 'cache', scope: 'hosts', path: ['0', 'address'] } },
        },
        after: ['cache'],
      },
    ]);
    expect(document.secrets).toMatchObject([{ name: 'cache/password', generate: 32 }]);
    expect(document.uses.every(({ source }) => source.file.endsWith('site.test.ts'))).toBe(true);
  });

  test('is the same however often it is worked out', () => {
    const one = site(() => void cache.on(['a', 'b'], {}));
    expect(buildSite(one).document).toEqual(buildSite(one).document);
  });

  test.each<[string, Use, RegExp]>([
    [
      'a host that it does not have',
      () => void cache.on(['c'], {}),
      /cache is put on c, which is no host of this site/,
    ],
    ['a role on no host', () => void cache.on([], {}), /cache is put on no host/],
    ['a role used twice under one name', () => [cache.on(['a'], {}), cache.on(['b'], {})], /used twice; name one/],
    ['a name that is none', () => void cache.on(['a'], {}, { as: 'My Cache' }), /uses\.0\.use: a role is named with/],
    ['a function in its parameters', () => void app.on(['a'], { first: (() => 1) as never }), /first is a function/],
    [
      'an output in a text',
      () => void app.on(['a'], { first: `${cache.on(['a'], {}).outputs[0]?.address}` }),
      /known only later/,
    ],
    [
      'outputs of a role that gives none',
      () => void app.on(['a'], { cache: app.on(['b'], {}, { as: 'x' }).outputs }),
      /gives no outputs/,
    ],
    [
      'two secrets of one name',
      ({ secret }) => [secret('x', { generate: 32 }), secret('x')],
      /declared twice, and not alike/,
    ],
    ['a secret without a proper name', ({ secret }) => void secret('a b'), /named like redis\/password/],
  ])('with %s is refused, with the line', (_, use, message) => {
    expect(() => buildSite(site(use as Use))).toThrow(message);
    try {
      buildSite(site(use as Use));
    } catch (error) {
      expect(error).toBeInstanceOf(RoleError);
    }
  });

  test('alone may use roles and name secrets', () => {
    let kept: Parameters<Use>[0] | undefined;
    buildSite(
      site((context) => {
        kept = context;
      }),
    );
    expect(() => cache.on(['a'], {})).toThrow(/inside a site's `use`/);
    expect(() => kept?.secret('x')).toThrow(/inside a site's `use`/);
  });
});
