import { type FactSource, readText } from './source.ts';

/** One mounted file system. */
export interface Mount {
  readonly path: string;
  readonly device: string;
  readonly type: string;
  readonly options: string;
}

/** The kernel's own views and devices: nothing is stored there. */
const KERNEL_TYPES = new Set(
  (
    'autofs binfmt_misc bpf cgroup cgroup2 configfs debugfs devpts devtmpfs efivarfs fusectl fuse.lxcfs hugetlbfs mqueue nsfs ' +
    'proc pstore ramfs rpc_pipefs securityfs selinuxfs squashfs sysfs tracefs'
  ).split(' '),
);

/** Below these, mounts belong to containers, users' sessions and services, and come and go with them. */
const PASSING =
  /^\/((dev|proc|sys)(\/|$)|(run|snap|var\/lib\/(docker|containers|containerd|kubelet|machines|lxc|lxd))\/)/;

/** Asking these for their size waits for another machine, for ever if that is away. */
const REMOTE = /^(nfs|cifs|smb|9p|afs|ceph|gluster|lustre|ncp|fuse(\.|$))/;

/** Those that no disk is behind and whose total follows what is used: it is no size. */
const POOLED = new Set(['zfs']);

/** Whether a mount's size can be asked at once and stays what it is. */
export const hasFixedSize = (mount: Mount): boolean => !REMOTE.test(mount.type) && !POOLED.has(mount.type);

/** Whether asking a mount for its room can hang. */
export const isRemote = (mount: Mount): boolean => REMOTE.test(mount.type);

/** The lasting mounts of the host, by path; of several on one path the one on top. */
export function mountTable(source: Pick<FactSource, 'root'>): readonly Mount[] {
  const byPath = new Map<string, Mount>();
  for (const line of readText(source, '/proc/self/mountinfo').split('\n')) {
    const mount = parseMount(line);
    if (mount !== undefined && isLasting(mount)) byPath.set(mount.path, mount);
  }
  return [...byPath.values()].sort((a, b) => (a.path < b.path ? -1 : 1)).slice(0, 1024);
}

const isLasting = ({ path, type }: Mount): boolean =>
  !KERNEL_TYPES.has(type) && !PASSING.test(path) && (type !== 'overlay' || path === '/');

/** One line of mountinfo, as proc_pid_mountinfo(5) lays it out: optional fields end with a lone `-`. */
function parseMount(line: string): Mount | undefined {
  const [before, after] = line.split(' - ');
  const [, , , , path, options] = before?.split(' ') ?? [];
  const [type, device] = after?.split(' ') ?? [];
  if (path === undefined || options === undefined || type === undefined || device === undefined) return undefined;
  return { path: unescaped(path), device: unescaped(device), type, options };
}

/** Spaces, tabs, newlines and backslashes are written as three octal digits. */
const unescaped = (text: string): string =>
  text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
