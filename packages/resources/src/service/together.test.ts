import { FakeHost, type Given } from '../fake-host.ts';
import { serviceProvider } from './provider.ts';

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
