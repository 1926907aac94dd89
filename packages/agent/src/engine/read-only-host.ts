import type { Host, Owed } from '@rolecall/resources';

/** A host that can be looked at and not touched: what a plan is given. `wouldOwe` is added to what is owed to a service. */
export function readOnlyHost(host: Host, wouldOwe: (service: string) => readonly Owed[]): Host {
  return {
    stat: (path) => host.stat(path),
    list: (path) => host.list(path),
    readFile: (path, only) => host.readFile(path, only),
    query: (argv) => host.query(argv),
    ...quickWays(host),
    ...(host.facts === undefined ? {} : { facts: () => host.facts?.() ?? Promise.resolve() }),
    ...(host.link === undefined ? {} : { link: { ...host.link, reconnect: refuse } }),
    owed: async (service) => [...(await host.owed(service)), ...wouldOwe(service)],
    writeFile: refuse,
    writeFiles: refuse,
    makeDirectory: refuse,
    makeDirectories: refuse,
    makeLink: refuse,
    setAttributes: refuse,
    removeEntry: refuse,
    run: refuse,
    unpack: refuse,
    settle: refuse,
  };
}

/** The quicker ways of looking that this host knows. */
function quickWays({ lookAll, parsed, units }: Host): Pick<Host, 'lookAll' | 'parsed' | 'units'> {
  return {
    ...(lookAll === undefined ? {} : { lookAll }),
    ...(parsed === undefined ? {} : { parsed }),
    ...(units === undefined ? {} : { units }),
  };
}

const refuse = (): Promise<never> =>
  Promise.reject(new Error('a plan writes nothing: reading must not change the host'));
