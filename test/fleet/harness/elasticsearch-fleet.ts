import { join } from 'node:path';
import { artifact } from '../../artifacts/artifact.ts';
import type { LabHost } from '../../lab/lab.ts';
import type { CommandResult } from '../../lab/machine/command.ts';
import { type ChangedSite, changedSite } from './changed-site.ts';
import { addArtifacts, applySite } from './commands.ts';
import { type Fleet, out, startFleet } from './fleet.ts';

/** The example, with the real server to be fetched from the controller. */
const EXAMPLE = join(import.meta.dirname, '../../../examples/elasticsearch/site.ts');
export const NODES = ['search-1', 'search-2', 'search-3'] as const;

/** Java of the host, since the archive for tests carries none. */
const JRE = 'openjdk-17-jre-headless';
const NOFILE = '/usr/local/lib/nofile.so';
/** How a node's own program asks it: with the password, where there is one. */
const CLIENT = '/etc/elasticsearch/client.curl';

/**
 * What a lab host needs beside the example: Java of the distribution, no memory maps (the kernel's limit is not a lab
 * host's to set), and a library that answers the question for open files (a lab host may have fewer than the server insists on).
 */
const LAB_PARAMS = [
  `java: { home: '/usr/lib/jvm/java-17-openjdk-amd64', package: '${JRE}' }`,
  'mmap: false',
  "jvmOptions: ['-XX:TieredStopAtLevel=1']",
  `environment: { LD_PRELOAD: '${NOFILE}' }`,
].join(', ');

export interface ElasticsearchFleet {
  readonly fleet: Fleet;
  /** The example as a lab host can have it, and with other words in it. */
  site(...changes: readonly (readonly [from: string, to: string])[]): ChangedSite;
  /** Applies a site; an error shows all that was printed. */
  apply(site: string, ...words: readonly string[]): Promise<CommandResult>;
  /** What a node answers to a GET request, as text. */
  get(host: string, path: string): Promise<string>;
  /** Gives a host what stands in the way of the server there, as `LAB_PARAMS` says. */
  prepare(host: LabHost): Promise<void>;
}

export async function startElasticsearchFleet(
  product: 'elasticsearch' | 'opensearch' = 'elasticsearch',
  scheme: 'http' | 'https' = 'http',
): Promise<ElasticsearchFleet> {
  const [server, nofile] = [await artifact(product), await artifact('nofile')];
  const fleet = await startFleet({ hosts: NODES, cachedPackages: [JRE] });
  const prepare = (host: LabHost) => host.copyTo(nofile.path, NOFILE);
  await Promise.all(fleet.lab.hosts.map(prepare));
  await addArtifacts(fleet, server.path);
  const inLab: readonly (readonly [string, string])[] = [
    ['0'.repeat(64), server.sha256],
    ["product: 'elasticsearch',", `product: '${product}', format: 'zip',`],
    ["heap: '1GiB',", "heap: '256MiB',"],
    ['indices: {', `${LAB_PARAMS}, indices: {`],
  ];
  return {
    fleet,
    prepare,
    site: (...changes) => changedSite(EXAMPLE, ...changes, ...inLab),
    apply: (site, ...words) => applySite(fleet, site, ...words),
    get: (host, path) =>
      out(fleet.host(host), 'curl', '-K', CLIENT, '--fail', '--max-time', '10', `${scheme}://127.0.0.1:9200${path}`),
  };
}
