import { readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';

/** The address of the interface that the default route leaves by, or the first that is not loopback. */
export function defaultAddress(): string {
  const all = networkInterfaces();
  const names = [defaultInterface(), ...Object.keys(all)];
  for (const name of names) {
    const found = (all[name ?? ''] ?? []).find(({ family, internal }) => family === 'IPv4' && !internal);
    if (found !== undefined) return found.address;
  }
  return '127.0.0.1';
}

/** The interface of the route to 0.0.0.0 in the kernel's own table. */
function defaultInterface(): string | undefined {
  try {
    const rows = readFileSync('/proc/net/route', 'utf8').split('\n').slice(1);
    return rows.map((row) => row.split('\t')).find(([, destination]) => destination === '00000000')?.[0];
  } catch {
    // No /proc: any address will do.
    return undefined;
  }
}
