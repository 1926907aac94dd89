import { brokenRule, factAt } from './fact.ts';

const facts = {
  mem: { total: 1000 },
  disks: [{ name: 'sda', rotational: true }],
  net: { unknown: 'no route' },
  services: { running: ['ssh.service'] },
};

test('a fact is found by its place, also within a list', () => {
  expect(factAt(facts, 'mem.total')).toEqual({ is: 'found', value: 1000 });
  expect(factAt(facts, 'disks.0.rotational')).toEqual({ is: 'found', value: true });
});

test('what could not be gathered gives its reason, what does not exist is missing', () => {
  expect(factAt(facts, 'net.address')).toEqual({ is: 'unknown', reason: 'no route' });
  for (const place of ['mem.free', 'disks.1.name', 'mem.total.more', 'constructor', 'toString.name']) {
    expect(factAt(facts, place)).toEqual({ is: 'missing' });
  }
});

test.each([
  [1000, { equals: 1000 }, undefined],
  [1000, { equals: '1000' }, 'not "1000"'],
  [1000, { atLeast: 1000, atMost: 1000 }, undefined],
  [999, { atLeast: 1000 }, 'less than 1000'],
  ['999', { atLeast: 1 }, 'less than 1'],
  [1001, { atMost: 1000 }, 'more than 1000'],
  [['ssh.service'], { contains: 'ssh.service' }, undefined],
  [['ssh.service'], { contains: 'ssh' }, 'without "ssh"'],
  ['quiet splash', { contains: 'quiet' }, undefined],
])('%j against %j', (value, rules, broken) => {
  expect(brokenRule(value, rules)).toBe(broken);
});
