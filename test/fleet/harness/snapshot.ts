import type { LabHost } from '../../lab/lab.ts';
import { out } from './fleet.ts';

/** What a run that changes nothing must leave alone: /etc with hashes and times, and when each unit was started. */
export async function snapshot(host: LabHost): Promise<string> {
  const files = await out(
    host,
    'sh',
    '-c',
    'find /etc -xdev \\( -type f -o -type l -o -type d \\) -printf "%p %T@ %C@ %m %u %g\\n" | sort',
  );
  const hashes = await out(host, 'sh', '-c', 'find /etc -xdev -type f -print0 | sort -z | xargs -0 sha256sum');
  const units = await out(
    host,
    'sh',
    '-c',
    'systemctl list-units --type=service --state=active --plain --no-legend | cut -d" " -f1 | grep -v "^rolecall-step" | sort | xargs systemctl show -p Id,ActiveEnterTimestampMonotonic',
  );
  return [files, hashes, units].join('\n');
}
