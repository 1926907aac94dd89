import { fileURLToPath } from 'node:url';
import { buildAgent } from '@rolecall/agent/build';
import { runtimeFolder } from '@rolecall/agent/layout';
import { Answer, type Ask, Facts } from '@rolecall/protocol';
import { type Lab, type LabHost, startLab } from '../lab/lab.ts';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

let lab: Lab;
let host: LabHost;
let node: string;

beforeAll(async () => {
  const { bundle, runtime } = await buildAgent({
    cache: path('../../.cache/agent'),
    entry: path('./agent-answers.entry.ts'),
  });
  lab = await startLab({ hosts: ['answers-1'] });
  host = lab.host('answers-1');
  await host.copyTo(runtime.path, '/root/runtime.deb');
  await host.copyTo(bundle.path, '/root/agent.cjs');
  await host.exec(['dpkg-deb', '-x', '/root/runtime.deb', '/']);
  node = `${runtimeFolder(runtime.id)}/node`;
});
afterAll(() => lab?.remove());

const runAgent = async (...words: string[]): Promise<string> =>
  (await host.exec([node, '/root/agent.cjs', ...words])).stdout;
const ask = async (question: Ask): Promise<Answer> =>
  Answer.parse(JSON.parse(await runAgent(JSON.stringify(question))));
const command = (argv: string[], timeoutMs = 5000): Promise<Answer> => ask({ ask: 'command', argv, timeoutMs });

test('facts of a host fit the schema, know its services, and keep their hash', async () => {
  const { facts, same } = JSON.parse(await runAgent());
  expect(Facts.parse(facts)).toMatchObject({
    hostname: 'answers-1',
    virtualisation: { kind: 'systemd-nspawn', container: true },
    net: { address: host.address },
    services: { running: expect.arrayContaining(['systemd-journald.service']), failed: [] },
  });
  expect(same).toBe(true);
});

test('a failed service is told, a transient one is not', async () => {
  await host.writeFile('/etc/systemd/system/broken.service', '[Service]\nExecStart=/bin/false\n');
  await host.exec(['systemctl', 'daemon-reload']);
  await host.exec(['systemctl', 'start', 'broken.service']);
  await host.exec(['systemd-run', '--unit=passing', 'sleep', '60']);
  const { facts } = JSON.parse(await runAgent());
  expect(facts.services.failed).toEqual(['broken.service']);
  expect(facts.services.running).not.toContain('passing.service');
});

test("a unit answers in systemd's words, one that is not there is absent", async () => {
  expect(await ask({ ask: 'unit', name: 'systemd-journald.service' })).toEqual({
    is: 'value',
    value: { active: 'active', enabled: 'static', sub: 'running' },
  });
  expect(await ask({ ask: 'unit', name: 'no-such.service' })).toMatchObject({ is: 'absent' });
});

test('a command runs as nobody in particular, cannot write, and gets its words as they are', async () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: what systemd would replace is what must come through
  const words = ['$HOME ${PATH} %n', '$$', 'a"b', "it's \\ é", ''];
  expect(await command(['printf', '[%s]', ...words])).toMatchObject({
    value: { exitCode: 0, stdout: words.map((word) => `[${word}]`).join(''), stderr: '' },
  });
  expect(await command(['sh', '-c', 'id -u; touch /etc/x /var/lib/x; cat /etc/shadow; exit 7'])).toMatchObject({
    value: {
      exitCode: 7,
      stdout: expect.not.stringMatching(/^0$/m),
      stderr: expect.stringMatching(/Read-only.*Permission denied/s),
    },
  });
  expect((await host.exec(['ls', '/etc/x', '/var/lib/x'])).exitCode).not.toBe(0);
});

test('a command with a group reads what that group may, and is still nobody in particular', async () => {
  const argv = ['sh', '-c', 'id -u; grep -c ^root: /etc/shadow; touch /etc/x'];
  expect(await ask({ ask: 'command', argv, group: 'shadow', timeoutMs: 5000 })).toMatchObject({
    value: { stdout: expect.stringMatching(/^[1-9]\d+\n1\n$/), stderr: expect.stringContaining('Read-only') },
  });
  expect(await command(argv)).toMatchObject({ value: { stderr: expect.stringContaining('Permission denied') } });
});

test('a command that takes too long is ended, and leaves no unit behind', async () => {
  expect(await command(['sleep', '30'], 500)).toEqual({ is: 'unknown', reason: 'sleep did not end within 500 ms' });
  const { stdout } = await host.exec(['systemctl', 'list-units', '--all', '--no-legend', 'rolecall-ask-*']);
  expect(stdout).toBe('');
});
