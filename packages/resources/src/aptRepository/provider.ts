import { createHash } from 'node:crypto';
import { ResourceError } from '../contract/error.ts';
import type { Entry, FileWrite, Host } from '../contract/host.ts';
import type { Observed, Provider } from '../contract/provider.ts';
import { endingSoon } from '../host/ending.ts';
import { filePriors } from '../host/path-prior.ts';
import { modeText } from '../host/paths.ts';
import { readEach } from '../host/read-each.ts';
import { lookAtFile, needFolder, textOf } from '../host/regular-file.ts';
import { updateSource } from '../package/apt.ts';
import { type KeyFacts, keyFacts } from './expiry.ts';
import type { AptRepositoryParams } from './resource.ts';

export interface AptRepositoryState {
  readonly sources: string;
  /** Fingerprint, end, and the hash of the file. */
  readonly key?: string;
  /** Owner, group and mode of the files. */
  readonly access: string;
  /** `valid`, or since when its key is no use. */
  readonly trust: string;
  /** When its key ends, in milliseconds since 1970; nothing is compared with it. */
  readonly keyEnds?: number;
}

const TRUSTED = 'valid';

type Wanted = AptRepositoryParams;

const KEYRINGS = '/etc/apt/keyrings';
const FOLDER = { owner: 'root', group: 'root', mode: 0o755 };
const FILE = { owner: 'root', group: 'root', mode: 0o644 };
const accessOf = ({ owner, group, mode }: Pick<Entry, 'owner' | 'group' | 'mode'>): string =>
  `${owner}:${group} ${modeText(mode)}`;

const sourcesPath = ({ name }: Wanted): string => `/etc/apt/sources.list.d/${name}.sources`;
const keyPath = ({ name }: Wanted): string => `${KEYRINGS}/${name}.asc`;
/** Where both lie while they are tried: apt does not look there by itself, but its own user may read there. */
const trial = ({ name }: Wanted) => ({
  sources: `/etc/apt/rolecall-${name}.sources`,
  key: `/etc/apt/rolecall-${name}.asc`,
});

/** As in sources.list(5), the deb822 style. */
function sourcesOf(params: Wanted, key: string): string {
  const { types, uris, suites, components, architectures } = params;
  const fields: readonly (readonly [string, readonly string[]])[] = [
    ['Types', types],
    ['URIs', uris],
    ['Suites', suites],
    ['Components', components],
    ['Architectures', architectures],
    params.trusted === true ? ['Trusted', ['yes']] : ['Signed-By', [key]],
  ];
  const lines = fields
    .filter(([, words]) => words.length > 0)
    .map(([field, words]) => `${field}: ${words.join(' ')}\n`);
  return ['# Written by Rolecall.\n', ...lines].join('');
}

const signedBy = (params: Wanted): string => params.keyFile ?? keyPath(params);

/** Armour ends with a line end, or apt passes over its last line. */
const keyText = (key: string): string => `${key.trim()}\n`;

function describeKey(text: string): string {
  const facts = keyFacts(text);
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
  const end = facts?.expiresAt === undefined ? 'does not expire' : `expires ${dayOf(facts.expiresAt)}`;
  return `${facts?.fingerprint ?? 'a key of an unknown kind'}, ${end} (${hash})`;
}

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

const want = (params: Wanted): Partial<AptRepositoryState> => ({
  sources: sourcesOf(params, signedBy(params)),
  ...(params.key === undefined ? {} : { key: describeKey(keyText(params.key)) }),
  access: accessOf(FILE),
  trust: TRUSTED,
});

