export { type GatherOptions, gatherFacts } from './gather.ts';
export { type HardwareOptions, readHardware, storedHardware } from './hardware.ts';
export { hashFacts } from './hash.ts';
export { mountTable } from './mount-table.ts';
