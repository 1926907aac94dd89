import { FakeHost } from '../fake-host.ts';
import { groupProvider } from '../group/provider.ts';
import { userProvider } from '../user/provider.ts';

const absent = { is: 'absent' as const };
const group = (name: string) => ({ params: { name, system: true }, found: absent });
const files = { '/etc/group': 'root:x:0:\n', '/etc/passwd': 'root:x:0:0::/root:/bin/sh\n' };

test('several groups are made in one go, and the one that is refused is the one that is blamed', async () => {
  const host = new FakeHost({
    files,
    commands: [
      { argv: ['groupadd', '--system', 'b'], exitCode: 9, stderr: ['it is taken'] },
      { argv: ['groupadd', '…'] },
    ],
  });
  const [a, b, c] = [group('a'), group('b'), group('c')];
  await expect(groupProvider.write(host, [a, b, c])).rejects.toMatchObject({
    code: 'command_failed',
    concerns: [b.params],
    lastLines: ['it is taken'],
  });
  expect(host.commands.map(({ argv }) => argv.at(-1))).toEqual(['a', 'b']);
});

test('several users are made in one go', async () => {
  const host = new FakeHost({ files, commands: [{ argv: ['useradd', '…'] }] });
  const user = (name: string) => ({ params: { name, system: true }, found: absent });
  await userProvider.write(host, [user('a'), user('b')]);
  expect(host.commands.map(({ argv }) => argv.at(-1))).toEqual(['a', 'b']);
});
