import { bridgeOf, portOf } from './names.ts';

/** The kernel's IFNAMSIZ is 16, with the closing zero. */
const MAX_INTERFACE_NAME = 15;

test('the longest names still fit an interface', () => {
  expect(bridgeOf(254).length).toBeLessThanOrEqual(MAX_INTERFACE_NAME);
  expect(portOf(254, 250).length).toBeLessThanOrEqual(MAX_INTERFACE_NAME);
});

test('no two hosts of any labs share a port', () => {
  const ports = [1, 11, 111].flatMap((lab) => [11, 111].map((octet) => portOf(lab, octet)));
  expect(new Set(ports).size).toBe(ports.length);
});
