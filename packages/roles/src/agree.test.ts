import fc from 'fast-check';
import { agreed, anyAnswered, founder, replicasFirst } from './agree.ts';

const said = <T>(...values: readonly T[]) =>
  Object.fromEntries(values.map((value, index) => [`h${index}`, { is: 'value', value } as const]));

describe('agreement', () => {
  test('is what more than half of those that answered say', () => {
    expect(agreed(said('a', 'b', 'a'))).toBe('a');
    expect(agreed({ ...said('a'), off: { is: 'absent', reason: 'not installed' } })).toBe('a');
    expect(agreed(said({ host: 'a' }, { host: 'a' }))).toEqual({ host: 'a' });
  });

  test('is missing where nobody answered, and where no value has more than half', () => {
    expect(agreed({})).toBeUndefined();
    expect(agreed(said('a', 'b'))).toBeUndefined();
    expect(agreed(said('a', 'b', 'c'))).toBeUndefined();
    expect(anyAnswered({ off: { is: 'absent', reason: 'not installed' } })).toBe(false);
  });

  test('does not depend on who answers first', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b'), { minLength: 1 }), (values) => {
        expect(agreed(said(...values))).toBe(agreed(said(...values.toReversed())));
      }),
    );
  });
});

test('the founder is the member whose name sorts first', () => {
  const host = (name: string) => ({ name, address: name, labels: {}, facts: {} });
  expect(founder([host('db-2'), host('db-10'), host('db-3')]).name).toBe('db-10');
});

test('the primary comes last, once, and nobody is lost', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string()), fc.string(), (names, primary) => {
      const order = replicasFirst(names, primary);
      expect(order.toSorted()).toEqual(names.toSorted());
      if (names.includes(primary)) expect(order.at(-1)).toBe(primary);
    }),
  );
});
