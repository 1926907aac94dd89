import type { RequestOptions } from 'node:https';
import type { Unpacking } from '@rolecall/resources';
import { tlsOptions } from '../catalog/client.ts';
import { readSettings, settingsFiles } from '../settings.ts';

/** Where an artifact is asked for, and how. */
export interface Source {
  readonly url: URL;
  readonly options: RequestOptions;
}

/** The address that its author named, or the controller, which knows this host by its certificate. */
export function sourceOf({ from, sha256 }: Unpacking): Source {
  if (from !== undefined) return { url: new URL(from.url), options: { headers: { ...from.headers } } };
  const { controller, serverName, settingsFolder } = readSettings(process.env.ROLECALL_SETTINGS);
  const files = settingsFiles(settingsFolder);
  const identity = { certificateFile: files.certificate, keyFile: files.key, caFile: files.ca };
  return {
    url: new URL(`/blobs/${sha256}`, controller),
    options: tlsOptions({ url: controller, serverName }, identity),
  };
}
