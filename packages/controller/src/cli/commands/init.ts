import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ControllerError } from '../../error.ts';
import type { Define } from '../commands.ts';

const SITE = `import { defineSite } from '@rolecall/roles';
import { redis } from '@rolecall/redis';

export default defineSite({
  name: 'example',
  hosts: { 'db-1': {} },
  use: ({ secret }) => {
    redis.on(['db-1'], { password: secret('redis/password', { generate: 32 }) });
  },
});
`;

/** Lets an editor check the site as strictly as the controller does. */
const TSCONFIG = `${JSON.stringify(
  {
    compilerOptions: {
      target: 'es2024',
      module: 'nodenext',
      strict: true,
      noEmit: true,
      allowImportingTsExtensions: true,
      types: [],
    },
  },
  null,
  2,
)}\n`;

/** `controller init DIR`: a site folder with one small site, ready for an editor. */
export const define: Define = (command, context) => {
  command.argument('<folder>').action((folder: string) => {
    const site = join(folder, 'site.ts');
    if (existsSync(site))
      throw new ControllerError('exists', `${site} is there already`, { hint: 'name another folder' });
    mkdirSync(folder, { recursive: true });
    writeFileSync(site, SITE);
    writeFileSync(join(folder, 'tsconfig.json'), TSCONFIG);
    context.stdout.write(`${site} is written; next: controller validate ${site}\n`);
  });
};
