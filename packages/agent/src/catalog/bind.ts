import type { KeyObject } from 'node:crypto';
import type { Catalog, CatalogResource, Json, JsonObject, SealedSecret, SecretName } from '@rolecall/protocol';
import { openSealed } from '@rolecall/protocol/sealed-box';
import { fillSecrets, secretsIn } from '@rolecall/protocol/secret-marker';
import type { Bound } from '../engine/bound.ts';
import { hiddenValues } from '../engine/fault.ts';
import { AgentError } from '../error.ts';
import type { HostFor, OnOutput } from '../host/contract.ts';
import { type KnownKinds, providerOf } from '../packs/provider-of.ts';
import { workId } from '../state/work.ts';
import { whyNotParams } from '../wire/decode.ts';
import type { KnownSecrets } from './known-secrets.ts';

/** What a catalog is bound with. */
export interface Binding extends KnownKinds {
  readonly hostFor: HostFor;
  readonly sealingKey: KeyObject;
  /** Every secret that came to this host. */
  readonly known: KnownSecrets;
  readonly onOutput: OnOutput;
  /** Why these are no parameters of this kind; nothing where they are. */
  readonly checkParams?: (kind: string, params: JsonObject) => string | undefined;
}

/** A catalog's resources, ready to be settled; values of secrets are in memory only. */
export interface BoundCatalog {
  readonly resources: readonly Bound[];
  readonly hide: readonly string[];
}

/** Binds a catalog to this host. Throws an `AgentError` where a kind, its parameters or a secret are not what they must be. */
export function bindCatalog(
  catalog: Catalog,
  sealed: readonly SealedSecret[],
  work: string,
  by: Binding,
): BoundCatalog {
  const secrets = openSecrets(sealed, by);
  const hide = hiddenValues(secrets.values());
  const resources = catalog.resources.map((resource, index): Bound => {
    const provider = providerOf(resource, by);
    const marked = namesSecret(resource);
    const params = marked ? (fill(resource.params, secrets) as JsonObject) : resource.params;
    const wrong = provider === undefined ? 'this agent does not know the kind' : whyNot(resource, params, marked, by);
    if (provider === undefined || wrong !== undefined) {
      throw new AgentError('catalog_refused', `${resource.kind}:${resource.key} cannot be managed: ${wrong}`, {
        hint: 'the controller and the agent are of different releases: update the agent',
      });
    }
    const host = by.hostFor({ id: workId(work, index), hide, onOutput: by.onOutput });
    return { index, resource, params, marked, provider, host, hide };
  });
  return { resources, hide };
}

/** Whether the parameters of resources name a secret: of those that are kept from one time to the next it is known. */
const marks = new WeakMap<CatalogResource, boolean>();

function namesSecret(resource: CatalogResource): boolean {
  const marked = marks.get(resource) ?? secretsIn(JSON.stringify(resource.params)).length > 0;
  marks.set(resource, marked);
  return marked;
}

type CheckParams = NonNullable<Binding['checkParams']>;

/** Resources that a check found right: it is not asked again, unless a secret was filled in, which may be another. */
const foundRight = new WeakMap<CheckParams, WeakSet<CatalogResource>>();

function whyNot(resource: CatalogResource, params: JsonObject, marked: boolean, by: Binding): string | undefined {
  const check = by.packs?.of(resource)?.check ?? by.checkParams ?? whyNotParams;
  const right = foundRight.get(check) ?? new WeakSet();
  foundRight.set(check, right);
  if (!marked && right.has(resource)) return undefined;
  const wrong = check(resource.kind, params);
  if (wrong === undefined) right.add(resource);
  return wrong;
}

type Secrets = ReadonlyMap<SecretName, string>;

/** The values of sealed secrets, by name; from here on they are known. */
export function openSecrets(
  sealed: readonly SealedSecret[],
  { sealingKey: key, known }: Pick<Binding, 'sealingKey' | 'known'>,
): Secrets {
  known.learn(sealed);
  return new Map(sealed.map(({ name, box }) => [name, openOne(name, box, key)]));
}

function openOne(name: SecretName, box: string, key: KeyObject): string {
  try {
    return openSealed(key, box);
  } catch (cause) {
    throw new AgentError('secret_unreadable', `the secret ${name} was not sealed to this host's key`, {
      hint: 'the host was enrolled anew: run apply again',
      cause,
    });
  }
}

/** A text with its markers replaced; throws where a secret did not come along. */
export const reveal = (text: string, secrets: Secrets): string =>
  fillSecrets(text, (name) => {
    const value = secrets.get(name);
    if (value === undefined) throw new AgentError('secret_missing', `the secret ${name} did not come with the work`);
    return value;
  });

function fill(value: Json, secrets: Secrets): Json {
  if (typeof value === 'string') return reveal(value, secrets);
  if (Array.isArray(value)) return value.map((element) => fill(element, secrets));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fill(inner, secrets)]));
}
