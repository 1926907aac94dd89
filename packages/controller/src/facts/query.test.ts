import fc from 'fast-check';
import { ControllerError } from '../error.ts';
import { checkPaths } from './check-paths.ts';
import { evaluate } from './evaluate.ts';
import type { Comparison, Expression } from './expression.ts';
import { fitsGlob } from './glob.ts';
import { literal } from './literal.ts';
import { parseQuery } from './parse.ts';
import { printQuery } from './print.ts';
import { QueryError } from './query-error.ts';
import { valuesAt } from './values-at.ts';

const document = {
  host: 'db-1',
  role: ['cassandra', 'node-exporter'],
  label: { tier: 'app' },
  linked: true,
  mem: { total: 8 * 2 ** 30, swap: 0 },
  os: { codename: 'jammy', version: '22.04' },
  disks: [
    { name: 'sda', size: 1e12 },
    { name: 'sdb', size: 4e12 },
  ],
  time: { unknown: 'timedatectl did not answer' },
};
const verdict = (query: string) => evaluate(parseQuery(query), (path) => valuesAt(document, path.split('.')));

test.each([
  'role=cassandra and mem.total <= 8GiB and os.codename in (focal, jammy)',
  'role = node-exporter',
  'label.tier=app',
  'host ~ "db-*"',
  'db-1 or web-*',
  'db-?',
  '*',
  'all',
  'mem.total > 7.9GiB',
  'mem.swap exists',
  'os.version >= 9.10 and os.version < 22.10',
  'disks.size > 2TB',
  'not disks.name = sdc',
  'not (role = redis or role = minio)',
  'label.zone != a',
  'not label.zone exists',
  'linked = true',
  'os.codename == jammy',
])('%s selects the host', (query) => {
  expect(verdict(query)).toBe(true);
});

test.each([
  'mem.total < 8GiB',
  'web-*',
  'mem.total = "8GiB"',
  'label.zone < 3',
  'role != cassandra',
  'os.codename > 5MB and db-2',
])('%s does not select it', (query) => {
  expect(verdict(query)).toBe(false);
});

test('a fact that could not be read selects nothing, negated neither', () => {
  expect(verdict('time.zone = UTC')).toBeUndefined();
  expect(verdict('not time.zone = UTC')).toBeUndefined();
  expect(verdict('time.zone = UTC or db-1')).toBe(true);
});

test.each([
  ['mem.total <', 12, 'a value is missing here'],
  ['mem.total < 8GiB and', 21, 'something is missing here'],
  ['(role = a', 10, 'expected ")"'],
  ['role = a)', 9, 'expected "and", "or" or the end, not ")"'],
  ['mem.total', 10, 'expected = != < <= > >= ~ in or exists after "mem.total"'],
  ['host ~ "db', 8, 'this " is never closed'],
  ['a in b', 6, 'expected "(", not "b"'],
  ['and', 1, '"and" cannot stand here'],
  ['', 1, 'something is missing here'],
  ['role = a ! b', 10, '"!" means nothing here'],
])('%s is refused at column %d', (query, column, problem) => {
  expect(() => parseQuery(query)).toThrow(
    expect.objectContaining({ column, message: expect.stringContaining(problem) }),
  );
});

test('a path that no host has is refused with the nearest one', () => {
  const query = 'mem.totl < 1 and label.x=1';
  expect(() => checkPaths(query, parseQuery(query))).toThrow(
    expect.objectContaining({ column: 1, hint: 'did you mean mem.total?' }),
  );
  expect(() => checkPaths('', parseQuery('role=a and disks.size > 1 and address ~ "10.*"'))).not.toThrow();
});

test('depth is bounded', () => {
  const deep = (n: number) => `${'('.repeat(n)}*${')'.repeat(n)}`;
  expect(parseQuery(deep(64))).toEqual({ is: 'all' });
  expect(() => parseQuery(deep(65))).toThrow('nested more than 64 deep');
  expect(() => parseQuery('not '.repeat(100_000))).toThrow(QueryError);
});

test('whatever is typed, only its own error is thrown', () => {
  const typed = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(
        fc.constantFrom('(', ')', 'a.b', '=', 'in', 'not', 'and', 'or', '"', "'", ',', '8GiB', '~', '!', '\\', ' '),
        {
          maxLength: 40,
        },
      )
      .map((words) => words.join(' ')),
  );
  fc.assert(
    fc.property(typed, (text) => {
      try {
        const expression = parseQuery(text);
        checkPaths(text, expression);
        evaluate(expression, () => []);
      } catch (error) {
        expect(error).toBeInstanceOf(ControllerError);
      }
    }),
    { numRuns: 2_000 },
  );
});

const path = fc.constantFrom('host', 'mem.total', 'label.tier', 'os.codename');
const word = fc.oneof(fc.constantFrom('8GiB', 'jammy', 'and', 'true', '1.50', '-3', 'a b', ''), fc.string());
const value = fc.tuple(word, fc.boolean()).map(([text, quoted]) => literal(text, quoted));
const leaf: fc.Arbitrary<Expression> = fc.oneof(
  fc.constant({ is: 'all' as const }),
  fc.record({ is: fc.constant('exists' as const), path, column: fc.constant(0) }),
  fc.record({
    is: fc.constant('in' as const),
    path,
    values: fc.array(value, { minLength: 1, maxLength: 4 }),
    column: fc.constant(0),
  }),
  fc.record({
    is: fc.constant('compare' as const),
    path,
    how: fc.constantFrom<Comparison>('=', '!=', '<', '<=', '>', '>=', '~'),
    value,
    column: fc.constant(0),
  }),
);
const expression: fc.Arbitrary<Expression> = fc.letrec<{ tree: Expression }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.record({
      is: fc.constantFrom('and' as const, 'or' as const),
      parts: fc.array(tie('tree'), { minLength: 2, maxLength: 3 }),
    }),
    fc.record({ is: fc.constant('not' as const), part: tie('tree') }),
  ),
})).tree;

/** A value that is no word (`a b`) reads back as quoted text, which is what it was before. */
const plain = (query: Expression) => JSON.parse(JSON.stringify(query, (key, inner) => (key === 'column' ? 0 : inner)));

test('what is printed reads back as the same query', () => {
  fc.assert(
    fc.property(expression, (query) => {
      expect(plain(parseQuery(printQuery(query)))).toEqual(plain(query));
    }),
  );
});

test('a glob agrees with the regular expression of the same meaning, and is quick where that one is not', () => {
  const letters = fc.array(fc.constantFrom('a', 'b', '*', '?'), { maxLength: 8 }).map((all) => all.join(''));
  fc.assert(
    fc.property(letters, fc.array(fc.constantFrom('a', 'b'), { maxLength: 8 }), (pattern, text) => {
      const same = new RegExp(`^${pattern.replaceAll('?', '.').replaceAll(/\*+/g, '.*')}$`);
      expect(fitsGlob(pattern, text.join(''))).toBe(same.test(text.join('')));
    }),
  );
  expect(fitsGlob(`${'*a'.repeat(100)}*b`, 'a'.repeat(1_024))).toBe(false);
});
