import { z } from 'zod';

const name = z.string().min(1).max(63);
const port = z.int().min(1).max(65_535);

/** What an installation is for: data does not move from one to the other. */
export const SiteMode = z.enum(['demo', 'production']);
export type SiteMode = z.infer<typeof SiteMode>;

export const Transport = z.enum(['tcp', 'udp']);
export type Transport = z.infer<typeof Transport>;

/** A port that a role listens on. */
export const Listens = z.strictObject({
  name,
  port,
  /** The parameter that holds another number, as a path with dots. */
  param: z.string().max(200).optional(),
  /** It is listened on only where that parameter holds a number. */
  optional: z.boolean().optional(),
  transport: Transport,
  /** The systemd unit that has it once the role is up. */
  unit: z.string().max(255).optional(),
  /** Roles whose hosts must reach it; `members` are the role's own. */
  from: z.array(name).max(64),
});
export type Listens = z.infer<typeof Listens>;

/** What a role needs of a host before anything is touched; sizes in bytes. */
export const Needs = z.strictObject({
  cpus: z.number().min(0).optional(),
  memory: z.number().min(0).optional(),
  /** So many times a parameter's bytes must fit into memory. */
  memoryFor: z.strictObject({ param: z.string().max(200), times: z.number().min(1).max(64) }).optional(),
  disk: z
    .strictObject({
      path: z.string(),
      size: z.number().min(0),
      /** It must be a file system of its own, not a part of the one at `/`. */
      own: z.boolean().optional(),
      filesystems: z.array(name).max(16).optional(),
      /** No rotating disk. */
      solid: z.boolean().optional(),
    })
    .optional(),
  /** Releases that it is known to work on, as `ubuntu 24.04` or `debian 12`. */
  os: z.array(name).max(32).optional(),
  swap: z.literal('off').optional(),
  /** It is for this mode only. */
  mode: SiteMode.optional(),
  listens: z.array(Listens).max(64).optional(),
  /** Ports of other roles that its hosts must reach: by the port's name there, or its number. */
  reaches: z
    .array(z.strictObject({ role: name, port: z.union([name, port]), transport: Transport }))
    .max(64)
    .optional(),
});
export type Needs = z.infer<typeof Needs>;
