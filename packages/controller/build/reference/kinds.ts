import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { kinds } from '@rolecall/resources';
import { referencePage } from '@rolecall/resources/reference';

type Described = Parameters<typeof referencePage>[0];
type Page = readonly [path: string, text: string];

const ROLES = join(import.meta.dirname, '../../../../roles');
const BROUGHT = /^[^/]+\/src\/kinds\/[^/]+\/resource\.ts$/;

/** One page for each kind of resource: those that came with the agent, and those that roles of this repository bring. */
export async function kindPages(): Promise<readonly Page[]> {
  const found = readdirSync(ROLES, { recursive: true, encoding: 'utf8' }).filter((file) => BROUGHT.test(file));
  const brought = await Promise.all(
    found.sort().map(async (file) => describedIn(await import(join(ROLES, file)), file)),
  );
  return [...Object.values(kinds).map(pageOf), ...brought.map(pageOf)];
}

const pageOf = (kind: Described): Page => [`kinds/${kind.kind}.md`, referencePage(kind)];

/** The kind that a module of a role defines, with what a reader must know who meets it beside the others. */
function describedIn(module: object, file: string): Described {
  const kind = Object.values(module).find((value): value is Described => 'params' in value && 'provider' in value);
  if (kind === undefined) throw new Error(`roles/${file} defines no kind`);
  const comes = `It comes with the role ${file.split('/')[0]}, in a pack that an admin admits: see [Bring a kind](../../how-to/bring-a-kind.md).`;
  return { ...kind, notes: [comes, ...(kind.notes ?? [])] };
}
