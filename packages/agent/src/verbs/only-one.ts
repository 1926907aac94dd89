import { createHash } from 'node:crypto';
import { createServer } from 'node:net';
import { AgentError, codeOf } from '../error.ts';

/**
 * Makes sure that no other agent works on the same state: holds an abstract socket, which the kernel gives to one process only and takes back
 * when that ends, however it ends.
 */
export function holdAlone(stateFolder: string): Promise<void> {
  const name = `\0rolecall-agent-${createHash('sha256').update(stateFolder).digest('hex').slice(0, 32)}`;
  const server = createServer((socket) => socket.destroy());
  return new Promise((resolve, reject) => {
    server.on('error', (cause) => {
      if (codeOf(cause) !== 'EADDRINUSE') return reject(cause);
      const message = `another agent is running on ${stateFolder}`;
      return reject(new AgentError('already_running', message, { hint: 'stop that one first', cause }));
    });
    server.listen(name, () => {
      server.unref();
      resolve();
    });
  });
}
