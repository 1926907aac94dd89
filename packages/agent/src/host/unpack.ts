import type { Command, Completed, Unpacking } from '@rolecall/resources';
import { ResourceError } from '@rolecall/resources/error';
import type { ArtifactFault } from '../verbs/artifact.ts';

/** The agent's own program. */
export type AgentWords = readonly [runtime: string, bundle: string];

/** Beyond the fetch itself: unpacking and syncing a large tree on a slow disk. */
const UNPACK_MS = 1_800_000;

/**
 * Lets the agent's own program unpack an artifact in a unit of its own: it goes on without the agent, and its memory is gone when it ends.
 * The request goes over standard input, since it may hold secrets.
 */
export async function unpack(
  artifact: Unpacking,
  agent: AgentWords,
  run: (command: Command) => Promise<Completed>,
): Promise<void> {
  const settings = process.env.ROLECALL_SETTINGS;
  const completed = await run({
    argv: [...agent, 'artifact'],
    input: JSON.stringify(artifact),
    timeoutMs: artifact.timeoutMs + UNPACK_MS,
    ...(settings === undefined ? {} : { environment: { ROLECALL_SETTINGS: settings } }),
  });
  if (completed.exitCode === 0) return;
  const { code, message, hint } = faultIn(completed);
  throw new ResourceError(code, `${artifact.folder}: ${message}`, { hint });
}

function faultIn({ stderr, signal, timedOut }: Completed): ArtifactFault {
  try {
    return JSON.parse(stderr.trimEnd().split('\n').at(-1) ?? '');
  } catch {
    const how = timedOut ? 'did not end in time' : `ended (${signal ?? 'no signal'}) without a reason`;
    return { code: 'artifact_failed', message: `the program that unpacks it ${how}: ${stderr.slice(-500)}` };
  }
}
