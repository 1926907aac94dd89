import { join } from 'node:path';
import { type CommandResult, run } from './machine/command.ts';

const lab = (...words: readonly string[]): Promise<CommandResult> =>
  run([process.execPath, join(import.meta.dirname, 'cli.ts'), ...words], { timeoutMs: 240_000 });

/** No name a person would give: hosts made by hand beside this test are left alone. */
const NAME = 'lab-cli-test';

afterAll(() => lab('down', NAME));

test('a host made by hand stays from one command to the next until it is taken down', async () => {
  expect(await lab('up', NAME)).toMatchObject({ exitCode: 0, stderr: '' });
  expect((await lab('exec', NAME, 'sh', '-c', 'hostname; exit 5')).stdout).toBe(`${NAME}\n`);
  expect((await lab('exec', NAME, 'sh', '-c', 'exit 5')).exitCode).toBe(5);
  const { stdout: address } = await lab('ip', NAME);
  expect((await lab('list')).stdout).toContain(`${NAME}\t${address.trim()}\tup\thand`);
  expect((await lab('kill', NAME)).exitCode).toBe(0);
  expect((await lab('list')).stdout).toContain(`${NAME}\t${address.trim()}\tdown`);
  expect((await lab('start', NAME)).exitCode).toBe(0);
  expect((await lab('down', NAME)).exitCode).toBe(0);
  expect((await lab('list')).stdout).not.toContain(NAME);
});

test.each([
  ['a host nobody made', ['ip', 'no-such-host'], 'No lab has a host "no-such-host"'],
  ['a command there is not', ['boil'], 'The lab has no command "boil"'],
  ['a release there is not', ['base', 'woody'], 'The lab has no base "woody"'],
  ['no host at all', ['cut'], 'Name at least one host'],
])('%s is told in one sentence', async (_what, words, sentence) => {
  const result = await lab(...words);
  expect(result.exitCode).toBe(1);
  expect(result.stderr).toContain(`lab: ${sentence}`);
});
