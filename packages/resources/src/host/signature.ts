import type { Host } from '../contract/host.ts';
import { lastLines, succeeded } from './checked.ts';

/** What a device holds, as far as its signatures say. */
export type Signature =
  | { readonly is: 'blank' }
  /** `what` for a sentence: `ext4 "data"`. `type` where it is a file system or swap. */
  | { readonly is: 'held'; readonly type: string | undefined; readonly what: string }
  | { readonly is: 'unknown'; readonly reason: string };

/** blkid(8): nothing known was found, and: signatures contradict one another. */
const NOTHING = 2;
const AMBIVALENT = 8;

function held(stdout: string): Signature {
  const found = new Map(
    stdout.split('\n').map((line) => [line.split('=')[0] ?? '', line.slice(line.indexOf('=') + 1)]),
  );
  const type = found.get('TYPE');
  const table = found.get('PTTYPE');
  const label = found.get('LABEL');
  const what = type ?? (table === undefined ? 'something' : `a partition table (${table})`);
  return { is: 'held', type, what: label === undefined ? what : `${what} "${label}"` };
}

/** Looks at a device itself, past all caches, with two programs: blank is only what both call so. */
export async function signatureOf(host: Host, device: string): Promise<Signature> {
  const blkid = await host.query(['blkid', '--probe', '--output', 'export', '--', device]);
  if (succeeded(blkid)) return held(blkid.stdout);
  if (blkid.exitCode === AMBIVALENT) return { is: 'held', type: undefined, what: 'several signatures at once' };
  const wipefs = await host.query(['wipefs', '--noheadings', '--output', 'TYPE', '--', device]);
  const types = wipefs.stdout.trim().split(/\s+/).join(', ');
  if (succeeded(wipefs) && types !== '') return { is: 'held', type: undefined, what: types };
  if (succeeded(wipefs) && blkid.exitCode === NOTHING) return { is: 'blank' };
  const said = lastLines(wipefs).at(-1) ?? lastLines(blkid).at(-1) ?? 'no reason was given';
  return { is: 'unknown', reason: `${device} cannot be looked at: ${said}` };
}
