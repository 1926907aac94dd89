import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EvaluatorCallOf, HostName, Json, UseName } from '@rolecall/protocol';
import { encodeArchive } from '../bundle/encode-archive.ts';
import { type Evaluator, openEvaluator } from './evaluator.ts';

/** A module that speaks the evaluator's lines: `answer` is the body of a function of the call. */
const speaking = (answer: string): string => `
import { createInterface } from 'node:readline';
const answer = async (q) => {
${answer}
};
for await (const line of createInterface({ input: process.stdin })) {
  const q = JSON.parse(line);
  try {
    console.log(JSON.stringify({ id: q.id, is: 'value', value: await answer(q) }));
  } catch (e) {
    console.log(JSON.stringify({ id: q.id, is: 'error', code: e.code ?? 'bad', message: e.message, at: null }));
  }
}
`;

const emptyMap = JSON.stringify({ version: 3, sources: [], names: [], mappings: '' });

const call: EvaluatorCallOf<'outputs'> = {
  call: 'outputs',
  use: 'redis' as UseName,
  host: 'a' as HostName,
  params: {},
  peers: [],
  record: null,
  decided: {},
};

describe('an evaluator', () => {
  let root: string;
  let open: Evaluator | undefined;
  const kept = new Map<string, Json>();

  const start = (answer: string): Evaluator => {
    const files = { 'site.mjs': Buffer.from(speaking(answer)).toString('base64'), 'files/x/note': btoa('hello') };
    const content = encodeArchive({
      schema: 'rolecall/bundle/1',
      entry: 'site.mjs',
      files,
      map: emptyMap,
      site: 'site.ts',
    });
    const evaluations = {
      find: (key: string) => kept.get(key),
      keep: (key: string, _: string, value: Json) => void kept.set(key, value),
    };
    open = openEvaluator(content, {
      root,
      evaluations,
      limits: { callMs: 700, startMs: 3000, heapMiB: 64, residentMiB: 300, lineBytes: 65_536 },
    });
    return open;
  };

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'rolecall-evaluator-'));
    kept.clear();
  });
  afterEach(async () => {
    await open?.close();
    rmSync(root, { recursive: true, force: true });
  });

  test('answers, and does not start a process for what it knows', async () => {
    expect(await start('return { port: 1 };').ask(call)).toEqual({ port: 1 });
    await open?.close();
    expect(await start('return { port: 1 };').ask(call)).toEqual({ port: 1 });
    expect(kept.size).toBe(1);
  });

  test('many questions at once are each answered by their own', async () => {
    const evaluator = start('return q.host;');
    const hosts = Array.from({ length: 40 }, (_, i) => `host-${i}` as HostName);
    expect(await Promise.all(hosts.map((host) => evaluator.ask({ ...call, host })))).toEqual(hosts);
  });

  test.each([
    ['loops', 'for (;;);', /took longer than 0.7 s .*loop/],
    ['grows without end', 'const a = []; for (;;) a.push(new Array(1000).fill({}));', /64 MiB of memory|took longer/],
    [
      'fills buffers',
      'const a = []; for (;;) { a.push(Buffer.alloc(2e7, 1)); await new Promise((r) => setTimeout(r, 5)); }',
      /300 MiB of memory/,
    ],
    [
      'reads elsewhere',
      "return (await import('node:fs')).readFileSync('/etc/passwd', 'utf8');",
      /reads a file that is not part of the site/,
    ],
    ['writes', "(await import('node:fs')).writeFileSync('x', 'y');", /writes a file/],
    [
      'connects',
      "(await import('node:net')).connect(80, '127.0.0.1'); await new Promise((r) => setTimeout(r, 300));",
      /opens a connection/,
    ],
    ['starts a program', "(await import('node:child_process')).spawnSync('ls');", /starts a program/],
    [
      'starts a worker',
      "new (await import('node:worker_threads')).Worker('1', { eval: true });",
      /starts foreign code/,
    ],
    [
      'floods its output',
      "process.stdout.write('x'.repeat(200000)); await new Promise((r) => setTimeout(r, 300)); return 1;",
      /more than 0.0625 MiB/,
    ],
    ['prints', "console.log('hello'); return 1;", /wrote to standard output/],
    ['leaves', 'process.exit(3);', /its process ended with 3/],
    ['gives two results', 'return { a: { b: Math.random() } };', /gave two results when it was asked twice at a\.b/],
  ])('a site that %s is refused in one sentence', async (_, body, message) => {
    await expect(start(body).ask(call)).rejects.toThrow(message);
    await expect(open?.ask(call)).rejects.toMatchObject({ at: { file: 'site.ts', line: 1, column: 1 } });
  });

  test("a site reads the bundle's own files, and sees no environment", async () => {
    const body = "return [(await import('node:fs')).readFileSync('files/x/note', 'utf8'), Object.keys(process.env)];";
    expect(await start(body).ask(call)).toEqual(['hello', []]);
  });

  test('after a refusal the next question is answered by new processes', async () => {
    const evaluator = start("if (q.host === 'bad') for (;;); return q.host;");
    await expect(evaluator.ask({ ...call, host: 'bad' as HostName })).rejects.toThrow(/loop/);
    expect(await evaluator.ask(call)).toBe('a');
  });

  test('an answer of another shape is refused', async () => {
    await expect(start('return 3;').ask({ call: 'site' })).rejects.toThrow(/reading the site gave something else/);
  });
});
