import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Boot } from './boot.ts';
import { type OwedBook, openOwed } from './owed.ts';
import type { ServiceStart } from './started.ts';

const FILE = 'file:/etc/redis/redis.conf';
const UNIT = 'unit:redis-server.service';

describe('what is owed to a service', () => {
  let folder: string;
  let now: number;
  let boot: Boot;
  let start: ServiceStart;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'owed-'));
    now = 1_000;
    boot = { id: 'first', now: () => now };
    start = { is: 'started', at: 500 };
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const open = (): OwedBook => openOwed({ folder, boot, startOf: async () => start });

  it('is a restart after a write, also for an agent that starts later, until it is settled', async () => {
    const book = open();
    await book.expect('redis-server', 'restart', FILE);
    await book.confirm('redis-server', FILE);
    expect(await open().owed('redis-server.service')).toEqual([{ action: 'restart', because: FILE }]);
    await open().settle('redis-server');
    expect(await open().owed('redis-server')).toEqual([]);
  });

  it('is a restart also where the agent ended between the announcement and the end of the write', async () => {
    await open().expect('redis-server', 'restart', FILE);
    start = { is: 'started', at: 2_000 };
    expect(await open().owed('redis-server')).toHaveLength(1);
  });

  it('is nothing when the resource was not written after all, but what was owed before stays', async () => {
    const book = open();
    await book.expect('redis-server', 'restart', FILE);
    await book.withdraw('redis-server', FILE);
    expect(await book.owed('redis-server')).toEqual([]);
    await book.expect('redis-server', 'restart', FILE);
    await book.confirm('redis-server', FILE);
    await book.expect('redis-server', 'restart', FILE);
    await book.withdraw('redis-server', FILE);
    expect(await book.owed('redis-server')).toHaveLength(1);
  });

  it.each<[string, ServiceStart, number]>([
    ['nothing once the service was started after the write', { is: 'started', at: 1_001 }, 0],
    ['a restart where the start began before the write', { is: 'started', at: 999 }, 1],
    ['a restart where the start began at the same moment', { is: 'started', at: 1_000 }, 1],
    ['nothing while it does not run: its start will see the file', { is: 'inactive' }, 0],
  ])('is %s', async (_, answer, count) => {
    const book = open();
    await book.expect('redis-server', 'restart', FILE);
    await book.confirm('redis-server', FILE);
    start = answer;
    expect(await book.owed('redis-server')).toHaveLength(count);
  });

  it('is nothing to a service that runs after the machine was started again', async () => {
    const book = open();
    await book.expect('redis-server', 'restart', FILE);
    await book.confirm('redis-server', FILE);
    boot = { id: 'second', now: () => 10 };
    start = { is: 'started', at: 20 };
    expect(await open().owed('redis-server')).toEqual([]);
  });

  it('is told for each reason and action by itself, and to each service by itself', async () => {
    const book = open();
    for (const because of [FILE, UNIT]) {
      await book.expect('redis-server', 'restart', because);
      await book.confirm('redis-server', because);
    }
    await book.expect('redis-server', 'reload', FILE);
    await book.confirm('redis-server', FILE);
    await book.expect('nginx', 'reload', FILE);
    expect(await book.owed('redis-server')).toEqual([
      { action: 'restart', because: FILE },
      { action: 'restart', because: UNIT },
      { action: 'reload', because: FILE },
    ]);
    expect(await book.owed('nginx')).toEqual([{ action: 'reload', because: FILE }]);
  });

  it('does not ask systemd where nothing is remembered', async () => {
    const book = openOwed({ folder, boot, startOf: () => Promise.reject(new Error('asked')) });
    expect(await book.owed('redis-server')).toEqual([]);
  });

  it('is never guessed: a ledger that cannot be read is an error', () => {
    writeFileSync(join(folder, 'owed.json'), '{"version":1,"debts":[');
    expect(open).toThrow(expect.objectContaining({ code: 'owed_unreadable' }));
  });
});
