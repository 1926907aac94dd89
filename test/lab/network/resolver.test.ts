import { namesOnlyLoopback } from './resolver.ts';

test('a stub on the loopback is of no use to a host', () => {
  expect(namesOnlyLoopback('# stub\nnameserver 127.0.0.53\noptions edns0\n')).toBe(true);
});

test('one server elsewhere is enough', () => {
  expect(namesOnlyLoopback('nameserver 127.0.0.1\nnameserver 10.0.0.53\n')).toBe(false);
  expect(namesOnlyLoopback('search example.org\n')).toBe(false);
});
