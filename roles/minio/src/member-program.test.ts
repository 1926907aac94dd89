import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MEMBER_PROGRAM } from './member-program.ts';
import { CLIENT, HEALED } from './places.ts';

/** The program with an mc that prints what a test says, on a host where MinIO runs. */
let folder: string;
const at = (name: string): string => join(folder, name);
const program = (name: string, text: string): void => {
  writeFileSync(at(name), `#!/bin/sh\n${text}`);
  chmodSync(at(name), 0o755);
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'minio-member-'));
  program('systemctl', 'exit 0\n');
  program(
    'mc',
    `case "$*" in
  *' ready '*) exit 0 ;;
  *' admin info '*) cat ${at('info')} ;;
  *--force-stop*) ;;
  *' admin heal '*) echo x >>${at('heals')}; cat ${at('told')} ;;
esac
`,
  );
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function member(...words: readonly string[]) {
  const text = MEMBER_PROGRAM.replaceAll(`${CLIENT}/current/mc`, at('mc'))
    .replaceAll(HEALED, at('healed'))
    .replaceAll('sleep 5', ':');
  const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
  const { status, stdout, stderr } = spawnSync('sh', ['-s', '--', ...words], { input: text, encoding: 'utf8', env });
  return { status, stdout, stderr };
}

const secondsAgo = (seconds: number): string => `${Math.floor(Date.now() / 1000) - seconds}\n`;
const up = (...uptimes: readonly (number | undefined)[]) =>
  writeFileSync(
    at('info'),
    JSON.stringify({
      info: {
        servers: uptimes.map((uptime, index) => ({
          state: uptime === undefined ? 'offline' : 'online',
          endpoint: `m-${index + 1}:9000`,
          scheme: 'https',
          uptime,
          network: { 'm-9:9000': 'online' },
        })),
      },
    }),
  );

test('it can be read by a shell', () => {
  const checked = spawnSync('sh', ['-n'], { input: MEMBER_PROGRAM, encoding: 'utf8' });
  expect([checked.status, checked.stderr]).toEqual([0, '']);
});

test('servers, drives and how far those are that are being healed are found in what mc prints', () => {
  const healing = {
    id: 'a',
    heal_id: 'b',
    pool_index: 0,
    endpoint: 'https://m-1:9000/d/1',
    path: '/d/1',
    objects_total_count: 200,
    objects_total_size: 7,
    items_healed: 50,
    items_failed: 0,
    queued_buckets: ['assets'],
    finished: false,
  };
  const info = {
    status: 'success',
    info: {
      servers: [
        {
          state: 'online',
          endpoint: 'm-1:9000',
          scheme: 'https',
          uptime: 61,
          network: { 'm-2:9000': 'online' },
          drives: [
            {
              endpoint: 'https://m-1:9000/d/1',
              rootDisk: true,
              path: '/d/1',
              healing: true,
              state: 'ok',
              metrics: { apiCalls: { x: 1 } },
              heal_info: healing,
              used_inodes: 3,
            },
            { endpoint: 'https://m-1:9000/d/2', path: '/d/2', state: 'faulty', cacheStats: { hits: 1 } },
          ],
          poolNumber: 1,
        },
        { state: 'offline', endpoint: 'm-2:9000', mem_stats: { Alloc: 0 } },
      ],
    },
  };
  writeFileSync(at('info'), JSON.stringify(info));
  expect(member('whole')).toEqual({
    status: 0,
    stdout: `server online m-1:9000 61
drive ok https://m-1:9000/d/1 healing
part 50 https://m-1:9000/d/1 200
drive faulty https://m-1:9000/d/2
server offline m-2:9000 0
`,
    stderr: '',
  });
});

describe('all is healed', () => {
  test.each<[string, string | undefined, readonly (number | undefined)[], string]>([
    ['where all objects were looked at since the last server was started', secondsAgo(100), [5000, 200], ''],
    ['but not where one was started since', secondsAgo(100), [5000, 60], 'm-2:9000'],
    ['but not where one is away', secondsAgo(100), [5000, undefined], 'm-2:9000'],
    ['but not where nobody ever looked', undefined, [5000, 200], 'nobody has looked'],
    ['but not where nobody can be asked', secondsAgo(100), [], 'nobody could ask it'],
  ])('%s', (_, looked, uptimes, says) => {
    up(...uptimes);
    if (looked !== undefined) writeFileSync(at('healed'), looked);
    const { status, stderr } = member('is-healed');
    expect([status === 0, stderr]).toEqual([says === '', expect.stringContaining(says)]);
  });
});

describe('healing', () => {
  test('looks at all objects once, and not again before a server was started', () => {
    up(5000, 60);
    writeFileSync(
      at('told'),
      '[Green  ->  Green] assets/a\n[Yellow ->  Green] assets/b\nHealed:\t1/2 objects; 7 B in 1s\n',
    );
    expect(member('heal')).toEqual({ status: 0, stdout: 'Healed:\t1/2 objects; 7 B in 1s\n', stderr: '' });
    expect(member('is-healed').status).toBe(0);
    expect(member('heal')).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(readFileSync(at('heals'), 'utf8')).toBe('x\n');
  });

  test('fails, and is owed, where an object is not on all its drives after three tries', () => {
    up(5000, 60);
    writeFileSync(at('told'), '[Yellow -> Yellow] assets/b\n[Red    ->    Red] ** [bucket-metadata]:c **\n');
    const { status, stderr } = member('heal');
    expect([status, stderr]).toEqual([1, expect.stringMatching(/assets\/b.*not every object could be healed/s)]);
    expect(readFileSync(at('heals'), 'utf8')).toBe('x\nx\nx\n');
    expect(existsSync(at('healed'))).toBe(false);
  });

  test('is not begun while a server is away', () => {
    up(5000, undefined);
    expect(member('heal')).toMatchObject({ status: 1, stderr: expect.stringContaining('are away: m-2:9000') });
    expect(existsSync(at('heals'))).toBe(false);
  });

  test('does nothing on a member that does not run', () => {
    program('systemctl', 'exit 3\n');
    expect(member('heal').status).toBe(0);
    expect(existsSync(at('heals'))).toBe(false);
  });
});
