import { createReadStream } from 'node:fs';
import type { Sha256 } from '@rolecall/protocol';
import { ControllerError } from '../../error.ts';
import type { Manifest } from '../../offline/manifest.ts';
import {
  type PackageUri,
  repositoryIndex,
  resolveWords,
  showWords,
  stanzasOf,
  urisOf,
} from '../../offline/packages.ts';
import { neededOfOthers, providersIn, providersWords } from '../../offline/provided.ts';
import { writeArchive } from '../../offline/write.ts';
import type { Client } from '../client/client.ts';
import type { Sources } from './sources.ts';

const TIMEOUT_MS = 300_000;
/** More packages than stand in for anything that servers need. */
const MAX_PROVIDERS = 64;

/**
 * Packages with all that they need, as apt on a host like those that will get them resolves them: a repository in one archive. Nothing is
 * taken to be installed already, so that it serves any host of that release.
 */
export async function gatherPackages(
  client: Client,
  sources: Sources,
  wanted: readonly string[],
  { like, out }: { readonly like?: string; readonly out: string },
): Promise<NonNullable<Manifest['packages']>> {
  if (like === undefined) {
    throw new ControllerError(
      'usage',
      '--packages wants --like HOST: a linked host whose apt says what belongs to them',
    );
  }
  const uris = await urisFor(client, like, wanted);
  const stanzas = stanzasOf(await onHost(client, like, showWords(uris.map(({ spec }) => spec))));
  const index = repositoryIndex(uris, stanzas);
  const files = new Map<string, { readonly path: string; readonly size: number }>();
  for (const { file, url, sha256 } of index.files) files.set(file, await sources.fetch(new URL(url), sha256, file));
  const path = `${out}.packages`;
  const written = await writeArchive(
    path,
    () => {},
    async (archive) => {
      await archive.add('Packages', index.text.length, [index.text]);
      for (const [file, { path: from, size }] of files) await archive.add(file, size, createReadStream(from));
    },
  );
  sources.addOwn(written.sha256 as Sha256, path);
  return { sha256: written.sha256 as Sha256, size: written.size, count: files.size, like };
}

/** What apt takes, and whoever else stands in for what no package is called: other hosts have others of them, and their apt takes those. */
async function urisFor(client: Client, like: string, wanted: readonly string[]): Promise<readonly PackageUri[]> {
  const found = new Map<string, PackageUri>();
  const add = async (names: readonly string[]): Promise<void> => {
    for (const uri of urisOf(await onHost(client, like, resolveWords(names)))) found.set(uri.file, uri);
  };
  await add(wanted);
  const specs = [...found.values()].map(({ spec }) => spec);
  const needed = neededOfOthers(stanzasOf(await onHost(client, like, showWords(specs))));
  if (needed.length === 0) return [...found.values()];
  const providers = providersIn(await onHost(client, like, providersWords(needed)));
  for (const provider of providers.slice(0, MAX_PROVIDERS)) {
    await add([provider]).catch((error: unknown) => {
      // What apt cannot install there, it takes nowhere of that release.
      if (!(error instanceof ControllerError && error.code === 'not_resolved')) throw error;
    });
  }
  return [...found.values()];
}

/** What a program on a host writes; its exit code must be 0. */
async function onHost(client: Client, host: string, argv: readonly string[]): Promise<string> {
  const said: Record<'stdout' | 'stderr', Buffer[]> = { stdout: [], stderr: [] };
  const call = { where: `host = ${host}`, argv: [...argv], tty: false, timeoutMs: TIMEOUT_MS };
  let code: number | null | undefined;
  for await (const event of client.stream('command.run', call)) {
    if (event.is === 'output' && event.stream !== 'terminal')
      said[event.stream].push(Buffer.from(event.bytes, 'base64'));
    if (event.is === 'ended') code = event.exitCode;
    if (event.is === 'unreachable') throw new ControllerError('unreachable', `${host} is not linked: ${event.reason}`);
  }
  if (code === 0) return Buffer.concat(said.stdout).toString('utf8');
  const why = code === undefined ? `there is no host ${host}` : Buffer.concat(said.stderr).toString('utf8').trim();
  throw new ControllerError('not_resolved', `${host} cannot say what the packages need: ${why}`, {
    hint: 'try it there: apt-get update',
  });
}
