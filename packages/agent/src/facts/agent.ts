import { version } from 'node:process';
import type { Facts } from '@rolecall/protocol';
import { VERSION } from '../version.ts';

/** The agent's own version, and the runtime it runs on. */
export const readAgent = (): Facts['agent'] => ({ version: VERSION, runtime: `node ${version}` });
