import { isDeepStrictEqual } from 'node:util';
import type { Json } from '@rolecall/protocol';
import { ResourceError } from '../../../contract/error.ts';
import type { KeyedFormat, Keys } from '../keyed-format.ts';
import { unlike } from './leaves.ts';
import { pathOf, pointerOf } from './path.ts';
import { isNothing, nested, placeOf } from './place.ts';
import { addTo, cutFrom, makeRoot, replaceNode, replaceValue } from './put.ts';
import { readTree, type Tree, type TreeName, valueAt } from './read-tree.ts';
import { applied, type Splice } from './splice.ts';

/** How the text of a tree becomes one with another value at these steps; nothing where it has no place for it. */
function put(tree: Tree, steps: readonly string[], value: Json, name: TreeName): string | undefined {
  const { text, document } = tree;
  const place = placeOf(tree, steps);
  const spliced = (splice: Splice | undefined): string | undefined => splice && applied(text, splice);
  switch (place.is) {
    case 'root':
      return undefined;
    case 'pair':
      return spliced(replaceValue(text, place.map, place.pair, value, name));
    case 'item':
      return spliced(replaceNode(text, place.list.items[place.index], value, name));
    case 'missing':
      return spliced(addTo(text, place.parent, place.rest, value, name));
    case 'leaf': {
      if (!isNothing(place.node)) return undefined;
      const whole = nested(steps.slice(place.at.length), value);
      if (place.at.length > 0) return put(tree, place.at, whole, name);
      const isEmpty =
        document === undefined || !document.contents || document.contents.range[0] === document.contents.range[1];
      return isEmpty ? makeRoot(text, whole, name) : spliced(replaceNode(text, document.contents, whole, name));
    }
  }
}

/** Nothing is trusted of a change of text but what it reads as afterwards: the value is there, and all else is as it was. */
function checked(
  before: Tree,
  made: string | undefined,
  key: string,
  wanted: Json | undefined,
  name: TreeName,
): string {
  const steps = pathOf(key);
  const after = made === undefined ? undefined : reread(made, name);
  const isRight =
    after !== undefined &&
    isDeepStrictEqual(valueAt(after.value, steps), wanted) &&
    unlike(before.value, after.value, steps) === undefined;
  if (isRight && made !== undefined) return made;
  throw new ResourceError('no_place', `The key ${key} cannot be changed without changing what others own.`, {
    hint: 'What is there in its place, or above it, is an alias, a text or a list: look at the file.',
  });
}

function reread(text: string, name: TreeName): Tree | undefined {
  try {
    return readTree(text, name);
  } catch {
    return undefined;
  }
}

function setKeys(text: string, wanted: Keys, name: TreeName): string {
  let tree = readTree(text, name);
  for (const [key, value] of Object.entries(wanted)) {
    const steps = pathOf(key);
    if (isDeepStrictEqual(valueAt(tree.value, steps), value)) continue;
    tree = readTree(checked(tree, put(tree, steps, value, name), key, value, name), name);
  }
  return tree.text;
}

function cut(tree: Tree, steps: readonly string[]): string | undefined {
  const place = placeOf(tree, steps);
  if (place.is === 'pair') return applied(tree.text, cutFrom(tree.text, place.map, place.index));
  return place.is === 'item' ? applied(tree.text, cutFrom(tree.text, place.list, place.index)) : undefined;
}

const isEmptyMap = (value: Json | undefined): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;

/** One value gone, with the maps above it that are empty then where that is asked for. */
function removeKey(from: Tree, key: string, prune: boolean, name: TreeName): Tree {
  const whole = pathOf(key);
  let tree = from;
  for (let steps = whole; steps.length > 0; steps = steps.slice(0, -1)) {
    const value = valueAt(tree.value, steps);
    const goes = steps === whole ? value !== undefined : prune && isEmptyMap(value);
    if (!goes) break;
    const named = steps === whole ? key : pointerOf(steps);
    tree = readTree(checked(tree, cut(tree, steps), named, undefined, name), name);
  }
  return tree;
}

/** The last first: what is taken from a list moves what is behind it. */
const removeKeys = (text: string, keys: readonly string[], prune: boolean, name: TreeName): string =>
  keys.toReversed().reduce((tree, key) => removeKey(tree, key, prune, name), readTree(text, name)).text;

const treeFormat = (name: TreeName): KeyedFormat => ({
  read(text, wanted) {
    const { value } = readTree(text, name);
    const found = Object.keys(wanted).map((key) => [key, valueAt(value, pathOf(key))] as const);
    return Object.fromEntries(found.filter((entry): entry is [string, Json] => entry[1] !== undefined));
  },
  find: (text, key) => valueAt(readTree(text, name).value, pathOf(key)),
  set: (text, wanted) => setKeys(text, wanted, name),
  remove: (text, keys, prune) => removeKeys(text, keys, prune, name),
});

/** YAML 1.2, one document a file: comments, order and spelling of what is not owned stay. */
export const yaml: KeyedFormat = treeFormat('yaml');
/** JSON: order and spacing of what is not owned stay. */
export const json: KeyedFormat = treeFormat('json');
