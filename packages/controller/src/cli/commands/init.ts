import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ControllerError } from '../../error.ts';
import type { Define } from '../define.ts';

/** One small site, and a tsconfig that lets an editor check it as strictly as the controller does. */
const TEMPLATE = join(import.meta.dirname, '../../../templates/site');

/** `controller init DIR`: a site folder with one small site, ready for an editor. */
export const define: Define = (command, context) => {
  command.argument('<folder>').action((folder: string) => {
    const site = join(folder, 'site.ts');
    if (existsSync(site)) {
      throw new ControllerError('exists', `${site} is there already`, { hint: 'name another folder' });
    }
    mkdirSync(folder, { recursive: true });
    // The folder may be there already: what lies in it stays as it is.
    cpSync(TEMPLATE, folder, { recursive: true, force: false });
    context.stdout.write(`${site} is written; next: controller validate ${site}\n`);
  });
};
