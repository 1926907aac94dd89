import type { Json } from '@rolecall/protocol';
import { isMap, isSeq, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';
import { endOf, nested, pairEnd, startOf } from './place.ts';
import type { TreeName } from './read-tree.ts';
import { block, inline, isBlock, keyText, pretty } from './render.ts';
import { afterLine, beforeIn, breakOf, columnOf, lineEnd, type Splice } from './splice.ts';

const isFlow = (node: { flow?: boolean | undefined }): boolean => node.flow === true;

/** How far a map's values are indented below it, from the first that are. */
const stepOf = (text: string): number => /^( +)\S/m.exec(text)?.[1]?.length ?? 2;

/** How JSON is indented here. */
const unitOf = (text: string): string => /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ';

/** The value as it stands in brackets. */
function inBrackets(text: string, at: number, value: Json, name: TreeName): string {
  const isPretty = name === 'json' && isBlock(value) && text.includes('\n');
  const indent = /^\s*/.exec(beforeIn(text, at))?.[0] ?? '';
  return isPretty ? pretty(value, indent, unitOf(text)) : inline(value, name);
}

/** A new first document. `text` has none, but may have comments. */
export function makeRoot(text: string, value: Json, name: TreeName): string {
  const made =
    name === 'json' ? JSON.stringify(value, null, 2) : isBlock(value) ? block(value, 0, 2) : inline(value, name);
  const before = text === '' || text.endsWith('\n') ? text : `${text}\n`;
  return `${name === 'json' ? '' : before}${made}\n`;
}

/** Puts another value in the place of one that is in brackets, in a list, or alone in the text. */
export function replaceNode(text: string, node: unknown, value: Json, name: TreeName): Splice {
  const [start, end] = [startOf(node), endOf(node)];
  const closes = text.slice(start, end).endsWith('\n') ? breakOf(text) : '';
  const gap = start === end && /[-:]$/.test(text.slice(0, start)) ? ' ' : '';
  return { start, end, by: `${gap}${inBrackets(text, start, value, name)}${closes}` };
}

/** Where a block pair's colon is; nothing where it is not right after its name (`? name`). */
function colonOf(text: string, pair: Pair): number | undefined {
  const gap = /^[ \t]*:/.exec(text.slice(endOf(pair.key)))?.[0];
  return gap === undefined ? undefined : endOf(pair.key) + gap.length;
}

/** Puts another value in the place of a pair's. */
export function replaceValue(text: string, map: YAMLMap, pair: Pair, value: Json, name: TreeName): Splice | undefined {
  const colon = colonOf(text, pair);
  if (!pair.value || colon === undefined) return undefined;
  const [start, end] = [startOf(pair.value), endOf(pair.value)];
  if (isFlow(map)) return replaceNode(text, pair.value, value, name);
  const isLines = (isMap(pair.value) || isSeq(pair.value)) && !isFlow(pair.value);
  const rest = text.slice(end, lineEnd(text, end)).trim();
  const asLines = isBlock(value) && (isLines || (rest === '' && !isFlow(pair.value as never)));
  if (!asLines && !isLines) return replaceNode(text, pair.value, value, name);
  const closes = end > start && text[end - 1] === '\n' ? breakOf(text) : '';
  const column = columnOf(text, startOf(pair.key));
  const made = asLines
    ? `${breakOf(text)}${block(value, column + stepOf(text), stepOf(text))}`
    : ` ${inline(value, name)}`;
  return { start: colon, end, by: made.replaceAll(/\r?\n/g, breakOf(text)) + closes };
}

/** Adds what is missing at the end of a map or list. */
export function addTo(text: string, parent: YAMLMap | YAMLSeq, rest: readonly string[], value: Json, name: TreeName) {
  const [step = '', ...deeper] = rest;
  const inner = nested(deeper, value);
  const last = parent.items.at(-1);
  if (isSeq(parent) && step !== String(parent.items.length)) return undefined;
  if (last === undefined) return undefined;
  return isFlow(parent)
    ? addInBrackets(text, parent, last, step, inner, name)
    : addLine(text, parent, last, step, inner);
}

const isPair = (item: unknown): item is Pair => typeof item === 'object' && item !== null && 'key' in item;
const itemStart = (item: unknown): number => startOf(isPair(item) ? item.key : item);
const itemEnd = (item: unknown): number => (isPair(item) ? pairEnd(item) : endOf(item));

function addInBrackets(
  text: string,
  parent: YAMLMap | YAMLSeq,
  last: unknown,
  step: string,
  value: Json,
  name: TreeName,
): Splice {
  const before = beforeIn(text, itemStart(last));
  const blank = name === 'json' && !/[:,]\s/.test(text) ? '' : ' ';
  const gap = before.trim() === '' ? `${breakOf(text)}${before}` : blank;
  const label = isMap(parent) ? `${keyText(step, name)}:${blank}` : '';
  const end = itemEnd(last);
  return { start: end, end, by: `,${gap}${label}${inBrackets(text, itemStart(last), value, name)}` };
}

function addLine(text: string, parent: YAMLMap | YAMLSeq, last: unknown, step: string, value: Json): Splice {
  const first = parent.items[0];
  const firstAt = isMap(parent) ? itemStart(first) : text.lastIndexOf('-', Math.max(0, itemStart(first) - 1));
  const column = columnOf(text, firstAt);
  const at = afterLine(text, itemEnd(last));
  const opens = at > 0 && text[at - 1] !== '\n' ? breakOf(text) : '';
  const made = isMap(parent)
    ? block(Object.fromEntries([[step, value]]), column, stepOf(text))
    : `${' '.repeat(column)}- ${inline(value, 'yaml')}`;
  return { start: at, end: at, by: `${opens}${made}\n`.replaceAll(/\r?\n/g, breakOf(text)) };
}

/** Takes a pair or an item away, with its lines where it has lines of its own. */
export function cutFrom(text: string, parent: YAMLMap | YAMLSeq, index: number): Splice {
  const items: readonly unknown[] = parent.items;
  const [item, next, former] = [items[index], items[index + 1], items[index - 1]];
  if (items.length === 1) return emptied(text, parent);
  if (isFlow(parent)) {
    return former === undefined
      ? { start: itemStart(item), end: itemStart(next), by: '' }
      : { start: itemEnd(former), end: itemEnd(item), by: '' };
  }
  const at = isMap(parent) ? itemStart(item) : text.lastIndexOf('-', Math.max(0, itemStart(item) - 1));
  const before = beforeIn(text, at);
  if (before.trim() !== '' && next !== undefined && isMap(parent)) return { start: at, end: itemStart(next), by: '' };
  return { start: at - before.length, end: afterLine(text, itemEnd(item)), by: '' };
}

/** What is left of a map or list whose only member goes: its brackets, or for the whole text nothing. */
function emptied(text: string, parent: YAMLMap | YAMLSeq): Splice {
  const [start, end] = [startOf(parent), endOf(parent)];
  const bare = isMap(parent) ? '{}' : '[]';
  if (isFlow(parent)) return { start, end, by: bare };
  if (columnOf(text, start) === 0) return { start, end: afterLine(text, itemEnd(parent.items[0])), by: '' };
  return { start, end, by: `${bare}${text[end - 1] === '\n' ? breakOf(text) : ''}` };
}
