import { z } from 'zod';
import { RunId, Sha256, UseName } from '../ids.ts';
import { MAX_ARTIFACT_BYTES } from '../limits.ts';
import { answers } from './route.ts';

/** What an artifact is called, for people; hosts know it by its checksum alone. */
export const ArtifactName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._+~-]{0,199}$/);

/** Something that refers to an artifact: an instance that was applied with it. */
export const ArtifactUse = z.strictObject({ site: z.string(), instance: z.string() });
export type ArtifactUse = z.infer<typeof ArtifactUse>;

export const ArtifactRow = z.strictObject({
  sha256: Sha256,
  name: z.string(),
  version: z.string().nullable(),
  /** Bytes. */
  size: z.int(),
  /** Milliseconds since 1970. */
  added: z.number(),
  operator: z.string(),
  /** The first hundred, by name; `uses` counts all. */
  usedBy: z.array(ArtifactUse),
  uses: z.int(),
  /** Of a backup: the last drill in which everything was back, and what was found; nothing where none was. */
  drilled: z.strictObject({ site: z.string(), use: UseName, run: RunId, at: z.number(), found: z.string() }).nullable(),
});
export type ArtifactRow = z.infer<typeof ArtifactRow>;

/** An upload that has begun and is not whole. */
export const UploadRow = z.strictObject({
  sha256: Sha256,
  name: z.string(),
  size: z.int(),
  /** Bytes that are here. */
  offset: z.int(),
  /** Milliseconds since 1970: when the last piece came. */
  at: z.number(),
});
export type UploadRow = z.infer<typeof UploadRow>;

const olderThanMs = z
  .int()
  .min(0)
  .max(3_660 * 86_400_000);

/** Files that the controller keeps for hosts. Content goes over `PATCH /artifacts/SHA256`, piece by piece. */
export const artifactRoutes = {
  /** Says what is to come. Answers where to go on: bytes that are here already, all of them where it is stored. */
  'artifacts.begin': answers(
    'operate',
    z.strictObject({
      sha256: Sha256,
      size: z.int().min(1).max(MAX_ARTIFACT_BYTES),
      name: ArtifactName,
      version: ArtifactName.nullable(),
    }),
    z.strictObject({ stored: z.boolean(), offset: z.int() }),
  ),
  'artifacts.list': answers(
    'view',
    z.strictObject({}),
    z.strictObject({
      artifacts: z.array(ArtifactRow),
      uploads: z.array(UploadRow),
      /** Bytes that artifacts and uploads take, and may take. */
      used: z.int(),
      quota: z.int(),
    }),
  ),
  /** What nothing refers to, and nobody added or planned with for so long. */
  'artifacts.unused': answers('view', z.strictObject({ olderThanMs }), z.array(ArtifactRow)),
  /** Removes those of these that are unused in the same sense at that moment. */
  'artifacts.prune': answers(
    'admin',
    z.strictObject({ hashes: z.array(Sha256).max(10_000), olderThanMs }),
    z.strictObject({ removed: z.array(Sha256), freed: z.int() }),
  ),
} as const;
