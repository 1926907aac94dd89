import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MEMBER_PROGRAM } from './member-program.ts';
import { CLIENT, HEALED } from './places.ts';

/** The program with an mc that prints what a test says, on a host where MinIO runs, and where time passes by waiting alone. */
let folder: string;
const at = (name: string): string => join(folder, name);
const program = (name: string, text: string): void => {
  writeFileSync(at(name), `#!/bin/sh\n${text}`);
  chmodSync(at(name), 0o755);
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'minio-member-'));
  program('systemctl', 'exit 0\n');
  writeFileSync(at('clock'), String(Math.floor(Date.now() / 1000)));
  program('date', `cat ${at('clock')}\n`);
  program('sleep', `echo $(($(cat ${at('clock')}) + \${1%.*})) >${at('next')} && mv ${at('next')} ${at('clock')}\n`);
  program(
    'mc',
    `case "$*" in
  *' ready '*) exit 0 ;;
  *' admin info '*) cat ${at('info')} ;;
  *--force-stop*) ;;
  *' admin heal '*)
    echo x >>${at('heals')}
    n=$(wc -l <${at('heals')})
    [ -e ${at('told')}$n ] || n=
    cat ${at('told')}$n
    ;;
esac
`,
  );
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function member(...words: readonly string[]) {
  const text = MEMBER_PROGRAM.replaceAll(`${CLIENT}/current/mc`, at('mc')).replaceAll(HEALED, at('healed'));
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

/** What `mc --json admin heal` prints of one object: how its two drives are afterwards, and what MinIO adds. */
const item = (name: string, states: readonly string[], detail?: string): string => {
  const drives = states.map((state, index) => ({ uuid: '', endpoint: `https://m-${index + 1}:9000/d/1`, state }));
  const side = { color: 'green', offline: 0, online: 2, missing: 0, corrupted: 0, drives };
  const told = detail === undefined ? {} : { detail };
  return `${JSON.stringify({ status: 'success', ...told, type: 'object', name, before: side, after: side, size: 7 })}\n`;
};
const SUM = '{"status":"success","type":"summary","objects_scanned":2,"objects_healed":1,"items_scanned":5,"size":7}\n';
const FINE = item('assets/a', ['ok', 'ok']) + item('assets/b', ['ok', 'ok']) + SUM;
const UNSEEN = item('.minio.sys/config/config.json', ['ok', 'offline']);
/** What is told of each look; of those after them the last. */
const told = (...looks: readonly string[]): void => {
  for (const [index, text] of looks.entries()) writeFileSync(at(`told${index + 1}`), text);
  writeFileSync(at('told'), looks.at(-1) ?? '');
};
const looked = (): number => (existsSync(at('heals')) ? readFileSync(at('heals'), 'utf8').length / 2 : 0);
const waited = (began: number): number => Number(readFileSync(at('clock'), 'utf8')) - began;
const clock = (): number => Number(readFileSync(at('clock'), 'utf8'));

describe('healing', () => {
  test('looks at all objects once, and not again before a server was started', () => {
    up(5000, 4000);
    told(FINE);
    expect(member('heal')).toEqual({ status: 0, stdout: 'looked at 2 objects, healed 1\n', stderr: '' });
    expect(member('is-healed').status).toBe(0);
    expect(member('heal')).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(looked()).toBe(1);
  });

  test('looks again where a drive of a host that just came back is not reached yet', () => {
    up(5000, 4000);
    told(UNSEEN, UNSEEN, UNSEEN, UNSEEN, FINE);
    const began = clock();
    expect(member('heal')).toEqual({ status: 0, stdout: 'looked at 2 objects, healed 1\n', stderr: '' });
    expect(looked()).toBe(5);
    expect(waited(began)).toBeLessThan(60);
    expect(Number(readFileSync(at('healed'), 'utf8'))).toBe(clock());
  });

  test('gives up after two minutes where a drive is never reached, and says which', () => {
    up(5000, 4000);
    told(UNSEEN + FINE);
    const began = clock();
    const { status, stdout, stderr } = member('heal');
    expect([status, stdout, stderr.split('\n').length]).toEqual([1, '', 2]);
    expect(stderr).toMatch(/^not every object could be healed: .* https:\/\/m-2:9000\/d\/1; .* apply again\n$/);
    expect(waited(began)).toBeGreaterThanOrEqual(120);
    expect(waited(began)).toBeLessThan(150);
    expect(looked()).toBeLessThan(30);
    expect(existsSync(at('healed'))).toBe(false);
  });

  test.each([
    ['a drive keeps missing it', item('assets/b', ['ok', 'missing']), 'missing on https://m-2:9000/d/1'],
    [
      'MinIO cannot read it, though every drive seems well',
      item('assets/b', ['ok', 'ok'], 'Storage resources are insufficient for the read operation assets/b'),
      'Storage resources are insufficient',
    ],
  ])('fails, and is owed, where an object is not on all its drives: %s', (_, text, why) => {
    up(5000, 4000);
    told(text + SUM);
    const { status, stderr } = member('heal');
    expect([status, stderr]).toEqual([
      1,
      expect.stringContaining(`an object is not on all its drives: assets/b (${why}`),
    ]);
    expect(existsSync(at('healed'))).toBe(false);
  });

  test('does not miss an object that was deleted while it was looked for', () => {
    up(5000, 4000);
    told(item('assets/b', [], 'Object not found: assets/b') + FINE);
    expect(member('heal').status).toBe(0);
    expect(looked()).toBe(1);
  });

  test('looks again where mc ended before it had looked at all, and says why at last', () => {
    up(5000, 4000);
    const broken =
      '{"status":"error","error":{"message":"Unable to start healing.","cause":{"message":"connection refused","error":{}}}}\n';
    told(broken, item('assets/a', ['ok', 'ok']), FINE);
    expect(member('heal').status).toBe(0);
    rmSync(at('healed'));
    rmSync(at('told3'));
    told(broken);
    expect(member('heal').stderr).toMatch(
      /^not every object could be healed: Unable to start healing\. connection refused; /,
    );
  });

  test('waits until every member has found the drives of a server that was just started', () => {
    up(5000, 60);
    told(FINE);
    const began = clock();
    expect(member('heal').status).toBe(0);
    expect(waited(began)).toBe(35);
    // Only what was begun after that counts.
    expect(Number(readFileSync(at('healed'), 'utf8'))).toBe(began + 35);
  });

  test('is not begun while a server is away, and says which after two minutes', () => {
    up(5000, undefined);
    const began = clock();
    expect(member('heal')).toMatchObject({ status: 1, stderr: expect.stringContaining('still away: m-2:9000; ') });
    expect(waited(began)).toBe(120);
    expect(looked()).toBe(0);
  });

  test('does nothing on a member that does not run', () => {
    program('systemctl', 'exit 3\n');
    expect(member('heal').status).toBe(0);
    expect(looked()).toBe(0);
  });
});
