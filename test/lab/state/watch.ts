import { spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { labFolder } from './folder.ts';
import type { LabRecord } from './record.ts';

/**
 * Starts the lab's reaper: it removes the lab when this process ends, however it ends. Answers what dismisses it.
 * Should the reaper itself be killed, the next lab that starts sweeps instead.
 */
export function startReaper(record: LabRecord): () => void {
  const argv = [join(import.meta.dirname, 'reaper.ts'), String(record.number), record.token];
  const env = { PATH: process.env.PATH, LAB_DIR: labFolder() };
  const child = spawn(process.execPath, argv, { detached: true, stdio: ['pipe', 'ignore', 'ignore'], env, cwd: '/' });
  child.unref();
  (child.stdin as Socket).unref();
  return () => child.stdin.end();
}
