import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { proxyAtDistance } from './distance.ts';

test('an echo takes the round trip and comes back whole', async () => {
  const server = createServer((socket) => socket.pipe(socket)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const distance = await proxyAtDistance('127.0.0.1', (server.address() as AddressInfo).port, 60);
  const socket = connect(distance.port, '127.0.0.1');
  await once(socket, 'connect');
  const started = performance.now();
  socket.write('hello');
  const [bytes] = (await once(socket, 'data')) as [Buffer];
  expect(bytes.toString()).toBe('hello');
  expect(performance.now() - started).toBeGreaterThan(55);
  socket.destroy();
  distance.close();
  server.close();
});
