import type { Json, JsonObject } from '@rolecall/protocol';

/** What stands at a path with dots; nothing where there is none. */
export function valueAt(params: JsonObject, path: string): Json | undefined {
  let at: Json | undefined = params;
  for (const name of path.split('.')) {
    if (typeof at !== 'object' || at === null || Array.isArray(at) || !Object.hasOwn(at, name)) return undefined;
    at = (at as JsonObject)[name];
  }
  return at;
}
