import fc from 'fast-check';
import { type Params, params } from './params.ts';
import { bearsTwo, endpointsOf, howToGrow, parityOf, poolsOf } from './pools.ts';

const program = { version: '1', sha256: 'a'.repeat(64) };
const given = (more: object = {}): Params =>
  ({
    ...params.omit({ root: true }).parse({ release: program, client: program, ...more }),
    root: {},
  }) as unknown as Params;
const peers = (...names: readonly string[]) => names.map((name) => ({ name }));
const three = peers('m-1', 'm-2', 'm-3');

describe('the pools of a site', () => {
  test('are one of all hosts where nothing is said, with one set over all drives', () => {
    expect(poolsOf(given(), three)).toEqual([
      { hosts: ['m-1', 'm-2', 'm-3'], drives: ['/var/lib/minio/1', '/var/lib/minio/2'], setSize: 6 },
    ]);
  });

  test('may have drives and sets of their own', () => {
    const pools = [
      { hosts: ['m-1', 'm-2', 'm-3'] },
      { hosts: ['m-4', 'm-5', 'm-6', 'm-7'], drives: ['/d/1'], setSize: 4 },
    ];
    const hosts = peers('m-1', 'm-2', 'm-3', 'm-4', 'm-5', 'm-6', 'm-7');
    expect(poolsOf(given({ pools }), hosts).map(({ setSize }) => setSize)).toEqual([6, 4]);
  });

  test.each<[string, readonly { readonly hosts: readonly string[] }[], RegExp]>([
    ['a host in two', [{ hosts: ['m-1', 'm-2', 'm-3'] }, { hosts: ['m-3'] }], /m-3 stands twice/],
    [
      'a host of no use',
      [{ hosts: ['m-1', 'm-2', 'm-3', 'm-9'] }],
      /m-9 is in a pool of MinIO, and no host of this use/,
    ],
    [
      'a host in none',
      [{ hosts: ['m-1', 'm-2'] }],
      /m-3 is in no pool of MinIO: to grow, add a pool: pools: \[\{ hosts: \['m-1', 'm-2'\] \}, \{ hosts: \['m-3'\] \}\]/,
    ],
  ])('refuse %s', (_, pools, says) => {
    expect(() => poolsOf(given({ pools }), three)).toThrow(says);
  });

  test('name drives so that neighbours lie on different hosts', () => {
    const [pool] = poolsOf(given(), peers('m-1', 'm-2'));
    expect(pool && endpointsOf(pool, 9000, false)).toEqual([
      'https://m-1:9000/var/lib/minio/1',
      'https://m-2:9000/var/lib/minio/1',
      'https://m-1:9000/var/lib/minio/2',
      'https://m-2:9000/var/lib/minio/2',
    ]);
    expect(pool && endpointsOf({ ...pool, hosts: ['m-1'] }, 9000, true)).toEqual(pool?.drives);
  });

  test('take sets of 16 drives at most, whole ones, with as many of each host', () => {
    const drivesOf = (count: number) => Array.from({ length: count }, (_, index) => `/d/${index}`);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 32 }), fc.integer({ min: 1, max: 16 }), (hosts, drives) => {
        const names = Array.from({ length: hosts }, (_, index) => `h${String(index).padStart(2, '0')}`);
        const [pool] = poolsOf(given({ drives: drivesOf(drives) }), peers(...names));
        if (pool === undefined) throw new Error('no pool');
        const all = endpointsOf(pool, 9000, false);
        expect(all.length % pool.setSize).toBe(0);
        expect(pool.setSize).toBeLessThanOrEqual(16);
        for (let at = 0; at < all.length; at += pool.setSize) {
          const ofHosts = Map.groupBy(all.slice(at, at + pool.setSize), (endpoint) => endpoint.split('/')[2]);
          const counts = new Set([...ofHosts.values()].map((some) => some.length));
          expect(counts.size).toBe(1);
        }
      }),
    );
  });
});

describe('the parity', () => {
  const of = (hosts: number, drives: number, more: object = {}) => {
    const names = Array.from({ length: hosts }, (_, index) => ({ name: `h${index}` }));
    const asked = given({ drives: Array.from({ length: drives }, (_, index) => `/d/${index}`), ...more });
    return parityOf(asked, poolsOf(asked, names));
  };

  test.each([
    [1, 1, 0],
    [3, 1, 1],
    [3, 2, 3],
    [4, 1, 2],
    [4, 2, 4],
    [4, 4, 4],
    [16, 1, 4],
  ])('of %i hosts with %i drives is %i as MinIO has it', (hosts, drives, parity) => {
    expect(of(hosts, drives)).toBe(parity);
  });

  test.each([
    [3, 1, false],
    [3, 2, false],
    [3, 4, false],
    [4, 1, true],
    [4, 2, true],
    [4, 4, false],
    [6, 2, true],
    [16, 1, true],
  ])('of %i hosts with %i drives bears what one missed and another one that is away: %s', (hosts, drives, bears) => {
    const asked = given({ drives: Array.from({ length: drives }, (_, index) => `/d/${index}`) });
    const pools = poolsOf(asked, peers(...Array.from({ length: hosts }, (_, index) => `h${index}`)));
    expect(bearsTwo(pools, parityOf(asked, pools))).toBe(bears);
  });

  test.each<[string, number, number, object, RegExp]>([
    ['two hosts, of which none may be lost', 2, 2, {}, /2 drives of a host in each set of 4, .* only 1 may be lost/],
    ['too little for one host', 3, 2, { parity: 1 }, /with a parity of 1 only 1 may be lost/],
    ['more than half', 3, 2, { parity: 4 }, /more than half/],
    ['sets that do not divide the drives', 3, 2, { setSize: 4 }, /6 drives, which are no whole number of sets of 4/],
  ])('refuses %s', (_, hosts, drives, more, says) => {
    expect(() => of(hosts, drives, more)).toThrow(says);
  });

  test('lets any one host of several go, and its drives leave enough for a write', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 8 }),
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 8 }),
        (hosts, drives, parity) => {
          const size = (() => {
            try {
              of(hosts, drives, { parity });
              return poolsOf(
                given({ drives: Array.from({ length: drives }, (_, i) => `/d/${i}`) }),
                Array.from({ length: hosts }, (_, i) => ({ name: `h${i}` })),
              )[0]?.setSize;
            } catch {
              return undefined;
            }
          })();
          fc.pre(size !== undefined);
          const data = (size ?? 0) - parity;
          const quorum = data === parity ? data + 1 : data;
          expect((size ?? 0) - Math.ceil((size ?? 0) / hosts)).toBeGreaterThanOrEqual(quorum);
        },
      ),
    );
  });
});

test('how to grow names what is there and what is to come', () => {
  expect(howToGrow([{ hosts: ['a', 'b'] }], [])).toBe(
    "to grow, add a pool: pools: [{ hosts: ['a', 'b'] }, { hosts: […] }]",
  );
});
