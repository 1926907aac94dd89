import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where a controller keeps its data: as told, else `/var/lib/rolecall-controller` for root, else the user's state folder. */
export function dataFolder(
  named: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  const told = named ?? environment.ROLECALL_DATA;
  if (told !== undefined) return told;
  if (process.getuid?.() === 0) return '/var/lib/rolecall-controller';
  return join(environment.XDG_STATE_HOME ?? join(homedir(), '.local', 'state'), 'rolecall');
}
