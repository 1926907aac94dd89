import { swappedHost } from '../testing/swapped-host.ts';
import { hostsEntryProvider } from './provider.ts';

test('what is put in the place of the file between a look at it and its reading is not written with its mode', async () => {
  const file = { content: '10.0.0.5 db-1\n', owner: 'root', group: 'root', mode: '0644' } as const;
  const params = { name: 'db-1', address: '10.0.0.6', aliases: [] };
  const { write, remove } = hostsEntryProvider;
  for (const act of [
    (host: Parameters<typeof write>[0]) => write(host, [{ params, found: { is: 'absent' } }]),
    (host: Parameters<typeof write>[0]) => remove?.(host, params),
  ]) {
    const host = swappedHost('/etc/hosts', file);
    await expect(act(host)).rejects.toMatchObject({ code: 'unreadable' });
    expect((await host.stat('/etc/hosts'))?.mode).toBe(0o600);
  }
});
