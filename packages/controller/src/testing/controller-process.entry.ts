import { readFileSync } from 'node:fs';
import { Link } from '../hub/link.ts';
import { startController } from '../serve/start.ts';

/** A controller in a process of its own, as the tests of its death want it: told by a file what to do. */
interface Told {
  readonly data: string;
  readonly port: number;
  readonly files: Awaited<ReturnType<NonNullable<Parameters<typeof startController>[0]['agentFiles']>>>;
  /** Dies in the place of sending this acknowledgement: what it would acknowledge is committed. */
  readonly dieBefore?: number;
}

const { data, port, files, dieBefore }: Told = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));
const { send } = Link.prototype;
Link.prototype.send = function (this: Link, message: Parameters<Link['send']>[0]): void {
  if (message.type === 'acknowledge' && message.seq === dieBefore) process.kill(process.pid, 'SIGKILL');
  send.call(this, message);
};
const options = { data, port, advertise: '127.0.0.1', logLevel: 'silent', agentFiles: async () => files };
console.log((await startController(options)).port);
