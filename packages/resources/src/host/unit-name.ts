/** The types of units, from systemd.unit(5). */
const TYPES = /\.(service|socket|device|mount|automount|swap|target|path|timer|slice|scope)$/;

/** A unit's full name: `redis-server` means `redis-server.service`. */
export const unitName = (name: string): string => (TYPES.test(name) ? name : `${name}.service`);

/** `foo@.service` is a template: it cannot run itself, its instances (`foo@x.service`) can. */
export const isTemplate = (name: string): boolean => name.includes('@.');

const PLAIN = /[A-Za-z0-9:_.]/;

/** The name of the unit for a path, as `systemd-escape --path` makes it: `/srv/a b` is `srv-a\x20b`. */
export function pathUnit(path: string, type: 'mount' | 'swap'): string {
  const escaped = (byte: number): string => `\\x${byte.toString(16).padStart(2, '0')}`;
  const letters = [...Buffer.from(path.replace(/^\//, ''), 'utf8')].map((byte, index) => {
    const letter = String.fromCharCode(byte);
    if (letter === '/') return '-';
    return PLAIN.test(letter) && !(index === 0 && letter === '.') ? letter : escaped(byte);
  });
  return `${path === '/' ? '-' : letters.join('')}.${type}`;
}
