import type { CatalogResource, HostName, InstanceId, Sha256, SiteContents } from '@rolecall/protocol';
import type { Kinds, ParamsOf } from '@rolecall/resources';
import { ControllerError } from '../error.ts';
import type { Services } from '../serve/services.ts';
import { factsOf } from '../store/facts.ts';
import type { PlanDeps } from './deps.ts';
import { prepare } from './prepare.ts';

type Artifact = SiteContents['artifacts'][number];

/** What hosts of a site fetch from elsewhere, by the catalogs that they would get if nothing were there yet. Asks no host. */
export async function contentsOf(deps: PlanDeps, bundle: Sha256, like: HostName | null): Promise<SiteContents> {
  const { services } = deps;
  if (like !== null && factsOf(services.database, like) === undefined) {
    throw new ControllerError('not_found', `of ${like} nothing is known`, { hint: 'controller hosts lists hosts' });
  }
  const { site, instances } = await prepare(deps, { bundle, limit: null, observes: false, like });
  const found = new Found(services);
  const unseen: { instance: InstanceId; why: string }[] = [];
  for (const { instance, catalog, why } of instances) {
    if (catalog !== null) found.take(services.blobs.get(catalog));
    else unseen.push({ instance, why: why?.message ?? 'nothing is known of it' });
  }
  return { site: site.name, ...found.contents(), unseen };
}

const byName = <T>(items: ReadonlyMap<string, T>): T[] =>
  [...items].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);

class Found {
  readonly #services: Services;
  readonly #artifacts = new Map<string, Artifact>();
  readonly #packages = new Map<string, SiteContents['packages'][number]>();
  readonly #images = new Set<string>();
  readonly #repositories = new Set<string>();

  constructor(services: Services) {
    this.#services = services;
  }

  take(catalog: Uint8Array | undefined): void {
    const { resources } = JSON.parse(Buffer.from(catalog ?? []).toString('utf8')) as { resources: CatalogResource[] };
    for (const { kind, params } of resources) this.#takeOne(kind, params);
  }

  contents(): Omit<SiteContents, 'site' | 'unseen'> {
    return {
      artifacts: byName(this.#artifacts),
      packages: byName(this.#packages),
      images: [...this.#images].sort(),
      repositories: [...this.#repositories].sort(),
    };
  }

  /** The parameters passed the schemas of their kinds when the catalog was stored. */
  #takeOne(kind: string, params: unknown): void {
    if (kind === 'artifact') this.#takeArtifact(params as ParamsOf<Kinds['artifact']>);
    if (kind === 'package') {
      const { name, version = null } = params as ParamsOf<Kinds['package']>;
      this.#packages.set(`${name} ${version}`, { name, version });
    }
    if (kind === 'container') this.#takeImage(params as ParamsOf<Kinds['container']>);
    if (kind === 'aptRepository') this.#repositories.add((params as ParamsOf<Kinds['aptRepository']>).name);
  }

  /** An image without an archive is a registry's. */
  #takeImage({ image, archive }: ParamsOf<Kinds['container']>): void {
    if (archive === undefined) {
      this.#images.add(image);
      return;
    }
    const sha256 = archive.sha256 as Sha256;
    const name = /([^/:@]+)(:[^/@]+)?@/.exec(image)?.[1] ?? 'image';
    const stored = this.#services.blobs.sizeOf(sha256);
    this.#artifacts.set(`${name} ${sha256}`, { sha256, name, version: null, url: null, stored, guarded: false });
  }

  #takeArtifact({ path, version, sha256, url, headers }: ParamsOf<Kinds['artifact']>): void {
    const { blobs } = this.#services;
    const hash = sha256 as Sha256;
    const name = path.slice(path.lastIndexOf('/') + 1);
    const stored = blobs.has(hash) ? blobs.sizeOf(hash) : null;
    const guarded = Object.keys(headers).length > 0;
    this.#artifacts.set(`${name} ${version} ${sha256}`, {
      sha256: hash,
      name,
      version,
      url: url ?? null,
      stored,
      guarded,
    });
  }
}
