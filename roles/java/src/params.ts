import { z } from '@rolecall/roles';

/** Everything that a site may say about a Java. */
export const params = z
  .object({
    /** The major version: what was installed must be of it. */
    version: z.int().min(8).max(99).default(17),
    /** A package of the host's distribution and the folder that it brings; OpenJDK's headless runtime of that version where left out. */
    package: z
      .object({ name: z.string(), home: z.string().regex(/^\/[^\s]+$/, 'a home is an absolute path') })
      .optional(),
    /** An archive of a runtime in the package's place; without `url` the controller has it (`controller artifacts add`). */
    release: z
      .object({
        version: z.string(),
        sha256: z.string(),
        url: z.string().optional(),
        format: z.enum(['tar', 'tar.gz', 'tar.xz', 'tar.zst', 'zip']).default('tar.gz'),
        /** Folders above `bin` in it: one in most distributions of OpenJDK. */
        strip: z.int().min(0).max(10).default(1),
      })
      .optional(),
  })
  .refine((given) => given.package === undefined || given.release === undefined, {
    error: 'it comes from a package or from a release, not from both',
    path: ['release'],
  });
export type Params = z.output<typeof params>;
