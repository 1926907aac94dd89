import { bootFleetHost, type FleetHost } from './fleet-host.ts';

let there: FleetHost;
beforeAll(async () => {
  there = await bootFleetHost('commands-1');
});
afterAll(() => there?.lab.remove());

const shell = (script: string) => ({ argv: ['sh', '-c', script], timeoutMs: 60_000 });
const unitsLeft = (): Promise<string> =>
  there.sh(
    'systemctl list-units --all --no-legend "rolecall-step-*"; ls /run/rolecall/steps/*/request.json 2>/dev/null',
  );
/** Those that say so and are nobody's fork: a shell that starts a program is there twice for a moment. */
function shellsOf(table: string, says: string): readonly string[] {
  const rows = table
    .split('\n')
    .filter((line) => line.includes(says))
    .map((line) => line.trim().split(/\s+/));
  const pids = new Set(rows.map(([pid]) => pid));
  return rows.filter(([, parent]) => !pids.has(parent)).map(([pid = '']) => pid);
}

test('a command gives its output with exact bytes and offsets, and how it ended', async () => {
  const script = 'head -c 300000 /dev/zero | tr "\\0" x; printf "\\0\\377\\n" >&2; cat; exit 5';
  const { output, answer } = await there.ask({ do: 'run', id: 'a#0.0', command: { ...shell(script), input: 'given' } });
  expect(output.stdout?.length).toBe(300_005);
  expect(output.stdout?.endsWith('xxgiven')).toBe(true);
  expect(output.stderr).toBe('\0\xff\n');
  expect(answer).toMatchObject({ exitCode: 5, signal: null, timedOut: false });
  expect((answer as { stdout: string }).stdout.length).toBe(256 * 1024);
  const { output: again } = await there.ask({ do: 'replay', id: 'a#0.0', stream: 'stderr', from: 0 });
  expect(again.stderr).toBe(output.stderr);
  expect(await unitsLeft()).toBe('');
});

test('a command has a plain environment, its user with all groups, and its folder', async () => {
  await there.sh('useradd -m worker && groupadd extra && usermod -aG extra worker');
  const script = 'id -un; id -Gn; pwd; echo "$HOME $LC_ALL $DEBIAN_FRONTEND $OWN"; env | grep -c NOTIFY; umask';
  const command = { ...shell(script), user: 'worker', directory: '/opt', environment: { OWN: 'own value' } };
  const { output } = await there.ask({ do: 'run', id: 'env', command });
  expect(output.stdout?.split('\n')).toEqual([
    'worker',
    'worker extra',
    '/opt',
    '/home/worker C.UTF-8 noninteractive own value',
    '0',
    '0022',
    '',
  ]);
});

test('a command outlives the agent: killed again and again, the next one finds the same process, all output and the result', async () => {
  const script = 'echo $$; for i in $(seq 60); do echo line $i; sleep 0.1; done; exit 9';
  let agent = await there.askBeside({ do: 'run', id: 'b#3.0', command: shell(script) });
  await there.until(`grep -q . /root/${agent}.out`);
  const pids = new Set<string>();
  for (let round = 0; round < 10; round++) {
    await there.sh(`systemctl kill -s KILL ${agent}; sleep 0.1`);
    for (const pid of shellsOf(await there.sh('ps -ww -eo pid,ppid,args'), 'seq 60)')) pids.add(pid);
    agent = await there.askBeside({ do: 'settle', id: 'b#3.0' });
    await there.sh('sleep 0.1');
  }
  await there.sh(`systemctl kill -s KILL ${agent}`);
  expect((await there.ask({ do: 'started', work: 'b#3' })).answer).toEqual(['b#3.0']);
  const { output, answer } = await there.ask({ do: 'settle', id: 'b#3.0' });
  const lines = Array.from({ length: 60 }, (_, index) => `line ${index + 1}\n`).join('');
  expect([...pids]).toEqual([output.stdout?.split('\n')[0]]);
  expect(output.stdout?.slice(output.stdout.indexOf('\n') + 1)).toBe(lines);
  expect(answer).toMatchObject({ is: 'ended', completed: { exitCode: 9, signal: null } });
  await there.ask({ do: 'forget', work: 'b#3' });
  expect((await there.ask({ do: 'started', work: 'b#3' })).answer).toEqual([]);
});

