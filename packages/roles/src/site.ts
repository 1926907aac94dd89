import {
  ALL_AT_ONCE,
  RecipeName,
  type RoleDocument,
  RolePart,
  SiteDocument,
  type Source,
  type UseDocument,
} from '@rolecall/protocol';
import { broughtKind } from './brought.ts';
import type { ClusterInput, ErasedDefinition } from './definition.ts';
import { RoleError } from './error.ts';
import { needsOf } from './needs.ts';
import { placeOf } from './place.ts';
import { type Collected, collect, type KnownRole, type KnownUse, type secret, selectorOf } from './use.ts';
import { type WantsInput, wantsOf } from './wants.ts';

export interface HostInput {
  readonly labels?: Readonly<Record<string, string>>;
  /** Where other hosts reach it; the address of its route to the controller where left out. */
  readonly address?: string;
}

/** A site, as its author writes it. */
export interface SiteInput extends WantsInput {
  readonly name: string;
  readonly hosts: Readonly<Record<string, HostInput>>;
  /**
   * Names that changed, old to new: `{ uses: { redis: 'cache' } }`. What was written under an old name is taken over by the new one, not
   * removed and made again.
   */
  readonly moved?: {
    readonly uses?: Readonly<Record<string, string>>;
    readonly hosts?: Readonly<Record<string, string>>;
  };
  /** Puts roles on hosts with `role.on(…)`; its order settles ties on one host. */
  readonly use: (context: { readonly secret: typeof secret }) => void;
}

/** A site that was defined; what it uses is worked out when the evaluator asks. */
export interface Site {
  readonly input: SiteInput;
  readonly source: Source;
}

/** The default export of `site.ts`. */
export const defineSite = (input: SiteInput): Site => Object.freeze({ input, source: placeOf(defineSite) });

/** A site with its roles at hand. */
export interface BuiltSite {
  readonly document: SiteDocument;
  readonly definitions: ReadonlyMap<string, ErasedDefinition>;
}

const has = (definition: ErasedDefinition): RolePart[] =>
  RolePart.options.filter((part) => typeof definition[part] === 'function' || isAsked(definition[part]));

const isAsked = (part: unknown): boolean => typeof part === 'object' && part !== null && Object.keys(part).length > 0;

/** A role that forms no cluster is changed on all its hosts at once. */
function clusterDocument(cluster: ClusterInput | undefined): RoleDocument['cluster'] {
  const { change = 'rolling', maxUnavailable = 1, sizes = [], ...more } = cluster ?? {};
  const together = change === 'together';
  return {
    ...more,
    sizes: [...sizes],
    maxUnavailable: together || cluster === undefined ? ALL_AT_ONCE : maxUnavailable,
    together,
    ...(typeof change === 'string' ? {} : { togetherOn: [...change.togetherOn] }),
  };
}

function identityOf(paths: readonly string[], at: Source): string[] {
  const odd = paths.find((path) => !path.startsWith('/') || path.endsWith('/'));
  if (odd === undefined) return [...paths];
  throw new RoleError('bad_role', `"${odd}": \`identity\` lists files, each by its absolute path`, { at });
}

const roleDocument = ({ definition, source }: KnownRole) => ({
  name: definition.name,
  needs: needsOf(definition.needs ?? {}),
  cluster: clusterDocument(definition.cluster),
  ...(definition.identity === undefined ? {} : { identity: identityOf(definition.identity, source) }),
  ...(definition.declaredOnly === undefined ? {} : { declaredOnly: definition.declaredOnly }),
  has: has(definition),
  ...(definition.recipes && { recipes: RecipeName.options.filter((name) => definition.recipes?.[name] !== undefined) }),
  ...(definition.cannot && { cannot: { ...definition.cannot } }),
  ...(definition.kinds && { kinds: definition.kinds.map((kind) => broughtKind(kind, source)) }),
  source,
});

const useDocument = ({ name, role, where, params, after, source }: KnownUse) => ({
  use: name,
  role,
  select: selectorOf(where),
  params,
  after,
  source,
});

const hostDocuments = ({ input, source }: Site) =>
  Object.fromEntries(Object.entries(input.hosts).map(([name, host]) => [name, { labels: {}, ...host, source }]));

function checkHosts(use: UseDocument, document: SiteDocument): void {
  if (use.select.by === 'label') return;
  const missing = use.select.hosts.find((name) => !Object.hasOwn(document.hosts, name));
  if (missing !== undefined) {
    throw new RoleError('unknown_host', `${use.use} is put on ${missing}, which is no host of this site`, {
      at: use.source,
    });
  }
  if (use.select.hosts.length === 0) {
    throw new RoleError('bad_site', `${use.use} is put on no host at all`, { at: use.source });
  }
}

/** Where in a document an issue lies: the use or role that it is about, or the site. */
function blamed(path: readonly PropertyKey[], site: Site, { roles, uses }: Collected): Source {
  const [list, index] = path;
  const items = list === 'uses' ? [...uses.values()] : list === 'roles' ? [...roles.values()] : [];
  return items[Number(index)]?.source ?? site.source;
}

function documentOf(site: Site, collected: Collected): SiteDocument {
  const known = SiteDocument.safeParse({
    name: site.input.name,
    hosts: hostDocuments(site),
    roles: [...collected.roles.values()].map(roleDocument),
    uses: [...collected.uses.values()].map(useDocument),
    moved: { uses: { ...site.input.moved?.uses }, hosts: { ...site.input.moved?.hosts } },
    secrets: [...collected.secrets.values()],
    ...wantsOf(site.input),
    source: site.source,
  });
  if (known.success) return known.data;
  const [issue] = known.error.issues;
  const path = issue?.path ?? [];
  throw new RoleError('bad_site', `${path.join('.')}: ${issue?.message}`, { at: blamed(path, site, collected) });
}

/** Works a site out: the document that the controller gets, and the roles whose functions it may call. */
export function buildSite(site: Site): BuiltSite {
  const collected = collect(site.input.use);
  const document = documentOf(site, collected);
  for (const use of document.uses) checkHosts(use, document);
  const definitions = new Map([...collected.roles.values()].map(({ definition }) => [definition.name, definition]));
  return { document, definitions };
}
