import { container } from './resource.ts';
import { quoted, unitText } from './unit.ts';

const image = `registry.example/app@sha256:${'a'.repeat(64)}`;
const refused = (params: object): boolean => !container.params.safeParse({ name: 'app', image, ...params }).success;

test.each([
  ['a tag', { image: 'registry.example/app:latest' }],
  ['an image without its registry', { image: `app@sha256:${'a'.repeat(64)}` }],
  ['a short digest', { image: 'registry.example/app@sha256:abc' }],
  ['an option for an image', { image: `--privileged/x@sha256:${'a'.repeat(64)}` }],
  ['an archive without its whole checksum', { archive: { sha256: 'abc' } }],
  ['an id with the name of its algorithm', { archive: { sha256: 'a'.repeat(64), id: `sha256:${'a'.repeat(64)}` } }],
  ['a line break in a word', { command: ['a\nExecStartPre=/bin/evil'] }],
  ['a line break in the environment', { environment: { A: 'b\nC=d' } }],
  ['an option for a volume', { volumes: ['--privileged'] }],
  ['an option for a network', { network: '--privileged' }],
  ['an option for a user', { user: '-v' }],
])('%s is refused', (_, params) => {
  expect(refused(params)).toBe(true);
});

test('what systemd or a shell would expand stays as it is', () => {
  expect(quoted('plain-word')).toBe('plain-word');
  expect(quoted('100% $HOME "x" \\')).toBe('"100%% $$HOME \\"x\\" \\\\"');
});

test('an image from an archive runs by its id, and its name stands nowhere', () => {
  const archive = { sha256: 'b'.repeat(64), id: 'c'.repeat(64) };
  const text = unitText(container.params.parse({ name: 'app', image, archive, command: ['serve'] }));
  expect(text).toContain(` ${'c'.repeat(64)} serve\n`);
  expect(text).not.toContain(image);
});

test('no value of the environment stands in the unit', () => {
  const text = unitText(container.params.parse({ name: 'app', image, environment: { TOKEN: 'hidden' } }));
  expect(text).not.toContain('hidden');
  expect(text).toContain('--env-file=/etc/rolecall-containers/app.env');
});
