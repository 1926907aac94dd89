import { readFile } from 'node:fs/promises';
import { type Plugin, transform } from 'esbuild';

/** Code of which nobody reads a stack: generated, or of large libraries. */
const OF_OTHERS = /\/generated\/validators\.js$|\/node_modules\/(yaml|systeminformation)\/.*\.js$/;

/** Gives such code short names: a sixth of the whole bundle. Our own code keeps its names, so that a stack says where. */
export const shortNames: Plugin = {
  name: 'short-names',
  setup({ onLoad }) {
    onLoad({ filter: OF_OTHERS }, async ({ path }) => {
      const { code } = await transform(await readFile(path, 'utf8'), {
        minifyIdentifiers: true,
        minifySyntax: true,
        target: 'node24',
      });
      return { contents: code, loader: 'js' };
    });
  },
};
