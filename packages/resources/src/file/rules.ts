import { secretsIn } from '@rolecall/protocol/secret-marker';
import { isOfLines } from './formats/line-values.ts';
import { type FormatName, lineFormats, whyNotTogether } from './formats/names.ts';
import { isPattern, lineName, type OwnedLine } from './parts/lines.ts';

interface Given {
  readonly content?: string | undefined;
  readonly seed?: string | undefined;
  readonly keys?: Readonly<Record<string, unknown>> | undefined;
  readonly absentKeys?: readonly string[] | undefined;
  readonly format?: FormatName | undefined;
  readonly lines?: readonly OwnedLine[] | undefined;
  readonly blocks?: Readonly<Record<string, string>> | undefined;
}

type Refusal = readonly [path: keyof Given, why: string];

/** Why these parameters cannot be of one file; each with the parameter to blame. */
export const whyNot = (given: Given): readonly Refusal[] => [
  ...whyNotShape(given),
  ...whyNotKeys(given),
  ...whyNotLines(given.lines ?? []),
  ...whyNotBlocks(given.blocks ?? {}),
];

function* whyNotShape({ content, seed, keys, absentKeys, format, lines, blocks }: Given): Generator<Refusal> {
  const hasKeys = keys !== undefined || absentKeys !== undefined;
  const inParts = hasKeys || lines !== undefined || blocks !== undefined;
  if ((content === undefined) === !inParts) {
    yield ['content', 'a file has either `content` or `keys`, `lines` or `blocks`: it is owned wholly, or in parts'];
  }
  if (hasKeys && format === undefined) yield ['format', '`keys` need a `format`'];
  if (!inParts && seed !== undefined) yield ['seed', '`seed` goes with `keys`, `lines` or `blocks`; use `content`'];
  if (!hasKeys && format !== undefined) yield ['format', '`format` goes with `keys`'];
}

function* whyNotKeys({ keys = {}, absentKeys = [], format }: Given): Generator<Refusal> {
  if (format === undefined) return;
  const clash = whyNotTogether([...Object.keys(keys), ...absentKeys], format);
  if (clash !== undefined) yield ['keys', clash];
  const isLines = format === 'ini' || Object.hasOwn(lineFormats, format);
  const odd = isLines ? Object.entries(keys).find(([, value]) => !isOfLines(value)) : undefined;
  if (odd !== undefined) yield ['keys', `in a file of lines "${odd[0]}" is a text or a list of texts`];
}

function* whyNotLines(lines: readonly OwnedLine[]): Generator<Refusal> {
  const names = lines.map(lineName);
  if (new Set(names).size < names.length) yield ['lines', 'two lines with one pattern, or one text, are the same line'];
  for (const owned of lines) {
    const why = whyNotLine(owned);
    if (why !== undefined) yield ['lines', why];
  }
}

function whyNotLine({ line, match, absent }: OwnedLine): string | undefined {
  if (line === undefined && match === undefined) return 'a line needs its text, or where it is absent a pattern';
  if (line === undefined) return absent ? undefined : `what fits /${match}/ needs the \`line\` that it is to be`;
  const isSecret = secretsIn(line).length > 0;
  if (match === undefined)
    return isSecret ? 'a line that holds a secret needs a `match`: its name is shown' : undefined;
  const isOwn = absent || isSecret || !isPattern(match) || new RegExp(match, 'u').test(line);
  return isOwn ? undefined : `the pattern /${match}/ does not fit its own line, so it would not be known again`;
}

function* whyNotBlocks(blocks: Readonly<Record<string, string>>): Generator<Refusal> {
  const odd = Object.entries(blocks).find(([, text]) => / (BEGIN|END) rolecall /.test(text));
  if (odd !== undefined) yield ['blocks', `the block ${odd[0]} holds a mark of blocks`];
}
