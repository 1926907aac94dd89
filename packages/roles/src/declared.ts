import type { JsonObject, Removal, Source } from '@rolecall/protocol';

/**
 * A resource, declared: what it is, and the line that said so. It also stands for itself where a resource is referred to, as
 * in `restartOn: [conf]`.
 */
export interface Declared<Kind extends string = string> {
  readonly kind: Kind;
  readonly key: string;
  readonly params: JsonObject;
  readonly remove?: Removal;
  readonly source: Source;
}

const declared = new WeakSet<object>();

export function declare<Kind extends string>(resource: Declared<Kind>): Declared<Kind> {
  const frozen = Object.freeze({ ...resource });
  declared.add(frozen);
  return frozen;
}

export const isDeclared = (value: object): value is Declared => declared.has(value);
