import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { identify, isAlive } from './process.ts';

test('this process is alive by its identity', () => {
  const self = identify(process.pid);
  expect(self && isAlive(self)).toBe(true);
});

test('the same number in another life or another boot is not the same process', () => {
  const self = identify(process.pid);
  expect(self && isAlive({ ...self, startTicks: '1' })).toBe(false);
  expect(self && isAlive({ ...self, bootId: 'another' })).toBe(false);
});

test('an ended process is not alive', async () => {
  const child = spawn('sleep', ['60']);
  const identity = identify(child.pid ?? 0);
  expect(identity && isAlive(identity)).toBe(true);
  child.kill('SIGKILL');
  await once(child, 'close');
  expect(identity && isAlive(identity)).toBe(false);
});
