import { samplesOf, showMs } from './samples.ts';

test('the median is the one in the middle, or between the two that are', () => {
  expect(samplesOf([5, 1, 9])).toEqual({ median: 5, min: 1, max: 9, count: 3 });
  expect(samplesOf([4, 1, 2, 9]).median).toBe(3);
  expect(showMs(samplesOf([30.4, 29.6]))).toBe('30 ms (30 to 30, 2 runs)');
});

test('nothing measured is no zero', () => {
  expect(() => samplesOf([])).toThrow('nothing was measured');
});
