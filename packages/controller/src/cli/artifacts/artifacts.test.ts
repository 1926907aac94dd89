import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { closeSync, openSync, readdirSync, readFileSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ControllerProcess } from '../../testing/controller-process.ts';
import { LiveController } from '../../testing/live-controller.ts';

const MIB = 1024 ** 2;
const SIZE = 300 * MIB;
/** So much is hashed and written several times. */
const SLOW = 180_000;

let live: LiveController;
let controller: ControllerProcess;
let big: { readonly path: string; readonly sha256: string };
beforeAll(async () => {
  live = await LiveController.open();
  await live.stop();
  controller = await ControllerProcess.start(live);
  big = bigFile(join(live.folder, 'big'));
}, SLOW);
afterAll(async () => {
  await controller.kill();
  await live.close();
});

function bigFile(path: string): typeof big {
  const hash = createHash('sha256');
  const file = openSync(path, 'w');
  const piece = randomBytes(MIB);
  for (let i = 0; i < SIZE / MIB; i++) {
    piece.writeUInt32LE(i);
    hash.update(piece);
    writeSync(file, piece);
  }
  closeSync(file);
  return { path, sha256: hash.digest('hex') };
}

interface Called {
  readonly child: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;
}

function call(...argv: readonly string[]): Called {
  const bin = join(import.meta.dirname, '../../../bin/controller.js');
  const env = { PATH: process.env.PATH, XDG_CACHE_HOME: join(live.folder, 'cache') };
  const child = spawn(process.execPath, [bin, '--data', live.data, 'artifacts', ...argv], { env });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text) => (stdout += text));
  child.stderr.on('data', (text) => (stderr += text));
  return { child, ended: new Promise((done) => child.on('close', (code) => done({ code, stdout, stderr }))) };
}

const uploaded = (): number => {
  const path = join(live.data, 'uploads', big.sha256);
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
};

async function until(holds: () => boolean): Promise<void> {
  for (const end = performance.now() + 20_000; !holds(); await pause(2)) {
    if (performance.now() > end) throw new Error('not in time');
  }
}

/** The most memory that a process ever held, in MiB; 0 when it is gone. */
function peakOf(pid: number | undefined): number {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

test(
  'an upload goes on where it was when the command line, and then the controller, were killed',
  async () => {
    const first = call('add', big.path);
    await until(() => uploaded() > 20 * MIB);
    first.child.kill('SIGKILL');
    await first.ended;
    const before = uploaded();
    expect(before).toBeLessThan(SIZE);
    expect(readdirSync(join(live.data, 'blobs'))).not.toContain(big.sha256);

    const second = call('add', big.path, '--name', 'big', '--version', '1');
    let peak = 0;
    const watch = setInterval(() => (peak = Math.max(peak, peakOf(second.child.pid))), 20);
    await until(() => uploaded() > before + 20 * MIB);
    expect(uploaded()).toBeLessThan(SIZE);
    await controller.kill();
    controller = await ControllerProcess.start(live);
    const { code, stdout, stderr } = await second.ended;
    clearInterval(watch);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain(big.sha256);
    expect(statSync(join(live.data, 'blobs', big.sha256)).size).toBe(SIZE);
    // Node itself takes some 60 to 90.
    expect(peak).toBeLessThan(200);
    expect(peakOf(controller.pid)).toBeLessThan(250);
  },
  SLOW,
);

test(
  'what is fetched streams through the controller, from any byte on',
  async () => {
    const token = readFileSync(join(live.data, 'operator.token'), 'utf8').trim();
    const fetched = (from: number) =>
      new Promise<{ size: number; sha256: string }>((resolve, reject) => {
        const headers = { authorization: `Bearer ${token}`, range: `bytes=${from}-` };
        const options = { socketPath: join(live.data, 'control.sock'), path: `/blobs/${big.sha256}`, headers };
        const asked = request(options, (answer) => {
          let size = 0;
          const hash = createHash('sha256');
          answer.on('data', (piece: Buffer) => {
            size += piece.length;
            hash.update(piece);
          });
          answer.on('end', () => resolve({ size, sha256: hash.digest('hex') }));
        });
        asked.on('error', reject).end();
      });
    expect(await fetched(0)).toEqual({ size: SIZE, sha256: big.sha256 });
    expect((await fetched(SIZE - 1_000)).size).toBe(1_000);
    expect(peakOf(controller.pid)).toBeLessThan(250);
  },
  SLOW,
);

test('the list tells name, version, size and who added it; what is there is not sent again', async () => {
  expect((await call('add', big.path, '--name', 'big', '--version', '1').ended).code).toBe(0);
  const { stdout } = await call('list', '--json').ended;
  expect(JSON.parse(stdout)).toMatchObject({
    artifacts: [{ name: 'big', version: '1', size: SIZE, operator: 'admin', sha256: big.sha256, uses: 0 }],
    uploads: [],
  });
  expect((await call('list').ended).stdout).toMatch(/NAME +VERSION +SIZE.*\nbig +1 +300 MiB +- /);
});

test('a file that is not what it should be is not sent', async () => {
  const { code, stderr } = await call('add', big.path, '--sha256', '0'.repeat(64)).ended;
  expect([code, stderr]).toEqual([1, expect.stringContaining(`has the checksum ${big.sha256}, not 0000`)]);
});

test('a URL is fetched on from where it broke off, and its checksum holds', async () => {
  const content = randomBytes(3 * MIB);
  const asked: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    asked.push(request.headers.range);
    const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
    response.writeHead(from === 0 ? 200 : 206, { etag: '"a"', 'content-length': content.length - from });
    if (asked.length > 1) return void response.end(content.subarray(from));
    response.write(content.subarray(0, MIB), () => setTimeout(() => response.destroy(), 50));
  });
  const url = `http://127.0.0.1:${await listening(server)}/tool-2.tar.gz?x=1`;
  const sha256 = createHash('sha256').update(content).digest('hex');
  try {
    const open = await call('add', url).ended;
    expect([open.code, open.stderr]).toEqual([1, expect.stringContaining('say what it should be with --sha256')]);
    const added = await call('add', url, '--sha256', sha256).ended;
    expect([added.code, added.stderr]).toEqual([0, '']);
    expect(added.stdout).toContain('tool-2.tar.gz');
    // How much of the first came before its end is for the network to say.
    expect(asked).toEqual([undefined, expect.stringMatching(/^bytes=[1-9]\d+-$/)]);
    const wrong = await call('add', url, '--sha256', '1'.repeat(64)).ended;
    expect(wrong.stderr).toContain(`${url} has the checksum ${sha256}, not 1111`);
    expect(readdirSync(join(live.folder, 'cache/rolecall/downloads'))).toEqual([]);
  } finally {
    server.close();
  }
});

const listening = (server: Server): Promise<number> =>
  new Promise((done) => server.listen(0, '127.0.0.1', () => done((server.address() as AddressInfo).port)));

test('prune shows what is unused and asks; without a terminal it wants -y', async () => {
  expect((await call('prune').ended).stdout).toBe('nothing is unused\n');
  const shown = await call('prune', '--older-than', '0s').ended;
  expect([shown.code, shown.stdout]).toEqual([1, expect.stringContaining(big.sha256)]);
  const pruned = await call('prune', '--older-than', '0s', '-y').ended;
  expect([pruned.code, pruned.stdout]).toEqual([0, expect.stringContaining('removed 2')]);
  expect(readdirSync(join(live.data, 'blobs'))).not.toContain(big.sha256);
  writeFileSync(join(live.folder, 'small'), 'x');
  expect((await call('add', join(live.folder, 'small')).ended).code).toBe(0);
});
