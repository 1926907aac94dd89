import { type BaseRequest } from '../base/layers.ts';
import type { HostPlace } from './place.ts';
/** Makes the hosts that are not there yet and boots all that are named, together. Throws the first that failed. */
export declare function bootHosts(lab: number, names: readonly string[], base: BaseRequest): Promise<readonly HostPlace[]>;
