import { basename } from 'node:path';
import { sizeText } from '../../artifacts/size.ts';
import { titleOf } from '../../artifacts/title.ts';
import { ControllerError } from '../../error.ts';
import type { Context } from '../context.ts';
import { openClient } from '../open.ts';
import { table } from '../views/table.ts';
import { fetchUrl } from './fetch-url.ts';
import { type LocalFile, localFile } from './local-file.ts';
import { progressLine } from './progress.ts';
import { sendFile, type Title } from './send.ts';

export interface AddOptions {
  readonly sha256?: string;
  readonly name?: string;
  readonly version?: string;
  readonly json?: boolean;
}

/** Stores files, and what URLs lead to. */
export async function addArtifacts(context: Context, sources: readonly string[], options: AddOptions): Promise<void> {
  check(sources, options);
  const rows: string[][] = [];
  const added: object[] = [];
  for (const source of sources) {
    const title = { name: options.name ?? nameOf(source), version: options.version ?? null };
    const { sha256, size } = await addOne(context, source, title, options);
    rows.push([sha256, titleOf(title), sizeText(size)]);
    added.push({ sha256, size, ...title });
  }
  context.stdout.write(
    options.json === true
      ? `${JSON.stringify({ schema: 'rolecall/artifacts-added/1', artifacts: added })}\n`
      : table(['SHA256', 'NAME', 'SIZE'], rows),
  );
}

function check(sources: readonly string[], { sha256, name, version }: AddOptions): void {
  if (sources.length > 1 && (sha256 ?? name ?? version) !== undefined) {
    throw new ControllerError('usage', '--sha256, --name and --version speak of one file: give one at a time');
  }
  if (sha256 !== undefined && !/^[0-9a-f]{64}$/.test(sha256)) {
    throw new ControllerError('usage', '--sha256 wants 64 hexadecimal digits in lower case');
  }
  const open = sources.find((source) => source.startsWith('http://'));
  if (open === undefined || sha256 !== undefined) return;
  throw new ControllerError('usage', `${open} could be changed on its way: say what it should be with --sha256`);
}

const isUrl = (source: string): boolean => /^https?:\/\//.test(source);

/** The last part of a path, with what no name may hold taken out. */
function nameOf(source: string): string {
  const last = isUrl(source) ? decodeURIComponent(basename(new URL(source).pathname)) : basename(source);
  return last.replace(/[^A-Za-z0-9._+~-]/g, '_').replace(/^[^A-Za-z0-9]+/, '') || 'artifact';
}

async function addOne(context: Context, source: string, title: Title, { sha256 }: AddOptions): Promise<LocalFile> {
  if (!isUrl(source)) return store(context, await localFile(source, sha256), title);
  const fetching = progressLine(context, `fetching ${title.name}`);
  const fetched = await fetchUrl(new URL(source), { isKnown: sha256 !== undefined }, fetching.on).finally(fetching.end);
  try {
    const file = await store(context, await localFile(fetched.path, sha256), title);
    fetched.drop();
    return file;
  } catch (error) {
    // Another content is fetched anew the next time; what was only not sent yet is kept.
    if (error instanceof ControllerError && error.code === 'wrong_hash') {
      fetched.drop();
      throw new ControllerError('wrong_hash', error.message.replace(fetched.path, source), { hint: error.hint });
    }
    throw error;
  }
}

async function store(context: Context, file: LocalFile, title: Title): Promise<LocalFile> {
  const sending = progressLine(context, `sending ${title.name}`);
  await sendFile(openClient(context), file, title, sending.on).finally(sending.end);
  return file;
}
