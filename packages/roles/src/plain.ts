import { type Json, type JsonObject, MAX_JSON_DEPTH, resourceId, type Source } from '@rolecall/protocol';
import { isDeclared } from './declared.ts';
import { RoleError } from './error.ts';
import { referenceOf } from './later.ts';
import { Secret, secretOfMarker } from './secret.ts';

const named = (path: readonly string[]): string => (path.length === 0 ? 'the value' : path.join('.'));

function refuse(path: readonly string[], what: string): never {
  throw new RoleError('not_plain', `${named(path)} is ${what}; only plain data may stand there`);
}

function leaf(value: unknown, path: readonly string[]): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : refuse(path, `the number ${value}`);
  return refuse(path, `a ${typeof value}`);
}

/** What stands for a value that is not plain itself but has a plain form: an output, a secret, a declared resource. */
function standIn(value: object): Json | undefined {
  if (value instanceof Secret) return value.toString();
  if (isDeclared(value)) return resourceId(value.kind, value.key);
  return referenceOf(value);
}

function inside(value: object, path: readonly string[]): Json {
  if (path.length >= MAX_JSON_DEPTH) return refuse(path, 'nested too deeply');
  if (Array.isArray(value)) return value.map((item, index) => plain(item, [...path, String(index)]));
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null)
    return refuse(path, `a ${value.constructor?.name ?? 'object'}`);
  return plainObject(value, path);
}

/**
 * A value as plain data: secrets become their markers, declared resources their ids, outputs their references. Anything
 * that JSON would drop or bend is refused with its path.
 */
export function plain(value: unknown, path: readonly string[] = []): Json {
  if (typeof value !== 'object' || value === null) return leaf(value, path);
  return standIn(value) ?? inside(value, path);
}

/** Like `plain`, for an object; properties that are undefined are left out. */
export function plainObject(value: object, path: readonly string[] = []): JsonObject {
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [key, plain(item, [...path, key])]));
}

/** Like `plainObject`, with the line to blame. */
export function plainAt(value: object, at: Source): JsonObject {
  try {
    return plainObject(value);
  } catch (error) {
    if (error instanceof RoleError) throw new RoleError(error.code, error.message, { at, cause: error });
    throw error;
  }
}

/** The other way: plain data in which a text that is a secret's marker is that secret again. */
export function revive(value: Json): unknown {
  if (typeof value === 'string') return secretOfMarker(value) ?? value;
  if (Array.isArray(value)) return value.map(revive);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, revive(item)]));
}
