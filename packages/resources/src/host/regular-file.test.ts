import { FakeHost } from '../fake-host.ts';
import { swappedHost } from '../testing/swapped-host.ts';
import { bytesOf, lookAtFile, MAX_FILE_BYTES } from './regular-file.ts';

const PATH = '/etc/app/conf';

test('a file is read with the owner and mode that it was seen with', async () => {
  const host = new FakeHost({ files: { [PATH]: 'a' } });
  expect(await lookAtFile(host, PATH)).toMatchObject({ is: 'file', bytes: Buffer.from('a'), entry: { owner: 'root' } });
  expect(await lookAtFile(host, '/etc/app/none')).toEqual({ is: 'absent' });
});

test('what took its place since it was looked at is neither shown nor taken for it', async () => {
  const file = { content: 'a', owner: 'root', group: 'root', mode: '0644' } as const;
  await expect(lookAtFile(swappedHost(PATH, file), PATH)).rejects.toMatchObject({ code: 'unreadable' });
});

test('a file too large for memory is not read', async () => {
  const host = new FakeHost({ files: { [PATH]: 'a' } });
  const entry = { type: 'file', owner: 'root', group: 'root', mode: 0o644, size: MAX_FILE_BYTES + 1 } as const;
  expect(await bytesOf(host, PATH, entry)).toBeUndefined();
});
