import fc from 'fast-check';
import { bytes, bytesOf, duration } from './size.ts';

describe('sizes and spans of time', () => {
  test.each([
    ['256MiB', 268_435_456],
    ['1.5GB', 1_500_000_000],
    ['0B', 0],
    [4096, 4096],
  ])('%s is %d bytes', (text, expected) => {
    expect(bytes.parse(text)).toBe(expected);
  });

  test.each([
    ['5s', 5_000],
    ['15d', 1_296_000_000],
    ['1.5h', 5_400_000],
    [250, 250],
  ])('%s is %d ms', (text, expected) => {
    expect(duration.parse(text)).toBe(expected);
  });

  test.each(['256 MiB', '256mib', 'MiB', '-1MiB', '1e3MiB', '', -1, 1.5, null])(
    '%j is refused with an example',
    (value) => {
      const refused = bytes.safeParse(value);
      expect(refused.success).toBe(false);
      expect(refused.error?.issues[0]?.message).toMatch(/256MiB|>=0/);
    },
  );

  test('a default is given as people write it', () => {
    expect(bytes.prefault('1KiB').parse(undefined)).toBe(1024);
  });

  test('needs and parameters read a size alike', () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.constantFrom('KiB', 'MB', 'GiB'), (amount, unit) => {
        expect(bytes.parse(`${amount}${unit}`)).toBe(bytesOf(`${amount}${unit}` as '1MB'));
      }),
    );
  });
});
