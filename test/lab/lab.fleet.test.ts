import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Lab, type LabHost, startLab } from './lab.ts';
import { waitFor } from './machine/process.ts';
import { folderOfLab } from './state/folder.ts';
import { tracesOf } from './traces.ts';

const ping = async (from: LabHost, to: string): Promise<boolean> =>
  (await from.exec(['ping', '-q', '-c', '2', '-i', '0.2', '-W', '1', to])).exitCode === 0;

describe('two hosts', () => {
  let lab: Lab;
  let one: LabHost;
  let two: LabHost;
  beforeAll(async () => {
    lab = await startLab({ hosts: ['one', 'two'], cachedPackages: ['hello'] });
    one = lab.host('one');
    two = lab.host('two');
  });
  afterAll(() => lab.remove());

  test('each is a machine of its own with systemd as process 1', async () => {
    expect((await one.exec(['hostname'])).stdout).toBe('one\n');
    expect(await one.readFile('/proc/1/comm')).toBe('systemd\n');
    expect(await one.readFile('/etc/machine-id')).not.toBe(await two.readFile('/etc/machine-id'));
  });

  test('exec answers exit code, outputs and input', async () => {
    const result = await one.exec(['sh', '-c', 'cat; echo err >&2; exit 7'], { input: 'in' });
    expect(result).toEqual({ exitCode: 7, stdout: 'in', stderr: 'err\n' });
  });

  test('exec stops what takes too long, inside the host too', async () => {
    const slow = one.exec(['sleep', '4242'], { timeoutMs: 300 });
    await expect(slow).rejects.toThrow(expect.objectContaining({ code: 'timeout' }));
    expect((await one.exec(['pgrep', '-f', 'sleep 4242'])).exitCode).toBe(1);
  });

  test('files and folders are copied with their modes', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rolecall-copy-'));
    writeFileSync(join(folder, 'tool'), '#!/bin/sh\necho works\n', { mode: 0o755 });
    await one.copyTo(folder, '/opt/tree');
    await one.copyTo(join(folder, 'tool'), '/opt/single/tool');
    await one.writeFile('/opt/secret', new Uint8Array([104, 105]), '600');
    rmSync(folder, { recursive: true });
    expect((await one.exec(['/opt/tree/tool'])).stdout).toBe('works\n');
    expect((await one.exec(['/opt/single/tool'])).stdout).toBe('works\n');
    expect((await one.exec(['stat', '-c', '%a %s', '/opt/secret'])).stdout).toBe('600 2\n');
  });

  test('they reach each other and the gateway, until one is cut and again when it is healed', async () => {
    expect(await ping(one, two.address)).toBe(true);
    expect(await ping(one, lab.gateway)).toBe(true);
    await two.cut();
    expect(await ping(one, two.address)).toBe(false);
    expect(await ping(two, lab.gateway)).toBe(false);
    expect(await ping(one, lab.gateway)).toBe(true);
    await two.heal();
    expect(await ping(one, two.address)).toBe(true);
  });

  test('a host that loses packets loses some and not all', async () => {
    await one.lose(50);
    const { stdout } = await two.exec(['ping', '-q', '-c', '60', '-i', '0.02', '-W', '1', one.address]);
    await one.heal();
    const received = Number(/(\d+) received/.exec(stdout)?.[1]);
    // Request and answer each pass with even chance: 15 of 60 on average; 0 or 45 of 60 once in many million runs.
    expect(received).toBeGreaterThan(0);
    expect(received).toBeLessThan(45);
  });

  test('power loss kills the host at once and keeps its disk', async () => {
    await one.writeFile('/root/kept', 'still here');
    await one.kill();
    expect(one.isRunning()).toBe(false);
    await expect(one.exec(['true'])).rejects.toThrow('one is not running');
    await one.start();
    expect(await one.readFile('/root/kept')).toBe('still here');
    expect(await ping(two, one.address)).toBe(true);
  });

  test('a rebuilt host has an empty disk, and its name and address', async () => {
    const { address } = one;
    await one.writeFile('/root/kept', 'from before');
    await one.rebuild();
    expect((await one.exec(['test', '-e', '/root/kept'])).exitCode).toBe(1);
    expect((await one.exec(['hostname'])).stdout).toBe('one\n');
    expect((await one.exec(['hostname', '-I'])).stdout).toContain(address);
  });

  test('an orderly stop lets services end and keeps the disk', async () => {
    await one.writeFile(
      '/etc/systemd/system/mark.service',
      '[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=true\nExecStop=touch /root/stopped\n',
    );
    await one.exec(['systemctl', 'start', 'mark.service']);
    await one.stop();
    await one.start();
    expect((await one.exec(['test', '-e', '/root/stopped'])).exitCode).toBe(0);
  });

  test('a host that powered itself off is started again', async () => {
    await one.exec(['systemctl', 'poweroff']);
    expect(await waitFor(() => !one.isRunning(), 60_000)).toBe(true);
    await one.start();
    expect(one.isRunning()).toBe(true);
  });

  test('a cached package is installed while the host has no network', async () => {
    await two.cut();
    const install = await two.exec(['apt-get', 'install', '-y', 'hello'], { timeoutMs: 120_000 });
    await two.heal();
    expect(install).toMatchObject({ exitCode: 0 });
    expect((await two.exec(['hello'])).exitCode).toBe(0);
  });
});

