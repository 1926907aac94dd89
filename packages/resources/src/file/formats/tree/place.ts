import type { Json } from '@rolecall/protocol';
import { isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';
import { pairOf, type Tree } from './read-tree.ts';

export type Ranged = Node & { readonly range: [number, number, number] };

/** Where a path leads in a document, as far as it goes. */
export type Place =
  | { readonly is: 'root' }
  | { readonly is: 'pair'; readonly map: YAMLMap; readonly pair: Pair; readonly index: number }
  | { readonly is: 'item'; readonly list: YAMLSeq; readonly index: number }
  /** The map or list is there, and has no such step. */
  | { readonly is: 'missing'; readonly parent: YAMLMap | YAMLSeq; readonly rest: readonly string[] }
  /** What is there has no steps: a text, an alias, nothing. `at`: the steps to it. */
  | { readonly is: 'leaf'; readonly node: Node | null | undefined; readonly at: readonly string[] };

/** Whether a value can take steps once it is replaced: it holds nothing. */
export const isNothing = (node: unknown): boolean =>
  node === null ||
  node === undefined ||
  (isScalar(node) && node.value === null) ||
  (isMap(node) && node.items.length === 0);

export function placeOf({ document }: Tree, steps: readonly string[]): Place {
  let node: Node | null | undefined = document?.contents;
  let place: Place = { is: 'root' };
  for (const [at, step] of steps.entries()) {
    if (isMap(node) && node.items.length > 0) {
      const pair = pairOf(node, step);
      if (pair === undefined) return { is: 'missing', parent: node, rest: steps.slice(at) };
      place = { is: 'pair', map: node, pair, index: node.items.indexOf(pair) };
      node = pair.value as Node | null | undefined;
    } else if (isSeq(node)) {
      const index = /^(0|[1-9]\d*)$/.test(step) ? Number(step) : -1;
      if (index < 0 || index >= node.items.length) return { is: 'missing', parent: node, rest: steps.slice(at) };
      place = { is: 'item', list: node, index };
      node = node.items[index] as Node;
    } else return { is: 'leaf', node, at: steps.slice(0, at) };
  }
  return place;
}

/** The steps of a path and its value, as one value: `['a','b']` and 1 are `{a: {b: 1}}`. */
export const nested = (steps: readonly string[], value: Json): Json =>
  steps.reduceRight<Json>((inner, step) => Object.fromEntries([[step, inner]]), value);

export const startOf = (node: unknown): number => (node as Ranged).range[0];
export const endOf = (node: unknown): number => (node as Ranged).range[1];

/** Where a pair's text ends. */
export const pairEnd = ({ key, value }: Pair): number => (value ? Math.max(endOf(value), endOf(key)) : endOf(key));
