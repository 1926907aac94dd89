import { connect as connectPlain } from 'node:net';
import { connect } from 'node:tls';
import { ControllerProcess } from '../testing/controller-process.ts';
import { enrolled, RawLink } from '../testing/live-agent.ts';
import { type Certified, LiveController } from '../testing/live-controller.ts';

let live: LiveController;
let shown: Certified;
let controller: ControllerProcess;
beforeAll(async () => {
  live = await LiveController.open();
  const { key, cert } = await enrolled(live, 'a');
  shown = { key, cert };
  await live.stop();
  controller = await ControllerProcess.start(live);
});
afterAll(async () => {
  await controller.kill();
  await live.close();
});

const upgrade = (path: string) =>
  `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`;

/** Says something and resets the connection after so many milliseconds, without waiting for an answer. */
const rude = (text: string, afterMs: number, as: Partial<Certified>): Promise<void> =>
  new Promise((resolve) => {
    const plain = connectPlain(controller.port, '127.0.0.1');
    const socket = connect({ socket: plain, ca: live.ca, servername: 'localhost', ...as });
    for (const one of [plain, socket]) one.on('error', () => {});
    plain.on('close', () => resolve());
    socket.on('secureConnect', () => {
      socket.write(text);
      setTimeout(() => plain.resetAndDestroy(), afterMs);
    });
  });

test.each([
  ['an upgrade to nothing', upgrade('/nothing'), {}],
  ['an upgrade without a certificate', upgrade('/agent'), {}],
  ['an upgrade with one', upgrade('/agent'), 'certified'],
  ['a half-sent upgrade', upgrade('/agent').slice(0, -2), {}],
  ['a request', 'GET /joined HTTP/1.1\r\nHost: x\r\n\r\n', {}],
  ['half a body', 'POST /enroll HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{', {}],
  ['another method', 'CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n', {}],
  ['no HTTP', '\u0000\u0001\u0002\r\n\r\n', {}],
])(
  'whoever sends %s and resets the connection leaves the controller as it was',
  async (_, text, as) => {
    for (let i = 0; i < 15; i++) await rude(text, i % 3, as === 'certified' ? shown : {});
    await (await RawLink.greeted(controller, shown)).close();
  },
  30_000,
);

test('whoever is refused an upgrade and stays is hung up on', async () => {
  const plain = connectPlain({ port: controller.port, host: '127.0.0.1', allowHalfOpen: true });
  const socket = connect({ socket: plain, ca: live.ca, servername: 'localhost' });
  for (const one of [plain, socket]) one.on('error', () => {});
  const gone = new Promise<boolean>((resolve) => {
    plain.on('close', () => resolve(true));
    setTimeout(() => resolve(false), 5_000).unref();
  });
  socket.on('secureConnect', () => socket.write(upgrade('/nothing')));
  // It goes on speaking, and never closes its side.
  const speaking = setInterval(() => plain.writable && plain.write('x'), 100);
  expect(await gone).toBe(true);
  clearInterval(speaking);
});

/** Opens so many connections, and answers how many of them are left open. */
async function held(
  count: number,
  as: Partial<Certified>,
): Promise<{ readonly open: number; readonly end: () => void }> {
  const sockets = Array.from({ length: count }, () => {
    const socket = connect({ port: controller.port, host: '127.0.0.1', ca: live.ca, ...as });
    // Whoever reads nothing is not told of the end.
    return socket.on('error', () => {}).resume();
  });
  const settled = (socket: (typeof sockets)[number]) => socket.destroyed || socket.authorized;
  while (!sockets.every(settled)) await new Promise((resolve) => setTimeout(resolve, 50));
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const open = sockets.filter(({ destroyed }) => !destroyed).length;
  return { open, end: () => sockets.forEach((socket) => void socket.destroy()) };
}

test('strangers from one network hold so many connections and no more, and hosts come in beside them', async () => {
  const strangers = await held(300, {});
  expect(strangers.open).toBe(256);
  await (await RawLink.greeted(controller, shown)).close();
  strangers.end();
}, 30_000);

test('one certificate holds so many connections and no more', async () => {
  const { open, end } = await held(100, shown);
  expect(open).toBe(64);
  end();
}, 30_000);

test('a request to enrol that is too large, or that never ends, is not waited for', async () => {
  const large = await answerTo(
    `POST /enroll HTTP/1.1\r\nHost: x\r\nContent-Length: 20000\r\n\r\n${' '.repeat(20_000)}`,
  );
  expect(large).toContain('413');
  const started = performance.now();
  expect(await answerTo('POST /enroll HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{')).toBe('');
  expect(performance.now() - started).toBeLessThan(15_000);
}, 30_000);

/** What is answered until the connection is closed. */
const answerTo = (text: string): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect({ port: controller.port, host: '127.0.0.1', ca: live.ca });
    let answer = '';
    socket.on('data', (piece: Buffer) => {
      answer += piece.toString('latin1');
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(answer));
    socket.on('secureConnect', () => socket.write(text));
  });
