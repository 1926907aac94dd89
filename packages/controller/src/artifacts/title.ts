/** What an artifact is called in a sentence. */
export const titleOf = ({ name, version }: { readonly name: string; readonly version: string | null }): string =>
  version === null ? name : `${name} ${version}`;
