import { join } from 'node:path';
import type { SiteDocument } from '@rolecall/protocol';
import type { Site } from '@rolecall/roles';
import { evaluate } from '@rolecall/roles/testing';
import { buildGraph } from './build-graph.ts';

const WIRE = join(import.meta.dirname, '../../../../examples/wire/production.ts');

interface Job {
  readonly job: string;
  readonly after: readonly string[];
  readonly locks: readonly unknown[];
  readonly key: string | null;
  readonly run: readonly { readonly params: { readonly argv: readonly string[] } }[];
}

/** What a use waits for by its author's words: what it comes after, and what gives it values. */
const namedBy = ({ after, params }: SiteDocument['uses'][number]): readonly string[] => [
  ...after.map((name) => name.split('.')[0] ?? ''),
  ...[...JSON.stringify(params).matchAll(/"\$output":\{"use":"([^"]+)"/g)].map(([, use]) => use ?? ''),
];

/** The order in which an installation of Wire starts, as its plan has it. */
describe('the graph of an installation of Wire', () => {
  let uses: readonly string[];
  let call: ReturnType<typeof evaluate>;
  /** Everything that a use waits for, over all steps. */
  let waitsFor: (use: string) => ReadonlySet<string>;

  beforeAll(async () => {
    const { default: site } = (await import(WIRE)) as { readonly default: Site };
    call = evaluate(site);
    const document = call({ call: 'site' }) as unknown as SiteDocument;
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
    expect(waitsFor('cassandra').has('java')).toBe(true);
    for (const use of beside) expect(beside.filter((other) => waitsFor(use).has(other))).toEqual([]);
    expect(beside.filter((use) => !waitsFor('kubernetes').has(use))).toEqual([]);
  });

  test('schemas are brought up once Cassandra is whole, in their row and alone, before Kubernetes looks for them', () => {
    expect(waitsFor('cassandra-migrations').has('cassandra')).toBe(true);
    expect(waitsFor('kubernetes').has('cassandra-migrations')).toBe(true);
    const [image, place] = [`quay.io/wire/x@sha256:${'0'.repeat(64)}`, { address: '192.168.7.11', port: 9042 }];
    const given = {
      user: 'admin',
      password: '\u{E000}secret:cassandra/admin\u{E001}',
      cassandra: [place, place, place],
    };
    const images = { gundeck: image, brig: image, galley: image, spar: image };
    const jobs = call({
      call: 'jobs',
      use: 'cassandra-migrations',
      params: { ...given, images, version: '5.32.0' },
      peers: [{ name: 'admin', address: '192.168.7.9', labels: {}, facts: {} }],
      record: null,
      decided: {},
      host: 'admin',
    }) as unknown as readonly Job[];
    expect(jobs.map(({ job, after }) => [job, after])).toEqual([
      ['gundeck', []],
      ['brig', ['gundeck']],
      ['galley', ['brig']],
      ['spar', ['galley']],
    ]);
    for (const { locks, key, run } of jobs) {
      expect([locks, key]).toEqual([[{ of: 'cluster', cluster: 'cassandra', lock: 'schema' }], '5.32.0']);
      expect(JSON.stringify(run[0]?.params.argv)).not.toContain('secret');
      expect(run[0]?.params.argv).toEqual(expect.arrayContaining(['--replication-factor', '3']));
    }
  });
});
