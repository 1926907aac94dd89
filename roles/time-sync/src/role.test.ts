import { defineSite } from '@rolecall/roles';
import { evaluate } from '@rolecall/roles/testing';
import { timeSync } from './role.ts';

const names = ['a-1', 'a-2', 'a-3'];
const call = evaluate(
  defineSite({
    name: 'test',
    hosts: Object.fromEntries(names.map((name) => [name, {}])),
    use: () => void timeSync.on(names, { servers: ['ntp.example.com'] }),
  }),
);
const onIron = { virtualisation: { kind: 'none', container: false } };
const peers = names.map((name, index) => ({ name, address: `10.0.0.${index + 1}`, labels: {}, facts: onIron }));
const paramsOf = (params: object) =>
  call({ call: 'params', use: 'time-sync', params: params as never }) as Record<string, never>;

interface Declared {
  readonly kind: string;
  readonly key: string;
  readonly params: { readonly content?: string; readonly [name: string]: unknown };
}
const resources = (params: object, on = 'a-1', facts: object = onIron) =>
  call({
    call: 'resources',
    use: 'time-sync',
    params: paramsOf(params),
    host: on,
    peers: peers.map((peer) => ({ ...peer, facts: facts as never })),
    record: null,
    decided: {},
  }) as unknown as readonly Declared[];
const idsOf = (list: readonly Declared[]) => list.map(({ kind, key }) => `${kind}:${key}`);
const conf = (params: object, on = 'a-1', facts: object = onIron) =>
  (resources(params, on, facts).find(({ key }) => key === '/etc/chrony/chrony.conf')?.params.content ?? '').split('\n');

describe('the role time-sync', () => {
  test('has the servers in place before it starts, and waits until the clock is in step', () => {
    const ids = idsOf(resources({ servers: ['ntp.example.com'] }));
    expect(ids.slice(2)).toEqual([
      'package:chrony',
      'file:/etc/chrony/chrony.conf',
      'service:chrony',
      'wait:the clock is in step',
    ]);
  });

  test('writes servers as they were given', () => {
    const servers = [
      '192.0.2.1',
      { address: 'pool.example.com', pool: true },
      { address: 'b', port: 1123, prefer: true },
    ];
    expect(conf({ servers }).slice(1, 4)).toEqual([
      'server 192.0.2.1 iburst',
      'pool pool.example.com iburst',
      'server b iburst port 1123 prefer',
    ]);
  });

  test('lets one host tell the others the time, also without any server', () => {
    const [told, telling] = [conf({ source: 'a-2' }, 'a-1'), conf({ source: 'a-2' }, 'a-2')];
    expect(told[1]).toBe('server 10.0.0.2 iburst prefer');
    expect(told.filter((line) => /^(allow|local)/.test(line))).toEqual([]);
    expect(telling.slice(1, 4)).toEqual(['local stratum 10', 'allow 10.0.0.1', 'allow 10.0.0.3']);
  });

  test('measures in a container, and never sets the clock of the machine outside', () => {
    const container = { virtualisation: { kind: 'lxc', container: true } };
    const dropIn = resources({ source: 'a-1' }, 'a-1', container).find(({ kind }) => kind === 'unit');
    expect(dropIn?.params.content).toContain('chronyd -x');
    expect(conf({ source: 'a-1' }, 'a-1', container)).not.toContain('rtcsync');
    expect(idsOf(resources({ source: 'a-1' })).filter((id) => id.startsWith('unit:'))).toEqual([]);
  });

  test('takes systemd-timesyncd where it will do, and says in a sentence where it will not', () => {
    const program = 'systemd-timesyncd';
    const list = resources({ program, servers: ['a.example.com', 'b.example.com'] });
    expect(idsOf(list)).toContain('service:systemd-timesyncd');
    expect(list.find(({ kind, params }) => kind === 'file' && params.content?.includes('NTP='))?.params.content).toBe(
      '# Written by Rolecall.\n[Time]\nNTP=a.example.com b.example.com\nFallbackNTP=\n',
    );
    expect(() => resources({ program, source: 'a-1' })).toThrow('cannot tell others the time');
    expect(() => resources({ program, servers: [{ address: 'x', pool: true }] })).toThrow(
      'no port, pool or preference',
    );
    expect(() =>
      resources({ program, servers: ['x'] }, 'a-1', { virtualisation: { kind: 'lxc', container: true } }),
    ).toThrow('does not start in a container');
  });

  test('takes a source without any server as right, and no other', () => {
    const words = (params: object, on: string) =>
      resources(params, on).find(({ kind }) => kind === 'wait')?.params.command as readonly string[];
    expect(words({ source: 'a-2' }, 'a-2')).toContain('alone');
    expect(words({ source: 'a-2' }, 'a-1')).not.toContain('alone');
    expect(words({ source: 'a-2', servers: ['ntp.example.com'] }, 'a-2')).not.toContain('alone');
  });

  test('refuses a source that is not there, and nobody to tell the time', () => {
    expect(() => resources({ source: 'b-1' })).toThrow('b-1 is to tell the others the time');
    expect(() => resources({})).toThrow('nobody tells the time');
  });

  test('judges by what was measured', () => {
    const judge = (exitCode: number, stdout: string) =>
      call({
        call: 'judge',
        use: 'time-sync',
        params: paramsOf({ source: 'a-1', maxOffset: '20ms' }),
        host: 'a-2',
        peers,
        record: null,
        decided: {},
        probe: 'probe',
        answer: { is: 'value', value: { exitCode, stdout, stderr: '' } },
      });
    expect(judge(0, 'its clock is 0.1 ms off\n')).toEqual({ holds: true, why: '' });
    expect(judge(1, 'its clock is 70.0 ms off, by ntp\n')).toEqual({
      holds: false,
      why: 'its clock is 70.0 ms off, by ntp',
    });
  });
});