test('two labs at once have subnets of their own and cannot reach each other', async () => {
  await using first = await startLab({ hosts: ['same'] });
  await using second = await startLab({ hosts: ['same'] });
  expect(first.gateway).not.toBe(second.gateway);
  expect(await ping(first.host('same'), first.gateway)).toBe(true);
  expect(await ping(first.host('same'), second.host('same').address)).toBe(false);
});

test('removal leaves no folder, mount, interface, nft table or control group', async () => {
  const lab = await startLab({ hosts: ['gone-1', 'gone-2'] });
  await lab.host('gone-1').cut();
  await lab.host('gone-2').kill();
  const before = await tracesOf(lab.number);
  expect(before).toMatchObject({ folder: true, mounts: expect.any(Array) });
  expect(before.mounts.length && before.links.length && before.tables.length && before.cgroups.length).toBeTruthy();
  await lab.remove();
  await lab.remove();
  expect(await tracesOf(lab.number)).toEqual({ folder: false, mounts: [], links: [], tables: [], cgroups: [] });
});

test.each(['SIGKILL', 'SIGINT'] as const)('a lab whose process ends by %s is removed', async (signal) => {
  const owner = spawnOwner();
  const [line] = (await once(owner.stdout, 'data')) as [Buffer];
  const number = Number(line.toString());
  expect((await tracesOf(number)).links).toContain(`rolecall-${number}`);
  owner.kill(signal);
  await once(owner, 'close');
  expect(await waitFor(async () => !(await tracesOf(number)).folder, 60_000)).toBe(true);
  expect(await tracesOf(number)).toEqual({ folder: false, mounts: [], links: [], tables: [], cgroups: [] });
});

test('what a process left whose reaper was killed too is swept by the next lab', async () => {
  const owner = spawnOwner();
  const [line] = (await once(owner.stdout, 'data')) as [Buffer];
  const orphan = join(folderOfLab(Number(line.toString())), 'hosts', 'orphan');
  expect(existsSync(orphan)).toBe(true);
  const children = readFileSync(`/proc/${owner.pid}/task/${owner.pid}/children`, 'utf8').trim().split(' ').map(Number);
  const isReaper = (pid: number): boolean => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('reaper.ts');
  for (const reaper of children.filter(isReaper)) process.kill(reaper, 'SIGKILL');
  owner.kill('SIGKILL');
  await once(owner, 'close');
  await using next = await startLab({ hosts: ['next'] });
  expect(existsSync(orphan)).toBe(false);
  expect((await next.host('next').exec(['true'])).exitCode).toBe(0);
});

test('a host that does not boot is an error with its console, and its lab is removed', async () => {
  const lab = await startLab({ hosts: ['fine'] });
  const host = lab.host('fine');
  await host.exec(['ln', '-sf', '/bin/false', '/usr/lib/systemd/systemd']);
  await host.kill();
  await expect(host.start()).rejects.toThrow(/^The host fine .*console\.log/);
  await lab.remove();
  expect(existsSync(`/sys/class/net/rolecall-${lab.number}`)).toBe(false);
});

/** A process that starts a lab, prints its number and waits to be ended. */
function spawnOwner(): ChildProcess & { readonly stdout: NonNullable<ChildProcess['stdout']> } {
  const program = `import { startLab } from ${JSON.stringify(join(import.meta.dirname, 'lab.ts'))};
    const lab = await startLab({ hosts: ['orphan'] });
    console.log(lab.number);
    setInterval(() => lab, 1000);`;
  return spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
}
