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

const NEWLINE = 10;

/** The fields of a package that are looked at; texts of their own, so that the megabyte that they were cut from can go. */
function entryOf(bytes: Buffer, start: number, end: number): PackageEntry | undefined {
  const fields = { Package: '', Status: '', Architecture: '', Version: '' };
  for (let from = start; from < end; ) {
    const newline = bytes.indexOf(NEWLINE, from);
    const stop = newline === -1 || newline > end ? end : newline;
    const name = FIELDS.find((field) => startsWith(bytes, from, field));
    if (name !== undefined) fields[name] = bytes.toString('utf8', from + name.length + 1, stop).trim();
    from = stop + 1;
  }
  const [want, , status] = fields.Status.split(' ');
  if (fields.Package === '' || want === undefined || status === undefined) return undefined;
  return { name: fields.Package, architecture: fields.Architecture, version: fields.Version, want, status };
}

const FIELDS = ['Package', 'Status', 'Architecture', 'Version'] as const;
const COLON = 58;

/** Whether a line begins with a field of this name. */
function startsWith(bytes: Buffer, from: number, field: string): boolean {
  if (bytes[from + field.length] !== COLON) return false;
  for (let i = 0; i < field.length; i++) if (bytes[from + i] !== field.charCodeAt(i)) return false;
  return true;
}

/** All packages of `/var/lib/dpkg/status`, by name; a name has several entries where several architectures are installed. */
export function parseDpkgStatus(content: Uint8Array): ReadonlyMap<string, readonly PackageEntry[]> {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  const byName = new Map<string, PackageEntry[]>();
  for (let start = 0; start < bytes.length; ) {
    const gap = bytes.indexOf('\n\n', start);
    const end = gap === -1 ? bytes.length : gap;
    const entry = entryOf(bytes, start, end);
    if (entry !== undefined) byName.set(entry.name, [...(byName.get(entry.name) ?? []), entry]);
    start = end + 2;
  }
  return byName;
}

/** The MD5 of a configuration file as its package shipped it; nothing where no package lists it. */
export function shippedHash(text: string, path: string): string | undefined {
  const start = text.indexOf(`\n ${path} `);
  if (start === -1) return undefined;
  return /^[0-9a-f]{32}\b/.exec(text.slice(start + path.length + 3, start + path.length + 35))?.[0];
}
