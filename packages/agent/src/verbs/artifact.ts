import { readFileSync } from 'node:fs';
import type { Unpacking } from '@rolecall/resources';
import { ResourceError } from '@rolecall/resources/error';
import { install } from '../artifact/install.ts';
import { messageOf } from '../error.ts';

/** How it failed, as one line of JSON on standard error: the last one. */
export interface ArtifactFault {
  readonly code: string;
  readonly message: string;
  readonly hint?: string | undefined;
}

/** `agent artifact`: does one `Unpacking`, given as JSON on standard input, so that no list of processes shows it. */
export async function artifact(): Promise<void> {
  try {
    const request: Unpacking = JSON.parse(readFileSync(0, 'utf8'));
    await install(request, (line) => process.stdout.write(`${line}\n`));
  } catch (thrown) {
    const known = thrown instanceof ResourceError ? thrown : undefined;
    const fault: ArtifactFault = {
      code: known?.code ?? 'artifact_failed',
      message: messageOf(thrown),
      hint: known?.hint,
    };
    process.stderr.write(`${JSON.stringify(fault)}\n`);
    process.exitCode = 1;
  }
}
