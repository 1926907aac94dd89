import type { Package } from './packages.ts';

/** What every package of ours says of itself, taken from the repository's own package.json. */
export interface Common {
  readonly engines: Readonly<Record<string, string>>;
}

/**
 * The package.json of a package's `dist`: JavaScript where the sources say TypeScript, the workspace's own versions exactly, and nothing
 * that only this repository needs.
 */
export function publishedManifest({ manifest }: Package, all: readonly Package[], common: Common): object {
  const { devDependencies: _, files: __, exports = {}, dependencies = {}, ...kept } = manifest;
  return {
    ...kept,
    engines: common.engines,
    publishConfig: { access: 'public' },
    exports: Object.fromEntries(Object.entries(exports).map(([path, source]) => [path, targets(source)])),
    dependencies: Object.fromEntries(
      Object.entries(dependencies).map(([name, version]) => [name, versionIn(all, name) ?? version]),
    ),
  };
}

const versionIn = (all: readonly Package[], name: string): string | undefined =>
  all.find(({ manifest }) => manifest.name === name)?.manifest.version;

/** Types come first: the first condition that fits is taken. */
const targets = (source: string): { readonly types: string; readonly default: string } => ({
  types: source.replace(/\.ts$/, '.d.ts'),
  default: source.replace(/\.ts$/, '.js'),
});
