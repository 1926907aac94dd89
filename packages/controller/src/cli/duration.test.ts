import { duration } from './duration.ts';

test.each([
  ['90s', 90_000],
  ['10min', 600_000],
  ['1h', 3_600_000],
  ['1.5h', 5_400_000],
  ['7d', 604_800_000],
])('%s is %d milliseconds', (text, ms) => {
  expect(duration(text)).toBe(ms);
});

test.each(['', '5', 'h', '5 years', '-1h'])('"%s" is refused with a sentence that says how to write it', (text) => {
  expect(() => duration(text)).toThrow(`"${text}" is no length of time`);
});
