/** The agent's own version, written into the bundle when it is built. */
export const VERSION = process.env.ROLECALL_AGENT_VERSION ?? 'unbundled';
