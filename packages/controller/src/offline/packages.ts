import { basename } from 'node:path';
import { ControllerError } from '../error.ts';

/** As if nothing were installed: what a host has already differs from host to host. */
const NOTHING_INSTALLED = ['-o', 'Dir::State::status=/dev/null', '-o', 'Debug::NoLocking=true'];

/** What lies in apt's cache already, apt would not fetch, and so not name: it is asked as if nothing did. */
const NOTHING_FETCHED = ['-o', 'Dir::Cache::archives=/nonexistent/'];

/** Asks apt for everything that belongs to packages, without fetching any of it. */
export const resolveWords = (packages: readonly string[]): readonly string[] => [
  'apt-get',
  'install',
  '--print-uris',
  '-qq',
  '-y',
  '--no-install-recommends',
  ...NOTHING_INSTALLED,
  ...NOTHING_FETCHED,
  '--',
  ...packages,
];

/** Asks apt what it knows of packages, each as `NAME=VERSION`. */
export const showWords = (specs: readonly string[]): readonly string[] => [
  'apt-cache',
  'show',
  ...NOTHING_INSTALLED,
  '--',
  ...specs,
];

/** A package that apt would fetch. */
export interface PackageUri {
  readonly url: string;
  /** As apt stores it: `NAME_VERSION_ARCHITECTURE.deb`, with `%3a` for a colon. */
  readonly file: string;
  readonly size: number;
  /** `NAME=VERSION` */
  readonly spec: string;
}

/** The lines of `apt-get --print-uris`: `'URL' FILE SIZE HASH`. */
export function urisOf(text: string): readonly PackageUri[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith("'"))
    .map((line) => {
      const [, url = '', file = '', size = ''] = /^'([^']+)' (\S+) (\d+)/.exec(line) ?? [];
      const [name = '', version = ''] = file.replace(/\.deb$/, '').split('_');
      if (!/^https?:\/\//.test(url) || !/^[a-z0-9][A-Za-z0-9.+~%_-]*\.deb$/.test(file)) {
        throw new ControllerError('not_resolved', `apt would fetch ${line}, which is no package that can be fetched`);
      }
      return { url, file, size: Number(size), spec: `${name}=${decodeURIComponent(version)}` };
    });
}

/** One paragraph of an index of packages (deb-control(5)), by the name of its fields. */
export interface Stanza {
  readonly fields: ReadonlyMap<string, string>;
}

export const stanzasOf = (text: string): readonly Stanza[] =>
  text
    .split(/\n\n+/)
    .filter((paragraph) => paragraph.trim() !== '')
    .map((paragraph) => {
      const fields = paragraph.split(/\n(?! )/).map((field) => {
        const at = field.indexOf(':');
        return [field.slice(0, at), field.slice(at + 1).trim()] as const;
      });
      return { fields: new Map(fields) };
    });

/** A flat repository of packages: its index, and what lies beside it. */
export interface Repository {
  readonly text: Buffer;
  readonly files: readonly { readonly file: string; readonly url: string; readonly sha256: string }[];
}

/** Fields that apt adds, or that are of the place where a package was. */
const LEFT_OUT = new Set(['Filename', 'MD5sum', 'SHA1', 'SHA512', 'APT-Sources', 'Status', 'Description-md5']);

/** @throws ControllerError `not_resolved` where apt said nothing that fits of a package */
export function repositoryIndex(uris: readonly PackageUri[], stanzas: readonly Stanza[]): Repository {
  const sorted = [...uris].sort((a, b) => (a.file < b.file ? -1 : 1));
  const parts = sorted.map((uri) => {
    const stanza = stanzas.find(({ fields }) => isOf(uri, fields));
    const sha256 = stanza?.fields.get('SHA256');
    if (stanza === undefined || sha256 === undefined || !/^[0-9a-f]{64}$/.test(sha256)) {
      throw new ControllerError('not_resolved', `apt knows no checksum of ${uri.file}`);
    }
    const kept = [...stanza.fields].filter(([name]) => !LEFT_OUT.has(name));
    // As it is called in its repository: the name in apt's own cache has signs in it that apt would quote once more.
    const file = basename(stanza.fields.get('Filename') ?? '');
    const lines = [...kept, ['Filename', `./${file}`]].map(([name, value]) => `${name}: ${value}\n`);
    return { text: lines.join(''), file: { file, url: uri.url, sha256 } };
  });
  return { text: Buffer.from(parts.map(({ text }) => `${text}\n`).join('')), files: parts.map(({ file }) => file) };
}

const isOf = ({ url, size }: PackageUri, fields: Stanza['fields']): boolean =>
  Number(fields.get('Size')) === size && decodeURIComponent(url).endsWith(`/${fields.get('Filename') ?? ''}`);
