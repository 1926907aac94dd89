import { join } from 'node:path';
import type { SiteDocument } from '@rolecall/protocol';
import type { Site } from '@rolecall/roles';
import { evaluate } from '@rolecall/roles/testing';
import { buildGraph } from './build-graph.ts';

const WIRE = join(import.meta.dirname, '../../../../examples/wire/production.ts');

/** What a use waits for by its author's words: what it comes after, and what gives it values. */
const namedBy = ({ after, params }: SiteDocument['uses'][number]): readonly string[] => [
  ...after.map((name) => name.split('.')[0] ?? ''),
  ...[...JSON.stringify(params).matchAll(/"\$output":\{"use":"([^"]+)"/g)].map(([, use]) => use ?? ''),
];

/** The order in which an installation of Wire starts, as its plan has it. */
describe('the graph of an installation of Wire', () => {
  let uses: readonly string[];
  /** Everything that a use waits for, over all steps. */
  let waitsFor: (use: string) => ReadonlySet<string>;

  beforeAll(async () => {
    const { default: site } = (await import(WIRE)) as { readonly default: Site };
    const document = evaluate(site)({ call: 'site' }) as unknown as SiteDocument;
    const graph = buildGraph({ site: document, labelsOf: (host) => document.hosts[host]?.labels ?? {} });
    expect(graph.findings).toEqual([]);
    uses = document.uses.map(({ use }) => use);
    const before = new Map(document.uses.map((use) => [use.use as string, namedBy(use)]));
    waitsFor = (use) => {
      const found = new Set<string>();
      const walk = (name: string): void => {
        for (const one of before.get(name) ?? []) {
          if (!found.has(one)) {
            found.add(one);
            walk(one);
          }
        }
      };
      walk(use);
      return found;
    };
  });

  test('clocks come before everything, and what hosts have in common before all that is put on them', () => {
    expect(waitsFor('time-sync').size).toBe(0);
    expect([...waitsFor('base')]).toEqual(['time-sync']);
    for (const use of uses.filter((name) => name !== 'time-sync' && name !== 'base')) {
      expect([use, [...waitsFor(use)]]).toEqual([use, expect.arrayContaining(['time-sync', 'base'])]);
    }
  });

  test('what is fetched comes from a host that is up before those who fetch', () => {
    for (const use of ['cassandra', 'elasticsearch', 'minio', 'redis', 'etcd', 'restund', 'kubernetes']) {
      expect([use, waitsFor(use).has('asset-host')]).toEqual([use, true]);
    }
  });

  test('databases and relays start side by side, and Kubernetes waits for all of them', () => {
    const beside = ['cassandra', 'elasticsearch', 'minio', 'redis', 'etcd', 'restund'];
    for (const use of beside) expect(beside.filter((other) => waitsFor(use).has(other))).toEqual([]);
    expect(beside.filter((use) => !waitsFor('kubernetes').has(use))).toEqual([]);
  });
});
