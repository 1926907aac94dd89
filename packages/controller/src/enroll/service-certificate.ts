import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import {
  AssignmentId,
  type CatalogResource,
  type HostName,
  SERVICES_AUTHORITY,
  type Sha256,
  serviceCertificateText,
} from '@rolecall/protocol';
import { partsOfAssignment, partsOfInstance } from '@rolecall/protocol/id-parts';
import { z } from 'zod';
import type { Audit } from '../audit/audit.ts';
import type { ServicesAuthority } from '../authority/services-authority.ts';
import { resourcesIn } from '../blobs/resources-in.ts';
import { ControllerError } from '../error.ts';
import type { BlobGrants } from '../hub/contract.ts';

/** What a host sends that needs a certificate for one of its services. */
const Asked = z.strictObject({
  /** The piece of work in which it was told to make one. */
  assignment: AssignmentId,
  /** The file of the certificate: which of those that its catalog declares. */
  path: z.string().max(4_096),
  names: z.array(z.string().max(253)).max(100),
  /** SubjectPublicKeyInfo in PEM. */
  publicKey: z.string().max(4_000),
  /** A signature over `serviceCertificateText`, in base64. */
  proof: z.base64().max(2_000),
});
type Asked = z.infer<typeof Asked>;

/** What a catalog says of a certificate that the controller signs. */
const Declared = z.object({
  path: z.string(),
  from: z.literal('controller'),
  names: z.array(z.string()).min(1),
  usages: z.array(z.enum(['server', 'client'])).min(1),
  days: z.int().min(1),
});
type Declared = z.infer<typeof Declared>;

export interface SigningParts {
  readonly services: ServicesAuthority;
  readonly blobs: Pick<BlobGrants, 'get'>;
  readonly audit: Audit;
  /** The catalog of a piece of work that is going on; nothing where it is not. */
  readonly catalogOf: (assignment: AssignmentId) => Sha256 | undefined;
}

/** Between two rows of the audit about what the same host was refused, in milliseconds: asking again and again fills no disk. */
const AGAIN_MS = 60_000;

/** Signs what catalogs declare for hosts, and nothing that a host makes up: what is in a certificate comes from the catalog. */
export class ServiceCertificates {
  readonly #parts: SigningParts;
  /** When the audit last had a refusal of each host; milliseconds of the monotonic clock. */
  readonly #refused = new Map<HostName, number>();

  constructor(parts: SigningParts) {
    this.#parts = parts;
  }

  /** @throws ControllerError `malformed`, or `not_allowed` for what is not declared for this host */
  async sign(host: HostName, body: unknown): Promise<{ readonly certificate: string }> {
    const { services, audit } = this.#parts;
    const parsed = Asked.safeParse(body);
    if (!parsed.success) throw new ControllerError('malformed', 'that is no request for a certificate');
    const { names, usages, days, path } = this.#declared(host, parsed.data);
    const key = provenKey(parsed.data);
    if (key === undefined) throw this.#refusal(host, parsed.data, 'it did not prove that it holds the key');
    const issued = await services.issueFor({ names, usages, days, key });
    const what = `${path} on ${host} for ${names.join(', ')} (serial ${issued.serial})`;
    audit.record({ operator: `host ${host}`, verb: 'certificate.signed', subject: what });
    return { certificate: issued.pem };
  }

  #declared(host: HostName, asked: Asked): Declared {
    const { instance } = partsOfAssignment(asked.assignment);
    const catalog = partsOfInstance(instance).host === host ? this.#parts.catalogOf(asked.assignment) : undefined;
    if (catalog === undefined) throw this.#refusal(host, asked, `it has no such work: ${asked.assignment}`);
    const found = declaredIn(resourcesIn(this.#parts.blobs, catalog), asked.path);
    if (found === undefined) throw this.#refusal(host, asked, 'its catalog declares no such certificate');
    if (!isSame(found.names, asked.names)) {
      throw this.#refusal(host, asked, `its catalog declares other names: ${found.names.join(', ')}`);
    }
    return found;
  }

  #refusal(host: HostName, { path, names }: Asked, why: string): ControllerError {
    const now = performance.now();
    if (now - (this.#refused.get(host) ?? Number.NEGATIVE_INFINITY) >= AGAIN_MS) {
      this.#refused.set(host, now);
      const subject = `${path} for ${names.join(', ')}: ${why}`;
      this.#parts.audit.record({ operator: `host ${host}`, verb: 'certificate.refused', subject });
    }
    return new ControllerError('not_allowed', `no certificate for ${path}: ${why}`);
  }
}

function declaredIn(resources: readonly CatalogResource[], path: string): Declared | undefined {
  for (const { kind, params } of resources) {
    const declared = kind === 'certificate' ? Declared.safeParse(params).data : undefined;
    if (declared?.path === path) return declared;
  }
  return undefined;
}

const isSame = (some: readonly string[], others: readonly string[]): boolean =>
  JSON.stringify([...some].sort()) === JSON.stringify([...others].sort());

/** Keys of these types are made; nothing else is certified. */
const KEY_TYPES: readonly (string | undefined)[] = ['ec', 'rsa', 'ed25519'];

function provenKey({ assignment, path, publicKey, proof }: Asked): KeyObject | undefined {
  try {
    const key = createPublicKey({ key: publicKey, format: 'pem', type: 'spki' });
    if (!KEY_TYPES.includes(key.asymmetricKeyType)) return undefined;
    const text = Buffer.from(serviceCertificateText(assignment, path, publicKey));
    const digest = key.asymmetricKeyType === 'ed25519' ? null : 'sha256';
    return verify(digest, text, key, Buffer.from(proof, 'base64')) ? key : undefined;
  } catch {
    // Not a key: the caller says so in its own words.
    return undefined;
  }
}

/** The declarations with the authority's certificates where their marker stands. */
export function withAuthority<T>(declared: T, services: Pick<ServicesAuthority, 'bundle'>): T {
  const text = JSON.stringify(declared);
  if (!text.includes(SERVICES_AUTHORITY)) return declared;
  const bundle = JSON.stringify(services.bundle).slice(1, -1);
  return JSON.parse(text.replaceAll(SERVICES_AUTHORITY, () => bundle)) as T;
}
