/** One package as dpkg knows it. */
export interface PackageEntry {
  readonly name: string;
  readonly architecture: string;
  readonly version: string;
  /** What dpkg was asked to do with it: `install`, `hold`, `deinstall`, `purge`. */
  readonly want: string;
  /** How far it is: `installed`, `config-files`, `unpacked`, `half-configured` … */
  readonly status: string;
}

/** Where dpkg keeps what it knows. */
export const DPKG_STATUS = '/var/lib/dpkg/status';

const fieldOf = (paragraph: string, name: string): string | undefined =>
  new RegExp(`^${name}: *(.*)$`, 'm').exec(paragraph)?.[1]?.trim();

function entryOf(paragraph: string): PackageEntry | undefined {
  const name = fieldOf(paragraph, 'Package');
  const [want, , status] = (fieldOf(paragraph, 'Status') ?? '').split(' ');
  if (name === undefined || want === undefined || status === undefined) return undefined;
  return {
    name,
    architecture: fieldOf(paragraph, 'Architecture') ?? '',
    version: fieldOf(paragraph, 'Version') ?? '',
    want,
    status,
  };
}

/** All packages of `/var/lib/dpkg/status`, by name; a name has several entries where several architectures are installed. */
export function parseDpkgStatus(text: string): ReadonlyMap<string, readonly PackageEntry[]> {
  const byName = new Map<string, PackageEntry[]>();
  for (const paragraph of text.split(/\n{2,}/)) {
    const entry = entryOf(paragraph);
    if (entry !== undefined) byName.set(entry.name, [...(byName.get(entry.name) ?? []), entry]);
  }
  return byName;
}

/** The MD5 of a configuration file as its package shipped it; nothing where no package lists it. */
export function shippedHash(text: string, path: string): string | undefined {
  const start = text.indexOf(`\n ${path} `);
  if (start === -1) return undefined;
  return /^[0-9a-f]{32}\b/.exec(text.slice(start + path.length + 3, start + path.length + 35))?.[0];
}
