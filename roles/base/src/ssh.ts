import { assert, type Declared, guardedFile, pkg, RoleError, wait } from '@rolecall/roles';
import type { Params, Ssh } from './params.ts';

/** sshd takes the first value that it finds, and cloud-init writes its own into this folder. */
export const SSHD_CONF = '/etc/ssh/sshd_config.d/00-rolecall.conf';
const SSHD = '/usr/sbin/sshd';
const yes = (value: boolean): string => (value ? 'yes' : 'no');
const inSeconds = (ms: number): number => Math.ceil(ms / 1000);

export const sshdConf = (ssh: Ssh): string =>
  [
    '# Written by Rolecall.',
    `PermitRootLogin ${ssh.root === 'no' ? 'no' : 'prohibit-password'}`,
    'PubkeyAuthentication yes',
    `PasswordAuthentication ${yes(ssh.passwords)}`,
    `KbdInteractiveAuthentication ${yes(ssh.passwords)}`,
    'PermitEmptyPasswords no',
    `MaxAuthTries ${ssh.maxAuthTries}`,
    `LoginGraceTime ${inSeconds(ssh.loginGrace)}`,
    `ClientAliveInterval ${inSeconds(ssh.aliveEvery)}`,
    'ClientAliveCountMax 3',
    'X11Forwarding no',
    'AllowAgentForwarding no',
    `AllowTcpForwarding ${yes(ssh.forwarding)}`,
    ...(ssh.users === undefined ? [] : [`AllowUsers ${ssh.users.join(' ')}`]),
    '',
  ].join('\n');

/** A socket of systemd may start sshd only when somebody comes: then its folder is not there yet. */
const READY = 'mkdir -p -m 0755 /run/sshd 2>/dev/null;';

const accepts = ['sh', '-c', `${READY} exec ${SSHD} -t -f "$1"`, 'sh', '{}'];

/** All of its configuration must hold together before it is read anew; where it does not, the former file is put back. */
const apply = ['sh', '-c', `${READY} ${SSHD} -t && exec systemctl try-reload-or-restart ssh`];

/** What sshd would go by: a file that does not include the folder, or comes before ours, shows here. */
const goesBy = ({ maxAuthTries, passwords }: Ssh): string[] => [
  'sh',
  '-c',
  `${READY} found=$(${SSHD} -T) || exit 1
for line in "maxauthtries $1" "passwordauthentication $2"; do
  echo "$found" | grep -qxF "$line" || { echo "sshd does not go by $line: does /etc/ssh/sshd_config include its folder first?"; exit 1; }
done`,
  'sh',
  String(maxAuthTries),
  yes(passwords),
];

/** Whether anybody is let in by a key that stands on the host already. */
const KEY_IS_THERE = [
  'sh',
  '-c',
  'for keys in /root/.ssh/authorized_keys /home/*/.ssh/authorized_keys; do [ -s "$keys" ] && exit 0; done; exit 1',
];

/** @throws RoleError where the site says by itself that nobody could log in any more */
export function refuseLockout({ admins, ssh }: Pick<Params, 'admins' | 'ssh'>): void {
  const { root, users } = ssh;
  const inList = (name: string): boolean => users === undefined || users.includes(name);
  const withKey = admins.filter(({ name, keys }) => keys.length > 0 && inList(name));
  if (withKey.length > 0 || ssh.passwords || (root === 'key' && inList('root'))) return;
  throw new RoleError('bad_params', 'nobody could log in: name an admin with a key, or leave root with one');
}

export function sshd({ admins, ssh }: Pick<Params, 'admins' | 'ssh'>): readonly Declared[] {
  const needsKey = !ssh.passwords && admins.every(({ keys }) => keys.length === 0);
  return [
    pkg('openssh-server'),
    ...(needsKey ? [keyMustBeThere()] : []),
    guardedFile(SSHD_CONF, { content: sshdConf(ssh), validate: accepts, apply }),
    wait('sshd goes by what was written', { command: goesBy(ssh), timeoutMs: 5_000 }),
  ];
}

const keyMustBeThere = (): Declared =>
  assert('somebody has a key to log in with', {
    command: KEY_IS_THERE,
    hint: 'Name an admin with a key, or put one into /root/.ssh/authorized_keys: passwords will not do any more.',
  });
