import { createSocket } from 'node:dgram';
import { connect, createServer } from 'node:net';
import { Answer, type Ask } from '@rolecall/protocol';
import { answerAsk } from './answer-ask.ts';

const ask = async (question: Ask): Promise<Answer> => Answer.parse(await answerAsk(question, (text) => text));

/** A port that was just free. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const reached = { is: 'value', value: { connectMs: expect.any(Number) } };

describe('what preflight asks of a host', () => {
  test('its clock', async () => {
    const answer = await ask({ ask: 'clock' });
    expect(answer.is === 'value' && Math.abs(Number(answer.value) - Date.now())).toBeLessThan(1_000);
  });

  test('a port that is listened on for a while is reached, and is free again afterwards', async () => {
    const port = await freePort();
    expect(await ask({ ask: 'listen', transport: 'tcp', port, forMs: 400 })).toEqual({ is: 'value', value: true });
    expect(await ask({ ask: 'tcp', port, timeoutMs: 1_000 })).toEqual(reached);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(await ask({ ask: 'tcp', port, timeoutMs: 1_000 })).toMatchObject({ is: 'absent' });
  });

  test('asked again, it ends when the new while is over', async () => {
    const port = await freePort();
    await ask({ ask: 'listen', transport: 'tcp', port, forMs: 60_000 });
    expect(await ask({ ask: 'listen', transport: 'tcp', port, forMs: 100 })).toEqual({ is: 'value', value: true });
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(await ask({ ask: 'tcp', port, timeoutMs: 1_000 })).toMatchObject({ is: 'absent' });
  });

  test('asked again while it ends, though somebody is still connected, it listens anew', async () => {
    const port = await freePort();
    await ask({ ask: 'listen', transport: 'tcp', port, forMs: 100 });
    const stays = connect({ port, allowHalfOpen: true }).on('error', () => undefined);
    try {
      await new Promise((resolve) => setTimeout(resolve, 200));
      expect(await ask({ ask: 'listen', transport: 'tcp', port, forMs: 1_000 })).toEqual({ is: 'value', value: true });
      expect(await ask({ ask: 'tcp', port, timeoutMs: 1_000 })).toEqual(reached);
    } finally {
      stays.destroy();
    }
  });

  test('datagrams come back from a port that is listened on, and from no other', async () => {
    const port = await freePort();
    expect(await ask({ ask: 'udp', host: '127.0.0.1', port, timeoutMs: 500 })).toMatchObject({ is: 'absent' });
    expect(await ask({ ask: 'listen', transport: 'udp', port, forMs: 1_000 })).toEqual({ is: 'value', value: true });
    expect(await ask({ ask: 'udp', host: '127.0.0.1', port, timeoutMs: 1_000 })).toEqual(reached);
  });

  test('what is taken is left as it is, and found with its transport', async () => {
    const server = createServer().listen(0);
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const udp = socket.address().port;
    const free = await freePort();
    expect(await ask({ ask: 'listen', transport: 'tcp', port, forMs: 200 })).toEqual({ is: 'value', value: false });
    const answer = await ask({
      ask: 'ports',
      ports: [
        { transport: 'tcp', port },
        { transport: 'udp', port: udp },
        { transport: 'tcp', port: free },
      ],
    });
    expect(answer).toMatchObject({
      is: 'value',
      value: [
        { transport: 'tcp', port },
        { transport: 'udp', port: udp },
      ],
    });
    server.close();
    socket.close();
  });

  test('a name is looked up as programs of the host do', async () => {
    expect(await ask({ ask: 'lookup', name: 'localhost', timeoutMs: 2_000 })).toMatchObject({ is: 'value' });
    expect((await ask({ ask: 'lookup', name: 'no-such-host.invalid', timeoutMs: 4_000 })).is).not.toBe('value');
  });
});
