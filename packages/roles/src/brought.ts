import { BroughtKind } from '@rolecall/protocol';
import type { Kind } from '@rolecall/resources';
import { z } from 'zod';
import { RoleError } from './error.ts';
import { placeOf } from './place.ts';

/**
 * A kind that a role brings, as its author writes it: what a kind of ours says (see `Kind`), and where its provider is. Its name has a name
 * space before a dot, usually the role's name, so that it can never be taken for another.
 */
export interface KindInput<Name extends string, Params extends z.ZodObject>
  extends Omit<Kind<Name, Params>, 'blobs' | 'disturbs'> {
  /** `new URL('./provider.ts', import.meta.url)`: a module that exports `provider`. It reaches agents in a pack that an admin admitted. */
  readonly provider: URL;
}

const NAME = /^[a-z][a-z0-9-]{0,62}\.[a-z][a-zA-Z0-9]{0,40}$/;

/** Defines a kind that a role brings; the role names it in `kinds`. */
export function defineKind<Name extends `${string}.${string}`, Params extends z.ZodObject>(
  kind: KindInput<Name, Params>,
): KindInput<Name, Params> {
  if (NAME.test(kind.kind)) return kind;
  throw new RoleError('bad_kind', `"${kind.kind}": a kind that a role brings is named like debconf.answer`, {
    at: placeOf(defineKind),
  });
}

/** A kind that a role brings, its types forgotten. */
export interface AnyKindInput {
  readonly kind: string;
  readonly params: z.ZodObject;
  readonly actsOn?: readonly string[];
  readonly provider: URL;
}

/** What the controller is told of a kind. `at`: the role that brings it. */
export function broughtKind({ kind, params, provider }: AnyKindInput, at: BroughtKind['source']): BroughtKind {
  const known = BroughtKind.safeParse({
    kind,
    provider: nameOf(provider),
    params: schemaOf(kind, params, at),
    source: at,
  });
  if (known.success) return known.data;
  const [issue] = known.error.issues;
  throw new RoleError('bad_kind', `the kind ${kind} cannot be: ${issue?.path.join('.')} ${issue?.message}`, { at });
}

/** A bundled provider lies three names deep in the archive: `kinds/HASH/provider.json`. */
const nameOf = (provider: URL): string => provider.pathname.split('/').slice(-3).join('/');

function schemaOf(kind: string, params: z.ZodObject, at: BroughtKind['source']): unknown {
  try {
    const strict = params.def.catchall === undefined ? params.strict() : params;
    return z.toJSONSchema(strict, { io: 'input', override: ({ jsonSchema }) => withoutNotes(jsonSchema) });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new RoleError('bad_kind', `the parameters of ${kind} cannot be checked on a host: ${why}`, { at });
  }
}

/** What is only said decides nothing: a better description is no other pack. */
function withoutNotes(schema: Record<string, unknown>): void {
  for (const note of ['description', 'examples', 'title', 'octal', 'format']) delete schema[note];
}
