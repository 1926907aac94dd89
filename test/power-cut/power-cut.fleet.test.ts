import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Running } from './running.ts';
import { journalWriter, storeWriter, type Writer } from './writers.ts';

/** Power cuts for each writer. */
const CUTS = 10;
const IMAGE_SIZE = '96M';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rolecall-power-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const run = (program: string, ...words: readonly string[]) => execFileSync(program, words, { stdio: 'pipe' });

/** A file system in a file; what reached its block device is in that file, and nothing that is only in memory. */
async function mounted<T>(image: string, work: (mount: string) => Promise<T>): Promise<T> {
  const mount = `${image}.mount`;
  mkdirSync(mount);
  run('mount', '-o', 'loop', image, mount);
  try {
    return await work(mount);
  } finally {
    run('umount', mount);
  }
}

async function cutAgainAndAgain(writer: Writer): Promise<readonly { image: string; acknowledged: number }[]> {
  const disk = join(folder, 'disk');
  run('truncate', '-s', IMAGE_SIZE, disk);
  run('mkfs.ext4', '-q', disk);
  return mounted(disk, async (mount) => {
    const running = new Running(writer.entry, mount);
    const cuts: { image: string; acknowledged: number }[] = [];
    try {
      await running.until(20);
      for (let i = 0; i < CUTS; i++) {
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 400));
        const image = join(folder, `cut-${i}`);
        const acknowledged = await running.held(() => run('cp', '--sparse=always', disk, image));
        cuts.push({ image, acknowledged });
      }
    } finally {
      await running.kill();
    }
    return cuts;
  });
}

test.each([
  ['the store', storeWriter],
  ['the journal of an agent', journalWriter],
])('after a power cut %s holds everything that was acknowledged', async (_, writer) => {
  for (const { image, acknowledged } of await cutAgainAndAgain(writer)) {
    const wrong = await mounted(image, (mount) => writer.check(mount, acknowledged));
    expect([acknowledged, wrong]).toEqual([acknowledged, []]);
  }
});
