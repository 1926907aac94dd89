import type { Host } from '../contract/host.ts';
import { parsedFile } from './regular-file.ts';

export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
  readonly shell: string;
}

export interface GroupEntry {
  readonly name: string;
  readonly gid: number;
  readonly members: readonly string[];
}

const rows = (bytes: Uint8Array): readonly (readonly string[])[] =>
  new TextDecoder()
    .decode(bytes)
    .split('\n')
    .filter((line) => line.includes(':') && !/^[#+-]/.test(line))
    .map((line) => line.split(':'));

/** The users of `/etc/passwd`, see passwd(5). */
export const parsePasswd = (bytes: Uint8Array): readonly Account[] =>
  rows(bytes).map(([name = '', , uid, gid, , home = '', shell = '']) => ({
    name,
    uid: Number(uid),
    gid: Number(gid),
    home,
    shell,
  }));

/** The groups of `/etc/group`, see group(5). */
export const parseGroups = (bytes: Uint8Array): readonly GroupEntry[] =>
  rows(bytes).map(([name = '', , gid, members = '']) => ({
    name,
    gid: Number(gid),
    members: members.split(',').filter((member) => member !== ''),
  }));

export const readAccounts = async (host: Host): Promise<readonly Account[]> =>
  (await parsedFile(host, '/etc/passwd', parsePasswd)) ?? [];

export const readGroups = async (host: Host): Promise<readonly GroupEntry[]> =>
  (await parsedFile(host, '/etc/group', parseGroups)) ?? [];

/** Programs that change accounts lock their files for moments only; more than this is stuck. In ms. */
export const ACCOUNT_LIMIT = 120_000;
