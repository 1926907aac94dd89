import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from './database.ts';
import { lockData } from './lock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rolecall-store-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const count = (database: Database) => database.get<{ n: number }>('SELECT count(*) AS n FROM blob_grant')?.n;
const grant = (database: Database, host: string) =>
  database.run('INSERT INTO blob_grant (host, hash, at) VALUES (?, ?, 0)', host, 'x');

test('a transaction that throws leaves nothing behind', () => {
  const database = new Database(join(folder, 'store.db'));
  expect(() =>
    database.transaction(() => {
      grant(database, 'a');
      throw new Error('no');
    }),
  ).toThrow('no');
  expect(count(database)).toBe(0);
  database.close();
});

test('a transaction within another undoes only itself', () => {
  const database = new Database(join(folder, 'store.db'));
  database.transaction(() => {
    grant(database, 'a');
    expect(() =>
      database.transaction(() => {
        grant(database, 'b');
        throw new Error('no');
      }),
    ).toThrow('no');
  });
  expect(count(database)).toBe(1);
  database.close();
});

test('opening a store again changes nothing, and a newer one is refused', () => {
  const file = join(folder, 'store.db');
  const first = new Database(file);
  grant(first, 'a');
  first.run("INSERT INTO migration (id, at) VALUES ('from-the-future', 0)");
  first.close();
  expect(() => new Database(file)).toThrow('newer release');
});

test('a second holder of a data folder is refused within two seconds and told who has it', () => {
  const lock = lockData(folder);
  const started = Date.now();
  expect(() => lockData(folder)).toThrow(`${folder} is in use by another controller (process ${process.pid})`);
  expect(Date.now() - started).toBeLessThan(2_000);
  lock.release();
  lockData(folder).release();
});

test('the lock dies with its process, also by SIGKILL', async () => {
  const program = `import { lockData } from '${new URL('./lock.ts', import.meta.url).pathname}';
    lockData('${folder}'); console.log('held'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH },
  });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  try {
    expect(() => lockData(folder)).toThrow(`(process ${child.pid})`);
  } finally {
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
  }
  lockData(folder).release();
});
