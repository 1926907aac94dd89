import type { JobName, OutputReference, UseName } from '@rolecall/protocol';
import { RoleError } from './error.ts';
import type { Secret } from './secret.ts';

declare const gives: unique symbol;

type Frozen<T> = T extends Secret
  ? T
  : T extends readonly (infer E)[]
    ? readonly Frozen<E>[]
    : T extends object
      ? { readonly [K in keyof T]: Frozen<T[K]> }
      : T;

type Within<T> = [T] extends [readonly (infer E)[]]
  ? { readonly [index: number]: Ref<E> }
  : [T] extends [Secret | string | number | boolean | null | undefined]
    ? unknown
    : [T] extends [object]
      ? { readonly [K in keyof T]: Ref<T[K]> }
      : unknown;

/**
 * A value that will be a T once another use of a role is up. Reading a property of it leads into the value; giving it to a
 * parameter draws the edge.
 */
export type Ref<T> = { readonly [gives]: T } & Within<T>;

/** A T, an output that will be one, or a T with outputs anywhere inside. */
export type Later<T> =
  | T
  | Ref<Frozen<T>>
  | (T extends Secret
      ? never
      : T extends readonly (infer E)[]
        ? readonly Later<E>[]
        : T extends object
          ? { readonly [K in keyof T]: Later<T[K]> }
          : never);

/** Parameters as a site's author may write them: their own shape, with outputs anywhere inside. */
export type LaterParams<T> = { readonly [K in keyof T]: Later<T[K]> };

const references = new WeakMap<object, OutputReference['$output']>();

/** Where a value comes from, if it is an output of a use. */
export const referenceOf = (value: object): OutputReference | undefined => {
  const $output = references.get(value);
  return $output === undefined ? undefined : { $output };
};

function lead(target: object, key: string | symbol): unknown {
  const from = references.get(target) as OutputReference['$output'];
  if (key === 'toJSON') return () => ({ $output: from });
  if (key === Symbol.toPrimitive) {
    throw new RoleError(
      'bad_site',
      `an output of ${from.use} is known only later: give it to a parameter, not to a text or a sum`,
    );
  }
  if (typeof key === 'symbol') return undefined;
  return refTo({ ...from, path: [...from.path, key] });
}

/** The reference to an output, into which reading a property leads. */
export function refTo<T>($output: OutputReference['$output']): Ref<T> {
  const target = Object.freeze({});
  references.set(target, $output);
  const ref = new Proxy(target, { get: (_, key) => lead(target, key) });
  references.set(ref, $output);
  return ref as Ref<T>;
}

export const hostOutputs = <T>(use: UseName): Ref<T> => refTo({ use, scope: 'hosts', path: [] });
export const jobOutput = <T>(use: UseName, job: JobName): Ref<T> => refTo({ use, scope: 'job', path: [job] });
export const clusterOutput = <T>(use: UseName): Ref<T> => refTo({ use, scope: 'cluster', path: [] });
