import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/** Which of our packages each may import; what is not listed here may import none. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'packages/protocol': [],
  'packages/resources': ['protocol'],
  'packages/roles': ['protocol', 'resources'],
  'packages/agent': ['protocol', 'resources'],
  'packages/controller': ['protocol', 'resources', 'roles', 'agent'],
  'roles/base': ['roles'],
  'roles/elasticsearch': ['roles'],
  'roles/cassandra': ['roles'],
  'roles/etcd': ['roles'],
  'roles/java': ['roles'],
  'roles/minio': ['roles'],
  'roles/redis': ['roles'],
  'roles/prometheus': ['roles'],
  'roles/node-exporter': ['roles'],
  'roles/debconf': ['roles'],
  'roles/time-sync': ['roles'],
};

/** Subpaths that only one side may use: providers belong to agents, the agent's build to the controller that serves it. */
const ONLY_FOR: Readonly<Record<string, readonly string[]>> = {
  '@rolecall/resources/providers': ['packages/agent', 'packages/resources'],
  '@rolecall/agent': ['packages/controller/src/testing'],
  '@rolecall/agent/build': ['packages/controller'],
  '@rolecall/agent/pack': ['packages/controller'],
};

const sourcesOf = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).filter(
    (file) =>
      /\.ts$/.test(file) &&
      !file.includes('node_modules') &&
      !/(^|\/)(templates|dist)\//.test(file) &&
      !/\.test\.ts$/.test(file),
  );

const importsOf = (folder: string): { readonly file: string; readonly name: string }[] =>
  sourcesOf(folder).flatMap((file) =>
    [...readFileSync(join(ROOT, folder, file), 'utf8').matchAll(/(?:from|import)\s*\(?\s*'(@rolecall\/[^']+)'/g)].map(
      ([, name]) => ({ file: join(folder, file), name: name ?? '' }),
    ),
  );

describe('layers', () => {
  test.each(Object.entries(MAY_IMPORT))('%s imports only what lies below it', (folder, allowed) => {
    const own = folder.split('/').at(-1);
    const foreign = importsOf(folder).filter(({ name }) => {
      const target = name.split('/')[1] ?? '';
      return target !== own && !allowed.includes(target);
    });
    expect(foreign).toEqual([]);
  });

  test.each(Object.entries(ONLY_FOR))('%s is used only where it belongs', (subpath, folders) => {
    const users = Object.keys(MAY_IMPORT)
      .flatMap(importsOf)
      .filter(({ name, file }) => name === subpath && !folders.some((folder) => file.startsWith(folder)));
    expect(users).toEqual([]);
  });

  test('every package that exists is under these rules', () => {
    const found = ['packages', 'roles'].flatMap((folder) =>
      readdirSync(join(ROOT, folder), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => `${folder}/${entry.name}`),
    );
    expect(found.sort()).toEqual(Object.keys(MAY_IMPORT).sort());
  });
});

describe('the house', () => {
  const folders = ['packages', 'roles', 'test', 'bench', 'examples', 'publish'];

  test('no file has more than 300 lines', () => {
    const long = folders.flatMap((folder) =>
      sourcesOf(folder)
        .filter((file) => !file.includes('generated'))
        .map((file) => ({
          file: join(folder, file),
          lines: readFileSync(join(ROOT, folder, file), 'utf8').split('\n').length,
        }))
        .filter(({ lines }) => lines > 301),
    );
    expect(long).toEqual([]);
  });

  test('no import goes round in a circle', () => {
    const edges = new Map<string, readonly string[]>();
    for (const folder of folders) {
      for (const file of sourcesOf(folder)) {
        const path = join(folder, file);
        const text = readFileSync(join(ROOT, path), 'utf8');
        const values = [...text.matchAll(/^(?:import|export)\s+(?!type\b)[^;]*?from\s+'(\.[^']+)'/gm)];
        edges.set(
          path,
          values.map(([, target]) => join(folder, file, '..', target ?? '')),
        );
      }
    }
    expect(circle(edges)).toEqual([]);
  });

  test('no module is named for being a bag, and none exports everything of another', () => {
    const bags = folders.flatMap((folder) =>
      sourcesOf(folder).filter(
        (file) => /(^|\/)(utils?|helpers?|common|misc)(\.ts|\/)/i.test(file) || /Manager/.test(file),
      ),
    );
    expect(bags).toEqual([]);
  });
});

/** The files of one circle, or none. */
function circle(edges: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const state = new Map<string, 'open' | 'done'>();
  const visit = (file: string, path: readonly string[]): readonly string[] => {
    if (state.get(file) === 'done') return [];
    if (state.get(file) === 'open') return [...path.slice(path.indexOf(file)), file];
    state.set(file, 'open');
    for (const next of edges.get(file) ?? []) {
      const found = visit(next, [...path, file]);
      if (found.length > 0) return found;
    }
    state.set(file, 'done');
    return [];
  };
  for (const file of edges.keys()) {
    const found = visit(file, []);
    if (found.length > 0) return found;
  }
  return [];
}
