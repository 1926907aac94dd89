/** One line of the report. */
export interface Row {
  readonly what: string;
  readonly measured: string;
  /** What we hold ourselves to; nothing is asserted, machines differ. */
  readonly budget: string;
}

/** Rows under each other with their columns in line. */
export function table(rows: readonly Row[]): string {
  const head: Row = { what: 'what', measured: 'measured', budget: 'budget' };
  const width = (key: keyof Row): number => Math.max(...[head, ...rows].map((row) => row[key].length));
  const [what, measured] = [width('what'), width('measured')];
  return [head, ...rows]
    .map((row) => `${row.what.padEnd(what)}  ${row.measured.padEnd(measured)}  ${row.budget}`.trimEnd())
    .join('\n');
}

/** Bytes in MiB, as memory is counted. */
export const mebibytes = (bytes: number): string => `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
/** Bytes in MB, as downloads are counted. */
export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
