import { query } from './query.ts';

describe('a question to a program', () => {
  it('answers both streams and how it ended, in a plain environment', async () => {
    process.env.QUERY_TEST = 'leaks';
    const answer = await query(['sh', '-c', 'echo "$LC_ALL $QUERY_TEST"; echo bad >&2; exit 3']);
    expect(answer).toEqual({ exitCode: 3, signal: null, timedOut: false, stdout: 'C.UTF-8 \n', stderr: 'bad\n' });
  });

  it('passes words as they are', async () => {
    const { stdout } = await query(['printf', '%s', '$(id); `id` "x"\n']);
    expect(stdout).toBe('$(id); `id` "x"\n');
  });

  it('is ended at its time limit with what it started', async () => {
    const started = Date.now();
    const answer = await query(['sh', '-c', 'sleep 60 & sleep 60'], 200);
    expect(answer).toMatchObject({ exitCode: null, signal: 'SIGKILL', timedOut: true });
    expect(Date.now() - started).toBeLessThan(5_000);
  });

  it('answers as a shell does where there is no such program', async () => {
    expect(await query(['no-such-program-here'])).toMatchObject({
      exitCode: 127,
      stderr: 'no-such-program-here: no such program',
    });
  });

  it('refuses an endless answer', async () => {
    await expect(query(['yes'])).rejects.toMatchObject({ code: 'answer_too_long' });
  });
});
