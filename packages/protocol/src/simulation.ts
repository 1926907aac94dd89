import { z } from 'zod';
import { Difference } from './change.ts';

/** What carrying a catalog out did to one path of a copy of the host, whoever did it: a resource, or a script of a package. */
export const FileEffect = z.strictObject({
  path: z.string().max(4096),
  how: z.enum(['created', 'changed', 'removed']),
  type: z.enum(['file', 'directory', 'link', 'other']),
  /** What differs, where it can be told: attributes as values, text as a diff. */
  differences: z.array(Difference).max(8),
});
export type FileEffect = z.infer<typeof FileEffect>;

/** A package that came, went, or changed its version; `null` stands for "not installed". */
export const PackageEffect = z.strictObject({
  name: z.string().max(255),
  from: z.string().max(255).nullable(),
  to: z.string().max(255).nullable(),
});
export type PackageEffect = z.infer<typeof PackageEffect>;

/** What carrying a catalog out does to a host, found out on a copy of it. */
export const Simulation = z.strictObject({
  files: z.array(FileEffect).max(20_000),
  packages: z.array(PackageEffect).max(20_000),
  /** What a copy cannot tell, a sentence each. */
  unknown: z.array(z.string().max(1024)).max(1_000),
});
export type Simulation = z.infer<typeof Simulation>;
