import { type LabOwner, type LabRecord } from './record.ts';
/** Does the work while no other lab is claimed, changed or swept. */
export declare function withStateLock<T>(work: () => Promise<T>): Promise<T>;
/** Removes what dead processes left, then takes the next free number with its subnet and bridge. */
export declare function claimLab(owner: LabOwner): Promise<LabRecord>;
/** Removes every lab whose owner is dead. Call it with the state lock held. */
export declare function sweep(): Promise<void>;
