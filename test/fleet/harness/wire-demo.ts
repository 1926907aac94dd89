import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Artifact, artifact } from '../../artifacts/artifact.ts';
import type { LabHost } from '../../lab/lab.ts';
import type { ChangedSite } from './changed-site.ts';
import { addArtifacts, succeed } from './commands.ts';
import { type Fleet, startFleet } from './fleet.ts';
import { type Schemas, schemaImages } from './schema-images.ts';

const EXAMPLES = join(import.meta.dirname, '../../../examples');
const JRE = 'openjdk-17-jre-headless';
const NOFILE = '/usr/local/lib/nofile.so';
const PACKAGES = ['chrony', 'unattended-upgrades', JRE, 'redis-server', 'redis-sentinel', 'podman'];
const NOT_YET = 'sha256: NOT_YET';

/** The demonstration of examples/wire on one host, with the real databases and with schemas that say that they ran. */
export interface WireDemo {
  readonly fleet: Fleet;
  readonly host: LabHost;
  readonly schemas: Schemas;
  readonly site: ChangedSite;
}

export async function startWireDemo(): Promise<WireDemo> {
  const names = ['cassandra-4.1', 'elasticsearch', 'minio', 'mc', 'etcd', 'nofile'] as const;
  const found = new Map<string, Artifact>();
  for (const name of names) found.set(name, await artifact(name));
  const at = (name: (typeof names)[number]): Artifact => found.get(name) as Artifact;
  const fleet = await startFleet({ hosts: ['demo'], cachedPackages: PACKAGES });
  const host = fleet.host('demo');
  await host.copyTo(at('nofile').path, NOFILE);
  await addArtifacts(fleet, ...names.filter((name) => name !== 'nofile').map((name) => at(name).path));
  await succeed(fleet, ['secrets', 'set', 'minio/access-key'], { input: 'the-user-of-this-test' });
  await succeed(fleet, ['secrets', 'set', 'minio/secret-key'], { input: 'a-key-of-this-test' });
  const schemas = await schemaImages(host);
  const release = (version: string, name: (typeof names)[number], real = version) =>
    [`version: '${version}', ${NOT_YET}`, `version: '${real}', sha256: '${at(name).sha256}'`] as const;
  const site = changedExample([
    release('4.1.12', 'cassandra-4.1', '4.1.10'),
    release('8.19.21', 'elasticsearch'),
    release('2026-02-12', 'minio'),
    release('2025-03-13', 'mc'),
    release('3.6.16', 'etcd'),
    [`quay.io/wire/\${service}-schema@sha256:\${NOT_YET}`, schemas.image],
    // What a lab host has and lets be set.
    ["{ servers: ['ntp1.example.com', 'ntp2.example.com'] }", "{ source: 'demo' }"],
    ["cpus: 16, memory: '16GB', disk: '200GB'", "cpus: 1, memory: '4GB', disk: '10GB'"],
    ["heap: '1GiB'", "heap: '320MiB'"],
    ["product: 'elasticsearch',", "product: 'elasticsearch', format: 'zip',"],
    [
      'indices: {',
      `java: { home: '/usr/lib/jvm/java-17-openjdk-amd64', package: '${JRE}' }, mmap: false, environment: { LD_PRELOAD: '${NOFILE}' }, indices: {`,
    ],
  ]);
  return { fleet, host, schemas, site };
}

/** A copy of the example, all of its modules, with other words in them; each must be found somewhere. */
function changedExample(changes: readonly (readonly [from: string, to: string])[]): ChangedSite {
  const folder = mkdtempSync(join(EXAMPLES, 'changed-'));
  cpSync(join(EXAMPLES, 'wire'), folder, { recursive: true });
  const missing = new Set(changes.map(([from]) => from));
  for (const name of readdirSync(folder).filter((one) => one.endsWith('.ts'))) {
    const path = join(folder, name);
    const before = readFileSync(path, 'utf8');
    for (const [from] of changes) if (before.includes(from)) missing.delete(from);
    writeFileSync(
      path,
      changes.reduce((text, [from, to]) => text.replaceAll(from, to), before),
    );
  }
  if (missing.size > 0) throw new Error(`examples/wire has no ${[...missing].join(', ')}`);
  return { path: join(folder, 'demo.ts'), [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}
