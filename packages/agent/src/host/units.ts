import { SYSTEMD_SOCKET } from '../systemd/ask.ts';
import { canAsk, type UnitProperties, unitProperties } from '../systemd/unit-properties.ts';

/** Properties of units, asked of systemd without a program in between; nothing where that is not possible, and systemctl has to be asked. */
export async function askUnits(
  names: readonly string[],
  properties: readonly string[],
): Promise<ReadonlyMap<string, UnitProperties> | undefined> {
  if (!canAsk(names, properties)) return undefined;
  // systemctl knows other ways to systemd, and says what is wrong where none is open.
  return unitProperties(SYSTEMD_SOCKET, names, properties).catch(() => undefined);
}
