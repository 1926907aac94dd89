import type { ArtifactFormat } from '../contract/host.ts';

export const FORMATS = ['tar', 'tar.gz', 'tar.xz', 'tar.zst', 'zip', 'deb', 'file'] as const satisfies ArtifactFormat[];

const ENDINGS: readonly (readonly [ending: RegExp, format: ArtifactFormat])[] = [
  [/\.tar$/, 'tar'],
  [/\.(tar\.gz|tgz)$/, 'tar.gz'],
  [/\.(tar\.xz|txz)$/, 'tar.xz'],
  [/\.(tar\.zst|tzst)$/, 'tar.zst'],
  [/\.(zip)$/, 'zip'],
  [/\.deb$/, 'deb'],
];

/** How an artifact is packed: as its author says, or as the ending of its address does; nothing where neither tells. */
export function formatOf({
  format,
  url,
}: {
  readonly format?: ArtifactFormat | undefined;
  readonly url?: string | undefined;
}): ArtifactFormat | undefined {
  if (format !== undefined || url === undefined) return format;
  const name = url.replace(/[?#].*$/, '');
  return ENDINGS.find(([ending]) => ending.test(name))?.[1];
}
