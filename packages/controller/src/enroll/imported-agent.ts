import type { Blobs } from '../blobs/blobs.ts';
import type { Database } from '../store/database.ts';
import { importedAgent } from '../store/offline.ts';
import { type AgentFiles, buildAgentFiles } from './agent-files.ts';

/** The agent of this release as it is built here or, where it cannot be, the one that was imported. */
export async function builtOrImported(database: Database, blobs: Blobs): Promise<AgentFiles> {
  try {
    return await buildAgentFiles();
  } catch (error) {
    const imported = importedFiles(database, blobs);
    if (imported === undefined) throw error;
    return imported;
  }
}

function importedFiles(database: Database, blobs: Blobs): AgentFiles | undefined {
  const agent = importedAgent(database);
  if (agent === undefined) return undefined;
  const { bundle, runtimes, hostFiles } = agent;
  return {
    bundle: { sha256: bundle.sha256, path: blobs.pathOf(bundle.sha256) },
    runtimes: runtimes.map(({ sha256, architecture, id }) => {
      return { sha256, architecture, id, path: blobs.pathOf(sha256) };
    }),
    hostFiles,
  };
}