test('a command whose runner was killed is lost, not forgotten, and leaves no process', async () => {
  const agent = await there.askBeside({ do: 'run', id: 'lost', command: shell('sleep 4321 & sleep 4321') });
  await there.until('pgrep -f "^sleep 4321"');
  await there.sh('kill -9 $(pgrep -f "driver.cjs step")');
  await there.until(`grep -q command_lost /root/${agent}.out`);
  expect((await there.ask({ do: 'settle', id: 'lost' })).answer).toEqual({ is: 'lost' });
  expect(await there.sh('pgrep -f "^sleep 4321"')).toBe('');
  expect((await there.ask({ do: 'started', work: 'lost' })).answer).toEqual(['lost']);
});

test('a package manager whose runner was killed goes on, and is waited for', async () => {
  const command = { ...shell('sleep 3; touch /root/dpkg-done'), uninterruptible: true };
  const agent = await there.askBeside({ do: 'run', id: 'dpkg', command });
  await there.until('pgrep -f "^sleep 3"');
  await there.sh('kill -9 $(pgrep -f "driver.cjs step")');
  await there.until(`grep -q command_lost /root/${agent}.out`);
  expect(await there.sh('ls /root/dpkg-done')).toBe('/root/dpkg-done');
});

test('the time limit ends everything that the command started', async () => {
  const script =
    'trap "" TERM; setsid sleep 987 & (setsid sh -c "trap \\"\\" TERM; sleep 987; sleep 987" &) ; sleep 987; sleep 987';
  const { answer } = await there.ask({ do: 'run', id: 'limit', command: { ...shell(script), timeoutMs: 1_000 } });
  expect(answer).toMatchObject({ exitCode: null, signal: 'SIGKILL', timedOut: true });
  expect(await there.sh('pgrep -f "[s]leep 987"')).toBe('');
  expect(await unitsLeft()).toBe('');
});

test('a command is cancelled politely, unless it must not be cut off', async () => {
  const polite = await there.askBeside({
    do: 'run',
    id: 'polite',
    command: shell('trap "echo bye; exit 3" TERM; sleep 60 & wait'),
  });
  await there.until('pgrep -f "^sleep 60$"');
  const stubborn = { ...shell('sleep 4; echo finished'), uninterruptible: true };
  const other = await there.askBeside({ do: 'run', id: 'stubborn', command: stubborn });
  await there.until('pgrep -f "^sleep 4$"');
  for (const id of ['polite', 'stubborn']) expect((await there.ask({ do: 'cancel', id })).error).toBeUndefined();
  await there.until(`grep -q answer /root/${polite}.out && grep -q answer /root/${other}.out`);
  expect((await there.ask({ do: 'settle', id: 'polite' })).answer).toMatchObject({
    completed: { exitCode: 3, stdout: 'bye\n' },
  });
  expect((await there.ask({ do: 'settle', id: 'stubborn' })).answer).toMatchObject({
    completed: { exitCode: 0, stdout: 'finished\n' },
  });
});

test('a command that runs is not forgotten', async () => {
  await there.askBeside({ do: 'run', id: 'busy', command: shell('sleep 3') });
  await there.until('pgrep -f "^sleep 3$"');
  expect((await there.ask({ do: 'forget', work: 'busy' })).error?.code).toBe('command_running');
});

test('a terminal is given where one is asked for', async () => {
  const { output, answer } = await there.ask({
    do: 'run',
    id: 'tty',
    command: { ...shell('tty -s && stty size; exit 2'), tty: true },
  });
  expect(output).toEqual({ terminal: '40 120\r\n' });
  expect(answer).toMatchObject({ exitCode: 2, stdout: '40 120\r\n', stderr: '' });
});

test("a secret that a command prints is nowhere: not in spools, journal, units' properties or process lists", async () => {
  const secret = 'c4nary/pass"word+7';
  const script =
    'sleep 1; echo "$TOKEN"; printf %s "$TOKEN" | base64; for c in $(printf %s "$TOKEN" | fold -w1); do printf %s "$c"; sleep 0.02; done; cat';
  const command = { ...shell(script), environment: { TOKEN: secret }, input: `${secret}\n` };
  const agent = await there.askBeside({ do: 'run', id: 'secret', command, hide: [secret] });
  await there.until('pgrep -f "^sleep 1"');
  const seen = await there.sh(
    'systemctl show "rolecall-step-*"; for p in /proc/[0-9]*; do tr "\\0" " " <$p/cmdline; echo; done; cat /run/rolecall/steps/*/*',
  );
  await there.until(`grep -q answer /root/${agent}.out`);
  const after = await there.sh(
    `journalctl -o export --no-pager; find /run/rolecall /var/lib/rolecall /run/systemd /var/log -type f -exec cat {} +; cat /root/${agent}.out | grep -v base64`,
  );
  for (const form of ['c4nary', Buffer.from(secret).toString('base64').slice(0, 12)]) {
    expect(seen).not.toContain(form);
    expect(after).not.toContain(form);
  }
  expect((await there.ask({ do: 'settle', id: 'secret' })).output.stdout).toBe('***\n***\n******\n');
});

