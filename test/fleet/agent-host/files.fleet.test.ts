import { bootFleetHost, type FleetHost } from './fleet-host.ts';

/** Each round is a write against a process that never stops swapping what is at the path. */
const ROUNDS = 400;

let there: FleetHost;
beforeAll(async () => {
  there = await bootFleetHost('files-1');
  await there.sh(
    'useradd -m mallory && install -d -o mallory -g mallory /srv/m && mkdir /etc/victim && echo precious >/etc/victim/conf',
  );
  await there.sh('chmod 600 /etc/victim/conf; chmod 700 /etc/victim');
});
afterAll(() => there?.lab.remove());

const victim = (): Promise<string> =>
  there.sh('stat -c "%n %U %a %Y %i %h" /etc/victim /etc/victim/*; cat /etc/victim/conf; ls -A /etc/victim');

/** Swaps, as mallory, without end; `round` is one turn in Python. */
async function attack(round: string): Promise<void> {
  const code = `import os, time
def quietly(act, *words):
    try: act(*words)
    except OSError: pass
os.chdir('/srv/m')
while True:
${round
  .split('\n')
  .map((line) => `    ${line}`)
  .join('\n')}
`;
  await there.host.writeFile('/opt/attack.py', code);
  await there.sh('systemd-run -q --collect --unit=attack --uid=mallory python3 /opt/attack.py');
  await there.until('systemctl is-active attack');
}

/** Which of these outcomes were met: all rounds of one question may fall between two turns of the other process, so it is asked again. */
async function met(question: Parameters<FleetHost['ask']>[0], ...outcomes: readonly string[]): Promise<string[]> {
  const seen = new Set<string>();
  for (let tries = 0; tries < 30 && !outcomes.every((outcome) => seen.has(outcome)); tries++) {
    for (const outcome of Object.keys(Object((await there.ask(question)).answer))) seen.add(outcome);
  }
  return outcomes.filter((outcome) => seen.has(outcome));
}

describe('while a local user swaps what lies at the path', () => {
  afterEach(() => there.sh('systemctl kill -s KILL attack; rm -rf /srv/m/* /srv/m/.[!.]*'));

  test('the folder for a link: the victim behind the link is never touched', async () => {
    const before = await victim();
    await there.sh('install -d -o mallory -g mallory /srv/m/sub');
    await attack(
      "quietly(os.rename, 'sub', 'aside')\nquietly(os.symlink, '/etc/victim', 'sub')\ntime.sleep(0.0005)\n" +
        "quietly(os.unlink, 'sub')\nquietly(os.rename, 'aside', 'sub')\ntime.sleep(0.0005)",
    );
    const write = { do: 'write', path: '/srv/m/sub/conf', content: 'ours', owner: 'mallory', times: ROUNDS } as const;
    expect(await met(write, 'done', 'link_in_path')).toEqual(['done', 'link_in_path']);
    expect(await victim()).toBe(before);
  });

  test('the file for a link: the victim keeps its content, owner and mode', async () => {
    const before = await victim();
    await attack(
      "open('conf', 'w').close()\nquietly(os.unlink, 'conf')\nquietly(os.symlink, '/etc/victim/conf', 'conf')\nquietly(os.unlink, 'conf')",
    );
    const path = '/srv/m/conf';
    const write = { do: 'write', path, content: 'ours', owner: 'mallory', times: ROUNDS } as const;
    const change = { do: 'attributes', path, owner: 'mallory', times: ROUNDS } as const;
    expect(await met(write, 'done')).toEqual(['done']);
    expect(await met(change, 'not_a_file')).toEqual(['not_a_file']);
    expect(await victim()).toBe(before);
  });

  test('the file for a pipe, a folder and a second name: nothing waits and nothing else changes', async () => {
    const before = await victim();
    await there.sh('install -o mallory -g mallory -m 600 /dev/null /srv/m/other; echo kept >/srv/m/other');
    await attack(
      "quietly(os.mkfifo, 'conf')\nquietly(os.unlink, 'conf')\nquietly(os.mkdir, 'conf')\nquietly(os.rmdir, 'conf')\nquietly(os.link, 'other', 'conf')\nquietly(os.unlink, 'conf')",
    );
    const write = { do: 'write', path: '/srv/m/conf', content: 'ours', owner: 'mallory', times: ROUNDS } as const;
    expect(await met(write, 'not_a_file')).toEqual(['not_a_file']);
    expect(await there.sh('cat /srv/m/other')).toBe('kept');
    expect(await victim()).toBe(before);
  });
});

