import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kinds } from '@rolecall/resources';
import { attachDisk, type LoopDisk } from '../lab/host/loop.ts';
import type { CommandResult } from '../lab/machine/command.ts';
import { type ChangedSite, changedSite } from './harness/changed-site.ts';
import { addArtifacts, succeed } from './harness/commands.ts';
import { type Fleet, out, startFleet } from './harness/fleet.ts';
import { install } from './harness/install.ts';
import { type Standing, standing } from './harness/standing.ts';
import { effects } from './harness/tree.ts';
import { makeSignedRepository } from './kinds/apt-repository.ts';
import { offer } from './kinds/tiny-packages.ts';

/** Every kind that a host in a container can do, through the command line: there, on, back, and away again. */
const SITE = join(import.meta.dirname, 'sites/everything.ts');
const PACKAGES = ['nftables', 'sudo', 'cron', 'logrotate', 'locales', 'e2fsprogs'];

/** Kinds that this site cannot have, and where they are proven. */
const ELSEWHERE = {
  reboot: 'it ends the host: reboot.fleet.test.ts',
  assert: 'it never differs: kinds-system.fleet.test.ts',
};

/** What programs keep for themselves, whatever is done to a host. */
const KEPT_BY_PROGRAMS = [
  /^\/etc\/(passwd|group|shadow|gshadow|subuid|subgid)-$/,
  /^\/etc\/\.pwd\.lock$/,
  /^\/etc\/ld\.so\.cache$/,
  /^\/usr\/lib\/locale(\/locale-archive)?$/,
  /^\/var\/lib\/(logrotate|private|rolecall-guarded)(\/|$)/,
  // dpkg-db-backup.timer, whenever a day begins: in the time zone that the site sets, too.
  /^\/var\/backups\/(dpkg|alternatives)\./,
  /^\/var\/lib\/systemd(\/(?!timers\/stamp-(comer|everything|leaver)).*)?$/,
  /^unit (systemd-|logrotate|session)/,
];

/** What is no longer managed once all of the site is taken away, and stays as the reference of its kind says. */
const LEFT_BY_DESTROY: readonly RegExp[] = [
  // A command's doing.
  /^\/var\/lib\/everything\.count$/,
  // A host has one name and one time zone.
  /^(hostname|zone|\/etc\/hostname|\/etc\/localtime|\/etc\/timezone)$/,
  // The directory of a mount.
  /^\/srv\/everything-disk$/,
];

let fleet: Fleet;
let first: ChangedSite;
let later: ChangedSite;
let before: Standing;
const disks: LoopDisk[] = [];
const host = () => fleet.host('ev-1');

/** Stores a release with the controller; its checksum. */
async function release(text: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'release-'));
  const content = `#!/bin/sh\necho ${text}\n`;
  writeFileSync(join(folder, 'tool'), content);
  await addArtifacts(fleet, join(folder, 'tool'));
  rmSync(folder, { recursive: true });
  return createHash('sha256').update(content).digest('hex');
}

/** A package whose script brings a file of configuration and a service, both at once in use. */
const BRINGS = `[ "$1" = configure ] || exit 0
[ -e /etc/tiny-brings.conf ] || echo shipped >/etc/tiny-brings.conf
printf '[Service]\\nExecStart=/usr/bin/sleep infinity\\n[Install]\\nWantedBy=multi-user.target\\n' >/lib/systemd/system/tiny-brings.service
systemctl daemon-reload; systemctl enable --now tiny-brings`;
const TAKES =
  'systemctl disable --now tiny-brings; rm -f /lib/systemd/system/tiny-brings.service; systemctl daemon-reload';

/** What stood on the host before anybody came. */
const OLD = `useradd -m -s /bin/sh deploy; useradd -m keyless
install -d -m 700 -o deploy -g deploy /home/deploy/.ssh
echo 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKFpcnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKAb mine' >/home/deploy/.ssh/authorized_keys
chown deploy: /home/deploy/.ssh/authorized_keys; chmod 600 /home/deploy/.ssh/authorized_keys
printf '; kept\\n[a]\\nx = 1\\n' >/etc/everything-old.ini; chmod 604 /etc/everything-old.ini
printf '{ "kept": [1,2] }\\n' >/etc/everything-old.json
printf '# kept\\na: {b: 1}\\n' >/etc/everything-old.yaml
printf 'theirs 1\\n' >/etc/everything-old.conf
printf '#!/bin/sh\\nexit 0\\n' >/usr/bin/podman; chmod 755 /usr/bin/podman
i="update-alternatives --install /usr/bin/everything everything"; $i /bin/true 20; $i /bin/false 10
systemctl daemon-reload`;

