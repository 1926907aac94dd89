import { artifact, command, type Declared, defineRole, type Host, link, pkg, RoleError } from '@rolecall/roles';
import { type Params, params } from './params.ts';

/** Where a Java of this version is found, wherever it came from. */
const homeOf = ({ version }: Params): string => `/opt/java-${version}`;

/** OpenJDK as Debian and Ubuntu pack it; its folder ends with their name of the architecture. */
function openJdk({ name, facts }: Host, version: number): { readonly name: string; readonly home: string } {
  const { os } = facts;
  if (os === undefined || 'unknown' in os) {
    throw new RoleError('bad_params', `which machine ${name} is cannot be told: say package: { name, home }`);
  }
  return { name: `openjdk-${version}-jre-headless`, home: `/usr/lib/jvm/java-${version}-openjdk-${os.architecture}` };
}

/** What brings it, and where it lies then. */
function source(host: Host, given: Params): { readonly bringing: Declared; readonly lies: string } {
  const { version, release } = given;
  if (release === undefined) {
    const { name, home } = given.package ?? openJdk(host, version);
    return { bringing: pkg(name), lies: home };
  }
  const { url, ...rest } = release;
  const folder = `/opt/jre-${version}`;
  const from = url === undefined ? {} : { url };
  return { bringing: artifact(folder, { ...rest, ...from }), lies: `${folder}/current` };
}

/** Java 8 calls itself 1.8. */
const CHECK = `
found=$("$1/bin/java" -version 2>&1 | sed -n 's/.* version "\\(1\\.\\)\\{0,1\\}\\([0-9]*\\).*/\\2/p')
[ "$found" = "$2" ] || { echo "$1 is Java \${found:-of no version}, not $2"; exit 1; }
`;

/** A Java runtime, from the distribution or from a release, proven to be of the version that is wanted. */
export const java = defineRole({
  name: 'java',
  params,
  resources: ({ params: given, host }) => {
    const { bringing, lies } = source(host, given);
    const home = homeOf(given);
    const check = ['sh', '-c', CHECK, 'sh', home, `${given.version}`];
    return [
      bringing,
      link(home, { target: lies }),
      command(`what was installed is Java ${given.version}`, { argv: check, unless: check, onInterrupted: 'rerun' }),
    ];
  },
  clusterOutputs: ({ params: given }) => ({ home: homeOf(given), version: given.version }),
});
