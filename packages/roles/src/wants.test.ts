import { declareRole } from './role.ts';
import { buildSite, defineSite } from './site.ts';

const store = declareRole({
  name: 'store',
  needs: {
    memory: '4GB',
    disk: { path: '/data', size: '80GB', own: true },
    listens: [{ name: 'api', port: 9042, from: ['members'] }],
    reaches: [{ role: 'other', port: 'api' }],
  },
  cluster: { sizes: [1, 3], leastInProduction: 3 },
});

describe('what a site wants of its machines', () => {
  test('a declared role says what it needs, and nothing of it is managed', () => {
    const { document } = buildSite(defineSite({ name: 'test', hosts: { a: {} }, use: () => void store.on(['a']) }));
    expect(document.roles[0]).toMatchObject({
      declaredOnly: true,
      needs: {
        memory: 4e9,
        disk: { path: '/data', size: 8e10, own: true },
        listens: [{ name: 'api', port: 9042, transport: 'tcp', from: ['members'] }],
        reaches: [{ role: 'other', port: 'api', transport: 'tcp' }],
      },
      cluster: { sizes: [1, 3], leastInProduction: 3 },
    });
    expect(document.wants).toBeUndefined();
  });

  test('sizes and spans become bytes and milliseconds, and secrets keep their rules', () => {
    const { document } = buildSite(
      defineSite({
        name: 'test',
        mode: 'production',
        sizes: { store: { hosts: 3, memory: '4GB' } },
        clockSpread: '1s',
        certificates: { web: { chain: 'tls/chain', key: 'tls/key', names: ['example.com'] } },
        hosts: { a: {} },
        use: ({ secret }) => {
          secret('turn', { minLength: 32, samples: ['changeme'] });
          secret('turn', { minLength: 32, samples: ['changeme'] });
          store.on(['a']);
        },
      }),
    );
    expect(document.wants).toMatchObject({
      mode: 'production',
      sizes: { store: { hosts: 3, memory: 4e9 } },
      clockSpreadMs: 1_000,
      certificates: { web: { days: 30 } },
    });
    expect(document.secrets).toMatchObject([{ name: 'turn', minLength: 32, samples: ['changeme'] }]);
  });

  test('a range that is none is refused with its place', () => {
    const site = defineSite({ name: 'test', network: { reserved: { pods: 'ten' } }, hosts: {}, use: () => {} });
    expect(() => buildSite(site)).toThrow(/pods.*10\.233\.64\.0\/18/);
  });
});
