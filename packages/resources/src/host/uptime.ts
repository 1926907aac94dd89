import type { Host } from '../contract/host.ts';

/** The machine's uptime in hundredths of a second, as in `/proc/uptime`: no clock that is set moves it. */
export const uptimeOf = async (host: Host): Promise<number> =>
  Number(
    new TextDecoder()
      .decode(await host.readFile('/proc/uptime'))
      .split(' ')[0]
      ?.replace('.', ''),
  );
