import { checkHeap, heapMiB } from './heap.ts';

const GIB = 2 ** 30;
const host = (total?: number) => ({
  name: 'es-1',
  address: '10.0.0.1',
  labels: {},
  facts: total === undefined ? { mem: { unknown: 'not read' } } : { mem: { total, swap: 0, hugepages: 'never' } },
});

describe('the heap', () => {
  test.each<[string, number, number]>([
    ['half of the memory', 8 * GIB, 4096],
    ['31 GiB at most', 256 * GIB, 31 * 1024],
    ['the same where the kernel takes some KiB more', 8 * GIB - 123_456, 3968],
  ])('is %s where the site says nothing', (_, memory, expected) => {
    expect(heapMiB(host(memory), {})).toBe(expected);
  });

  test('is what the site says, also where nobody knows the memory; with neither it is refused', () => {
    expect(heapMiB(host(), { heap: GIB })).toBe(1024);
    expect(() => heapMiB(host(), {})).toThrow("nobody knows how much memory es-1 has: say heap: '2GiB'");
  });

  test('is refused where it is more than half of the memory, in words that fit', () => {
    expect(() => checkHeap([host(2 * GIB)], { heap: GIB })).not.toThrow();
    expect(() => checkHeap([host(3 * GIB)], { heap: 2 * GIB })).toThrow(
      'a heap of 2 GiB is more than half of the memory of es-1 (3 GiB): say at most 1.5 GiB, or leave it out',
    );
    expect(() => checkHeap([host(GIB)], { heap: 2 * GIB })).toThrow('larger than the memory of es-1');
  });
});
