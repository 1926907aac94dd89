import type { HostName, Json } from '@rolecall/protocol';
import type { Database } from '../store/database.ts';
import { factsOf, type StoredFacts } from '../store/facts.ts';
import { labelsFromSites, rolesOfHosts } from '../store/host-roles.ts';
import { listHosts, type StoredHost } from '../store/hosts.ts';
import { candidates } from './candidates.ts';
import { checkPaths } from './check-paths.ts';
import { evaluate } from './evaluate.ts';
import { parseQuery } from './parse.ts';
import { valuesAt } from './values-at.ts';

/** What can be asked about one host. */
export interface HostView {
  readonly host: StoredHost;
  /** Those of its enrolment, and over them those of its sites. */
  readonly labels: Readonly<Record<string, string>>;
  readonly roles: readonly string[];
  readonly linked: boolean;
  /** Read from the store when somebody asks. */
  readonly facts: () => StoredFacts | undefined;
}

export type IsLinked = (host: HostName) => boolean;

/** Every host that was not revoked, by name. */
export function viewHosts(database: Database, isLinked: IsLinked): readonly HostView[] {
  const [roles, labels] = [rolesOfHosts(database), labelsFromSites(database)];
  return listHosts(database).map((host) => {
    let facts: { readonly read: StoredFacts | undefined } | undefined;
    return {
      host,
      labels: { ...host.labels, ...labels.get(host.name) },
      roles: roles.get(host.name) ?? [],
      linked: isLinked(host.name),
      facts: () => {
        facts ??= { read: factsOf(database, host.name) };
        return facts.read;
      },
    };
  });
}

/**
 * The hosts that fit a query, by name; revoked ones are none.
 * @throws QueryError
 */
export function selectHosts(database: Database, isLinked: IsLinked, query: string): readonly HostView[] {
  const expression = parseQuery(query);
  checkPaths(query, expression);
  const possible = candidates(database, expression);
  return viewHosts(database, isLinked)
    .filter((view) => !view.host.revoked && (possible?.has(view.host.name) ?? true))
    .filter((view) => evaluate(expression, (path) => valuesAt(documentFor(view, path), path.split('.'))) === true);
}

/** The document that holds this path: facts are parsed only when a path leads into them. */
function documentFor(view: HostView, path: string): Json {
  const { host, labels, roles, linked } = view;
  const [first] = path.split('.');
  switch (first) {
    case 'host':
      return { host: host.name };
    case 'role':
      return { role: roles };
    case 'address':
      return { address: host.address };
    case 'linked':
      return { linked };
    case 'label':
      // A label's own name may hold dots.
      return nested(path, labels[path.slice('label.'.length)]);
    default:
      return (view.facts()?.facts ?? {}) as Json;
  }
}

const nested = (path: string, value: string | undefined): Json =>
  value === undefined ? {} : path.split('.').reduceRight<Json>((inner, name) => ({ [name]: inner }), value);

/** What a host has at a path, whole: a list or an object too; `null` where it has nothing. */
export function selected(view: HostView, path: string): Json {
  let here: Json | undefined = documentFor(view, path);
  for (const name of path.split('.')) {
    const inside: Json | undefined = here;
    here =
      typeof inside === 'object' && inside !== null && Object.hasOwn(inside, name)
        ? (inside as { readonly [key: string]: Json })[name]
        : undefined;
  }
  return here ?? null;
}
