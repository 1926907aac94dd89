import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import type { Difference, FileEffect } from '@rolecall/protocol';
import { textDiff } from '@rolecall/resources/text-diff';
import { type Copy, type Layer, POLICY } from './copy.ts';

/** What programs keep for themselves, and what does not outlive a boot: no part of what a host is like. */
const PASSING = [
  '/dev',
  '/proc',
  '/run',
  '/sys',
  '/tmp',
  '/var/cache',
  '/var/lib/apt',
  '/var/lib/dpkg',
  '/var/lib/rolecall',
  '/var/log',
  '/var/tmp',
  POLICY,
];

/** Longer texts are shown by their sizes and hashes. */
const MAX_TEXT = 256 * 1024;

/** Everything that a copy has otherwise than its host, by path; values that must not be shown are not. */
export function effectsOn({ root, layers }: Copy, hide: readonly string[]): readonly FileEffect[] {
  return layers
    .flatMap((layer) => [...below({ layer, merged: join(root, layer.path), hide }, '')])
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

interface Where {
  readonly layer: Layer;
  readonly merged: string;
  readonly hide: readonly string[];
}

function* below(where: Where, folder: string): Generator<FileEffect> {
  const { layer, merged } = where;
  const gone = names(join(layer.path, folder)).filter((name) => look(join(merged, folder, name)) === undefined);
  for (const name of new Set([...names(join(layer.upper, folder)), ...gone])) yield* at(where, `${folder}/${name}`);
}

function* at(where: Where, place: string): Generator<FileEffect> {
  const { layer, merged, hide } = where;
  const path = join(layer.path, place);
  if (PASSING.some((passing) => path === passing || path.startsWith(`${passing}/`))) return;
  const [before, after] = [look(path), look(join(merged, place))];
  if (after === undefined) {
    if (before !== undefined) yield { path, how: 'removed', type: typeOf(before), differences: [] };
    return;
  }
  if (before === undefined) yield { path, how: 'created', type: typeOf(after), differences: [] };
  else {
    const differences = [...attributes(before, after), ...content(path, join(merged, place), before, after, hide)];
    if (differences.length > 0) yield { path, how: 'changed', type: typeOf(after), differences };
  }
  if (after.isDirectory()) yield* below(where, place);
}

const names = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder);
  } catch {
    // Not there on this side, or no directory.
    return [];
  }
};

const look = (path: string): Stats | undefined => lstatSync(path, { throwIfNoEntry: false });

const typeOf = (stats: Stats): FileEffect['type'] =>
  stats.isFile() ? 'file' : stats.isDirectory() ? 'directory' : stats.isSymbolicLink() ? 'link' : 'other';

function attributes(before: Stats, after: Stats): readonly Difference[] {
  const pairs = [
    ['type', typeOf(before), typeOf(after)],
    ['mode', before.mode & 0o7777, after.mode & 0o7777],
    ['uid', before.uid, after.uid],
    ['gid', before.gid, after.gid],
  ] as const;
  return pairs.flatMap(([property, from, to]) => (from === to ? [] : [{ how: 'value' as const, property, from, to }]));
}

function content(
  path: string,
  copy: string,
  before: Stats,
  after: Stats,
  hide: readonly string[],
): readonly Difference[] {
  if (before.isSymbolicLink() && after.isSymbolicLink()) {
    const [from, to] = [readlinkSync(path), readlinkSync(copy)];
    return from === to ? [] : [{ how: 'value', property: 'target', from, to }];
  }
  if (!before.isFile() || !after.isFile()) return [];
  const [from, to] = [readFileSync(path), readFileSync(copy)];
  return from.equals(to) ? [] : [contentDifference(from, to, hide)];
}

function contentDifference(from: Buffer, to: Buffer, hide: readonly string[]): Difference {
  const property = 'content';
  if (hide.some((value) => value !== '' && (from.includes(value) || to.includes(value))))
    return { how: 'secret', property };
  if (isText(from) && isText(to)) return { how: 'text', property, ...textDiff(from.toString(), to.toString()) };
  return { how: 'value', property, from: summary(from), to: summary(to) };
}

const isText = (bytes: Buffer): boolean => bytes.length <= MAX_TEXT && !bytes.includes(0);

const summary = (bytes: Buffer): string =>
  `${bytes.length} bytes, sha256 ${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}…`;
