/**
 * `unit` needs neither root nor network; `fleet` boots real systemd hosts (test/lab) and needs root; `publish` installs what npm
 * would get, and needs npm's registry; `long` boots hosts too, for proofs that take many minutes.
 * Jest strips types itself when no transform claims a file, so there is no compiler between a test and its source.
 */
const common = {
  roots: ['packages', 'roles', 'test', 'bench', 'publish'].map((folder) => `<rootDir>/${folder}`),
  transform: {},
  extensionsToTreatAsEsm: ['.ts'],
  modulePathIgnorePatterns: ['<rootDir>/.*/dist/', '<rootDir>/.cache/'],
  cacheDirectory: '<rootDir>/.cache/jest',
};

export default {
  watchman: false,
  maxWorkers: 2,
  // A worker otherwise keeps the memory of every file it ran.
  workerIdleMemoryLimit: '512MB',
  testTimeout: 300_000,
  projects: [
    {
      ...common,
      displayName: 'unit',
      testMatch: ['**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', '\\.(fleet|long|publish)\\.test\\.ts$'],
      setupFilesAfterEnv: ['<rootDir>/test/unit-timeout.js'],
    },
    { ...common, displayName: 'fleet', testMatch: ['**/*.fleet.test.ts'] },
    { ...common, displayName: 'long', testMatch: ['**/*.long.test.ts'] },
    { ...common, displayName: 'publish', testMatch: ['**/*.publish.test.ts'] },
  ],
};
