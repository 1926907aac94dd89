import type { LabHost } from '../../lab/lab.ts';

/** On two cores that others use as well, packages with scripts take their time. */
const LIMIT_MS = 300_000;

/** Installs packages that lie downloaded on a host, and nothing that they only recommend. */
export async function install(host: LabHost, packages: readonly string[]): Promise<void> {
  const apt = ['apt-get', '-o', 'Dir::Etc::sourcelist=/dev/null', 'install', '-y', '-q', '--no-install-recommends'];
  const argv = ['env', 'DEBIAN_FRONTEND=noninteractive', ...apt, ...packages];
  const { exitCode, stdout, stderr } = await host.exec(argv, { timeoutMs: LIMIT_MS });
  if (exitCode !== 0) throw new Error(`${packages.join(', ')} could not be installed:\n${stdout}${stderr}`);
}
