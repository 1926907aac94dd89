import { statSync } from 'node:fs';
import type { Sha256 } from '@rolecall/protocol';
import { ControllerError } from '../error.ts';
import type { Parts } from '../serve/parts.ts';
import { setImportedAgent, setPackages } from '../store/offline.ts';
import type { Handlers } from './handler.ts';

/** The verbs about what is carried from one controller to another. */
export const offlineHandlers = ({
  database,
  blobs,
  audit,
  agentFiles,
  published,
}: Parts): Handlers<'offline.agent' | 'offline.take'> => ({
  'offline.agent': async () => {
    const { bundle, runtimes, hostFiles } = await agentFiles();
    await published();
    return {
      bundle: { sha256: bundle.sha256, size: statSync(bundle.path).size },
      runtimes: runtimes.map(({ sha256, path, architecture, id }) => {
        return { sha256, size: statSync(path).size, architecture, id };
      }),
      hostFiles: hostFiles.map((file) => ({ ...file })),
    };
  },
  'offline.take': ({ site, packages, agent }, { operator }) => {
    const hashes = [packages, agent?.bundle.sha256, ...(agent?.runtimes ?? []).map(({ sha256 }) => sha256)];
    const missing = hashes.find((hash): hash is Sha256 => hash != null && !blobs.has(hash));
    if (missing !== undefined) throw new ControllerError('no_artifact', `${missing} is not stored yet`);
    database.transaction(() => {
      if (packages !== null) setPackages(database, site, packages);
      if (agent !== null) setImportedAgent(database, agent);
      audit.record({ operator, verb: 'offline.take', subject: `${site}, packages ${packages ?? 'none'}` });
    });
    return {};
  },
});
