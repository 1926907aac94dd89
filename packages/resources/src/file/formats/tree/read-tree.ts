import type { Json } from '@rolecall/protocol';
import { type Document, isScalar, type Pair, parseAllDocuments, type YAMLMap } from 'yaml';
import { unparsable } from '../unparsable.ts';
import { firstBadLine } from './json-line.ts';

export type TreeName = 'yaml' | 'json';

/** A text and what it says: places come from the document, values from `value`. */
export interface Tree {
  readonly text: string;
  readonly document: Document.Parsed | undefined;
  readonly value: Json | undefined;
}

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

function checkJson(text: string): void {
  if (text.trim() === '') return;
  try {
    JSON.parse(text);
  } catch {
    throw unparsable(firstBadLine(text), 'this is not JSON');
  }
}

/** The last that was read: the keys of one file are looked at one after the other. */
let last: { readonly name: TreeName; readonly tree: Tree } | undefined;

/** Reads one document, which nobody changes. Throws `unparsable` with the first line that is wrong. */
export function readTree(text: string, name: TreeName): Tree {
  if (last?.name !== name || last.tree.text !== text) last = { name, tree: parsed(text, name) };
  return last.tree;
}

function parsed(text: string, name: TreeName): Tree {
  if (name === 'json') checkJson(text);
  const documents = parseAllDocuments(text, { prettyErrors: false, logLevel: 'error', version: '1.2' });
  const [document, second] = 'empty' in documents ? [] : documents;
  const [error] = document?.errors ?? [];
  if (error !== undefined) throw unparsable(lineAt(text, error.pos[0]), said(error.message));
  if (second !== undefined) {
    const line = lineAt(text, second.range[0]);
    throw unparsable(line, 'a second document begins here; only files of one document have keys');
  }
  return { text, document, value: dataOf(document) };
}

/** The library's words as the end of a sentence; what they quote of the file is left out, since it may be a secret. */
const said = (message: string): string => {
  const [first = ''] = message.split(/[\n:]/);
  return first.charAt(0).toLowerCase() + first.slice(1);
};

function dataOf(document: Document.Parsed | undefined): Json | undefined {
  try {
    return document?.toJS() as Json | undefined;
  } catch {
    // Aliases that multiply without end.
    throw unparsable(undefined, 'its aliases stand for more than can be read');
  }
}

/** The pair of a map with this key. */
export const pairOf = (map: YAMLMap, step: string): Pair | undefined =>
  map.items.find(({ key }) => isScalar(key) && String(key.value) === step);

/** The value at these steps, through maps and lists. */
export function valueAt(value: Json | undefined, steps: readonly string[]): Json | undefined {
  let at: Json | undefined = value;
  for (const step of steps) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined;
    at = (at as Readonly<Record<string, Json>>)[step];
  }
  return at;
}
