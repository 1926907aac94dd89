import { type JsonObject, SecretName, type Selector, type SiteDocument, type Source } from '@rolecall/protocol';
import type { ErasedDefinition } from './definition.ts';
import { RoleError } from './error.ts';
import { placeOf } from './place.ts';
import { Secret } from './secret.ts';

/** Hosts chosen by the labels that they carry. */
export interface Labelled {
  readonly labels: Readonly<Record<string, string>>;
}

/** Where a role goes: hosts by name, or those that carry labels. */
export type Where = readonly string[] | Labelled;

/** Chooses the hosts that carry this label, or all of several. */
export function label(name: string, value: string): Labelled;
export function label(labels: Readonly<Record<string, string>>): Labelled;
export function label(names: string | Readonly<Record<string, string>>, value = ''): Labelled {
  return Object.freeze({ labels: typeof names === 'string' ? { [names]: value } : { ...names } });
}

export const selectorOf = (where: Where): Selector =>
  'labels' in where ? { by: 'label', labels: { ...where.labels } } : { by: 'name', hosts: [...where] };

export interface KnownRole {
  readonly definition: ErasedDefinition;
  readonly source: Source;
}

export interface KnownUse {
  readonly name: string;
  readonly role: string;
  readonly where: Where;
  readonly params: JsonObject;
  readonly after: readonly string[];
  readonly source: Source;
}

/** What a site's `use` brings up, in its order. */
export interface Collected {
  readonly roles: Map<string, KnownRole>;
  readonly uses: Map<string, KnownUse>;
  readonly secrets: Map<string, SiteDocument['secrets'][number]>;
}

let collecting: Collected | undefined;

/** Runs a site's `use` and gives what it used. */
export function collect(use: (context: { readonly secret: typeof secret }) => void): Collected {
  const collected: Collected = { roles: new Map(), uses: new Map(), secrets: new Map() };
  collecting = collected;
  try {
    use({ secret });
  } finally {
    collecting = undefined;
  }
  return collected;
}

export function register(role: KnownRole, use: KnownUse): void {
  if (collecting === undefined) {
    throw new RoleError('bad_site', "a role is used inside a site's `use`, nowhere else", { at: use.source });
  }
  const { name } = role.definition;
  const sameName = collecting.roles.get(name) ?? role;
  if (sameName.definition !== role.definition) {
    throw new RoleError('bad_site', `two roles are called ${name}`, { at: role.source });
  }
  if (collecting.uses.has(use.name)) {
    throw new RoleError('bad_site', `${use.name} is used twice; name one of them with { as: '…' }`, { at: use.source });
  }
  collecting.roles.set(name, role);
  collecting.uses.set(use.name, use);
}

/** What is known of a secret beside its name. */
export interface SecretOptions {
  /** Made once with that many random characters where nobody has set it. */
  readonly generate?: number;
  /** Characters that it must have. */
  readonly minLength?: number;
  /** Values that stand in documentation or templates and protect nothing: refused in a site whose mode is `production`. */
  readonly samples?: readonly string[];
}

const asWritten = ({
  generate,
  minLength,
  samples,
}: { readonly [K in keyof SecretOptions]: SecretOptions[K] | undefined }): string =>
  JSON.stringify([generate, minLength, samples]);

/** A secret of the site, by name. */
export function secret(name: string, options: SecretOptions = {}): Secret {
  const at = placeOf(secret);
  if (collecting === undefined) throw new RoleError('bad_site', "a secret is named inside a site's `use`", { at });
  const known = SecretName.safeParse(name);
  if (!known.success) throw new RoleError('bad_site', `"${name}": a secret is named like redis/password`, { at });
  const earlier = collecting.secrets.get(name);
  if (earlier !== undefined && asWritten(earlier) !== asWritten(options)) {
    throw new RoleError('bad_site', `the secret ${name} is declared twice, and not alike`, { at });
  }
  const { samples, ...rest } = options;
  const copied = { ...rest, ...(samples === undefined ? {} : { samples: [...samples] }) };
  if (earlier === undefined) collecting.secrets.set(name, { name: known.data, ...copied, source: at });
  return new Secret(known.data);
}
