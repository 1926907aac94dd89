/** Checksums by file name. */
export type Pins = ReadonlyMap<string, string>;

/** Reads a list as sha256sum writes it. */
export const readPins = (text: string): Pins =>
  new Map(
    text.split('\n').flatMap((line) => {
      const [, sum, name] = /^([0-9a-f]{64}) [ *](.+)$/.exec(line) ?? [];
      return sum === undefined || name === undefined ? [] : [[name, sum] as const];
    }),
  );

export const writePins = (pins: Pins): string =>
  [...pins]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, sum]) => `${sum}  ${name}\n`)
    .join('');

/** How what was found differs from what is pinned, one sentence each; none where it does not. */
export function differences(pinned: Pins, found: Pins): readonly string[] {
  const missing = [...pinned.keys()].filter((name) => !found.has(name)).map((name) => `${name} is missing`);
  const wrong = [...found].flatMap(([name, sum]) => {
    const wanted = pinned.get(name);
    if (wanted === undefined) return [`${name} is not pinned`];
    return wanted === sum ? [] : [`${name} has the checksum ${sum}`];
  });
  return [...missing, ...wrong];
}
