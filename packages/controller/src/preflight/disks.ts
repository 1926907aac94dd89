import type { Facts, HostName, MeasuredHost } from '@rolecall/protocol';
import { listed, showBytes } from './amounts.ts';
import { type Check, type Found, factOf, hostsOf, type PlacedUse, placeOf, type Subject, usesOn } from './subject.ts';
import { partsOf, wantedSize } from './wanted-size.ts';

/** What a file system keeps for itself of the disk that it is on: ext4 under 2 %, XFS about 2 % with its log. */
const OWN_SHARE = 0.05;

type Mount = Extract<Facts['mounts'], readonly unknown[]>[number];

/** Where the data of each use goes: large enough, on a file system of its own and of the right kind, on the right kind of disk. */
export const checkDisks: Check = (subject) =>
  hostsOf(subject).flatMap(([host, known]) => {
    const mounts = factOf(known, 'mounts');
    if (mounts === undefined) return [];
    const placed = usesOn(subject, host).flatMap((one) => {
      const mount = mountOf(mounts, wantedSize(subject, one).path);
      return mount === undefined ? [] : [{ ...one, mount }];
    });
    const paths = [...new Set(placed.map(({ mount }) => mount.path))];
    return [
      ...paths.flatMap((path) =>
        tooSmall(
          subject,
          host,
          placed.filter(({ mount }) => mount.path === path),
        ),
      ),
      ...(subject.site.wants?.mode === 'demo' ? [] : placed.flatMap((one) => kindOf(subject, host, known, one))),
    ];
  });

type OnMount = PlacedUse & { readonly mount: Mount };

const mountOf = (mounts: readonly Mount[], path: string): Mount | undefined =>
  mounts
    .filter((mount) => mount.path === '/' || path === mount.path || path.startsWith(`${mount.path}/`))
    .toSorted((a, b) => b.path.length - a.path.length)[0];

function tooSmall(subject: Subject, host: HostName, placed: readonly OnMount[]): Found[] {
  const parts = placed.map((one) => ({ use: one.use, amount: wantedSize(subject, one).disk }));
  const wanted = parts.reduce((sum, { amount }) => sum + amount, 0);
  const mount = placed[0]?.mount;
  // A size of 0 is how file systems say that they do not know.
  if (mount === undefined || mount.size === 0 || mount.size >= wanted * (1 - OWN_SHARE)) return [];
  return [
    {
      code: 'disk_short',
      host,
      what: `disk at ${mount.path}`,
      measured: showBytes(mount.size),
      wanted: `${showBytes(wanted)} for ${partsOf(parts, showBytes)}`,
      todo: `give ${host} a disk of ${showBytes(wanted)} at ${wantedSize(subject, placed[0] as OnMount).path}`,
      at: placeOf(subject, host),
    },
  ];
}

function kindOf(subject: Subject, host: HostName, known: MeasuredHost | undefined, placed: OnMount): Found[] {
  const { use, role, mount } = placed;
  const disk = role.needs.disk;
  if (disk === undefined) return [];
  const common = { host, use, what: `disk at ${disk.path}`, at: placeOf(subject, host) };
  const found: Found[] = [];
  if (disk.own === true && mount.path === '/') {
    found.push({
      ...common,
      code: 'disk_shared',
      measured: 'a part of the file system at /',
      wanted: 'a file system of its own',
      todo: `mount a disk at ${disk.path} of ${host}`,
    });
  }
  if (disk.filesystems !== undefined && !disk.filesystems.includes(mount.type)) {
    found.push({
      ...common,
      code: 'filesystem_other',
      measured: mount.type,
      wanted: listed(disk.filesystems),
      todo: `make the file system at ${mount.path} of ${host} anew as ${disk.filesystems[0]}`,
    });
  }
  if (disk.solid === true && rotates(known, mount)) {
    found.push({
      ...common,
      code: 'disk_rotates',
      measured: `${mount.device}, a rotating disk`,
      wanted: 'a disk that does not rotate',
      todo: `put ${disk.path} of ${host} on a solid-state disk`,
    });
  }
  return found;
}

/** Whether the disk under a mount rotates; what cannot be told from its name does not. */
function rotates(known: MeasuredHost | undefined, { device }: Mount): boolean {
  const name = device.replace(/^\/dev\//, '');
  const disks = factOf(known, 'disks') ?? [];
  const under = disks.filter((disk) => name.startsWith(disk.name)).toSorted((a, b) => b.name.length - a.name.length)[0];
  return under?.rotational === true;
}
