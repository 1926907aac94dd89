import fc from 'fast-check';
import { readName, removeName, setName } from './lines.ts';

const line = fc.constantFrom(
  '# hosts',
  '',
  '127.0.0.1\tlocalhost',
  '127.0.1.1 web.internal web # by the installer',
  '10.0.0.5   redis-1 redis',
  '10.0.0.6 db redis-1',
  'fe80::1%eth0 Redis-1',
  '::1 ip6-localhost',
);
const text = fc
  .tuple(fc.array(line, { maxLength: 8 }), fc.boolean())
  .map(([lines, closed]) => lines.join('\n') + (closed && lines.length > 0 ? '\n' : ''));
const wanted = fc.record({
  addresses: fc.uniqueArray(fc.constantFrom('10.0.0.5', '10.0.0.9', '::5'), { minLength: 1 }),
  aliases: fc.uniqueArray(fc.constantFrom('redis', 'web', 'cache')),
});

test('a name that is set stands for what is wanted; again changes nothing; names of others stay', () => {
  fc.assert(
    fc.property(text, wanted, (before, named) => {
      const made = setName(before, 'redis-1', named);
      expect(readName(made, 'redis-1', named.aliases)).toEqual(named);
      expect(setName(made, 'redis-1', named)).toBe(made);
      for (const other of ['localhost', 'web.internal', 'db', 'ip6-localhost', '# hosts', '# by the installer']) {
        if (before.includes(other)) expect(made).toContain(other);
      }
    }),
  );
});

test('a name that was not there is taken away again without a trace', () => {
  fc.assert(
    fc.property(text, (before) => {
      const whole = before === '' || before.endsWith('\n') ? before : `${before}\n`;
      const made = setName(whole, 'new', { addresses: ['10.0.0.1'], aliases: [] });
      expect(removeName(made, 'new')).toBe(whole);
    }),
  );
});

test('a name leaves the lines of others', () => {
  const before = '127.0.1.1 web.internal web # ours\n10.0.0.1\tx\n';
  expect(setName(before, 'web', { addresses: ['10.0.0.2'], aliases: [] })).toBe(
    '127.0.1.1\tweb.internal # ours\n10.0.0.1\tx\n10.0.0.2\tweb\n',
  );
});
