import { closeSync, openSync } from 'node:fs';
import { mkdtemp, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runOrThrow } from '../machine/command.ts';
import type { LabHost } from './host.ts';

/** A blank disk of a host: a loop device of this machine, over a file that has no name any more. */
export interface LoopDisk extends Disposable {
  /** Its path on the host. */
  readonly device: string;
}

/**
 * Gives a host a blank disk. It goes away with this process or when it is disposed, and with the last mount of it: it is detached as soon as
 * it is attached, which the kernel puts off while somebody has it open.
 */
export async function attachDisk(host: LabHost, bytes: number): Promise<LoopDisk> {
  const folder = await mkdtemp(join(tmpdir(), 'rolecall-disk-'));
  try {
    const image = join(folder, 'image');
    await writeFile(image, '');
    await truncate(image, bytes);
    const device = (await runOrThrow(['losetup', '--find', '--show', image])).trim();
    const open = openSync(device, 'r');
    await runOrThrow(['losetup', '--detach', device]);
    const number = (await stat(device)).rdev & 0xff;
    await host.exec(['mknod', '-m', '600', device, 'b', '7', String(number)]);
    return { device, [Symbol.dispose]: () => closeSync(open) };
  } finally {
    await rm(folder, { recursive: true });
  }
}