test("a file of root's is not put into a folder of somebody else", async () => {
  const { error } = await there.ask({ do: 'write', path: '/srv/m/conf', content: 'x', owner: 'root' });
  expect(error).toMatchObject({
    code: 'unsafe_folder',
    message: 'Nothing is written below /srv/m: /srv/m belongs to the user mallory, who could swap what is in it',
  });
});

test("a file for a service goes into the service's own folder, as Debian lays it out", async () => {
  await there.sh('useradd -r redis; install -d -o redis -g redis -m 2770 /etc/redis');
  const { error } = await there.ask({
    do: 'write',
    path: '/etc/redis/redis.conf',
    content: 'port 6379',
    owner: 'redis',
  });
  expect(error).toBeUndefined();
  expect(await there.sh('stat -c "%U %G %a" /etc/redis/redis.conf')).toBe('redis redis 644');
});

test('a full disk leaves the old file whole and nothing beside it, and says how full it is', async () => {
  await there.sh(
    'mkdir -p /mnt/tiny && mount -t tmpfs -o size=256k tmpfs /mnt/tiny && head -c 100000 /dev/zero >/mnt/tiny/conf',
  );
  const before = await there.sh('sha256sum /mnt/tiny/conf; stat -c "%i %Y" /mnt/tiny/conf; ls -A /mnt/tiny');
  const { error } = await there.ask({
    do: 'write',
    path: '/mnt/tiny/conf',
    content: 'x'.repeat(200_000),
    owner: 'root',
  });
  expect(error).toMatchObject({
    code: 'disk_full',
    message: '/mnt/tiny/conf could not be written: no space is left on its disk; what was there is unchanged',
    hint: expect.stringMatching(/^The disk of \/mnt\/tiny has 0\.\d MiB of 0\.3 MiB free/),
  });
  expect(await there.sh('sha256sum /mnt/tiny/conf; stat -c "%i %Y" /mnt/tiny/conf; ls -A /mnt/tiny')).toBe(before);
});

test('an access control list and extended attributes outlive a write', async () => {
  const python = (code: string): Promise<string> => there.sh(`python3 -c 'import os; ${code}'`);
  // An ACL as the kernel keeps it: owner rw, the user with number 1234 r, group r, mask r, others r.
  const acl =
    '02000000 01000600ffffffff 02000400d2040000 04000400ffffffff 10000400ffffffff 20000400ffffffff'.replaceAll(' ', '');
  await there.sh('echo old >/etc/kept.conf');
  await python(`os.setxattr("/etc/kept.conf", "system.posix_acl_access", bytes.fromhex("${acl}"))`);
  await python('os.setxattr("/etc/kept.conf", "user.origin", b"test")');
  expect(
    (await there.ask({ do: 'write', path: '/etc/kept.conf', content: 'new', owner: 'root' })).error,
  ).toBeUndefined();
  expect(await python('print(sorted(os.listxattr("/etc/kept.conf")))')).toBe(
    "['system.posix_acl_access', 'user.origin']",
  );
  expect(await python('print(os.getxattr("/etc/kept.conf", "system.posix_acl_access").hex())')).toBe(acl);
  expect(await there.sh('cat /etc/kept.conf')).toBe('new');
});
