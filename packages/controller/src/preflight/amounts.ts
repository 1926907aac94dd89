/** In the unit that keeps it short, powers of 1000 as sizes are sold: `4 GB`, `512 MB`. */
export function showBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  return `${Math.round((bytes / 1000 ** power) * 10) / 10} ${units[power]}`;
}

/** `1, 3 or 5`. */
export const listed = (values: readonly (string | number)[]): string =>
  values.length < 2 ? `${values[0] ?? ''}` : `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`;

/** `GiB` to `GB`: people call a machine of 4 GiB one of 4 GB, and either is meant (IEC 80000-13). */
export const EITHER_UNIT = 2 ** 30 / 1e9;
