/** The types of units, from systemd.unit(5). */
const TYPES = /\.(service|socket|device|mount|automount|swap|target|path|timer|slice|scope)$/;

/** A unit's full name: `redis-server` means `redis-server.service`. */
export const unitName = (name: string): string => (TYPES.test(name) ? name : `${name}.service`);

/** `foo@.service` is a template: it cannot run itself, its instances (`foo@x.service`) can. */
export const isTemplate = (name: string): boolean => name.includes('@.');
