export { ResourceError } from './contract/error.ts';
export type { Command, Completed, Entry, FileWrite, Host, Owed } from './contract/host.ts';
export { defineKind, type InputOf, type Kind, type ParamsOf } from './contract/kind.ts';
export type { AnyProvider, Observed, Provider, Write } from './contract/provider.ts';
