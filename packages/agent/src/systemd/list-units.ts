import { askSystemd } from './ask.ts';
import type { Reader } from './message.ts';

/** One unit, as systemd's `ListUnitsByPatterns` describes it. */
export interface ListedUnit {
  readonly name: string;
  readonly activeState: string;
  readonly subState: string;
}

/** Units in one of the given states whose name fits one of the patterns. Throws where systemd is not there or does not answer. */
export async function listUnits(
  socketPath: string,
  states: readonly string[],
  patterns: readonly string[],
): Promise<readonly ListedUnit[]> {
  const [reply] = await askSystemd(socketPath, [
    {
      path: '/org/freedesktop/systemd1',
      interface: 'org.freedesktop.systemd1.Manager',
      member: 'ListUnitsByPatterns',
      args: [states, patterns],
    },
  ]);
  if (reply?.is !== 'answer') throw new Error(`systemd refuses to list its units: ${reply?.message}`);
  const { body } = reply;
  return body.list(8, () => readUnit(body));
}

/** Reads `(ssssssouso)`: the name comes first, the states fourth and fifth. */
function readUnit(reader: Reader): ListedUnit {
  reader.pad(8);
  const [name = '', , , activeState = '', subState = ''] = Array.from({ length: 7 }, () => reader.text());
  reader.uint32();
  reader.text();
  reader.text();
  return { name, activeState, subState };
}
