import { version } from 'node:process';
import type { Facts } from '@rolecall/protocol';

/** The agent's own version, written into the bundle when it is built, and the runtime it runs on. */
export const readAgent = (): Facts['agent'] => ({
  version: process.env.ROLECALL_AGENT_VERSION ?? 'unbundled',
  runtime: `node ${version}`,
});
