import type { Change } from '@rolecall/protocol';
import type { z } from 'zod';

/** Whether something that runs is stopped for a moment, or may be; or whether the host itself may be cut off, until that is undone. */
export type Disturbance = 'stops' | 'may stop' | 'may cut off';

/** What a resource touches, for those that may be brought about at the same time. */
export interface Alongside {
  /** Paths that are its own: no other one of the group may be about them, or about what lies above or below. */
  readonly paths?: readonly string[];
  /** What only one can have at a time, in a word for people: `dpkg`. */
  readonly locks?: readonly string[];
}

/**
 * What a kind of resource is, as data: its schema, its documentation and its identity come from one literal.
 * Safe to import anywhere; how it is done on a host stands in `provider.ts` beside it.
 */
export interface Kind<Name extends string, Params extends z.ZodObject> {
  readonly kind: Name;
  /** One sentence for the reference. */
  readonly summary: string;
  /** Parameters as a catalog carries them; every property has a `describe`. The key is one of them. */
  readonly params: Params;
  /** What makes two resources of a kind the same one on a host. */
  readonly key: (params: z.infer<Params>) => string;
  /** Hashes of blobs in the controller's store that the host of such a resource has to fetch: it may, and others may not. */
  readonly blobs?: (params: z.infer<Params>) => readonly string[];
  /**
   * Of what is fetched from elsewhere: its hash, and the parameters with which it is fetched from the controller instead. Used where the
   * controller has it.
   */
  readonly fromController?: (
    params: z.infer<Params>,
  ) => { readonly sha256: string; readonly params: z.infer<Params> } | undefined;
  /** What the kind does when a site no longer declares it. */
  readonly holdsData: boolean;
  /**
   * What a change of it does to what runs on the host, if anything. Members of a cluster go one after another for either; for
   * what stops them for certain they are drained first.
   */
  readonly disturbs?: (change: Change) => Disturbance | undefined;
  /** Parameters that list resources whose change it acts on, as `KIND:KEY`; each must be listed before it. */
  readonly actsOn?: readonly (keyof z.infer<Params> & string)[];
  /** What it touches, where others may go beside it (`parallel` in a role). Left out: it goes alone. */
  readonly alongside?: (params: z.infer<Params>) => Alongside;
  /** How it is written in a role, for the reference. */
  readonly example: string;
  /** What a container cannot show, or what a reader must know; goes into the reference. */
  readonly notes?: readonly string[];
}

export const defineKind = <Name extends string, Params extends z.ZodObject>(
  kind: Kind<Name, Params>,
): Kind<Name, Params> => kind;

/** The parameters of a kind, as a provider gets them. */
export type ParamsOf<K> = K extends { readonly params: infer P extends z.ZodObject } ? z.infer<P> : never;
/** The parameters of a kind, as an author may write them. */
export type InputOf<K> = K extends { readonly params: infer P extends z.ZodObject } ? z.input<P> : never;
