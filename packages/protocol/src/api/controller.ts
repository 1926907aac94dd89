import { z } from 'zod';
import { Sha256 } from '../ids.ts';
import { PackRow } from '../pack.ts';
import { SecretName } from '../secret.ts';
import { answers } from './route.ts';

/** The controller itself, and what it keeps. Blobs go over `PUT` and `GET /blobs/SHA256`, not through here. */
export const controllerRoutes = {
  status: answers(
    'view',
    z.strictObject({}),
    z.strictObject({ version: z.string(), data: z.string(), url: z.string(), hosts: z.int(), linked: z.int() }),
  ),
  'blobs.missing': answers('operate', z.strictObject({ hashes: z.array(Sha256).max(1_000) }), z.array(Sha256)),
  /** The value is base64 of its bytes; it is never given back. */
  'secrets.set': answers(
    'admin',
    z.strictObject({ name: SecretName, value: z.base64().max(262_144) }),
    z.strictObject({ version: z.int() }),
  ),
  'secrets.list': answers(
    'view',
    z.strictObject({}),
    z.array(z.strictObject({ name: SecretName, version: z.int(), at: z.number() })),
  ),
  'secrets.remove': answers('admin', z.strictObject({ name: SecretName }), z.strictObject({ removed: z.boolean() })),
  /** Who signs certificates of services, the newest first; `trusted` in PEM. */
  'authority.show': answers(
    'view',
    z.strictObject({}),
    z.strictObject({
      trusted: z.string(),
      generations: z.array(
        z.strictObject({ number: z.int(), is: z.enum(['next', 'signing', 'former']), notAfter: z.number() }),
      ),
    }),
  ),
  /** One step of giving that authority another key. */
  'authority.change': answers(
    'admin',
    z.strictObject({ step: z.enum(['prepare', 'switch', 'retire']) }),
    z.strictObject({}),
  ),
  'packs.list': answers('view', z.strictObject({}), z.array(PackRow)),
  'packs.show': answers('view', z.strictObject({ pack: Sha256 }), z.strictObject({ row: PackRow, text: z.string() })),
  /** Lets agents load a pack that a site brought. */
  'packs.admit': answers('admin', z.strictObject({ pack: Sha256 }), PackRow),
  /** Lets no agent load it any longer. */
  'packs.revoke': answers('admin', z.strictObject({ pack: Sha256 }), PackRow),
  /** Whether the audit chain holds, and contains the row with the hash `known`. */
  'audit.verify': answers(
    'admin',
    z.strictObject({ known: Sha256.optional() }),
    z.strictObject({
      rows: z.int(),
      head: Sha256,
      broken: z.strictObject({ seq: z.int(), why: z.string() }).nullable(),
    }),
  ),
  /** The audit chain, newest first. */
  'audit.list': answers(
    'admin',
    z.strictObject({ limit: z.int().min(1).max(10_000) }),
    z.array(
      z.strictObject({
        seq: z.int(),
        at: z.number(),
        operator: z.string(),
        verb: z.string(),
        subject: z.string(),
        hash: Sha256,
      }),
    ),
  ),
} as const;
