import type { Entry } from '../contract/host.ts';
import { FakeHost, type Given } from '../fake-host.ts';

type GivenFile = NonNullable<Given['files']>[string];

/** A host on which somebody puts a secret of root's in the place of a file as soon as it was looked at. */
export function swappedHost(path: string, file: GivenFile): FakeHost {
  return new (class extends FakeHost {
    override async stat(at: string): Promise<Entry | undefined> {
      const entry = await super.stat(at);
      const secret = { content: Buffer.from('secret'), owner: 'root', group: 'root', mode: 0o600 };
      if (at === path) await this.writeFile(path, secret);
      return entry;
    }
  })({ files: { [path]: file } });
}
