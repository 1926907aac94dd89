import type { SiteDocument, UseName } from '@rolecall/protocol';
import fc from 'fast-check';
import { buildGraph } from './build-graph.ts';
import { barrierId, type SiteHosts } from './graph.ts';
import { releaseOrder, shortestCycle } from './shortest-cycle.ts';

const at = (line: number) => ({ file: 'site.ts', line, column: 3 });

function siteOf(hosts: readonly string[], uses: readonly Partial<SiteDocument['uses'][number]>[]): SiteHosts {
  const site: SiteDocument = {
    name: 'example',
    moved: { uses: {}, hosts: {} },
    hosts: Object.fromEntries(hosts.map((host) => [host, { labels: {}, source: at(1) }])) as SiteDocument['hosts'],
    roles: [],
    uses: uses.map((use, index) => ({
      use: `u${index}` as UseName,
      role: 'role' as UseName,
      select: { by: 'name', hosts: [...hosts] },
      params: {},
      after: [],
      source: at(index + 10),
      ...use,
    })),
    secrets: [],
    source: at(1),
  };
  return { site, labelsOf: (host) => site.hosts[host]?.labels ?? {} };
}

const uses = (edges: readonly (readonly number[])[]) =>
  edges.map((after) => ({ after: after.map((n) => `u${n}` as UseName) }));

const acyclic = fc
  .integer({ min: 1, max: 12 })
  .chain((n) =>
    fc.tuple(...Array.from({ length: n }, (_, i) => fc.uniqueArray(fc.nat(Math.max(0, i - 1)), { maxLength: i }))),
  );
const any = fc
  .integer({ min: 1, max: 9 })
  .chain((n) => fc.array(fc.uniqueArray(fc.nat(n - 1), { maxLength: 3 }), { minLength: n, maxLength: n }));

describe('the graph of a site', () => {
  test('what is waited for comes first, whatever the edges', () => {
    fc.assert(
      fc.property(acyclic, (edges) => {
        const graph = buildGraph(siteOf(['a', 'b'], uses(edges)));
        const place = new Map(graph.uses.map((use, index) => [use, index]));
        edges.forEach((after, use) => {
          for (const other of after) {
            expect(place.get(`u${other}` as UseName)).toBeLessThan(place.get(`u${use}` as UseName) ?? -1);
          }
        });
        expect(graph.findings).toEqual([]);
      }),
    );
  });

  test('without edges the uses stay in the order of the site', () => {
    expect(buildGraph(siteOf(['a'], uses([[], [], [], []]))).uses).toEqual(['u0', 'u1', 'u2', 'u3']);
  });

  test('every loop is found, is one, and none is shorter', () => {
    fc.assert(
      fc.property(any, (edges) => {
        const after = new Map(edges.map((list, node) => [node, list]));
        const loop = shortestCycle(after);
        expect(loop === undefined).toBe(releaseOrder(after).length === after.size);
        if (loop === undefined) return;
        expect(loop[0]).toBe(loop.at(-1));
        expect(new Set(loop).size).toBe(loop.length - 1);
        loop.slice(1).forEach((node, i) => {
          expect(after.get(loop[i] as number)).toContain(node);
        });
        expect(loop.length - 1).toBe(Math.min(...edges.map((_, node) => girthAt(node, after))));
      }),
    );
  });

  test('a loop is printed in the words of the site, with lines', () => {
    const { findings, uses: order } = buildGraph(siteOf(['a'], uses([[1], [2], [1], [0, 1, 2]])));
    expect(findings).toEqual([
      {
        code: 'cycle',
        message: 'these wait for each other: u1 (site.ts:11:3) → u2 (site.ts:12:3) → u1',
        at: at(11),
      },
    ]);
    expect(order).toEqual([]);
  });

  test('using an output draws the edge, through a barrier', () => {
    const params = { targets: [{ deep: { $output: { use: 'u1', scope: 'hosts', path: ['0', 'address'] } } }] };
    const graph = buildGraph(siteOf(['a', 'b'], [{ params: params as never }, {}]));
    expect(graph.uses).toEqual(['u1', 'u0']);
    expect(graph.nodes.get('u0@a' as never)?.after).toEqual(['u1@-']);
    expect(graph.nodes.get(barrierId('u1' as UseName))?.after).toEqual(['u1@a', 'u1@b']);
  });

  test('unknown hosts, unknown uses and empty selections are named with their place', () => {
    const { findings } = buildGraph(
      siteOf(
        ['db-1'],
        [
          { use: 'redis' as UseName, select: { by: 'name', hosts: ['db-1', 'db-9'] } },
          { use: 'app' as UseName, select: { by: 'label', labels: { tier: 'app' } } },
          { use: 'web' as UseName, after: ['nginx' as UseName] },
        ],
      ),
    );
    expect(findings.map(({ message, at: place }) => `${place?.line}: ${message}`)).toEqual([
      '10: redis is put on db-9, which is no host of this site (it has db-1)',
      '11: app has no host to run on: no host carries label tier=app',
      '12: web comes after nginx, which this site does not use',
    ]);
  });

  test('10,000 hosts with five roles in a chain are ordered without overflow', () => {
    const hosts = Array.from({ length: 10_000 }, (_, i) => `h${i}`);
    const graph = buildGraph(siteOf(hosts, uses([[], [0], [1], [2], [3]])));
    const order = releaseOrder(new Map([...graph.nodes.values()].map(({ id, after }) => [id, after])));
    expect(order.length).toBe(50_005);
  });

  test('a chain of 100,000 is released without overflow', () => {
    const chain = new Map(Array.from({ length: 100_000 }, (_, i) => [i, i === 0 ? [] : [i - 1]]));
    expect(releaseOrder(chain).at(-1)).toBe(99_999);
  });

  test('a loop through as many uses as a site may have is found', () => {
    const chain = new Map(Array.from({ length: 1_000 }, (_, i) => [i, [(i + 999) % 1_000]]));
    expect(shortestCycle(chain)?.length).toBe(1_001);
  });
});

function girthAt(start: number, after: ReadonlyMap<number, readonly number[]>): number {
  const seen = new Map<number, number>();
  const queue: (readonly [number, number])[] = [[start, 0]];
  for (const [node, length] of queue) {
    for (const next of after.get(node) ?? []) {
      if (next === start) return length + 1;
      if (seen.has(next)) continue;
      seen.set(next, length + 1);
      queue.push([next, length + 1]);
    }
  }
  return Number.POSITIVE_INFINITY;
}
