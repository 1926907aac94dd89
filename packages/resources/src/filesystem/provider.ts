import { ResourceError } from '../contract/error.ts';
import type { Host } from '../contract/host.ts';
import type { Observed, Provider } from '../contract/provider.ts';
import { runChecked } from '../host/checked.ts';
import { needOwnPath } from '../host/own-path.ts';
import { readEach } from '../host/read-each.ts';
import { type Signature, signatureOf } from '../host/signature.ts';
import type { FilesystemParams } from './resource.ts';

export interface FilesystemState {
  readonly type: string;
}

/** Large disks take minutes. */
const LIMIT_MS = 3_600_000;
const LABEL: Readonly<Record<FilesystemParams['type'], string>> = { ext4: '-L', xfs: '-L', btrfs: '--label' };

const refusal = ({ device, type }: FilesystemParams, what: string): string =>
  `${device} holds ${what}, not ${type}: it is left as it is. Where nothing on it is needed, clear it by hand with "wipefs --all ${device}".`;

async function look(host: Host, params: FilesystemParams): Promise<Signature> {
  const { device } = params;
  if ((await host.stat(device)) === undefined) return { is: 'unknown', reason: `There is no device ${device}.` };
  return signatureOf(host, device);
}

async function read(host: Host, params: FilesystemParams): Promise<Observed<FilesystemState>> {
  const found = await look(host, params);
  switch (found.is) {
    case 'blank':
      return { is: 'absent' };
    case 'held':
      if (found.type !== params.type) return { is: 'unknown', reason: refusal(params, found.what) };
      return { is: 'present', state: { type: found.type } };
    case 'unknown':
      return found;
  }
}

async function make(host: Host, params: FilesystemParams): Promise<void> {
  const { device, type, label, options = [] } = params;
  await needOwnPath(host, device);
  const found = await look(host, params);
  if (found.is !== 'blank') {
    throw new ResourceError('not_blank', found.is === 'held' ? refusal(params, found.what) : found.reason);
  }
  const argv = [`mkfs.${type}`, ...(label === undefined ? [] : [LABEL[type], label]), ...options, device];
  await runChecked(
    host,
    `No file system could be made on ${device}`,
    { argv, timeoutMs: LIMIT_MS, uninterruptible: true },
    'The last lines say why. The program is of e2fsprogs, xfsprogs or btrfs-progs.',
  );
}

/** What is on a disk is nobody's to destroy but a person's. */
const notDestroyed = (device: string): ResourceError =>
  new ResourceError('holds_data', `The file system on ${device} is not taken away again: it may hold data.`, {
    hint: `Where nothing on it is needed, clear it by hand with "wipefs --all ${device}".`,
  });

/** File systems: made once, on blank devices, and never touched again. */
export const filesystemProvider: Provider<FilesystemParams, FilesystemState> = {
  holdsData: true,
  want: ({ type }) => ({ type }),
  read: (host, wanted) => readEach(wanted, (params) => read(host, params)),
  async write(host, changes) {
    for (const { params } of changes) await make(host, params);
  },
  async remove(host, params) {
    const found = await look(host, params);
    if (found.is === 'held' && found.type === params.type) throw notDestroyed(params.device);
  },
  async capture(host, params) {
    const found = await look(host, params);
    return { state: { type: found.is === 'held' ? (found.type ?? found.what) : null } };
  },
  keptByUndo: ({ state = {} }) => (state.type === null ? 'it may hold data' : undefined),
  async restore(_host, { device }, { state = {} }) {
    if (state.type !== null) return;
    throw notDestroyed(device);
  },
};
