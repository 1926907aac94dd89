import { stanzasOf } from './packages.ts';
import { neededOfOthers, providersIn } from './provided.ts';

test('names that no package has are those that others stand in for', () => {
  const stanzas = stanzasOf(`Package: common
Depends: network-stack, libc6 (>= 2.34), python3:any, default-mta | mta

Package: libc6
Pre-Depends: libgcc-s1, debconf (>= 0.5) | debconf-2.0

Package: libgcc-s1

Package: debconf

Package: python3

`);
  expect(neededOfOthers(stanzas)).toEqual(['default-mta', 'mta', 'network-stack']);
  expect(neededOfOthers([])).toEqual([]);
});

test('who stands in for them is read from what apt says, of several names at once', () => {
  const said = `Package: network-stack
Versions: 

Reverse Depends: 
  common,network-stack
Provides: 
Reverse Provides: 
netavark 1.4.0-3 (= 2)
plugins 1.1.1+ds1-3+b5 (= 1)
Package: mta
Versions: 

Reverse Provides: 
postfix 3.7 (= )
netavark 1.4.0-4 (= 2)
`;
  expect(providersIn(said)).toEqual(['netavark', 'plugins', 'postfix']);
  expect(providersIn('')).toEqual([]);
});
