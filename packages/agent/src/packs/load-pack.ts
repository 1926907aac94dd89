import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { PackManifest } from '@rolecall/protocol';
import { MAX_PACK_BYTES, PACK_API } from '@rolecall/protocol/limits';
import type { AnyProvider } from '@rolecall/resources';
import { AgentError, messageOf } from '../error.ts';
import { whyNot } from '../wire/decode.ts';

/** A kind that came in a pack. */
export interface LoadedPack {
  readonly kind: string;
  readonly provider: AnyProvider;
  /** Why these are no parameters of it; nothing where they are. */
  readonly check: (kind: string, params: unknown) => string | undefined;
}

export const packFile = (folder: string, pack: string): string => join(folder, `${pack}.cjs`);

/** What is stored under a pack's hash, where it still has that hash. */
export async function storedPack(folder: string, pack: string): Promise<Buffer | undefined> {
  const bytes = await readFile(packFile(folder, pack)).catch(() => undefined);
  return bytes !== undefined && isPack(bytes, pack) ? bytes : undefined;
}

export const isPack = (bytes: Buffer, pack: string): boolean =>
  bytes.length <= MAX_PACK_BYTES && createHash('sha256').update(bytes).digest('hex') === pack;

/** Runs the code of a pack that is stored, once for a process. Throws `pack_refused`. */
export async function loadPack(folder: string, pack: string): Promise<LoadedPack> {
  const bytes = await storedPack(folder, pack);
  if (bytes === undefined) throw refused(pack, 'what is stored under its hash is not it');
  const { kind, api } = manifestOf(bytes, pack);
  if (api !== PACK_API) {
    throw refused(pack, `it was made for revision ${api} of the contract with agents, and this one has ${PACK_API}`);
  }
  try {
    const { default: loaded } = await import(pathToFileURL(packFile(folder, pack)).href);
    const { provider, check } = loaded;
    for (const part of ['want', 'read', 'write', 'remove']) {
      if (typeof provider?.[part] !== 'function') throw new Error(`its provider has no \`${part}\``);
    }
    return { kind, provider, check: (_, params) => whyNot(check, params) };
  } catch (cause) {
    throw refused(pack, messageOf(cause));
  }
}

function manifestOf(bytes: Buffer, pack: string): PackManifest {
  const line = bytes.subarray(0, bytes.indexOf('\n')).toString('utf8');
  try {
    const manifest = JSON.parse(line.replace('// ', '')) as PackManifest;
    if (manifest.schema === 'rolecall/pack/1') return manifest;
  } catch {
    // Said below.
  }
  throw refused(pack, 'its first line does not say what it is');
}

export const refused = (pack: string, why: string): AgentError =>
  new AgentError('pack_refused', `the pack ${pack} is refused: ${why}`);
