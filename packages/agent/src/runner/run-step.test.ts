import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { StepRequest, StepResult } from './request.ts';

const RUN_STEP = fileURLToPath(new URL('./run-step.ts', import.meta.url));

describe('the runner of a command', () => {
  let folder: string;
  let spool: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'step-'));
    spool = join(folder, 'spool');
    mkdirSync(spool);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const plain: Omit<StepRequest, 'argv' | 'spool'> = {
    as: undefined,
    directory: '/',
    environment: { PATH: '/usr/bin:/bin' },
    input: undefined,
    timeoutMs: 60_000,
    tty: false,
    uninterruptible: false,
    hide: [],
  };

  const start = (argv: readonly string[], more: Partial<StepRequest> = {}) => {
    writeFileSync(join(folder, 'request.json'), JSON.stringify({ ...plain, argv, spool, ...more }));
    const code = `import(${JSON.stringify(RUN_STEP)}).then((m) => m.runStep(${JSON.stringify(folder)})).then(() => process.exit())`;
    return spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'inherit', 'inherit'], env: {} });
  };
  const run = async (argv: readonly string[], more: Partial<StepRequest> = {}): Promise<StepResult> => {
    await once(start(argv, more), 'exit');
    return JSON.parse(readFileSync(join(spool, 'result.json'), 'utf8'));
  };
  const printed = (stream: string): string => readFileSync(join(spool, stream), 'utf8');

  it('spools both streams exactly, gives the input, and leaves how it ended', async () => {
    const result = await run(['sh', '-c', 'cat; printf "\\0\\377" >&2; exit 7'], { input: 'line\n' });
    expect(result).toEqual({ exitCode: 7, signal: null, timedOut: false });
    expect(printed('stdout')).toBe('line\n');
    expect([...readFileSync(join(spool, 'stderr'))]).toEqual([0, 255]);
    expect(existsSync(join(folder, 'request.json'))).toBe(false);
  });

  it('runs several programs one after another, up to the first that does not end well', async () => {
    const echo = (word: string): readonly string[] => ['sh', '-c', `echo ${word}`];
    expect(await run(echo('one'), { next: [echo('two')] })).toMatchObject({ exitCode: 0, reached: 1 });
    expect(printed('stdout')).toBe('one\ntwo\n');
  });

  it('says at which of several programs it stopped', async () => {
    const result = await run(['true'], {
      next: [
        ['sh', '-c', 'exit 3'],
        ['sh', '-c', 'echo never'],
      ],
    });
    expect(result).toMatchObject({ exitCode: 3, reached: 1 });
    expect(printed('stdout')).toBe('');
  });

  it('starts none of several programs behind its time limit', async () => {
    const result = await run(['sleep', '60'], { next: [['sh', '-c', 'echo never']], timeoutMs: 300 });
    expect(result).toMatchObject({ timedOut: true, reached: 0 });
    expect(printed('stdout')).toBe('');
  });

  it('names the signal that ended the program', async () => {
    expect(await run(['sh', '-c', 'kill -9 $$'])).toEqual({ exitCode: null, signal: 'SIGKILL', timedOut: false });
  });

  it('ends the program and what it started at the time limit', async () => {
    const result = await run(['sh', '-c', 'sleep 60 & echo $!; wait'], { timeoutMs: 300 });
    expect(result).toEqual({ exitCode: null, signal: 'SIGTERM', timedOut: true });
    expect(() => process.kill(Number(printed('stdout')), 0)).toThrow('ESRCH');
  });

  it('only tells that one which must not be cut off went over its time limit', async () => {
    const result = await run(['sh', '-c', 'sleep 1; echo done'], { timeoutMs: 100, uninterruptible: true });
    expect(result).toEqual({ exitCode: 0, signal: null, timedOut: true });
    expect(printed('stdout')).toBe('done\n');
  });

  it('does not wait for output of what the program left behind', async () => {
    const started = Date.now();
    const result = await run(['sh', '-c', '(sleep 30; echo late) & echo early']);
    expect(result.exitCode).toBe(0);
    expect(Date.now() - started).toBeLessThan(10_000);
    expect(printed('stdout')).toBe('early\n');
  });

  it('ends the program when it is asked to end itself', async () => {
    const runner = start(['sh', '-c', 'echo up; sleep 60']);
    for (let round = 0; round < 200 && !(existsSync(join(spool, 'stdout')) && printed('stdout') !== ''); round++) {
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    runner.kill('SIGTERM');
    await once(runner, 'exit');
    expect(JSON.parse(readFileSync(join(spool, 'result.json'), 'utf8'))).toMatchObject({
      signal: 'SIGTERM',
      timedOut: false,
    });
  });

  it('gives a terminal where one is asked for', async () => {
    const result = await run(['sh', '-c', 'test -t 0 && test -t 1 && stty size; echo end; exit 4'], { tty: true });
    expect(result).toEqual({ exitCode: 4, signal: null, timedOut: false });
    expect(printed('terminal')).toBe('40 120\r\nend\r\n');
  });

  it.each([
    [['no-such-program-here'], 127, 'there is no such program'],
    [['/etc/passwd'], 126, 'EACCES'],
    [['a\0b'], 126, 'null bytes'],
  ])('says why %j could not be started', async (argv, exitCode, text) => {
    expect((await run(argv)).exitCode).toBe(exitCode);
    expect(printed('stderr')).toContain(text);
  });
});