async function read(host: Host, params: Wanted): Promise<Observed<AptRepositoryState>> {
  const sources = await lookAtFile(host, sourcesPath(params));
  if (sources.is !== 'file') return sources;
  const key = params.key === undefined ? undefined : await lookAtFile(host, keyPath(params));
  if (key?.is === 'unknown') return key;
  const files = [sources, ...(key?.is === 'file' ? [key] : [])];
  const facts = await factsOf(host, params);
  const expired = expiredAt(facts);
  return {
    is: 'present',
    state: {
      sources: new TextDecoder().decode(sources.bytes),
      ...(key?.is === 'file' ? { key: describeKey(new TextDecoder().decode(key.bytes)) } : {}),
      access: [...new Set(files.map(({ entry }) => accessOf(entry)))].join(', '),
      ...(facts?.expiresAt === undefined ? {} : { keyEnds: facts.expiresAt }),
      trust: expired === undefined ? TRUSTED : `its key expired on ${expired}`,
    },
  };
}

async function factsOf(host: Host, { key, keyFile }: Wanted): Promise<KeyFacts | undefined> {
  const text = key ?? (keyFile === undefined ? undefined : await textOf(host, keyFile));
  return text?.includes('-----BEGIN') === true ? keyFacts(text) : undefined;
}

const expiredAt = (facts: KeyFacts | undefined): string | undefined =>
  facts?.expiresAt !== undefined && facts.expiresAt < Date.now() ? dayOf(facts.expiresAt) : undefined;

const fileOf = (text: string): FileWrite => ({ content: new TextEncoder().encode(text), ...FILE });

async function write(host: Host, params: Wanted): Promise<void> {
  if (params.keyFile !== undefined && (await host.stat(params.keyFile)) === undefined) {
    throw new ResourceError('no_key', `The key of the repository ${params.name} is not there: ${params.keyFile}.`, {
      hint: 'Declare what brings it before the repository.',
    });
  }
  const expired = expiredAt(await factsOf(host, params));
  if (expired !== undefined) {
    const what = `The key of the repository ${params.name} expired on ${expired}: nothing in it can be trusted any more.`;
    throw new ResourceError('key_expired', what, { hint: 'Put its renewed key into the site.' });
  }
  await needFolder(host, sourcesPath(params));
  await tryOut(host, params);
  if (params.key !== undefined) {
    if ((await host.stat(KEYRINGS)) === undefined) await host.makeDirectory(KEYRINGS, FOLDER);
    await host.writeFile(keyPath(params), fileOf(keyText(params.key)));
  }
  await host.writeFile(sourcesPath(params), fileOf(sourcesOf(params, signedBy(params))));
}

/** Lets apt read the repository once, before anything else of the host sees it. */
async function tryOut(host: Host, params: Wanted): Promise<void> {
  const { sources, key } = trial(params);
  try {
    if (params.key !== undefined) await host.writeFile(key, fileOf(keyText(params.key)));
    await host.writeFile(sources, fileOf(sourcesOf(params, params.keyFile ?? key)));
    await updateSource(host, `The repository ${params.name} is not added`, sources);
  } finally {
    await clearTrial(host, params);
  }
}

async function clearTrial(host: Host, params: Wanted): Promise<void> {
  for (const path of Object.values(trial(params)))
    if ((await host.stat(path)) !== undefined) await host.removeEntry(path);
}

const pathsOf = (params: Wanted): readonly string[] => [
  sourcesPath(params),
  ...(params.key === undefined ? [] : [keyPath(params)]),
];

/** Repositories of apt: tried by themselves, then put in place. */
export const aptRepositoryProvider: Provider<AptRepositoryParams, AptRepositoryState> = {
  simulates: true,
  textProperties: ['sources'],
  warnings: ({ key }, state) =>
    endingSoon({ 'its key': key === undefined ? state?.keyEnds : keyFacts(key)?.expiresAt }),
  want,
  read: (host, wanted) => readEach(wanted, (params) => read(host, params)),
  async write(host, changes) {
    for (const { params } of changes) await write(host, params);
  },
  ...filePriors<AptRepositoryParams>(pathsOf),
  async remove(host, params) {
    await clearTrial(host, params);
    for (const path of pathsOf(params)) if ((await host.stat(path))?.type === 'file') await host.removeEntry(path);
  },
};
