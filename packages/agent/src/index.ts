export { type Agent, type AgentOptions, startAgent } from './agent.ts';
export { type EnrolOptions, enrol } from './enrol/enrol.ts';
export { proofText } from './enrol/request.ts';
export { AgentError } from './error.ts';
export type { CommandId, Commands, HostFor, OnOutput, OwedLedger, Settled } from './host/contract.ts';
export { LAYOUT, policyRcD, releaseFolder, runtimeFolder } from './layout.ts';
export { type Log, logTo } from './log.ts';
export { readSettings, type Settings, settingsFiles } from './settings.ts';
