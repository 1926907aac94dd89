import { findController } from './client/address.ts';
import { type Client, connect } from './client/client.ts';
import type { Context } from './context.ts';

/** The controller that this command line means. */
export const openClient = (context: Context): Client => connect(findController(context));
