import { KindsHost, resource } from './kinds/kinds-host.ts';

/** Rounds of each attack: a few in every run of the tests, a thousand in `npm run test:long`. */
const ROUNDS = Number(process.env.ABUSE_ROUNDS ?? 40);

let there: KindsHost;
beforeAll(async () => {
  there = await KindsHost.boot('abuse-1', []);
  await there.sh(
    'useradd -m mallory && install -d -o mallory -g mallory /srv/m /home/mallory/.ssh && mkdir /etc/victim',
  );
  await there.sh(
    'cd /etc/victim; for f in conf authorized_keys; do echo precious-5e1 >$f; done; chmod 600 *; chmod 700 .',
  );
});
afterAll(() => there?.lab.remove());

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl mallory';
const owned = { path: '/srv/m/sub/conf', owner: 'mallory', group: 'mallory' };
const inHome = { folder: '/home/mallory/.ssh', name: 'authorized_keys' };
const inSub = { folder: '/srv/m/sub', name: 'conf' };

/** Every kind that writes where a user may write too. The others write below folders that only root can change. */
const TARGETS = {
  'a file': { ...inSub, wanted: resource('file', { ...owned, content: 'ours\n' }) },
  'keys of a file': { ...inSub, wanted: resource('file', { ...owned, format: 'ini', keys: { 'a.b': 'ours' } }) },
  'a block of a file': { ...inSub, wanted: resource('file', { ...owned, blocks: { a: 'ours\n' } }) },
  'a directory': { ...inSub, wanted: resource('directory', owned) },
  'a link': { ...inSub, wanted: resource('link', { path: owned.path, target: '/etc/hostname' }) },
  'a key of a user': { ...inHome, wanted: resource('authorizedKey', { user: 'mallory', key: KEY }) },
} as const;

/** One turn of an attack, in Python; in the folder above the one that is attacked. */
const ATTACKS = {
  'the folder for a link': (sub: string) => `
    quietly(os.rename, '${sub}', 'aside')
    quietly(os.symlink, '/etc/victim', '${sub}')
    time.sleep(0.0004)
    quietly(os.unlink, '${sub}')
    quietly(os.rename, 'aside', '${sub}')
    time.sleep(0.0004)`,
  'the entry for a link': (sub: string, name: string) => `
    quietly(os.unlink, '${sub}/${name}')
    quietly(os.rmdir, '${sub}/${name}')
    quietly(os.symlink, '/etc/victim/${name}', '${sub}/${name}')
    time.sleep(0.0003)
    quietly(os.unlink, '${sub}/${name}')
    quietly(os.close, os.open('${sub}/${name}', os.O_CREAT | os.O_WRONLY, 0o600))
    time.sleep(0.0003)`,
  'the entry for a pipe, a folder and a second name': (sub: string, name: string) => `
    for make in (os.mkfifo, os.mkdir):
        quietly(os.unlink, '${sub}/${name}')
        quietly(make, '${sub}/${name}')
        time.sleep(0.0002)
        quietly(os.rmdir, '${sub}/${name}')
    for other in ('other', '/etc/victim/${name}'):
        quietly(os.unlink, '${sub}/${name}')
        quietly(os.link, other, '${sub}/${name}')
        time.sleep(0.0002)`,
} as const;

const victim = (): Promise<string> =>
  there.sh('stat -c "%n %U %a %Y %Z %i %h" /etc/victim /etc/victim/*; cat /etc/victim/*; ls -A /etc/victim');

/** Swaps, as mallory, until it is stopped. */
async function attack(folder: string, turn: string): Promise<void> {
  const code = `import os, time
def quietly(act, *words):
    try: return act(*words)
    except OSError: pass
os.chdir(os.path.dirname('${folder}'))
open('other', 'w').write('kept')
while True:
    try:${turn.replaceAll('\n', '\n    ')}
    except OSError: pass
`;
  await there.host.writeFile('/opt/attack.py', code);
  await there.sh(`rm -rf ${folder}; install -d -o mallory -g mallory -m 700 ${folder}`);
  await there.sh('systemd-run -q --collect --unit=attack --uid=mallory python3 /opt/attack.py');
  await there.until('systemctl is-active attack');
}

afterEach(() => there.sh('systemctl kill -s KILL attack; rm -rf /srv/m/* /srv/m/.[!.]* /home/mallory/aside'));

const cases = Object.entries(TARGETS).flatMap(([what, target]) =>
  Object.entries(ATTACKS).map(([how, turn]) => [what, how, target, turn] as const),
);

test.each(cases)(
  '%s, while its user swaps %s: the victim is neither changed nor read',
  async (...of) => {
    const [, , { folder, name, wanted }, turn] = of;
    const before = await victim();
    await attack(folder, turn(folder.slice(folder.lastIndexOf('/') + 1), name));
    const counts = await there.repeat(ROUNDS, wanted);
    expect(await there.sh('systemctl is-active attack')).toBe('active');
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(ROUNDS * 3);
    // The attack met them: not every round could be done.
    expect(Object.keys(counts)).not.toEqual(['done']);
    expect(await victim()).toBe(before);
    expect(await there.sh('grep -rlsD skip precious-5e1 /srv/m /home/mallory')).toBe('');
    expect(await there.sh(`cat ${folder.slice(0, folder.lastIndexOf('/'))}/other`)).toBe('kept');
  },
  1_800_000,
);
