import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandPage } from './reference/commands.ts';
import { kindPages } from './reference/kinds.ts';
import { messagePage } from './reference/messages.ts';

const FOLDER = join(import.meta.dirname, '../../../docs/reference');

/** Every page of the reference, by its path under docs/reference. */
export const referencePages = async (): Promise<ReadonlyMap<string, string>> =>
  new Map([['messages.md', messagePage()], ['commands.md', await commandPage()], ...(await kindPages())]);

if (import.meta.main) {
  for (const [path, text] of await referencePages()) {
    mkdirSync(join(FOLDER, path, '..'), { recursive: true });
    writeFileSync(join(FOLDER, path), text);
  }
}
