import { Readable } from 'node:stream';
import { run, runOrThrow } from './command.ts';

test('a command answers its exit code and both outputs', async () => {
  const result = await run(['sh', '-c', 'echo out; echo err >&2; exit 3']);
  expect(result).toEqual({ exitCode: 3, stdout: 'out\n', stderr: 'err\n' });
});

test.each([
  ['text', 'abc'],
  ['bytes', new Uint8Array([97, 98, 99])],
  ['a stream', Readable.from(['a', 'bc'])],
])('its input may be %s', async (_kind, input) => {
  expect((await run(['cat'], { input })).stdout).toBe('abc');
});

test('a command that leaves its input unread still ends well', async () => {
  expect((await run(['true'], { input: 'x'.repeat(1_000_000) })).exitCode).toBe(0);
});

test('a signal gives 128 and its number', async () => {
  expect((await run(['sh', '-c', 'kill -TERM $$'])).exitCode).toBe(143);
});

test('a command that takes too long is stopped with what it started', async () => {
  const slow = run(['sh', '-c', 'echo begun; sleep 60 & sleep 60'], { timeoutMs: 200 });
  await expect(slow).rejects.toThrow(expect.objectContaining({ code: 'timeout' }));
  await expect(slow).rejects.toThrow('begun');
});

test('a command that prints without end is stopped', async () => {
  await expect(run(['yes'])).rejects.toThrow(expect.objectContaining({ code: 'command-failed' }));
});

test('a program that is not there is an error that names it', async () => {
  await expect(run(['no-such-program'])).rejects.toThrow('no-such-program could not start');
});

test('a wrong exit code is an error with the last lines', async () => {
  await expect(runOrThrow(['sh', '-c', 'echo told you >&2; exit 1'])).rejects.toThrow(/ended with 1:\ntold you/);
});
