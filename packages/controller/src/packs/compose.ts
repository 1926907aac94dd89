import { type BroughtKind, MAX_PACK_BYTES, PACK_API, type Sha256 } from '@rolecall/protocol';
import { z } from 'zod';
import { ControllerError } from '../error.ts';
import type { BlobGrants } from '../hub/contract.ts';
import { decodeArchive } from '../site/bundle/archive.ts';
import { hashOf } from '../site/bundle/hash.ts';
import { canonical } from '../site/canonical.ts';
import type { Database } from '../store/database.ts';
import { addPack, packMadeFrom } from '../store/packs.ts';

/** What the command line made of a provider. */
const BundledProvider = z.strictObject({
  package: z.string().max(214),
  version: z.string().max(64),
  code: z.string().max(MAX_PACK_BYTES),
});

interface Store {
  readonly database: Database;
  readonly blobs: BlobGrants;
}

/** The pack of a kind that the site in this bundle brings: made once, and stored. */
export async function packFor({ database, blobs }: Store, bundle: Sha256, kind: BroughtKind): Promise<Sha256> {
  const provider = providerIn(blobs.get(bundle), kind);
  const from = hashOf(canonical({ api: PACK_API, kind: kind.kind, params: kind.params, provider }));
  const known = packMadeFrom(database, from);
  if (known !== undefined && blobs.has(known)) return known;
  const content = Buffer.from(await textOf(kind, provider));
  if (content.length > MAX_PACK_BYTES) throw tooLarge(kind);
  const pack = blobs.put(content);
  addPack(database, from, { ...provider, pack, kind: kind.kind, bytes: content.length });
  return pack;
}

async function textOf(kind: BroughtKind, provider: z.infer<typeof BundledProvider>): Promise<string> {
  // Only sites that bring kinds need the compiler of schemas.
  const { packText } = await import('@rolecall/agent/pack');
  try {
    return packText(kind, provider);
  } catch (cause) {
    throw new ControllerError('bad_kind', cause instanceof Error ? cause.message : String(cause), {
      at: kind.source,
      cause,
    });
  }
}

function providerIn(archive: Uint8Array | undefined, { kind, provider, source }: BroughtKind) {
  const content = archive === undefined ? undefined : decodeArchive(archive).files[provider];
  const wrong = (why: string) =>
    new ControllerError('bad_kind', `the kind ${kind} has no provider: ${why}`, { at: source });
  if (content === undefined) throw wrong("it is named by `provider: new URL('./provider.ts', import.meta.url)`");
  const bytes = Buffer.from(content, 'base64');
  if (bytes.length > 2 * MAX_PACK_BYTES) throw tooLarge({ kind, source });
  const read = BundledProvider.safeParse(parsed(bytes));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw issue?.path[0] === 'code' ? tooLarge({ kind, source }) : wrong('what lies there was not bundled as one');
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

const tooLarge = ({ kind, source }: Pick<BroughtKind, 'kind' | 'source'>): ControllerError =>
  new ControllerError('too_large', `the pack of ${kind} has more than ${MAX_PACK_BYTES} bytes`, {
    at: source,
    hint: 'a provider needs little beside the host that it is given: leave libraries out',
  });
