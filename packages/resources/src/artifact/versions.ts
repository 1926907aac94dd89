import { createHash } from 'node:crypto';
import type { Host } from '../contract/host.ts';
import { ARTIFACT_PREFIX, ARTIFACT_RECORD, type ArtifactRecord } from './record.ts';

/** A version that lies on the host, and what its record says. */
export interface Version {
  readonly name: string;
  readonly record: ArtifactRecord;
}

const isRecord = (value: unknown): value is ArtifactRecord =>
  typeof value === 'object' &&
  value !== null &&
  'sha256' in value &&
  'at' in value &&
  'entries' in value &&
  Array.isArray(value.entries);

async function recordIn(host: Host, folder: string): Promise<ArtifactRecord | undefined> {
  // A link to a version is none itself.
  if ((await host.stat(folder))?.type !== 'directory') return undefined;
  const path = `${folder}/${ARTIFACT_RECORD}`;
  if ((await host.stat(path))?.type !== 'file') return undefined;
  try {
    const record: unknown = JSON.parse(new TextDecoder().decode(await host.readFile(path)));
    return isRecord(record) ? record : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The versions that were unpacked below a folder, the latest first; what others put there is not among them. */
export async function versionsIn(host: Host, path: string): Promise<readonly Version[]> {
  const names = (await host.list(path)).filter((name) => !name.startsWith(ARTIFACT_PREFIX));
  const versions: Version[] = [];
  for (const name of names) {
    const record = await recordIn(host, `${path}/${name}`);
    if (record !== undefined) versions.push({ name, record });
  }
  return versions.sort((a, b) => b.record.at.localeCompare(a.record.at));
}

/** How many of a version's entries are gone. */
export async function missingIn(host: Host, folder: string, { entries }: ArtifactRecord): Promise<number> {
  const there = await Promise.all(entries.map((entry) => host.stat(`${folder}/${entry}`)));
  return there.filter((entry) => entry === undefined).length;
}

/** The checksum of a single file that was put there without a record; nothing where there is none of that size. */
export async function checksumOf(host: Host, path: string, maxBytes: number): Promise<string | undefined> {
  const entry = await host.stat(path);
  if (entry?.type !== 'file' || entry.size > maxBytes) return undefined;
  return createHash('sha256')
    .update(await host.readFile(path))
    .digest('hex');
}
