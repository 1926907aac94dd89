import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { Accounts } from '../accounts.ts';
import { lookAt, readRegular } from './look.ts';
import { makeLink, removeEntry, setAttributes } from './make.ts';
import { makeFolders } from './make-folders.ts';

const accounts = new Accounts();
const owner = userInfo().username;

describe('folders, links and attributes', () => {
  let folder: string;
  let group: string;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'make-'));
    group = await accounts.groupName(process.getgid?.() ?? 0);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('makes a folder with its mode whatever the umask, and a second time changes nothing but the mode', async () => {
    await makeFolders([{ path: join(folder, 'data'), owner, group, mode: 0o2775 }], accounts);
    expect(statSync(join(folder, 'data')).mode & 0o7777).toBe(0o2775);
    writeFileSync(join(folder, 'data', 'kept'), '');
    await makeFolders([{ path: join(folder, 'data'), owner, group, mode: 0o700 }], accounts);
    expect(await lookAt(join(folder, 'data'), accounts)).toMatchObject({
      type: 'directory',
      mode: 0o700,
      owner,
      group,
    });
    expect(readdirSync(join(folder, 'data'))).toEqual(['kept']);
  });

  it('makes many in their order, one within another, and ends at the first that cannot be made', async () => {
    const place = (path: string) => ({ path: join(folder, path), owner, group, mode: 0o750 });
    mkdirSync(join(folder, 'there'), { mode: 0o700 });
    await makeFolders(['there', 'a', 'a/b', 'a/b/c'].map(place), accounts);
    for (const path of ['there', 'a', 'a/b', 'a/b/c']) {
      expect(statSync(join(folder, path)).mode & 0o7777).toBe(0o750);
    }
    writeFileSync(join(folder, 'file'), '');
    await expect(makeFolders(['d', 'file', 'e'].map(place), accounts)).rejects.toMatchObject({ code: 'not_a_folder' });
    await expect(makeFolders(['f', 'no/such', 'g'].map(place), accounts)).rejects.toMatchObject({ code: 'no_folder' });
    expect(readdirSync(folder).sort()).toEqual(['a', 'd', 'f', 'file', 'there']);
    symlinkSync('/etc', join(folder, 'link'));
    await expect(makeFolders([place('link')], accounts)).rejects.toThrow();
    expect(statSync('/etc').mode & 0o7777).toBe(0o755);
  });

  it('does not make a folder where a file is', async () => {
    writeFileSync(join(folder, 'data'), '');
    await expect(
      makeFolders([{ path: join(folder, 'data'), owner, group, mode: 0o755 }], accounts),
    ).rejects.toMatchObject({
      code: 'not_a_folder',
    });
  });

  it('lets a link point elsewhere in one step, and does not put one over a file', async () => {
    await makeLink(join(folder, 'current'), 'v1');
    await makeLink(join(folder, 'current'), 'v2');
    expect(readlinkSync(join(folder, 'current'))).toBe('v2');
    expect(await lookAt(join(folder, 'current'), accounts)).toMatchObject({ type: 'link', target: 'v2' });
    writeFileSync(join(folder, 'file'), '');
    await expect(makeLink(join(folder, 'file'), 'v1')).rejects.toMatchObject({ code: 'not_a_link' });
    expect(readdirSync(folder).sort()).toEqual(['current', 'file']);
  });

  it('changes the mode of a file, and not that of what a link points to', async () => {
    writeFileSync(join(folder, 'file'), '', { mode: 0o600 });
    symlinkSync('file', join(folder, 'link'));
    await setAttributes(join(folder, 'file'), { owner, group, mode: 0o644 }, accounts);
    await expect(setAttributes(join(folder, 'link'), { owner, group, mode: 0o777 }, accounts)).rejects.toMatchObject({
      code: 'not_a_file',
    });
    expect(statSync(join(folder, 'file')).mode & 0o777).toBe(0o644);
  });

  it('removes a file, a link but not its target, and an empty folder only', async () => {
    writeFileSync(join(folder, 'file'), '');
    symlinkSync('file', join(folder, 'link'));
    mkdirSync(join(folder, 'full/inner'), { recursive: true });
    await removeEntry(join(folder, 'link'));
    expect(readdirSync(folder).sort()).toEqual(['file', 'full']);
    await expect(removeEntry(join(folder, 'full'))).rejects.toMatchObject({ code: 'not_empty' });
    await removeEntry(join(folder, 'full/inner'));
    await removeEntry(join(folder, 'full'));
    await removeEntry(join(folder, 'file'));
    await removeEntry(join(folder, 'never-there'));
    expect(readdirSync(folder)).toEqual([]);
  });

  it('sees nothing where nothing is, and below a file', async () => {
    writeFileSync(join(folder, 'file'), 'text');
    expect(await lookAt(join(folder, 'none'), accounts)).toBeUndefined();
    expect(await lookAt(join(folder, 'none', 'deeper'), accounts)).toBeUndefined();
    expect(await lookAt(join(folder, 'file', 'below'), accounts)).toBeUndefined();
    expect(await lookAt('/', accounts)).toMatchObject({ type: 'directory', owner: 'root' });
  });

  it('reads a file whole, and neither a link nor a folder', async () => {
    writeFileSync(join(folder, 'file'), 'text');
    symlinkSync('file', join(folder, 'link'));
    expect(Buffer.from(await readRegular(join(folder, 'file'), accounts)).toString()).toBe('text');
    await expect(readRegular(join(folder, 'link'), accounts)).rejects.toMatchObject({ code: 'not_a_file' });
    await expect(readRegular(folder, accounts)).rejects.toMatchObject({ code: 'not_a_file' });
    const sole = { sole: true, owner: userInfo().username } as const;
    expect(Buffer.from(await readRegular(join(folder, 'file'), accounts, sole)).toString()).toBe('text');
    linkSync(join(folder, 'file'), join(folder, 'second'));
    await expect(readRegular(join(folder, 'file'), accounts, sole)).rejects.toMatchObject({ code: 'many_names' });
    // Only root could have put this one there; in a folder that others may write to, anybody could have moved it there.
    const mode = statSync(join(folder, 'file')).mode & 0o7777;
    expect((await readRegular(join(folder, 'file'), accounts, { mode })).length).toBe(4);
    await expect(readRegular(join(folder, 'file'), accounts, { mode: mode ^ 0o044 })).rejects.toMatchObject({
      code: 'unreadable',
    });
    expect((await readRegular('/etc/passwd', accounts, { owner: 'daemon' })).length).toBeGreaterThan(0);
    chmodSync(folder, 0o777);
    await expect(readRegular(join(folder, 'file'), accounts, { owner: 'daemon' })).rejects.toMatchObject({
      code: 'not_its_own',
    });
    await expect(readRegular(join(folder, 'none'), accounts)).rejects.toMatchObject({ code: 'no_file' });
  });
});
