import type { Plugin } from 'esbuild';

/**
 * The pty addon is a native file that no bundle can hold, and node-pty looks for it in a package of its own. On a host it lies beside
 * the runtime (`process.execPath` is the real file, whatever link started it); a copy beside the bundle comes first.
 */
export const ptyPlugin: Plugin = {
  name: 'pty',
  setup(build) {
    build.onLoad({ filter: /[/\\]node-pty[/\\]requireBinary\.js$/ }, () => ({
      contents: REQUIRE_BESIDE,
      loader: 'js',
    }));
  },
};

const REQUIRE_BESIDE = `'use strict';
const { existsSync } = require('node:fs');
const { dirname, join } = require('node:path');
exports.requireBinary = (file) => {
  const places = [__dirname, dirname(process.execPath)].map((folder) => join(folder, file));
  const found = places.find((place) => existsSync(place));
  if (found === undefined) throw new Error('The terminal addon is missing: neither ' + places.join(' nor ') + ' exists');
  return require(found);
};
`;
