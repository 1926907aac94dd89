import { turnSources } from './sources.ts';

const STANZAS = `Types: deb
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main

Types: deb
URIs: http://mirror.example/debian-security
Suites: bookworm-security
Components: main
`;

test('sources are turned to the other release, security updates included', () => {
  const turned = turnSources('sources.list.d/debian.sources', STANZAS, 'bookworm', 'trixie');
  expect(turned.text).toContain('Suites: trixie trixie-updates');
  expect(turned.text).toContain('Suites: trixie-security');
  expect(turned.text).not.toContain('bookworm');
});

test('the mirror is that of the release itself, not of its security updates', () => {
  const [first = '', second = ''] = STANZAS.split('\n\n');
  const turned = turnSources(
    'sources.list.d/debian.sources',
    `${second}\n${first}`.replace('\nTypes', '\n\nTypes'),
    'bookworm',
    'bookworm',
  );
  expect(turned.mirror).toBe('http://mirror.example/debian');
});

test('the mirror is also found in the one-line format, with options', () => {
  const text =
    'deb http://mirror.example/security bookworm-security main\ndeb [arch=amd64] http://mirror.example/debian bookworm main\n';
  expect(turnSources('sources.list', text, 'bookworm', 'trixie').mirror).toBe('http://mirror.example/debian');
});
