import { kinds } from '@rolecall/resources';
import { ATTACKS, type Attack, program } from './attacks/attacker.ts';
import { TARGETS, type Target } from './attacks/targets.ts';
import { install } from './harness/install.ts';
import type { Programs } from './kinds/kinds.entry.ts';
import { KindsHost } from './kinds/kinds-host.ts';

/** Rounds of each attack: a few in every run of the tests, a thousand in `npm run test:long`. */
const ROUNDS = Number(process.env.ABUSE_ROUNDS ?? 20);
const IS_LONG = process.env.ABUSE_ROUNDS !== undefined;
/** Read, write, capture, bring back, take away: see `repeat`. */
const ACTS = 4;

const PACKAGES = ['nftables', 'sudo', 'cron', 'logrotate', 'locales'];

let there: KindsHost;
beforeAll(async () => {
  there = await KindsHost.boot('abuse-1', PACKAGES);
  await install(there.host, PACKAGES);
  // What takes seconds and writes elsewhere: none of it is needed to see where files go.
  for (const program of ['/usr/bin/podman', '/usr/sbin/locale-gen', '/usr/bin/apt-get'])
    await there.host.writeFile(program, '#!/bin/sh\nexit 0\n', '755');
  await there.sh('useradd -m mallory');
  await there.sh('mkdir /root/kept; cp -a /etc/hosts /etc/hostname /etc/localtime /etc/locale.gen /root/kept');
}, 600_000);
afterAll(() => there?.lab.remove());

/** Folders that anybody may look into, so that names of what is in them can be made; nobody else can read what that holds. */
const victims = ({
  name,
}: Target): string => `rm -rf /etc/victim /etc/victim-folder; mkdir -p /etc/victim '/etc/victim-folder/${name}'
for f in '/etc/victim/${name}' /etc/victim/other '/etc/victim-folder/${name}/precious'; do echo precious-5e1 >"$f"; chmod 600 "$f"; done`;

const place = ({ folder, above, setUp = '' }: Target): string => {
  const parent = folder.slice(0, folder.lastIndexOf('/'));
  const own = above
    ? `rm -rf ${folder} ${parent}/vault ${parent}/aside; install -d -o mallory -g mallory ${parent} ${folder}`
    : `mkdir -p ${folder}; chown mallory ${folder}`;
  return `${own}; ${setUp}`;
};

const clear = ({ folder, above, name }: Target): string =>
  above
    ? `rm -rf /srv/m /dev/shm/m /home/mallory/.ssh /home/mallory/vault /home/mallory/aside`
    : `chown root: ${folder}; cd ${folder} && rm -rf '${name}' .other secret-file secret-folder; cp -a /root/kept/* /etc`;

/** All that must be as it was: contents, owners, modes, times, numbers of names, mounts. */
const look = (): Promise<string> =>
  there.sh(
    'find /etc/victim /etc/victim-folder -printf "%p %U %G %m %T@ %i\n"; find /etc/victim* -type f -exec cat {} +; cut -d" " -f5 /proc/self/mountinfo | grep -E "victim|/m/"; getent passwd victoria',
  );

/** Copies of what only root may read that somebody else could read. */
const leaks = (): Promise<string> =>
  there.sh(
    'find /srv /home /dev/shm /etc -xdev -type f \\( ! -user root -o -perm /077 \\) -exec grep -ls precious-5e1 {} + ; cat /run/attack/harm 2>/dev/null',
  );

async function attack(target: Target, how: readonly Attack[]): Promise<void> {
  await there.host.writeFile('/opt/attack.py', program(how, target.folder, target.name));
  await there.sh(`rm -rf /run/attack; mkdir /run/attack; ${victims(target)}; ${place(target)}`);
  await there.sh('systemd-run -q --collect --unit=attack python3 /opt/attack.py');
  await there.until('test -e /run/attack/ready');
}

let attacked: Target | undefined;
afterEach(async () => {
  await there.sh(`systemctl kill -s KILL attack; sleep 0.1; ${attacked === undefined ? '' : clear(attacked)}`);
});

/** What mallory can do there. */
const reaching = ({ above, without = [] }: Target): readonly Attack[] =>
  (Object.keys(ATTACKS) as Attack[]).filter(
    (how) => !without.includes(how) && (above || ATTACKS[how].needs === 'folder'),
  );

const targets = Object.entries(TARGETS).flatMap(([kind, attacked]) =>
  'spared' in attacked
    ? []
    : Object.entries(attacked.ways).map(([way, target]) => [`${kind} ${way}`.trim(), target] as const),
);

interface Case {
  readonly what: string;
  readonly swapped: string;
  readonly target: Target;
  readonly how: readonly Attack[];
  readonly rounds: number;
  readonly programs: Programs;
}

/**
 * All attacks in turn where time is short, else each by itself. Where systemd takes its time it is met in a tenth of the rounds; in all of them
 * what is done to files.
 */
function casesOf(what: string, target: Target): readonly Case[] {
  const isSlow = target.slow === true;
  const all = reaching(target);
  const each = (programs: Programs): readonly Case[] =>
    all.map((swapped) => ({ what, swapped, target, how: [swapped], rounds: ROUNDS, programs }));
  const rounds = isSlow ? Math.ceil(ROUNDS / 10) : ROUNDS;
  const swapped = 'what can be swapped';
  const inTurn = (programs: Programs): Case => ({ what, swapped, target, how: all, rounds, programs });
  if (!IS_LONG) return [inTurn('in units')];
  return isSlow ? [inTurn('directly'), ...each('directly, for files alone')] : each('directly');
}

const cases = targets.flatMap(([what, target]) => casesOf(what, target));

test('every kind is attacked, or it is said what else writes for it', () => {
  expect(Object.keys(TARGETS).sort()).toEqual(Object.keys(kinds).sort());
});

/** An hour's run says as it goes on what it has done. */
const told = (line: string): void => void (IS_LONG && process.stderr.write(`${line}\n`));

test.each(cases)(
  '$what, while its user swaps $swapped: nothing of others is changed, and nothing becomes readable',
  async ({ what, swapped, target, how, rounds, programs }) => {
    attacked = target;
    const began = performance.now();
    await attack(target, how);
    const before = await look();
    const counts = await there.repeat(target.wanted, { rounds, turns: ROUNDS, programs });
    expect(await there.sh('systemctl is-active attack')).toBe('active');
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(rounds * ACTS);
    await there.sh('touch /run/attack/stop');
    await there.until('! systemctl -q is-active attack');
    expect({ victims: await look(), leaks: await leaks() }).toEqual({ victims: before, leaks: '' });
    expect(await there.sh(`cat ${target.folder}/.other`)).toMatch(/^(kept)?$/);
    const turns = await there.sh('cat /run/attack/turns');
    const seconds = Math.round((performance.now() - began) / 1000);
    told(`${what}, while its user swaps ${swapped}: ${turns} turns in ${seconds} s, ${JSON.stringify(counts)}`);
  },
  1_800_000,
);
