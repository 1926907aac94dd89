import { ended, endOf, linesOf, type TextLine, textOf } from '../host/text-lines.ts';

/** One line of /etc/hosts, see hosts(5). */
interface Entry {
  readonly address: string;
  readonly names: readonly string[];
  /** What follows the names, with the blanks before it. */
  readonly comment: string;
}

/** What a name stands for: in the order of its lines. */
export interface Named {
  readonly addresses: readonly string[];
  readonly aliases: readonly string[];
}

function entryOf({ text }: TextLine): Entry | undefined {
  const [, words = '', comment = ''] = /^([^#]*?)(\s*#.*)?$/.exec(text) ?? [];
  const [address, ...names] = words.trim().split(/\s+/);
  return address === undefined || names.length === 0 ? undefined : { address, names, comment };
}

/** Names count without case. */
const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
const holds = (names: readonly string[], name: string): boolean => names.some((each) => same(each, name));
const isOf = (entry: Entry | undefined, name: string): boolean => same(entry?.names[0] ?? '', name);

/**
 * What a text says of a name. A name that another line holds too, or aliases that differ from line to line, show as aliases that
 * nobody can want: so they differ and are put right.
 */
export function readName(text: string, name: string, aliases: readonly string[]): Named | undefined {
  const entries = linesOf(text)
    .map(entryOf)
    .filter((entry) => entry !== undefined);
  const own = entries.filter((entry) => isOf(entry, name));
  const strange = entries.filter(
    (entry) => !isOf(entry, name) && [name, ...aliases].some((each) => holds(entry.names, each)),
  );
  const [first] = own;
  if (first === undefined && strange.length === 0) return undefined;
  const uneven = own.some(({ names }) => names.slice(1).join(' ') !== first?.names.slice(1).join(' '));
  const elsewhere = strange.map((entry) => `in the line of ${entry.address}`);
  return {
    addresses: own.map(({ address }) => address),
    aliases: [...(first?.names.slice(1) ?? []), ...(uneven ? ['not the same in each line'] : []), ...elsewhere],
  };
}

/** The line without these names; nothing where no name is left. */
function without(line: TextLine, names: readonly string[]): TextLine | undefined {
  const entry = entryOf(line);
  const left = entry?.names.filter((name) => !holds(names, name));
  if (entry === undefined || left === undefined || left.length === entry.names.length) return line;
  return left.length === 0 ? undefined : { ...line, text: `${entry.address}\t${left.join(' ')}${entry.comment}` };
}

/** The text with a name as wanted: where its first line was, else at the end. */
export function setName(text: string, name: string, { addresses, aliases }: Named): string {
  const lines = linesOf(text);
  const first = lines.findIndex((line) => isOf(entryOf(line), name));
  const made = addresses.map((address) => ({ text: [`${address}\t${name}`, ...aliases].join(' '), end: endOf(lines) }));
  const others = (some: readonly TextLine[]): readonly TextLine[] =>
    some
      .filter((line) => !isOf(entryOf(line), name))
      .map((line) => without(line, [name, ...aliases]))
      .filter((line) => line !== undefined);
  if (first === -1) return textOf([...ended(others(lines)), ...made]);
  return textOf([...ended(others(lines.slice(0, first))), ...made, ...others(lines.slice(first))]);
}

/** The text without the lines that begin with a name. */
export const removeName = (text: string, name: string): string =>
  textOf(linesOf(text).filter((line) => !isOf(entryOf(line), name)));
