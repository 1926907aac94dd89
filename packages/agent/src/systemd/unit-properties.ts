import { askSystemd } from './ask.ts';
import type { Call, Reader } from './message.ts';

/** Properties of one unit, as `systemctl show` prints them. */
export type UnitProperties = ReadonlyMap<string, string>;

/** D-Bus types of the properties that can be asked for: of every unit, and of units of its type (`org.freedesktop.systemd1.Service` …). */
const OF_UNITS: Readonly<Record<string, Type>> = {
  Id: 's',
  LoadState: 's',
  LoadError: '(ss)',
  ActiveState: 's',
  SubState: 's',
  UnitFileState: 's',
  NeedDaemonReload: 'b',
  InvocationID: 'ay',
  ActiveEnterTimestampMonotonic: 't',
};
const OF_SERVICES: Readonly<Record<string, Type>> = { Type: 's', RemainAfterExit: 'b', NRestarts: 'u', Result: 's' };
type Type = 's' | 'b' | 'u' | 't' | 'ay' | '(ss)';

/** Errors that say that there is no such property; every other error is one. */
const UNKNOWN = /\.Unknown(Property|Interface)$/;

/** Whether these can be asked for without systemctl: names without patterns, and properties whose form is known here. */
export const canAsk = (names: readonly string[], properties: readonly string[]): boolean =>
  names.every((name) => !/[*?[]/.test(name)) && properties.every((each) => typeOf(each) !== undefined);

/**
 * Properties of many units by name, asked of systemd at once. A unit that does not exist has `LoadState=not-found`. Throws where systemd
 * does not answer for one of them.
 */
export async function unitProperties(
  socketPath: string,
  names: readonly string[],
  properties: readonly string[],
): Promise<ReadonlyMap<string, UnitProperties>> {
  const asked = [...new Set(names)].flatMap((name) =>
    properties.filter((property) => isOf(name, property)).map((property) => ({ name, property })),
  );
  const replies = await askSystemd(
    socketPath,
    asked.map(({ name, property }) => getCall(name, property)),
  );
  const units = new Map<string, Map<string, string>>(names.map((name) => [name, new Map()]));
  for (const [i, { name, property }] of asked.entries()) {
    const reply = replies[i];
    if (reply?.is === 'answer') units.get(name)?.set(property, readValue(reply.body));
    else if (!UNKNOWN.test(reply?.name ?? ''))
      throw new Error(`systemd does not answer for ${name}: ${reply?.message}`);
  }
  return units;
}

const isService = (name: string): boolean => name.endsWith('.service');
const isOf = (name: string, property: string): boolean => Object.hasOwn(OF_UNITS, property) || isService(name);
const typeOf = (property: string): Type | undefined => OF_UNITS[property] ?? OF_SERVICES[property];

const getCall = (name: string, property: string): Call => ({
  path: `/org/freedesktop/systemd1/unit/${escaped(name)}`,
  interface: 'org.freedesktop.DBus.Properties',
  member: 'Get',
  args: [`org.freedesktop.systemd1.${Object.hasOwn(OF_UNITS, property) ? 'Unit' : 'Service'}`, property],
});

/** As systemd's `bus_label_escape`: all but letters and digits in hexadecimal, a leading digit too. */
const escaped = (name: string): string =>
  name === ''
    ? '_'
    : Buffer.from(name)
        .toString('latin1')
        .replace(/^[0-9]|[^A-Za-z0-9]/g, (char) => `_${char.charCodeAt(0).toString(16).padStart(2, '0')}`);

/** A variant, in the words of `systemctl show`. */
function readValue(body: Reader): string {
  const type = body.signature();
  switch (type) {
    case 's':
      return body.text();
    case 'b':
      return body.uint32() === 0 ? 'no' : 'yes';
    case 'u':
      return String(body.uint32());
    case 't':
      return String(body.uint64());
    case 'ay':
      return body.list(1, () => body.byte().toString(16).padStart(2, '0')).join('');
    case '(ss)': {
      body.pad(8);
      const [name, message] = [body.text(), body.text()];
      return name === '' ? '' : `${name} "${message}"`;
    }
    default:
      throw new Error(`systemd answers with a value of the type ${type}, which was not expected`);
  }
}
