import type { Json } from '@rolecall/protocol';
import type { PathPrior, Prior } from '@rolecall/resources';
import { contentHash } from '@rolecall/resources/path-prior';
import { modeText } from '@rolecall/resources/paths';

/** A prior as properties that can be compared and shown. */
export interface ShownPrior {
  readonly properties: Readonly<Record<string, Json>>;
  /** Those that are shown as text. */
  readonly texts: readonly string[];
}

/**
 * What was captured, property by property. Of one path they are called `content`, `mode` …, of several the path stands before them. The content
 * of a file that not everybody may read is not shown, only its hash: nobody knows any longer which secrets were in it. `wanted`: what it is
 * compared with, so that the same content looks the same in both.
 */
export function shownPrior({ paths = {}, state = {} }: Prior, wanted?: Prior): ShownPrior {
  const entries = Object.entries(paths);
  const properties: Record<string, Json> = { ...state };
  const texts: string[] = [];
  for (const [path, was] of entries) {
    const prefix = entries.length === 1 ? '' : `${path} `;
    const found = propertiesOf(was, wanted?.paths?.[path] ?? null);
    for (const [name, value] of Object.entries(found)) properties[`${prefix}${name}`] = value;
    texts.push(`${prefix}content`);
  }
  return { properties, texts };
}

function propertiesOf(was: PathPrior | null, wanted: PathPrior | null): Readonly<Record<string, Json>> {
  if (was === null) return { type: 'nothing' };
  switch (was.type) {
    case 'file': {
      const { type, owner, group, mode } = was;
      return { type, content: contentOf(was, wanted), owner, group, mode: modeText(mode) };
    }
    case 'directory':
      return { type: was.type, owner: was.owner, group: was.group, mode: modeText(was.mode) };
    case 'link':
      return { type: was.type, target: was.target };
    case 'other':
      return { type: was.type };
  }
}

type WasFile = Extract<PathPrior, { type: 'file' }>;

function contentOf(was: WasFile, wanted: PathPrior | null): string {
  if (wanted?.type !== 'file') return shown(was) ?? described(was);
  const [now, then] = [contentHash(was.content), contentHash(wanted.content)];
  if (now !== null && now === then) return shown(wanted) ?? described(wanted);
  return shown(wanted) === undefined ? described(was) : (shown(was) ?? described(was));
}

const EVERYBODY_READS = 0o004;

/** The text of a file, where there is one that may be shown. */
function shown({ content, mode }: WasFile): string | undefined {
  if (!content.kept || (mode & EVERYBODY_READS) === 0) return undefined;
  const bytes = Buffer.from(content.base64, 'base64');
  const text = bytes.toString('utf8');
  return Buffer.compare(Buffer.from(text), bytes) === 0 ? text : undefined;
}

function described({ content }: WasFile): string {
  const bytes = content.kept ? Buffer.byteLength(content.base64, 'base64') : content.bytes;
  const hash = contentHash(content);
  return `${bytes} bytes${hash === null ? '' : `, sha256 ${hash}`}`;
}
