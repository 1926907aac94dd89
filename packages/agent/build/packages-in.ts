/** The npm packages that these files belong to, each once, sorted. */
export const packagesIn = (files: readonly string[]): readonly string[] =>
  [...new Set(files.flatMap((file) => nameIn(file) ?? []))].sort();

/** The innermost package of a path, with its scope. */
const nameIn = (file: string): string | undefined => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1];
