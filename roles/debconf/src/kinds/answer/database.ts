import { type Host, parsedFile } from '@rolecall/roles/provider';

/** What debconf knows of one question. */
export interface Known {
  readonly value: string;
  /** Whether it counts as answered: a question that was seen is not asked again. */
  readonly seen: boolean;
}

/** Where Debian's debconf.conf keeps answers; passwords apart, for root alone. */
const FILES = ['/var/cache/debconf/config.dat', '/var/cache/debconf/passwords.dat'] as const;

/** Every question, by its name. */
export async function questions(host: Host): Promise<ReadonlyMap<string, Known>> {
  const all = await Promise.all(FILES.map((path) => parsedFile(host, path, parse)));
  return new Map(all.flatMap((some) => [...(some ?? [])]));
}

/** Stanzas of `Field: value`, a blank line between them (debconf's own `822` format). */
function parse(bytes: Uint8Array): ReadonlyMap<string, Known> {
  const found = new Map<string, Known>();
  for (const stanza of new TextDecoder().decode(bytes).split('\n\n')) {
    const fields = new Map(stanza.split('\n').map(fieldIn));
    const name = fields.get('Name');
    if (name === undefined) continue;
    const flags = fields.get('Flags')?.split(/,\s*/) ?? [];
    found.set(name, { value: fields.get('Value') ?? '', seen: flags.includes('seen') });
  }
  return found;
}

function fieldIn(line: string): readonly [string, string] {
  const colon = line.indexOf(':');
  return [line.slice(0, colon), line.slice(colon + 1).trim()];
}
