import { readFileSync, writeFileSync } from 'node:fs';

const LIMIT = '/proc/sys/fs/inotify/max_user_instances';
/** What Kubernetes' nodes are given. A kernel's own 128 are for all hosts together, since their root is this machine's: enough for about 20. */
const WANTED = 8192;

/** Lets many hosts watch files at once; each needs about six instances (systemd, networkd, dbus, udev, the agent). A higher limit stays. */
export function allowWatching(): void {
  if (Number(readFileSync(LIMIT, 'utf8')) < WANTED) writeFileSync(LIMIT, String(WANTED));
}
