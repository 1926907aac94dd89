import type { Finding, Sha256 } from '@rolecall/protocol';
import { bundleSite } from '../site/bundle/bundle-site.ts';
import { checkTypes } from '../site/types/check-types.ts';
import type { Client } from './client/client.ts';
import type { Context } from './context.ts';
import { showSource } from './views/place.ts';

/** A site on its way to the controller: stored there under its hash, or what is wrong with it. */
export type Brought =
  | { readonly ok: true; readonly bundle: Sha256 }
  | { readonly ok: false; readonly findings: readonly Finding[] };

/** Bundles a site and checks its types at the same time (both cached by content), and stores the bundle where it is missing. */
export async function bringSite(client: Client, path: string): Promise<Brought> {
  const [bundled, types] = await Promise.all([bundleSite(path), checkTypes(path)]);
  const findings = [...types, ...(bundled.ok ? [] : bundled.findings)];
  if (findings.length > 0 || !bundled.ok) return { ok: false, findings };
  const missing = await client.call('blobs.missing', { hashes: [bundled.hash] });
  if (missing.includes(bundled.hash)) await client.putBlob(bundled.hash, await bundled.content());
  return { ok: true, bundle: bundled.hash };
}

/** One line for each finding, `FILE:LINE:COLUMN: what`. */
export function printFindings(findings: readonly Finding[], { stderr }: Context): void {
  for (const { message, at } of findings) stderr.write(`${at === null ? '' : `${showSource(at)}: `}${message}\n`);
}
