import { isReadOnly } from './mounts.ts';

const container = `overlay / overlay rw,relatime 0 0
proc /proc proc rw,nosuid 0 0
proc /proc/sys proc ro,nosuid 0 0
proc /proc/sys/net proc rw,nosuid 0 0
`;

test.each([
  ['/proc/sys/vm/swappiness', true],
  ['/proc/sys/net/ipv4/ip_forward', false],
  ['/proc/sysrq-trigger', false],
])('the innermost mount says whether %s can be written', (path, readOnly) => {
  expect(isReadOnly(container, path)).toBe(readOnly);
});

test('a later mount lies over an earlier one', () => {
  expect(isReadOnly(`${container}proc /proc/sys proc rw 0 0\n`, '/proc/sys/vm/swappiness')).toBe(false);
  expect(isReadOnly('', '/proc/sys/vm/swappiness')).toBe(false);
});