test('a command that cannot be started says why, and leaves nothing', async () => {
  const missing = await there.ask({
    do: 'run',
    id: 'missing',
    command: { argv: ['no-such-program'], timeoutMs: 5_000 },
  });
  expect(missing.answer).toMatchObject({ exitCode: 127, stderr: expect.stringContaining('there is no such program') });
  const nobody = await there.ask({ do: 'run', id: 'nobody', command: { ...shell('id'), user: 'no-such-user' } });
  expect(nobody.error).toMatchObject({ code: 'unknown_user' });
  expect((await there.ask({ do: 'started', work: 'nobody' })).answer).toEqual([]);
});

test('output that the disk cannot hold does not stop the command, and is told', async () => {
  await there.sh('mkdir -p /mnt/small && mount -t tmpfs -o size=1m,mode=700 tmpfs /mnt/small');
  const command = shell('head -c 3000000 /dev/zero; touch /root/went-on; exit 6');
  const { answer, error } = await there.ask({ do: 'run', id: 'full', command }, '/mnt/small');
  expect(error).toBeUndefined();
  expect(answer).toMatchObject({ exitCode: 6, stderr: expect.stringMatching(/output could not be kept.*ENOSPC/) });
  expect(await there.sh('ls /root/went-on')).toBe('/root/went-on');
  const next = await there.ask({ do: 'run', id: 'full2', command }, '/mnt/small');
  expect(next.error).toMatchObject({ code: 'disk_full', hint: expect.stringContaining('MiB') });
});

describe('a file mounted for one command', () => {
  const bind = { '/usr/sbin/policy-rc.d': '/opt/rolecall/libexec/policy-rc.d' };
  const listing = () => there.sh('ls -la --time-style=+ /usr/sbin/policy-rc.d 2>&1; grep policy /proc/mounts');

  test('is there for the command alone, and nothing is left on the host', async () => {
    const before = await listing();
    const beside = await there.askBeside({
      do: 'run',
      id: 'bind',
      command: { ...shell('sleep 1; /usr/sbin/policy-rc.d; echo $?'), bind },
    });
    await there.until('pgrep -f "^sleep 1$"');
    expect((await there.host.exec(['test', '-x', '/usr/sbin/policy-rc.d'])).exitCode).not.toBe(0);
    await there.until(`grep -q answer /root/${beside}.out`);
    expect((await there.ask({ do: 'settle', id: 'bind' })).output.stdout).toBe('101\n');
    expect(await listing()).toBe(before);
  });

  test('leaves nothing when every process of ours was killed', async () => {
    const before = await listing();
    const beside = await there.askBeside({ do: 'run', id: 'bind-killed', command: { ...shell('sleep 77'), bind } });
    await there.until('pgrep -f "^sleep 77$"');
    await there.sh(`systemctl kill -s KILL ${beside}; pkill -9 -f driver.cjs; pkill -9 -f "^sleep 77$"`);
    await there.until('! systemctl list-units --all --no-legend "rolecall-step-*" | grep -q .');
    expect(await listing()).toBe(before);
  });

  test('does not touch a file that was there', async () => {
    await there.sh('printf "#!/bin/sh\\nexit 0\\n" >/usr/sbin/policy-rc.d; chmod 755 /usr/sbin/policy-rc.d');
    const before = await listing();
    const { output } = await there.ask({
      do: 'run',
      id: 'bind-over',
      command: { ...shell('/usr/sbin/policy-rc.d; echo $?'), bind },
    });
    expect(output.stdout).toBe('101\n');
    expect(await listing()).toBe(before);
    await there.sh('rm /usr/sbin/policy-rc.d');
  });
});

test('after a power cut nothing is left of mounts, and what ran is lost', async () => {
  const bind = { '/usr/sbin/policy-rc.d': '/opt/rolecall/libexec/policy-rc.d' };
  await there.askBeside({ do: 'run', id: 'power', command: { ...shell('sleep 55'), bind } });
  await there.until('pgrep -f "^sleep 55$"');
  await there.host.kill();
  await there.host.start();
  expect((await there.ask({ do: 'settle', id: 'power' })).answer).toEqual({ is: 'lost' });
  expect((await there.host.exec(['test', '-e', '/usr/sbin/policy-rc.d'])).exitCode).not.toBe(0);
});
