import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { Completed, FileWrite } from '@rolecall/resources';
import { Accounts } from '../accounts.ts';
import { writeAll } from './write-all.ts';

const accounts = new Accounts();
const owner = userInfo().username;
const passes: Completed = { exitCode: 0, signal: null, timedOut: false, stdout: '', stderr: '' };

describe('writing a file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'write-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = async (
    path: string,
    file: Partial<FileWrite> = {},
    validated: Partial<Completed> = {},
  ): Promise<void> => {
    const group = await accounts.groupName(process.getgid?.() ?? 0);
    const whole = { content: Buffer.from('new'), owner, group, mode: 0o640, ...file };
    return writeAll([{ path, file: whole }], accounts, async () => ({ ...passes, ...validated }));
  };

  it('puts the content in place with its mode, and leaves nothing else behind', async () => {
    await write(join(folder, 'conf'));
    expect(readFileSync(join(folder, 'conf'), 'utf8')).toBe('new');
    expect(statSync(join(folder, 'conf')).mode & 0o7777).toBe(0o640);
    expect(readdirSync(folder)).toEqual(['conf']);
  });

  it('replaces the file rather than writing into it', async () => {
    writeFileSync(join(folder, 'conf'), 'old');
    const before = statSync(join(folder, 'conf')).ino;
    await write(join(folder, 'conf'));
    expect(statSync(join(folder, 'conf')).ino).not.toBe(before);
  });

  it('keeps the extended attributes of the old file', async () => {
    writeFileSync(join(folder, 'conf'), 'old');
    const python = (code: string): string =>
      execFileSync('python3', ['-c', code, join(folder, 'conf')], { encoding: 'utf8' });
    python('import os,sys; os.setxattr(sys.argv[1], "user.origin", b"test")');
    await write(join(folder, 'conf'));
    expect(python('import os,sys; print(os.getxattr(sys.argv[1], "user.origin"))')).toContain('test');
  });

  it('takes a name as long as a name may be', async () => {
    const name = 'n'.repeat(255);
    await write(join(folder, name));
    expect(readdirSync(folder)).toEqual([name]);
  });

  it.each([
    ['a link', (path: string) => symlinkSync('/etc/passwd', path), 'not_a_file', 'is a link'],
    ['a directory', (path: string) => mkdirSync(path), 'not_a_file', 'is a directory'],
    ['a pipe', (path: string) => execFileSync('mkfifo', [path]), 'not_a_file', 'neither a file'],
    [
      'a file with a second name',
      (path: string) => {
        writeFileSync(path, 'old');
        linkSync(path, `${path}2`);
      },
      'many_names',
      '2 names',
    ],
  ])('leaves %s as it is and says so', async (_, make, code, text) => {
    make(join(folder, 'conf'));
    const before = lstatSync(join(folder, 'conf'));
    await expect(write(join(folder, 'conf'))).rejects.toMatchObject({ code, message: expect.stringContaining(text) });
    expect(lstatSync(join(folder, 'conf')).ino).toBe(before.ino);
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('refuses a folder on the way that is a link somebody else could have made', async () => {
    const [shared, real] = [join(folder, 'shared'), join(folder, 'real')];
    mkdirSync(shared);
    chmodSync(shared, 0o777);
    mkdirSync(real);
    symlinkSync(real, join(shared, 'sub'));
    await expect(write(join(shared, 'sub', 'conf'))).rejects.toMatchObject({ code: 'unsafe_folder' });
    chmodSync(shared, 0o1777);
    await expect(write(join(shared, 'sub', 'conf'))).rejects.toMatchObject({ code: 'link_in_path' });
    expect(readdirSync(real)).toEqual([]);
  });

  it('follows a link on the way that only its own user could have made', async () => {
    mkdirSync(join(folder, 'real'));
    symlinkSync('real', join(folder, 'current'));
    await write(join(folder, 'current', 'conf'));
    expect(readdirSync(join(folder, 'real'))).toEqual(['conf']);
  });

  it('gives up on links that go in a circle', async () => {
    symlinkSync('b', join(folder, 'a'));
    symlinkSync('a', join(folder, 'b'));
    await expect(write(join(folder, 'a', 'conf'))).rejects.toMatchObject({ code: 'link_loop' });
  });

  it.each(['conf', '/etc/../tmp/conf', '/', '/tmp/./x', '/tmp/a\0b'])('refuses the path %j', async (path) => {
    await expect(write(path)).rejects.toMatchObject({ code: 'bad_path' });
  });

  it('names a user that is not there, and a folder that is not there', async () => {
    await expect(write(join(folder, 'conf'), { owner: 'no-such-user' })).rejects.toMatchObject({
      code: 'unknown_user',
      message: 'There is no user "no-such-user" on this host',
    });
    await expect(write(join(folder, 'sub', 'conf'))).rejects.toMatchObject({ code: 'no_folder' });
  });

  it('lets a program judge the new content before it takes its place', async () => {
    writeFileSync(join(folder, 'conf'), 'old');
    const refusing = write(
      join(folder, 'conf'),
      { validate: ['check', '{}'] },
      { exitCode: 1, stderr: 'line 3: bad\n' },
    );
    await expect(refusing).rejects.toMatchObject({ code: 'invalid_content', lastLines: ['line 3: bad'] });
    expect(readFileSync(join(folder, 'conf'), 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['conf']);
  });

  it('removes what a crash left of a former write of the same file, and of no other', async () => {
    writeFileSync(join(folder, '.rolecall-0123456789abcdef.conf'), 'half');
    writeFileSync(join(folder, '.rolecall-0123456789abcdef.other'), 'half');
    await write(join(folder, 'conf'));
    expect(readdirSync(folder).sort()).toEqual(['.rolecall-0123456789abcdef.other', 'conf']);
  });

  describe('of which there are many', () => {
    const many = async (
      files: readonly (readonly [name: string, file?: Partial<FileWrite>])[],
      validate: (argv: readonly string[]) => Partial<Completed> = () => ({}),
    ): Promise<void> => {
      const group = await accounts.groupName(process.getgid?.() ?? 0);
      const placed = files.map(([name, file]) => ({
        path: join(folder, name),
        file: { content: Buffer.from(`new ${name}`), owner, group, mode: 0o640, ...file },
      }));
      return writeAll(placed, accounts, async (argv) => ({ ...passes, ...validate(argv) }));
    };

    it('puts each in its place, in whatever folder, and leaves nothing else behind', async () => {
      mkdirSync(join(folder, 'sub'));
      const names = Array.from({ length: 150 }, (_, i) => (i % 3 === 0 ? `sub/f${i}` : `f${i}`));
      writeFileSync(join(folder, '.rolecall-0123456789abcdef.f1'), 'half');
      await many(names.map((name) => [name]));
      expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
      for (const name of names) expect(readFileSync(join(folder, name), 'utf8')).toBe(`new ${name}`);
    });

    it('ends at the first that cannot be written: those before it are there, those behind it are not', async () => {
      const files = [['a'], ['b', { owner: 'no-such-user' }], ['c']] as const;
      await expect(many(files)).rejects.toMatchObject({ code: 'unknown_user' });
      expect(readdirSync(folder)).toEqual(['a']);
      mkdirSync(join(folder, 'e'));
      await expect(many([['d'], ['e'], ['f']])).rejects.toMatchObject({ code: 'not_a_file' });
      expect(readdirSync(folder)).toEqual(['a', 'd', 'e']);
      await expect(many([['g'], ['no/such'], ['h']])).rejects.toMatchObject({ code: 'no_folder' });
      expect(readdirSync(folder)).toEqual(['a', 'd', 'e', 'g']);
    });

    it('has those before it in place when a program judges one, and none behind it', async () => {
      const seen: (readonly string[])[] = [];
      const judge = (): Partial<Completed> => {
        seen.push(readdirSync(folder).filter((name) => !name.startsWith('.')));
        return { exitCode: 1 };
      };
      const files = [['a'], ['b'], ['c', { validate: ['check', '{}'] }], ['d']] as const;
      await expect(many(files, judge)).rejects.toMatchObject({ code: 'invalid_content' });
      expect(seen).toEqual([['a', 'b']]);
      expect(readdirSync(folder)).toEqual(['a', 'b']);
    });

    it('takes names that end alike, also of one folder under two names', async () => {
      const end = 'x'.repeat(60);
      mkdirSync(join(folder, 'real'));
      symlinkSync('real', join(folder, 'also'));
      await many([[`real/a${end}`], [`real/b${end}`], [`also/c${end}`]]);
      expect(readdirSync(join(folder, 'real'))).toEqual([`a${end}`, `b${end}`, `c${end}`]);
    });
  });
});
