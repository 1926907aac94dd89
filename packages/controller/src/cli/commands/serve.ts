import { sizeOf } from '../../artifacts/size.ts';
import { ControllerError } from '../../error.ts';
import { dataFolder } from '../../store/data-folder.ts';
import type { Define } from '../define.ts';

interface Options {
  readonly port: string;
  readonly advertise?: string;
  readonly artifactQuota: string;
}

/** `controller serve`: the controller itself, until it is told to stop. */
export const define: Define = (command, context) => {
  command
    .option('--port <port>', 'for agents and operators', '7443')
    .option('--advertise <name|address>', 'under which hosts reach this machine; its own address by default')
    .option('--artifact-quota <size>', 'what artifacts may take of its disk', '50GiB')
    .action(async (options: Options) => {
      const { startController } = await import('../../index.ts');
      const controller = await startController({
        data: dataFolder(context.options.data, context.environment),
        port: portOf(options.port),
        artifacts: { quota: sizeOf(options.artifactQuota) },
        ...(options.advertise === undefined ? {} : { advertise: options.advertise }),
      });
      context.stderr.write(`the controller serves ${controller.url}; next: controller enroll\n`);
      await stopped();
      await controller.close();
    });
};

function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  throw new ControllerError('usage', `--port wants a number up to 65535, not "${text}"`);
}

/** Resolves when this process is asked to end. */
const stopped = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
