import { readFile } from 'node:fs/promises';
import { type Plugin, type TransformOptions, transform } from 'esbuild';

/** Code of which nobody reads a stack: generated, or of large libraries. */
const OF_OTHERS = /\/generated\/validators\.js$|\/node_modules\/(yaml|systeminformation|ws|diff|node-pty)\/.*\.js$/;

/** How `systeminformation` asks in each of its files where it runs: an agent runs on Linux. */
const SYSTEMS = /^const _(?:linux|darwin|windows|freebsd|openbsd|netbsd|sunos) = _platform === .*;$/gm;
const ON_LINUX = {
  _linux: 'true',
  _darwin: 'false',
  _windows: 'false',
  _freebsd: 'false',
  _openbsd: 'false',
  _netbsd: 'false',
  _sunos: 'false',
} as const;

const SHORTER: TransformOptions = { minifyIdentifiers: true, minifySyntax: true, target: 'node24' };

async function shortened(path: string): Promise<string> {
  const text = await readFile(path, 'utf8');
  if (!path.includes('/systeminformation/')) return (await transform(text, SHORTER)).code;
  return (await transform(text.replaceAll(SYSTEMS, ''), { ...SHORTER, define: ON_LINUX })).code;
}

/**
 * Gives such code short names, and drops what other systems than Linux would need: a quarter of the whole bundle. Our own code keeps
 * its names, so that a stack says where.
 */
export const shortNames: Plugin = {
  name: 'short-names',
  setup({ onLoad }) {
    onLoad({ filter: OF_OTHERS }, async ({ path }) => ({ contents: await shortened(path), loader: 'js' }));
  },
};
