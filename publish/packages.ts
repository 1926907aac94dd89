import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..');

/** What npm is told of a package, as far as publishing reads or changes it. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly exports?: Readonly<Record<string, string>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly files?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** One package of the workspace. */
export interface Package {
  /** From the repository's root: `packages/agent`. */
  readonly folder: string;
  readonly manifest: Manifest;
}

/** All that npm gets, sorted by folder; what is private stays here. */
export const publishedPackages = (root = ROOT): readonly Package[] =>
  ['packages', 'roles']
    .flatMap((parent) =>
      readdirSync(join(root, parent))
        .sort()
        .map((name) => join(parent, name)),
    )
    .map((folder) => ({ folder, manifest: readJson<Manifest>(join(root, folder, 'package.json')) }))
    .filter(({ manifest }) => manifest.private !== true);

export const readJson = <T>(path: string): T => JSON.parse(readFileSync(path, 'utf8')) as T;
