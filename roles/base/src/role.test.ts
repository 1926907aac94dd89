import { defineSite } from '@rolecall/roles';
import { evaluate } from '@rolecall/roles/testing';
import { base } from './role.ts';

const call = evaluate(defineSite({ name: 'test', hosts: { a: {} }, use: () => void base.on(['a']) }));
const KEY = `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${'a'.repeat(43)} ann@desk`;
const ann = { name: 'ann', keys: [KEY] };

interface Declared {
  readonly kind: string;
  readonly key: string;
  readonly params: { readonly content?: string; readonly [name: string]: unknown };
}
function resources(params: object): readonly Declared[] {
  const known = call({ call: 'params', use: 'base', params: params as never }) as Record<string, never>;
  const peers = [{ name: 'a', address: '10.0.0.1', labels: {}, facts: {} }];
  const cluster = { use: 'base', params: known, peers, record: null, decided: {} };
  return call({ call: 'resources', ...cluster, host: 'a' }) as unknown as readonly Declared[];
}
const idsOf = (params: object) => resources(params).map(({ kind, key }) => `${kind}:${key}`);
const contentOf = (params: object, path: string) =>
  resources(params)
    .find(({ key }) => key === path)
    ?.params.content?.split('\n') ?? [];
const SSHD = '/etc/ssh/sshd_config.d/00-rolecall.conf';

describe('the role base', () => {
  test('lets people in by key before it keeps passwords out', () => {
    const ids = idsOf({ admins: [ann] });
    const at = (start: string) => ids.findIndex((id) => id.startsWith(start));
    expect(at('user:ann')).toBeLessThan(at('authorizedKey:ann/'));
    expect(at('authorizedKey:ann/')).toBeLessThan(at('sudoers:'));
    expect(at('sudoers:')).toBeLessThan(at(`guardedFile:${SSHD}`));
    expect(contentOf({ admins: [ann] }, SSHD)).toEqual(
      expect.arrayContaining([
        'PasswordAuthentication no',
        'PermitRootLogin prohibit-password',
        'AllowTcpForwarding no',
      ]),
    );
  });

  test('refuses a site by which nobody could log in any more', () => {
    const nobody = 'nobody could log in';
    expect(() => resources({ ssh: { root: 'no' } })).toThrow(nobody);
    expect(() => resources({ ssh: { users: ['bob'] }, admins: [ann] })).toThrow(nobody);
    expect(idsOf({ ssh: { root: 'no' }, admins: [ann] })).toContain(`guardedFile:${SSHD}`);
  });

  test('asks the host for a key where the site names none', () => {
    const must = 'assert:somebody has a key to log in with';
    expect(idsOf({})).toContain(must);
    expect(idsOf({ admins: [ann] })).not.toContain(must);
    expect(idsOf({ ssh: { passwords: true } })).not.toContain(must);
  });

  test('has the new configuration of sshd accepted before it is put in place, and undone where it cuts off', () => {
    const found = resources({ admins: [ann] }).find(({ kind }) => kind === 'guardedFile');
    expect(found?.params.validate).toEqual(expect.arrayContaining(['{}']));
    expect(JSON.stringify(found?.params.apply)).toContain('sshd -t && exec systemctl try-reload-or-restart ssh');
  });

  test('gives each admin as much of root as was said', () => {
    const admins = [ann, { name: 'bob', sudo: 'with-password' }, { name: 'eve', sudo: 'none' }];
    expect(contentOf({ admins }, 'rolecall-admins')).toEqual([
      'ann ALL=(ALL:ALL) NOPASSWD: ALL',
      'bob ALL=(ALL:ALL) ALL',
      '',
    ]);
    expect(idsOf({ admins: [{ ...ann, sudo: 'none' }] }).filter((id) => id.startsWith('sudoers'))).toEqual([]);
  });

  test('takes security updates alone, and never restarts anything for them', () => {
    const conf = contentOf(
      { admins: [ann], upgrades: { except: ['redis-'] } },
      '/etc/apt/apt.conf.d/90rolecall-upgrades',
    );
    expect(conf).toContain('APT::Periodic::Unattended-Upgrade "1";');
    expect(conf.filter((line) => line.includes('origin=')).every((line) => /[Ss]ecurity/.test(line))).toBe(true);
    expect(conf.slice(conf.indexOf('Unattended-Upgrade::Package-Blacklist {')).slice(0, 3)).toEqual([
      'Unattended-Upgrade::Package-Blacklist {',
      '  "redis-";',
      '};',
    ]);
    expect(conf).toContain('Unattended-Upgrade::Automatic-Reboot "false";');
    expect(idsOf({ admins: [ann], upgrades: { automatic: 'none' } })).not.toContain('package:unattended-upgrades');
  });

  test('keeps logs for three days unless told, in files that are short enough to be dropped in time', () => {
    const path = '/etc/systemd/journald.conf.d/60-rolecall.conf';
    expect(contentOf({ admins: [ann] }, path)).toEqual(
      expect.arrayContaining(['SystemMaxUse=1073741824', 'MaxRetentionSec=259200s', 'MaxFileSec=86400s']),
    );
    expect(contentOf({ admins: [ann], journal: { keep: '3h' } }, path)).toContain('MaxFileSec=3600s');
  });

  test('sets values of the kernel that a site may add to, replace and leave alone', () => {
    const sysctl = { 'vm.max_map_count': 262_144, 'kernel.kptr_restrict': 2, 'kernel.dmesg_restrict': null };
    const found = resources({ admins: [ann], sysctl }).filter(({ kind }) => kind === 'sysctl');
    const values = new Map(found.map(({ key, params }) => [key, params.value]));
    expect([values.get('vm.max_map_count'), values.get('kernel.kptr_restrict')]).toEqual(['262144', '2']);
    expect(values.has('kernel.dmesg_restrict')).toBe(false);
    expect([...values.keys()].filter((name) => name.includes('forward'))).toEqual([]);
  });

  test('manages a firewall only where it is told, and lets ssh through first', () => {
    expect(idsOf({ admins: [ann] }).filter((id) => id.startsWith('firewall'))).toEqual([]);
    const firewall = { sshFrom: ['192.168.0.0/16'], ingress: [{ ports: [443] }] };
    const found = resources({ admins: [ann], firewall }).find(({ kind }) => kind === 'firewall');
    expect(found?.params.ingress).toMatchObject([{ ports: [22], peers: ['192.168.0.0/16'] }, { ports: [443] }]);
  });

  test('leaves swap and locale alone where it is told to', () => {
    expect(idsOf({ admins: [ann] })).toContain('swap:all');
    const ids = idsOf({ admins: [ann], swap: 'keep', locale: 'de_DE.UTF-8' });
    expect([ids.includes('swap:all'), ids.includes('locale:de_DE.UTF-8')]).toEqual([false, true]);
  });
});
