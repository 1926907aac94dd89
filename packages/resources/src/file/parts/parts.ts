import type { Json } from '@rolecall/protocol';
import { formatNamed } from '../formats/formats.ts';
import type { KeyedFormat, Keys } from '../formats/keyed-format.ts';
import type { FormatName } from '../formats/names.ts';
import { inFile } from '../formats/unparsable.ts';
import type { FileParams } from '../resource.ts';
import { blockText, readBlock, setBlock } from './blocks.ts';
import { lineName, readLine, removeLine, setLine } from './lines.ts';

type Table<Value> = Readonly<Record<string, Value>>;

/** What is owned of a file that belongs to others too, in the shape in which it is compared. */
export interface Parts {
  /** The owned keys that are there. */
  readonly keys?: Keys;
  /** Of keys that must not be there: the value, or nothing. */
  readonly absentKeys?: Table<Json>;
  /** By the line or its pattern: what is there. */
  readonly lines?: Table<string | string[] | null>;
  /** By name: the text between the marks. */
  readonly blocks?: Table<string | null>;
  /** Whether anything of what was put there stands there; never wanted, so never compared. */
  readonly holdsParts?: boolean;
}

/** The parameters say which parts of a file are owned, not all of it. */
export const isInParts = ({ keys, absentKeys, lines, blocks }: FileParams): boolean =>
  [keys, absentKeys, lines, blocks].some((part) => part !== undefined);

const tableOf = <From, Value>(from: readonly From[], entry: (one: From) => readonly [string, Value]): Table<Value> =>
  Object.fromEntries(from.map(entry));

const marksOf = ({ comment = '#' }: FileParams) => ({ comment });
const keysOf = (params: FileParams): Keys => (params.keys ?? {}) as Keys;
const formatOf = ({ format }: FileParams) => formatNamed((format ?? 'space') as FormatName);

/** Only what the parameters speak of: the rest is not looked at. */
function chosen<Part>(wanted: unknown, make: () => Part): Part | undefined {
  return wanted === undefined ? undefined : make();
}

export function wantedParts(params: FileParams): Parts {
  const { keys, absentKeys, lines, blocks } = params;
  return {
    ...(keys && { keys: keysOf(params) }),
    ...(absentKeys && { absentKeys: tableOf(absentKeys, (key) => [key, null]) }),
    ...(lines && { lines: tableOf(lines, (line) => [lineName(line), line.absent ? null : (line.line ?? null)]) }),
    ...(blocks && { blocks: tableOf(Object.entries(blocks), ([name, text]) => [name, blockText(text) || null]) }),
  };
}

/** A key that has its default may count as wanted and yet not be there, so this asks for more than what is compared. */
function holdsParts(text: string, params: FileParams, format: KeyedFormat): boolean {
  const { keys = {}, lines = [], blocks = {} } = params;
  return (
    Object.keys(keys).some((key) => format.find(text, key) !== undefined) ||
    lines.some((line) => !line.absent && readLine(text, line) !== null) ||
    Object.keys(blocks).some((name) => readBlock(text, name, marksOf(params)) !== null)
  );
}

/** What a text says of the owned parts. Throws a sentence with the line where it cannot be read. */
export const readParts = (text: string, params: FileParams): Promise<Parts> =>
  inFile(params.path, async () => {
    const { keys, absentKeys, lines, blocks } = params;
    const format = await formatOf(params);
    const found = {
      keys: chosen(keys, () => format.read(text, keysOf(params))),
      absentKeys: chosen(absentKeys, () => tableOf(absentKeys ?? [], (key) => [key, format.find(text, key) ?? null])),
      lines: chosen(lines, () => tableOf(lines ?? [], (line) => [lineName(line), readLine(text, line)])),
      blocks: chosen(blocks, () =>
        tableOf(Object.keys(blocks ?? {}), (name) => [name, readBlock(text, name, marksOf(params))]),
      ),
    };
    const present = Object.entries(found).filter(([, part]) => part !== undefined);
    return { ...Object.fromEntries(present), holdsParts: holdsParts(text, params, format) };
  });

/** The text with the owned parts as wanted; what is not owned stays byte for byte. */
export const setParts = (text: string, params: FileParams): Promise<string> =>
  inFile(params.path, async () => {
    const format = await formatOf(params);
    const { absentKeys = [], lines = [], blocks = {} } = params;
    let made = absentKeys.length === 0 ? text : format.remove(text, absentKeys, false);
    if (params.keys !== undefined) made = format.set(made, keysOf(params));
    for (const line of lines) made = setLine(made, line);
    for (const [name, block] of Object.entries(blocks)) made = setBlock(made, name, block, marksOf(params));
    return made;
  });

/** The text without what `setParts` put there; what stood in its place before is not known here. */
export const removeParts = (text: string, params: FileParams): Promise<string> =>
  inFile(params.path, async () => {
    const { lines = [], blocks = {} } = params;
    let made = text;
    for (const name of Object.keys(blocks)) made = setBlock(made, name, '', marksOf(params));
    for (const line of lines) made = removeLine(made, line);
    const format = await formatOf(params);
    return format.remove(made, Object.keys(keysOf(params)), true);
  });
