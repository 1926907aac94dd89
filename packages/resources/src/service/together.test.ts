import { FakeHost, type Given } from '../fake-host.ts';
import { serviceProvider } from './provider.ts';
import { leftOfMoment, monotonicNow } from './watch.ts';

const unit = (name: string, state: string, invocation: number): string =>
  [
    `Id=${name}.service`,
    `Names=${name}.service`,
    'LoadState=loaded',
    `ActiveState=${state}`,
    `SubState=${state === 'active' ? 'running' : 'dead'}`,
    'Result=success',
    'UnitFileState=enabled',
    'Type=simple',
    'RemainAfterExit=no',
    'NRestarts=0',
    `InvocationID=${invocation}`,
  ].join('\n');

/** Two services that are owed a restart; the second falls over a moment after it. */
const given: Given = {
  owed: {
    good: [{ action: 'restart', because: 'file:/etc/good.conf' }],
    bad: [{ action: 'restart', because: 'file:/etc/bad.conf' }],
  },
  commands: [
    {
      argv: ['systemctl', 'show', '…'],
      stdout: [`${unit('good', 'active', 1)}\n\n${unit('bad', 'failed', 1)}`],
      when: { fell: '1' },
    },
    { argv: ['systemctl', 'show', '…'], stdout: [`${unit('good', 'active', 1)}\n\n${unit('bad', 'active', 1)}`] },
    { argv: ['systemctl', 'restart', 'good.service'] },
    { argv: ['systemctl', 'restart', 'bad.service'], later: [{ afterMs: 1_000, marks: { fell: '1' } }] },
    { argv: ['journalctl', '…'], stdout: ['no such file'] },
  ],
};

const changeOf = (name: string) => ({
  params: { name, running: true },
  found: { is: 'present' as const, state: { enabled: true, running: true, owed: [`restart: file:/etc/${name}.conf`] } },
});

test('services that are started together wait one moment, and one that falls leaves the restart of the others done', async () => {
  const host = new FakeHost(given);
  const [good, bad] = [changeOf('good'), changeOf('bad')];
  const error = await serviceProvider.write(host, [good, bad]).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'service_failed', concerns: [bad.params], lastLines: ['no such file'] });
  expect(await host.owed('good')).toEqual([]);
  expect(await host.owed('bad')).toHaveLength(1);
});

test('behind one that does not start, none is touched, and those before it are done', async () => {
  const refused = { argv: ['systemctl', 'restart', 'bad.service'], exitCode: 1 };
  const host = new FakeHost({ ...given, commands: [refused, ...(given.commands ?? [])] });
  const [good, bad] = [changeOf('good'), changeOf('bad')];
  await expect(serviceProvider.write(host, [bad, good])).rejects.toMatchObject({ concerns: [bad.params] });
  expect(host.commands.map(({ argv }) => argv.join(' '))).toEqual(['systemctl restart bad.service']);
  expect(await host.owed('good')).toHaveLength(1);
});

/** Two services that are there, and neither enabled nor running; they run as soon as one of them was told to. */
const idle = (name: string): string =>
  unit(name, 'inactive', 0).replace('UnitFileState=enabled', 'UnitFileState=disabled');
const toBringUp = (name: string) => ({
  params: { name, enabled: true, running: true },
  found: { is: 'present' as const, state: { enabled: false, running: false, owed: [] } },
});
const down = { argv: ['systemctl', 'show', '…'], stdout: [`${idle('one')}\n\n${idle('two')}`] };
const up = {
  argv: ['systemctl', 'show', '…'],
  stdout: [`${unit('one', 'active', 1)}\n\n${unit('two', 'active', 1)}`],
  when: { up: '1' },
};

test('systemd reads its units once for all services that are enabled, and each is started in its turn', async () => {
  const systemctl = { argv: ['systemctl', '…'], marks: { up: '1' } };
  const host = new FakeHost({ commands: [up, down, systemctl] });
  await serviceProvider.write(host, [toBringUp('one'), toBringUp('two')]);
  expect(host.commands.map(({ argv }) => argv.join(' '))).toEqual([
    'systemctl enable --no-reload one.service',
    'systemctl start one.service',
    'systemctl enable --no-reload two.service',
    'systemctl start two.service',
    'systemctl daemon-reload',
  ]);
});

