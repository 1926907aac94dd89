import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import type { Finding } from '@rolecall/protocol';
import { ControllerError } from '../../error.ts';
import { packagesOf } from '../bundle/bundle-site.ts';
import { ContentCache, cacheFolder, modulesFolders, writeWhole } from '../content-cache.ts';
import { configFor } from './config.ts';
import { parseErrors } from './parse-errors.ts';

/** A compiler that has not answered by now is stuck: a site of 200 lines takes half a second. */
const LIMIT_MS = 120_000;

/** Type errors of a site and its roles, strictly checked; a site that did not change is not checked again. */
export async function checkTypes(site: string): Promise<readonly Finding[]> {
  const path = resolve(site);
  const from = process.cwd();
  if (!existsSync(path)) return [];
  const cache = new ContentCache<readonly Finding[]>(['types', '1', path, from]);
  const kept = cache.find();
  if (kept !== undefined) return kept;
  const started = Date.now();
  const config = configFile(path);
  const output = await runCompiler(config, from);
  const { findings, files } = parseErrors(output, from);
  cache.keep([...files, ...packagesOf(files), ...modulesFolders(dirname(path))], started, findings);
  return findings;
}

/** Written once for each site and content, outside of the site's folder. */
function configFile(path: string): string {
  const content = JSON.stringify(configFor(path), null, 2);
  const name = createHash('sha256').update(path).update(content).digest('hex').slice(0, 32);
  const file = join(cacheFolder(), 'types', name, 'tsconfig.json');
  if (!existsSync(file) || readFileSync(file, 'utf8') !== content) writeWhole(file, content);
  return file;
}

function compiler(): string {
  const require = createRequire(import.meta.url);
  return join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
}

function runCompiler(config: string, from: string): Promise<string> {
  return new Promise((done, fail) => {
    const argv = [compiler(), '--project', config, '--pretty', 'false', '--listFiles'];
    const child = spawn(process.execPath, argv, { cwd: from, stdio: ['ignore', 'pipe', 'pipe'], timeout: LIMIT_MS });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.on('error', fail);
    child.on('close', (code, signal) => {
      // 0: no errors, 1 and 2: errors that are printed
      if (code !== null && code <= 2) return done(output);
      fail(
        new ControllerError('compiler', `tsc ended with ${signal ?? code}: ${output.trim().split('\n').at(-1) ?? ''}`),
      );
    });
  });
}
