import { Facts, nearestFirst } from '@rolecall/protocol';
import { z } from 'zod';

/** The part of a JSON schema that leads to paths. */
interface Shape {
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
}

/** What a query may ask beside facts. `label.NAME` comes with every name. */
const OWN = ['host', 'role', 'address', 'linked'];

/** Every path of the facts' schema, through lists too (`disks.size`), and what is known of every host. */
export const knownPaths: ReadonlySet<string> = new Set([...OWN, ...pathsIn(z.toJSONSchema(Facts) as Shape, '')]);

/** Those that hold one plain value a host at most. */
export const plainPaths: ReadonlySet<string> = new Set(pathsIn(z.toJSONSchema(Facts) as Shape, '', false));

export const isKnownPath = (path: string): boolean => knownPaths.has(path) || path.startsWith('label.');

function pathsIn(shape: Shape, path: string, lists = true): readonly string[] {
  const own = path === '' || shape.anyOf !== undefined || (shape.items !== undefined && !lists) ? [] : [path];
  const below = [
    ...(shape.anyOf ?? []).flatMap((one) => pathsIn(one, path, lists)),
    ...(shape.items === undefined || !lists ? [] : pathsIn(shape.items, path)),
    ...Object.entries(shape.properties ?? {})
      // The reason for which a fact is unknown is no fact.
      .filter(([name]) => name !== 'unknown')
      .flatMap(([name, inner]) => pathsIn(inner, path === '' ? name : `${path}.${name}`, lists)),
  ];
  return [...own, ...below];
}

/** The known path that is least different from this one. */
export const nearestPath = (path: string): string => nearestFirst([...knownPaths], path)[0] ?? 'host';