test('where one of several does not start, those behind it are not enabled, and systemd reads what was', async () => {
  const refused = { argv: ['systemctl', 'start', 'one.service'], exitCode: 1 };
  const host = new FakeHost({ commands: [down, refused, { argv: ['systemctl', '…'] }, { argv: ['journalctl', '…'] }] });
  const [one, two] = [toBringUp('one'), toBringUp('two')];
  await expect(serviceProvider.write(host, [one, two])).rejects.toMatchObject({ concerns: [one.params] });
  expect(host.commands.map(({ argv }) => argv.join(' '))).toEqual([
    'systemctl enable --no-reload one.service',
    'systemctl start one.service',
    'systemctl daemon-reload',
  ]);
});

test('that systemd cannot read its units again concerns all that were enabled', async () => {
  const refused = { argv: ['systemctl', 'daemon-reload'], exitCode: 1 };
  const host = new FakeHost({ commands: [up, down, refused, { argv: ['systemctl', '…'], marks: { up: '1' } }] });
  const changes = [toBringUp('one'), toBringUp('two')];
  const concerns = changes.map(({ params }) => params);
  await expect(serviceProvider.write(host, changes)).rejects.toMatchObject({ code: 'command_failed', concerns });
});

test('a service that has been up for a part of its moment is watched for the rest of it', () => {
  const since = monotonicNow() - 2_000_000;
  const up = (at: number | string) => leftOfMoment(new Map([['ActiveEnterTimestampMonotonic', String(at)]]), since);
  expect(up(since + 1_000_000)).toBeLessThanOrEqual(500);
  expect(up(since + 1_000_000)).toBeGreaterThan(300);
  expect(up(since + 100)).toBe(0);
  expect(up(since + 9_000_000)).toBe(1_500);
  for (const unknown of [since - 1, 0, '', 'x']) expect(up(unknown)).toBe(1_500);
});

describe('a restart that is put off', () => {
  const owed = [{ action: 'restart', because: 'file:/etc/good.conf' }] as const;
  const later = { name: 'good', enabled: true, running: true, restart: 'later' } as const;
  const found = (enabled: boolean, running: boolean) => ({
    is: 'present' as const,
    state: { enabled, running, owed: ['restart: file:/etc/good.conf'] },
  });
  const shown = (text: string, more: object = {}) => ({ argv: ['systemctl', 'show', '…'], stdout: [text], ...more });
  const systemctl = { argv: ['systemctl', '…'], marks: { up: '1' } };

  test('stays owed while other things are done to the service, and is said', async () => {
    const running = unit('good', 'active', 1).replace('=enabled', '=disabled');
    const host = new FakeHost({ owed: { good: owed }, commands: [shown(running), systemctl] });
    await serviceProvider.write(host, [{ params: later, found: found(false, true) }]);
    expect(host.commands.map(({ argv }) => argv.join(' '))).toEqual([expect.stringMatching(/^systemctl .*enable/)]);
    expect(await host.owed('good')).toEqual(owed);
    expect(serviceProvider.warnings?.(later, found(true, true).state)).toEqual([
      'it does not run with what was written: restart: file:/etc/good.conf was put off (apply with --restart)',
    ]);
  });

  test('is done by a start', async () => {
    const host = new FakeHost({
      owed: { good: owed },
      commands: [
        shown(unit('good', 'active', 1), { when: { up: '1' } }),
        shown(unit('good', 'inactive', 0)),
        systemctl,
      ],
    });
    await serviceProvider.write(host, [{ params: later, found: found(true, false) }]);
    expect(await host.owed('good')).toEqual([]);
    expect(serviceProvider.warnings?.(later, found(true, false).state)).toEqual([]);
  });
});
