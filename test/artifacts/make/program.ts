import { run, runOrThrow } from '../../lab/machine/command.ts';
import { ArtifactError } from '../error.ts';

/** Fetching over a slow line and building on a busy machine: minio needs about six minutes of a processor. */
const LIMIT_MS = 2_400_000;

/** Runs one client or compiler at the lowest priority; what it is set up for (proxies, mirrors, keys) stays as it is. */
export async function runClient(
  argv: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<void> {
  const variables = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  await runOrThrow(['env', ...variables, 'nice', '-n', '19', ...argv], { timeoutMs: LIMIT_MS });
}

/** Throws ArtifactError `needs-program` where it is not installed. */
export async function needProgram(name: string, brings: string): Promise<void> {
  if ((await run(['sh', '-c', 'command -v "$1"', 'sh', name])).exitCode === 0) return;
  throw new ArtifactError('needs-program', `Making this needs the program ${name}: install ${brings}.`);
}
