import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer as createHttp, type Server as HttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Answer, type Ask } from '@rolecall/protocol';
import fc from 'fast-check';
import { answerAsk } from './answer-ask.ts';

const servers: (Server | HttpServer)[] = [];
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ask-'));
});
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
  rmSync(folder, { recursive: true });
});

/** Every answer is one that the protocol knows. */
const ask = async (question: Ask): Promise<Answer> => Answer.parse(await answerAsk(question, (text) => text));

async function listening(server: Server | HttpServer): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** A port that was just free. */
async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listening(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('tcp', () => {
  test('what accepts connections answers how long that took', async () => {
    const port = await listening(createServer((socket) => socket.on('error', () => undefined)));
    expect(await ask({ ask: 'tcp', port, timeoutMs: 2000 })).toEqual({
      is: 'value',
      value: { connectMs: expect.any(Number) },
    });
  });

  test('nothing that listens is absent', async () => {
    const port = await freePort();
    expect(await ask({ ask: 'tcp', port, timeoutMs: 2000 })).toEqual({
      is: 'absent',
      reason: `nothing listens on 127.0.0.1:${port}`,
    });
  });

  test('a name that nobody knows is unknown', async () => {
    const answer = await ask({ ask: 'tcp', host: 'no-such-host.invalid', port: 1, timeoutMs: 4000 });
    expect(answer).toMatchObject({ is: 'unknown', reason: expect.stringContaining('no-such-host.invalid:1') });
  });
});

describe('http', () => {
  test('a page answers its status and body, and a redirect is not followed', async () => {
    const port = await listening(
      createHttp((request, response) => {
        if (request.url === '/moved') response.writeHead(302, { location: 'http://192.0.2.1/' }).end('over there');
        else response.writeHead(503).end('not yet: ü');
      }),
    );
    const url = `http://127.0.0.1:${port}`;
    expect(await ask({ ask: 'http', url: `${url}/`, timeoutMs: 2000 })).toEqual({
      is: 'value',
      value: { status: 503, body: 'not yet: ü' },
    });
    expect(await ask({ ask: 'http', url: `${url}/moved`, timeoutMs: 2000 })).toMatchObject({ value: { status: 302 } });
  });

  test('a body without an end is cut', async () => {
    const port = await listening(
      createHttp((_, response) => {
        const more = setInterval(() => response.write('x'.repeat(10_000)), 1);
        response.on('close', () => clearInterval(more));
      }),
    );
    const answer = await ask({ ask: 'http', url: `http://127.0.0.1:${port}/`, timeoutMs: 5000 });
    expect(answer).toEqual({ is: 'value', value: { status: 200, body: 'x'.repeat(65_536) } });
  });

  test('silence, a cut connection and a server without TLS are unknown, nobody there is absent', async () => {
    const silent = await listening(createServer((socket) => socket.on('error', () => undefined)));
    const cutting = await listening(createServer((socket) => socket.destroy()));
    const http = (port: number, scheme = 'http'): Promise<Answer> =>
      ask({ ask: 'http', url: `${scheme}://127.0.0.1:${port}/`, timeoutMs: 300 });
    expect(await http(silent)).toEqual({
      is: 'unknown',
      reason: `127.0.0.1:${silent} did not answer within 300 ms`,
    });
    expect(await http(cutting)).toEqual({
      is: 'unknown',
      reason: `127.0.0.1:${cutting} cannot be asked: it closed the connection without an answer`,
    });
    expect(await http(cutting, 'https')).toMatchObject({ is: 'unknown' });
    expect(await http(await freePort())).toMatchObject({ is: 'absent' });
    expect(await ask({ ask: 'http', url: 'ftp://127.0.0.1/', timeoutMs: 300 })).toMatchObject({ is: 'unknown' });
  });
});

describe('file', () => {
  const file = (path: string): Promise<Answer> => ask({ ask: 'file', path });

  test('a file, also behind a link, answers its size, mode and content', async () => {
    writeFileSync(join(folder, 'file'), 'hello\n');
    chmodSync(join(folder, 'file'), 0o640);
    symlinkSync('file', join(folder, 'link'));
    const value = { size: 6, mode: 0o640, content: 'hello\n' };
    expect(await file(join(folder, 'file'))).toEqual({ is: 'value', value });
    expect(await file(join(folder, 'link'))).toEqual({ is: 'value', value });
    expect(await file('/proc/self/status')).toMatchObject({
      value: { size: 0, content: expect.stringMatching(/^Name:/) },
    });
  });

  test('a whole file answers what puts it back, or only what it is known by', async () => {
    const bytes = Buffer.from([0, 255, 10]);
    const path = join(folder, 'key');
    writeFileSync(path, bytes);
    chmodSync(path, 0o600);
    const [owner, group] = [expect.any(String), expect.any(String)];
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const known = { size: 3, mode: 0o600, owner, group, sha256 };
    expect(await ask({ ask: 'file', path, as: 'digest' })).toEqual({ is: 'value', value: known });
    expect(await ask({ ask: 'file', path, as: 'bytes' })).toEqual({ is: 'value', value: { ...known, base64: 'AP8K' } });
    writeFileSync(path, 'x'.repeat(24 * 1024 + 1));
    expect(await ask({ ask: 'file', path, as: 'digest' })).toMatchObject({ is: 'unknown' });
    expect(await ask({ ask: 'file', path: join(folder, 'none'), as: 'digest' })).toMatchObject({ is: 'absent' });
  });

  test('a large file is cut between characters', async () => {
    writeFileSync(join(folder, 'large'), `a${'ü'.repeat(50_000)}`);
    const answer = await file(join(folder, 'large'));
    expect(answer).toEqual({ is: 'value', value: { size: 100_001, mode: 0o644, content: `a${'ü'.repeat(32_767)}` } });
  });

  test('bytes that would not fit into a frame are refused', async () => {
    writeFileSync(join(folder, 'zeroes'), Buffer.alloc(65_536));
    expect(await file(join(folder, 'zeroes'))).toMatchObject({ is: 'unknown', reason: expect.stringContaining('fit') });
  });

  test('no such file is absent; a folder, a device and a relative path are unknown', async () => {
    writeFileSync(join(folder, 'file'), '');
    for (const path of ['none', 'none/inside', 'file/inside'])
      expect(await file(join(folder, path))).toMatchObject({ is: 'absent' });
    for (const path of [folder, '/dev/zero', 'relative']) expect(await file(path)).toMatchObject({ is: 'unknown' });
  });
});

describe('command', () => {
  test('a program that is not there is absent', async () => {
    const answer = await ask({ ask: 'command', argv: ['no-such-program'], timeoutMs: 1000 });
    expect(answer).toEqual({ is: 'absent', reason: 'there is no program no-such-program' });
    expect(await ask({ ask: 'command', argv: ['/etc/passwd'], timeoutMs: 1000 })).toMatchObject({ is: 'absent' });
  });

  test('so is one of a group that is not there', async () => {
    const answer = await ask({ ask: 'command', argv: ['true'], group: 'no-such-group', timeoutMs: 1000 });
    expect(answer).toEqual({ is: 'absent', reason: 'there is no group no-such-group' });
  });
});

describe('secrets', () => {
  const secret = 'correct horse battery';

  test('no value of a secret is in a file, in any of its forms', async () => {
    const forms = [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')];
    writeFileSync(join(folder, 'file'), forms.map((form) => `requirepass ${form}\n`).join(''));
    const answer = await answerAsk({ ask: 'file', path: join(folder, 'file') }, (text) => text, [secret]);
    expect(answer).toMatchObject({ is: 'value', value: { content: 'requirepass ***\n'.repeat(3) } });
  });

  test('wherever a long file is cut, no part of a secret is left over', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 65_536 - 2 * secret.length, max: 65_540 }),
        fc.nat(60),
        async (before, after) => {
          writeFileSync(join(folder, 'file'), `${'x'.repeat(before)}${secret}${'y'.repeat(after)}`);
          const answer = await answerAsk({ ask: 'file', path: join(folder, 'file') }, (text) => text, [secret]);
          expect(JSON.stringify(answer)).not.toMatch(/cor/);
          const { content } = (answer as unknown as { value: { content: string } }).value;
          expect(content.slice(0, 65_000)).toBe('x'.repeat(65_000));
        },
      ),
    );
  });

  test('nor in a page, in the reason of a failure, or in what is nested', async () => {
    const port = await listening(createHttp((_, response) => response.end(`password=${secret}`)));
    const hidden = async (question: Ask) => JSON.stringify(await answerAsk(question, (text) => text, [secret]));
    expect(await hidden({ ask: 'http', url: `http://127.0.0.1:${port}/`, timeoutMs: 2000 })).toContain('password=***');
    const questions: readonly Ask[] = [
      { ask: 'file', path: `/nowhere/${secret}` },
      { ask: 'tcp', host: `${secret}.invalid`, port: 1, timeoutMs: 2000 },
      { ask: 'command', argv: [secret], timeoutMs: 1000 },
    ];
    for (const question of questions) {
      expect(await hidden(question)).not.toContain(secret);
    }
  });
});
