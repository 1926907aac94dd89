import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { withLock } from './lock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rolecall-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('work under one lock never overlaps', async () => {
  const file = join(folder, 'lock');
  const seen: string[] = [];
  const work = (name: string) => async (): Promise<void> => {
    seen.push(`${name} begins`);
    await sleep(20);
    seen.push(`${name} ends`);
  };
  await Promise.all(['a', 'b', 'c'].map((name) => withLock(file, 5_000, work(name))));
  for (let index = 0; index < seen.length; index += 2) {
    expect(seen[index + 1]).toBe(seen[index]?.replace('begins', 'ends'));
  }
});

test('a lock that is not free in time is an error that names its file', async () => {
  const file = join(folder, 'lock');
  await withLock(file, 1_000, async () => {
    await expect(withLock(file, 10, async () => undefined)).rejects.toThrow(file);
  });
});

test('work that fails frees the lock', async () => {
  const file = join(folder, 'lock');
  await expect(withLock(file, 1_000, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await expect(withLock(file, 1_000, async () => 'free')).resolves.toBe('free');
});

test('a killed process frees the lock', async () => {
  const file = join(folder, 'lock');
  const hold = `import { withLock } from ${JSON.stringify(join(import.meta.dirname, 'lock.ts'))};
    await withLock(${JSON.stringify(file)}, 1000, async () => { console.log('held'); await new Promise(() => setInterval(() => 0, 1000)); });`;
  const holder = spawn(process.execPath, ['--input-type=module', '-e', hold], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(holder, 'close');
  try {
    await once(holder.stdout, 'data');
    await expect(withLock(file, 10, async () => undefined)).rejects.toThrow('still locked');
  } finally {
    holder.kill('SIGKILL');
    await ended;
  }
  await expect(withLock(file, 1_000, async () => 'free')).resolves.toBe('free');
});
