import fc from 'fast-check';
import { freeLabNumber, freeOctet, overlaps, subnetOf } from './subnet.ts';

const bytes = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255)).map((four) => four.join('.'));
const network = fc.tuple(bytes, fc.integer({ min: 8, max: 32 })).map(([address, bits]) => `${address}/${bits}`);
const labs = fc.uniqueArray(fc.integer({ min: 1, max: 254 }), { maxLength: 253 });

test('a free number is never one that is taken', () => {
  fc.assert(fc.property(labs, (taken) => !taken.includes(freeLabNumber(taken, []) ?? -1)));
});

test('a free subnet meets no network the machine knows', () => {
  const known = fc.array(fc.oneof(network, fc.constant('default'), fc.integer({ min: 1, max: 254 }).map(subnetOf)));
  fc.assert(
    fc.property(labs, known, (taken, networks) => {
      const number = freeLabNumber(taken, networks);
      return number === undefined || !networks.some((other) => overlaps(subnetOf(number), other));
    }),
  );
});

test('with every number taken there is no subnet left', () => {
  const all = Array.from({ length: 254 }, (_unused, index) => index + 1);
  expect(freeLabNumber(all, [])).toBeUndefined();
  expect(freeLabNumber([], ['172.16.0.0/12'])).toBeUndefined();
});

test('two networks overlap as much as either overlaps the other', () => {
  fc.assert(fc.property(network, network, (one, other) => overlaps(one, other) === overlaps(other, one)));
});

test('a network overlaps what lies within it and nothing beside it', () => {
  expect(overlaps('172.30.4.0/24', '172.30.4.17')).toBe(true);
  expect(overlaps('172.30.4.0/24', '172.30.5.0/24')).toBe(false);
  expect(overlaps('172.30.4.0/24', '172.30.0.0/16')).toBe(true);
  expect(overlaps('172.30.4.0/24', 'default')).toBe(false);
});

test('hosts get the lowest free address from .11 on', () => {
  expect(freeOctet([])).toBe(11);
  expect(freeOctet([11, 13])).toBe(12);
  expect(freeOctet(Array.from({ length: 240 }, (_unused, index) => index + 11))).toBeUndefined();
});