beforeAll(async () => {
  fleet = await startFleet({ hosts: ['ev-1'], cachedPackages: PACKAGES });
  await install(host(), PACKAGES);
  await out(host(), 'sh', '-ec', OLD);
  const scripts = { postinst: BRINGS, prerm: TAKES };
  await offer(host(), [
    { name: 'tiny-all', version: '1' },
    { name: 'tiny-all', version: '2' },
    { name: 'tiny-leaver', version: '1' },
    { name: 'tiny-brings', version: '1', scripts },
  ]);
  const key = await makeSignedRepository(host());
  for (let i = 0; i < 2; i++) disks.push(await attachDisk(host(), 32 * 1024 * 1024));
  const known = [
    ["'DISK-ONE', 'DISK-TWO'", disks.map(({ device }) => `'${device}'`).join(', ')],
    ["'RELEASE-ONE', 'RELEASE-TWO'", `'${await release('one')}', '${await release('two')}'`],
    ["'REPOSITORY-KEY'", JSON.stringify(key)],
  ] as const;
  first = changedSite(SITE, ...known);
  later = changedSite(SITE, ...known, ['const later = false', 'const later = true']);
  before = await standing(host());
}, 600_000);

afterAll(async () => {
  for (const site of [first, later]) site?.[Symbol.dispose]();
  for (const disk of disks) disk[Symbol.dispose]();
  await fleet?.remove();
}, 120_000);

const applied = (...words: readonly string[]): Promise<CommandResult> =>
  succeed(fleet, [...words, '-y'], { timeoutMs: 300_000 });

const runOf = ({ stdout }: CommandResult): string => /^run (\S+) /m.exec(stdout)?.[1] ?? '';

/** What is otherwise now, but for what may be. */
async function unlike(then: Standing, ...left: readonly RegExp[]): Promise<readonly string[]> {
  const now = await standing(host());
  return effects(then, now)
    .filter((effect) => ![...KEPT_BY_PROGRAMS, ...left].some((one) => one.test(effect.slice(effect.indexOf(' ') + 1))))
    .map((effect) => shownEffect(effect, then, now));
}

/** Both sides, so that a failure tells what it is about. */
function shownEffect(effect: string, then: Standing, now: Standing): string {
  const what = effect.slice(effect.indexOf(' ') + 1);
  return `${effect}: ${then.get(what) ?? 'nothing'} -> ${now.get(what) ?? 'nothing'}`;
}

/** The plan of the first site, as JSON. */
const planned = async (): Promise<string> => (await fleet.cli(['plan', first.path, '--json'])).stdout;

let settled: Standing;

test('every kind is planned, brought about, and after that nothing differs', async () => {
  const ofKinds = new Set([...(await planned()).matchAll(/"kind":"(\w+)"/g)].map(([, kind]) => kind));
  expect(Object.keys(kinds).filter((kind) => !ofKinds.has(kind) && !(kind in ELSEWHERE))).toEqual([]);
  await applied('apply', first.path);
  settled = await standing(host());
  const again = await applied('apply', first.path);
  expect(again.stdout).not.toMatch(/(changed|removed)=/);
  expect(await unlike(settled)).toEqual([]);
}, 300_000);

test('a run that changed, added and took away of every kind is rolled back to what stood there', async () => {
  const run = runOf(await applied('apply', later.path));
  expect((await unlike(settled)).length).toBeGreaterThan(50);
  expect((await fleet.cli(['rollback', run, '--check'])).stdout).toContain('it may hold data');
  await applied('rollback', run);
  expect(await unlike(settled)).toEqual([]);
  expect(await planned()).not.toMatch(/"action":"(?!keep)/);
}, 300_000);

test('destroy leaves the host as it was before, but for what the reference says that it leaves', async () => {
  await applied('destroy', first.path);
  expect(await unlike(before, ...LEFT_BY_DESTROY)).toEqual([]);
}, 300_000);
