export { type AgentBuild, type BuildOptions, buildAgent } from './build-agent.ts';
export { type HostFile, hostFiles } from './host-files.ts';
