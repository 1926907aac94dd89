import { FakeHost, type Given } from '../fake-host.ts';
import { swappedHost } from '../testing/swapped-host.ts';
import { capturePaths, MAX_KEPT_BYTES, restorePaths } from './path-prior.ts';

const attributes = { owner: 'app', group: 'app', mode: '0640' };
const before: Given = {
  files: {
    '/etc/app/conf': { content: 'old', ...attributes },
    '/etc/app/link': { type: 'link', target: 'conf' },
    '/var/lib/app': { type: 'directory', ...attributes },
  },
};
const paths = ['/etc/app/conf', '/etc/app/link', '/etc/app/new', '/var/lib/app', '/var/lib/app/inner'];

test('everything comes back: content, owner, mode, targets, and what was not there goes', async () => {
  const host = new FakeHost(before);
  const prior = await capturePaths(host, paths);
  const root = { owner: 'root', group: 'root', mode: 0o600 };
  await host.writeFile('/etc/app/conf', { content: Buffer.from('new'), ...root });
  await host.makeLink('/etc/app/link', 'elsewhere');
  await host.writeFile('/etc/app/new', { content: Buffer.from('new'), ...root });
  await host.setAttributes('/var/lib/app', root);
  await host.makeDirectory('/var/lib/app/inner', root);
  await restorePaths(host, prior);
  expect(await capturePaths(host, paths)).toEqual(prior);
  expect(await host.stat('/etc/app/new')).toBeUndefined();
});

test('what became of another type is replaced, the inner before the outer', async () => {
  const host = new FakeHost({ files: { '/a': 'file' } });
  const prior = await capturePaths(host, ['/a', '/a/b']);
  await host.removeEntry('/a');
  await host.makeDirectory('/a', { owner: 'root', group: 'root', mode: 0o755 });
  await host.makeLink('/a/b', 'c');
  await restorePaths(host, prior);
  expect(await capturePaths(host, ['/a', '/a/b'])).toEqual(prior);
});

test('a directory that has something in it by then stays', async () => {
  const host = new FakeHost({ files: { '/a/foreign': 'kept' } });
  await expect(restorePaths(host, { '/a': null })).rejects.toThrow('/a is not empty');
  expect(await host.stat('/a/foreign')).toBeDefined();
});

test('a file that was too large to be kept is said before anything is touched', async () => {
  const large = 'x'.repeat(MAX_KEPT_BYTES + 1);
  const host = new FakeHost({ files: { '/large': large, '/small': 'old' } });
  const prior = await capturePaths(host, ['/small', '/large']);
  expect(prior['/large']).toMatchObject({ content: { kept: false, bytes: large.length } });
  await restorePaths(host, prior);
  const changed = { content: Buffer.from('new'), owner: 'root', group: 'root', mode: 0o644 };
  await host.writeFile('/large', changed);
  await host.writeFile('/small', changed);
  host.forget();
  await expect(restorePaths(host, prior)).rejects.toMatchObject({ code: 'no_prior' });
  expect(host.writes).toEqual([]);
});

test('what is put in the place of a file between a look at it and its reading is not kept as that file', async () => {
  const host = swappedHost('/etc/app/conf', { content: 'old', owner: 'root', group: 'root', mode: '0644' });
  await expect(capturePaths(host, ['/etc/app/conf'])).rejects.toMatchObject({ code: 'unreadable' });
});
