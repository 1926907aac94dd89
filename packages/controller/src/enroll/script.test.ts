import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { enrolmentOf, newKeys, sendEnrolment } from '../testing/live-agent.ts';
import { LiveController } from '../testing/live-controller.ts';

/** Everything that the script may call; none of it does anything here but say that it was called. */
const STUBS = `id curl dpkg dpkg-deb sha256sum getconf systemctl sed grep mktemp rm mkdir mv cp ln readlink cat
  cksum cmp dirname chmod sleep sh node rolecall_join rolecall`.split(/\s+/);

let live: LiveController;
let stubs: string;
let calls: string;
beforeAll(async () => {
  live = await LiveController.open();
  stubs = join(live.folder, 'stubs');
  calls = join(live.folder, 'calls');
  mkdirSync(stubs);
  writeFileSync(join(stubs, 'id'), `#!/bin/sh\necho "\${0##*/} $*" >>'${calls}'\n`, { mode: 0o755 });
  for (const stub of STUBS.slice(1)) symlinkSync('id', join(stubs, stub));
});
beforeEach(() => rmSync(calls, { force: true }));
afterAll(() => live.close());

const scriptFor = async (token: string) => (await live.ask('GET', `/join/${token}`)).text;
const called = () => (existsSync(calls) ? readFileSync(calls, 'utf8').trim().split('\n') : []);

function run(script: string) {
  const { status, stdout, stderr } = spawnSync('/bin/sh', { input: script, env: { PATH: stubs }, encoding: 'utf8' });
  return { status, stdout, stderr };
}

/** Runs all of these beginnings of a script, each in a shell of its own. */
function runCut(script: string, lengths: readonly number[]): void {
  const file = join(live.folder, 'script');
  writeFileSync(file, script);
  const each = `while read -r n; do head -c "$n" '${file}' | env -i PATH='${stubs}' /bin/sh >/dev/null 2>&1; done`;
  const { status, error } = spawnSync('/bin/sh', ['-c', `${each}; exit 0`], { input: `${lengths.join('\n')}\n` });
  expect({ status, error }).toEqual({ status: 0, error: undefined });
}

test('the whole script begins with a look at the host, and stops where that is none for it', async () => {
  const { token } = await live.token();
  const { status, stderr } = run(await scriptFor(token));
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: 'rolecall: this has to run as root: end the line with "| sudo sh"\n',
  });
  expect(called()).toEqual(['id -u']);
});

test('cut off anywhere on its way the script calls nothing', async () => {
  const script = await scriptFor((await live.token()).token);
  const last = script.trimEnd().length;
  const lengths = Array.from({ length: last }, (_, n) => n).filter((n) => n % 7 === 0 || last - n <= 200);
  runCut(script, lengths);
  expect(called()).toEqual([]);
  runCut(script, [last]);
  expect(called()).toEqual(['id -u']);
});

test('the script holds what it was made for, quoted, and no place that was left open', async () => {
  const { token } = await live.token();
  const script = await scriptFor(token);
  expect(script).toContain(`url='${live.url}'`);
  expect(script).toContain(`token='${token}'`);
  expect(script).toContain(`bundle=${live.files.bundle.sha256}`);
  expect(script).toContain(live.ca.trim());
  expect(script).toContain('[Service]\nType=exec\n');
  expect(script).not.toMatch(/@[A-Z_]+@/);
});

test('the script for an expired, a revoked or an unknown token says one sentence and fails', async () => {
  const [expired, revoked] = [await live.token(), await live.token()];
  live.inStore((database) => database.run('UPDATE enroll_token SET expires = 1 WHERE id = ?', expired.id));
  await live.call('enroll.revoke', { id: revoked.id });
  for (const [token, says] of [
    [expired.token, 'this token expired at 1970-01-01T00:00:00.001Z'],
    [revoked.token, 'this token was revoked'],
    ['rcj_nothing', 'this token is not known to the controller'],
    ["'$(id)'", 'this token is not known to the controller'],
  ] as const) {
    expect(run(await scriptFor(encodeURIComponent(token)))).toEqual({
      status: 1,
      stdout: '',
      stderr: `rolecall: ${says} (make another with: controller enroll)\n`,
    });
  }
  expect(called()).toEqual([]);
});

test('fetching the script uses nothing up; after its use the script knows that', async () => {
  const { token } = await live.token();
  expect(await scriptFor(token)).toBe(await scriptFor(token));
  expect(await scriptFor(token)).toContain('token_state=open');
  const { status, text } = await sendEnrolment(live, enrolmentOf(token, 'one', newKeys()));
  expect(status).toBe(200);
  expect(await scriptFor(token)).toContain('token_state=used');
  const { hostId } = JSON.parse(text) as { hostId: string };
  const headers = { authorization: `Bearer ${token}`, 'rolecall-host': hostId };
  expect((await live.ask('GET', '/joined', { headers })).text).toBe('waiting');
  const other = { ...headers, 'rolecall-host': 'x' };
  expect((await live.ask('GET', '/joined', { headers: other })).text).toBe('waiting');
  expect((await live.ask('GET', '/joined', { headers: { ...headers, authorization: '' } })).status).toBe(400);
});

test('neither the token nor the id of the host is ever an argument of a program', async () => {
  const { token } = await live.token();
  const script = await scriptFor(token);
  const get = /^ {2}get\(\) \{\n[\s\S]*?\n {2}\}\n/m.exec(script)?.[0] ?? '';
  const recorder = join(live.folder, 'curl');
  writeFileSync(recorder, `#!/bin/sh\necho "argv: $*"\n/bin/cat\n`, { mode: 0o755 });
  const values = `token='${token}'; host_id=HOST-ID; pin=PIN; url=URL\n`;
  const { stdout } = spawnSync('/bin/sh', {
    input: `${values}${get}get joined /tmp/x`,
    env: { PATH: live.folder },
    encoding: 'utf8',
  });
  const [argv = '', ...config] = stdout.split('\n');
  expect(argv).toBe('argv: -fsSk --retry 3 --connect-timeout 20 --pinnedpubkey PIN --config - -o /tmp/x URL/joined');
  expect(config).toEqual([`header = "Authorization: Bearer ${token}"`, 'header = "Rolecall-Host: HOST-ID"', '']);
  // Everywhere else they are only given to the shell's own printf, to tests and to the environment of a program.
  const uses = script.split('\n').filter((line) => /\$\{?(token|host_id)\b/.test(line));
  expect(uses.map((line) => line.trim().split(' ')[0])).toEqual(['printf', 'enrolled=$(ROLECALL_TOKEN=$token']);
});
