import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const RESOURCE = (kind: string) => `import { defineKind, z } from '@rolecall/roles';
export const note = defineKind({
  kind: '${kind}',
  summary: 'A note.',
  params: z.strictObject({ name: z.string().max(100), text: z.string().describe('What it says.') }),
  key: ({ name }) => name,
  holdsData: false,
  example: 'note()',
  provider: new URL('./provider.ts', import.meta.url),
});
`;

const PROVIDER = `import { type Provider, ResourceError } from '@rolecall/roles/provider';
export const provider: Provider<{ name: string; text: string }, { text: string }> = {
  want: ({ text }) => ({ text }),
  read: async (_, all) => all.map(() => ({ is: 'absent' })),
  write: async () => { throw new ResourceError('no', 'nothing is written'); },
  remove: async () => {},
};
`;

const SITE = `import { defineRole, defineSite, kindFunction, z } from '@rolecall/roles';
import { note } from './resource.ts';
const make = kindFunction(note, 'name');
const notes = defineRole({
  name: 'notes',
  kinds: [note],
  params: z.object({}),
  resources: () => [make('a', { text: 'x' })],
});
export default defineSite({ name: 'noted', hosts: { 'db-1': {} }, use: () => void notes.on(['db-1']) });
`;

export interface Bringing {
  readonly package?: string;
  readonly kind?: string;
  /** Stands before the provider. */
  readonly before?: string;
  readonly provider?: string;
  readonly site?: string;
}

/** A site whose role brings a kind, in a folder of its own; answers the path of its file. */
export function bringingSite(folder: string, more: Bringing = {}): string {
  const { package: name = '@test/notes', kind = 'notes.note', before = '', provider = PROVIDER, site = SITE } = more;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, version: '1.2.3', type: 'module' }));
  writeFileSync(join(folder, 'resource.ts'), RESOURCE(kind));
  writeFileSync(join(folder, 'provider.ts'), before + provider);
  writeFileSync(join(folder, 'site.ts'), site);
  return join(folder, 'site.ts');
}
