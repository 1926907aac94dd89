import {
  type Catalog,
  type Declared,
  type HostName,
  type InstanceId,
  type RunId,
  type Sha256,
  secretsIn,
} from '@rolecall/protocol';
import { kinds } from '@rolecall/resources';
import type { z } from 'zod';
import { withAuthority } from '../enroll/service-certificate.ts';
import { ControllerError } from '../error.ts';
import type { BlobGrants } from '../hub/contract.ts';
import { NO_PACKS, type Packs } from '../packs/bring.ts';
import type { Services } from '../serve/services.ts';
import { canonical } from '../site/canonical.ts';
import { withImageId } from './images.ts';
import { withPackages } from './packages.ts';

/** A catalog that is stored, and granted to its host. */
export interface StoredCatalog {
  readonly catalog: Sha256;
  readonly secrets: readonly string[];
}

/** Whose catalog it is. */
export interface Addressee {
  readonly host: HostName;
  readonly instance: InstanceId;
  /** The site that declares it; what is only for a moment has none. */
  readonly site?: string;
  /** Names that the instance had before. */
  readonly formerly?: readonly InstanceId[];
  /** Of what is staged: the catalog of the change that follows. */
  readonly prepares?: Sha256 | null;
}

/** What the controller reads of a kind's declaration. */
interface AnyKind {
  readonly params: z.ZodObject;
  readonly blobs?: (params: never) => readonly string[];
  readonly fromController?: (params: never) => { readonly sha256: string; readonly params: object } | undefined;
}

const kindOf = (name: string): AnyKind | undefined =>
  (kinds as unknown as Readonly<Record<string, AnyKind | undefined>>)[name];

/** Checks what a role declared by the schemas of its kinds, and stores it for the host. The same declarations give the same bytes. */
export function storeCatalog(
  services: Services,
  { host, instance, site, formerly = [], prepares }: Addressee,
  declared: readonly Declared[],
  packs: Packs = NO_PACKS,
): StoredCatalog {
  const resources = withAuthority(
    withPackages(services, site, declared).map((one) =>
      withImageId(services.blobs, nearest(services.blobs, checked(one, packs))),
    ),
    services.authorities,
  ) as Catalog['resources'];
  const names = secretsIn(JSON.stringify(resources));
  const versions = [...services.secrets.versions(names)] as Catalog['secrets'];
  const catalog = grant(services, host, {
    schema: 'rolecall/catalog/1',
    instance,
    formerly: [...formerly],
    undo: null,
    resources,
    ...(prepares ? { prepares } : {}),
    secrets: versions,
  });
  return { catalog, secrets: names };
}

/** Stores a catalog that also says what passes from its instance to others of its host. */
export function storePassingOn(
  blobs: BlobGrants,
  host: HostName,
  catalog: Sha256,
  elsewhere: NonNullable<Catalog['elsewhere']>,
): Sha256 {
  const bytes = blobs.get(catalog);
  if (bytes === undefined) throw new Error(`the catalog ${catalog} was stored a moment ago, and is not there`);
  const plain = JSON.parse(Buffer.from(bytes).toString('utf8')) as Catalog;
  const hash = blobs.put(Buffer.from(canonical({ ...plain, elsewhere })));
  blobs.grant(host, hash);
  return hash;
}

/** Stores what puts back what stood on a host before a run changed it. */
export function storeUndo(services: Services, { host, instance }: Addressee, undo: RunId): StoredCatalog {
  const nothing = { formerly: [], resources: [], secrets: [] };
  const catalog = grant(services, host, { schema: 'rolecall/catalog/1', instance, undo, ...nothing });
  return { catalog, secrets: [] };
}

function grant({ blobs }: Services, host: HostName, catalog: Catalog): Sha256 {
  const hash = blobs.put(Buffer.from(canonical(catalog)));
  blobs.grant(host, hash);
  blobs.noteNamed(
    hash,
    catalog.resources.flatMap((resource) => grantBlobs(blobs, host, resource)),
  );
  return hash;
}

/** What a resource's host has to fetch, it may; what is not there is said before anything is done. */
function grantBlobs(blobs: BlobGrants, host: HostName, resource: Catalog['resources'][number]): readonly Sha256[] {
  if (resource.pack !== undefined) blobs.grant(host, resource.pack);
  const needed = (kindOf(resource.kind)?.blobs?.(resource.params as never) ?? []) as readonly Sha256[];
  for (const hash of needed) {
    if (!blobs.has(hash)) {
      const what = `${resource.kind} ${resource.key}: the controller has nothing with the checksum ${hash}`;
      const otherwise = resource.kind === 'artifact' ? '   (or give the resource a `url`)' : '';
      const hint = `store it with: controller artifacts add FILE${otherwise}`;
      throw new ControllerError('no_artifact', what, { at: resource.source, hint });
    }
    blobs.grant(host, hash);
  }
  return needed;
}

/** What the controller has is fetched from there, wherever else it could be had. */
function nearest<R extends Declared>(blobs: BlobGrants, resource: R): R {
  const kept = kindOf(resource.kind)?.fromController?.(resource.params as never);
  if (kept === undefined || !blobs.has(kept.sha256 as Sha256)) return resource;
  return { ...resource, params: kept.params as Declared['params'] };
}

/** A kind that a role brings was checked where it was declared, and is checked again on the host by its own pack. */
function brought(resource: Declared, packs: Packs): Catalog['resources'][number] {
  const pack = packs.get(resource.kind);
  if (pack !== undefined) return { ...resource, pack };
  throw new ControllerError('unknown_kind', `no role of this site brings the kind ${resource.kind}`, {
    at: resource.source,
    hint: 'name it in `kinds` of the role that declares it',
  });
}

function checked(resource: Declared, packs: Packs): Catalog['resources'][number] {
  if (resource.kind.includes('.')) return brought(resource, packs);
  const kind = kindOf(resource.kind);
  if (kind === undefined) {
    throw new ControllerError('unknown_kind', `there is no kind "${resource.kind}"`, { at: resource.source });
  }
  const parsed = kind.params.safeParse(resource.params);
  if (parsed.success) return { ...resource, params: parsed.data as Declared['params'] };
  const issue = parsed.error.issues[0];
  const where = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
  throw new ControllerError(
    'bad_resource',
    `${resource.kind} ${resource.key}: ${where}${issue?.message ?? 'not valid'}`,
    {
      at: resource.source,
    },
  );
}
