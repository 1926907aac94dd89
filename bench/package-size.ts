import { fileURLToPath } from 'node:url';
import { buildAgent } from '@rolecall/agent/build';
import { megabytes, type Row } from './row.ts';

const CACHE = fileURLToPath(new URL('../.cache/agent', import.meta.url));

/** What travels to a host: the runtime once, the bundle with each release. */
export async function measurePackage(): Promise<readonly Row[]> {
  const { bundle, runtime } = await buildAgent({ cache: CACHE });
  return [
    { what: `agent's package, ${runtime.architecture}`, measured: megabytes(runtime.size), budget: 'about 30 MB' },
    { what: "agent's bundle", measured: megabytes(bundle.size), budget: '' },
  ];
}
