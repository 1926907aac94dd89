import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { Answer } from '@rolecall/protocol';
import fc from 'fast-check';
import { answerAsk } from './answer-ask.ts';
import { onlyReads } from './redis-commands.ts';
import { decodeReply, encodeCommand } from './resp.ts';

const PASSWORD = 'canary-5f3a';
const MARKER = '\u{E000}secret:redis/password\u{E001}';

let server: Server;
let port: number;
let received: string;

/** A server that checks AUTH as Redis 7 does, and answers each other command with the same bytes. */
async function redisThat(answers: string, password: string | undefined = PASSWORD): Promise<void> {
  received = '';
  server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (piece) => {
      received += piece;
      for (const command of commandsIn(piece as Buffer)) socket.write(replyTo(command, answers, password));
    });
  });
  await listen();
}

async function listen(): Promise<void> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
}

function commandsIn(bytes: Buffer): readonly (readonly string[])[] {
  const commands: (readonly string[])[] = [];
  for (let end = 0; end < bytes.length; ) {
    const next = decodeReply(bytes, end);
    if (next === undefined) break;
    commands.push(next.reply as readonly string[]);
    end = next.end;
  }
  return commands;
}

function replyTo(command: readonly string[], answers: string, password: string | undefined): string {
  if (command[0] !== 'AUTH') return answers;
  if (password === undefined)
    return '-ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?\r\n';
  return command[1] === password ? '+OK\r\n' : `-WRONGPASS invalid username-password pair (${command[1]})\r\n`;
}

afterEach(() => server?.close());

const redis = async (words: string[]): Promise<Answer> =>
  Answer.parse(
    await answerAsk({ ask: 'redis', port, words, timeoutMs: 1000, password: MARKER }, (text) =>
      text.replace(MARKER, PASSWORD),
    ),
  );

test('a reply comes as Redis gave it: text, number, nothing, lists in lists', async () => {
  await redisThat('*4\r\n$6\r\nmaster\r\n:3129659\r\n$-1\r\n*1\r\n*2\r\n$9\r\n127.0.0.1\r\n$4\r\n6380\r\n');
  expect(await redis(['ROLE'])).toEqual({ is: 'value', value: ['master', 3129659, null, [['127.0.0.1', '6380']]] });
  expect(received).toBe(encodeCommand(['AUTH', PASSWORD]) + encodeCommand(['ROLE']));
});

test('a server that has no password yet answers without one', async () => {
  await redisThat('+PONG\r\n', undefined);
  expect(await redis(['PING'])).toEqual({ is: 'value', value: 'PONG' });
});

test('a wrong password is unknown, and stands in no reason', async () => {
  await redisThat('+PONG\r\n', 'another');
  const answer = await redis(['PING']);
  expect(answer).toMatchObject({ is: 'unknown', reason: expect.stringContaining('refuses the password: WRONGPASS') });
  expect(JSON.stringify(answer)).not.toContain(PASSWORD);
});

test('no password where one is needed is unknown with the words of Redis', async () => {
  await redisThat('-NOAUTH Authentication required.\r\n');
  const answer = await answerAsk({ ask: 'redis', port, words: ['PING'], timeoutMs: 1000 }, (text) => text);
  expect(answer).toEqual({
    is: 'unknown',
    reason: `Redis on 127.0.0.1:${port} answers: NOAUTH Authentication required.`,
  });
});

test('passwords among the settings are hidden, and the own one wherever it stands', async () => {
  const pairs = ['requirepass', 'other-1', 'masterauth', 'other-2', 'maxmemory', '268435456', 'dir', `/x/${PASSWORD}`];
  await redisThat(encodeCommand(pairs));
  expect(await redis(['CONFIG', 'GET', '*'])).toEqual({
    is: 'value',
    value: ['requirepass', '(hidden)', 'masterauth', '(hidden)', 'maxmemory', '268435456', 'dir', '/x/(hidden)'],
  });
});

test('that Sentinel watches no such primary is absent, that there is no quorum is its answer', async () => {
  await redisThat('-ERR No such master with that name\r\n');
  expect(await redis(['SENTINEL', 'MASTER', 'main'])).toEqual({
    is: 'absent',
    reason: `Sentinel on 127.0.0.1:${port} watches no main`,
  });
  server.close();
  await redisThat('-NOQUORUM 1 usable Sentinels. Not enough available Sentinels to reach the specified quorum\r\n');
  expect(await redis(['SENTINEL', 'CKQUORUM', 'main'])).toMatchObject({
    is: 'value',
    value: expect.stringMatching(/^NOQUORUM/),
  });
});

test.each([
  [['SET', 'a', 'b']],
  [['CONFIG', 'SET', 'maxmemory', '1']],
  [['CONFIG', 'REWRITE']],
  [['SENTINEL', 'FAILOVER', 'main']],
  [['SENTINEL']],
  [['CLUSTER', 'RESET']],
  [['FLUSHALL']],
  [['PING\r\nFLUSHALL']],
  [['INFO', ...'123456789']],
])('%j is refused before anything is sent', async (words) => {
  await redisThat('+OK\r\n');
  expect(await redis(words)).toMatchObject({ is: 'unknown', reason: expect.stringContaining('only look') });
  expect(received).toBe('');
});

test('commands that look may be written small', () => {
  expect(onlyReads(['config', 'get', 'maxmemory'])).toBe(true);
  expect(onlyReads(['sentinel', 'get-master-addr-by-name', 'main'])).toBe(true);
  expect(onlyReads(['info', 'replication'])).toBe(true);
});

describe('what is no Redis', () => {
  const serverThat = async (does: (socket: Socket) => void): Promise<void> => {
    server = createServer((socket) => {
      socket.on('error', () => undefined);
      does(socket);
    });
    await listen();
  };

  test('nobody there is absent', async () => {
    await serverThat(() => undefined);
    await new Promise((resolve) => server.close(resolve));
    expect(await redis(['PING'])).toEqual({ is: 'absent', reason: `nothing listens on 127.0.0.1:${port}` });
  });

  test('silence, another protocol, a cut connection and a flood are unknown', async () => {
    const reasons: [(socket: Socket) => void, string][] = [
      [() => undefined, 'it did not answer within 1000 ms'],
      [(socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'), 'does not speak the protocol of Redis'],
      [(socket) => socket.destroy(), 'it closed the connection without an answer'],
      [(socket) => socket.write(`$999999999\r\n${'x'.repeat(200_000)}`), 'it answered more than 128 KiB'],
      [(socket) => socket.write('*1\r\n'.repeat(50)), 'nested more than 8 deep'],
    ];
    for (const [does, reason] of reasons) {
      await serverThat(does);
      expect(await redis(['PING'])).toMatchObject({
        is: 'unknown',
        reason: expect.stringContaining(reason),
      });
      server.close();
    }
  });
});

test('what is written is read back, wherever it is cut', () => {
  const words = fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1 });
  fc.assert(
    fc.property(words, fc.nat(), (given, cutAt) => {
      const bytes = Buffer.from(encodeCommand(given));
      expect(decodeReply(bytes)).toEqual({ reply: given, end: bytes.length });
      expect(decodeReply(bytes.subarray(0, cutAt % bytes.length))).toBeUndefined();
    }),
  );
});
