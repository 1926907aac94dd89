import { ResourceError } from '../contract/error.ts';
import type { Host } from '../contract/host.ts';
import { runChecked } from '../host/checked.ts';
import { needOwnPath } from '../host/own-path.ts';
import { signatureOf } from '../host/signature.ts';
import type { SwapParams } from './resource.ts';

const LIMIT_MS = 600_000;

const run = (host: Host, path: string, argv: readonly string[]): Promise<unknown> =>
  runChecked(host, `${path} could not be made a swap`, { argv, timeoutMs: LIMIT_MS });

/** A new file, its owner's alone from the first moment, with all its blocks. */
async function makeFile(host: Host, path: string, sizeMiB: number): Promise<void> {
  await host.writeFile(path, { content: new Uint8Array(), owner: 'root', group: 'root', mode: 0o600 });
  await run(host, path, ['fallocate', '--length', `${sizeMiB}MiB`, '--', path]);
  await run(host, path, ['mkswap', '--', path]);
}

/** Sees to it that there is a swap to use; refuses whatever holds something else. */
export async function makeSwap(host: Host, { path, sizeMiB }: SwapParams): Promise<void> {
  await needOwnPath(host, path);
  if ((await host.stat(path)) === undefined) {
    if (sizeMiB !== undefined) return makeFile(host, path, sizeMiB);
    throw new ResourceError('no_device', `There is no ${path} to be used for swap.`, {
      hint: 'Correct the path, or give `sizeMiB` for a file that is to be made.',
    });
  }
  const found = await signatureOf(host, path);
  if (found.is === 'held' && found.type === 'swap') return;
  if (found.is === 'unknown') throw new ResourceError('unknown_device', found.reason);
  const isOurs = found.is === 'blank' && (path.startsWith('/dev/') || sizeMiB !== undefined);
  if (isOurs) return void (await run(host, path, ['mkswap', '--', path]));
  const what = found.is === 'held' ? found.what : 'something that is no swap';
  throw new ResourceError('not_blank', `${path} holds ${what}: it is left as it is.`, {
    hint: 'Where nothing on it is needed, clear it by hand.',
  });
}
