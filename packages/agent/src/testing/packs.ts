import { createHash, sign } from 'node:crypto';
import type { KindName, Sha256 } from '@rolecall/protocol';
import { packText } from '../../build/pack.ts';
import type { SignedList } from '../packs/admitted.ts';
import type { Certified } from './certificates.ts';

/** A provider as an author's bundle has it: what it makes is in a global table, by the kind's own name for it. */
const codeOf = (table: string): string => `
const made = (globalThis[${JSON.stringify(table)}] ??= new Map());
module.exports = { provider: {
  want: ({ value }) => ({ value }),
  read: async (_, all) => all.map(({ name }) => made.has(name) ? { is: 'present', state: { value: made.get(name) } } : { is: 'absent' }),
  write: async (_, changes) => { for (const { params } of changes) made.set(params.name, params.value); },
  remove: async (_, { name }) => { made.delete(name); },
} };`;

export interface MadePack {
  readonly pack: Sha256;
  readonly bytes: Buffer;
}

export const hashed = (text: string): MadePack => ({
  bytes: Buffer.from(text),
  pack: createHash('sha256').update(text).digest('hex') as Sha256,
});

/** The pack of the kind `test.note`, which keeps texts by name. */
export const notePack = (table: string, more: { readonly kind?: string; readonly code?: string } = {}): MadePack => {
  const { kind = 'test.note', code = codeOf(table) } = more;
  const text = { type: 'string', maxLength: 100 };
  const params = {
    type: 'object',
    properties: { name: text, value: text },
    required: ['name', 'value'],
    additionalProperties: false,
  };
  return hashed(packText({ kind: kind as KindName, params }, { package: 'test', version: '1.0.0', code }));
};

/** What a test's kind has made. */
export const notesIn = (table: string): ReadonlyMap<string, string> =>
  (globalThis as unknown as Readonly<Record<string, Map<string, string> | undefined>>)[table] ?? new Map();

/** A list of admitted packs as a controller signs it. */
export function signedList(packs: readonly string[], { key, certificate }: Certified, at = Date.now()): SignedList {
  const admitted = JSON.stringify({ schema: 'rolecall/admitted/1', at, packs });
  return { admitted, certificate, signature: sign('sha256', Buffer.from(admitted), key).toString('base64') };
}
