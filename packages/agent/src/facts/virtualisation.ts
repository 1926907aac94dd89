import type { Facts } from '@rolecall/protocol';
import { type FactSource, readPairs, readText, readTextIfAny } from './source.ts';

/** What firmware says of itself, and the name `systemd-detect-virt` gives it (its src/basic/virt.c, `detect_vm_dmi`). */
const FIRMWARE: readonly (readonly [RegExp, string])[] = [
  [/Amazon EC2/, 'amazon'],
  [/Google Compute Engine/, 'google'],
  [/VMware|VMW/, 'vmware'],
  [/innotek GmbH|Oracle Corporation|VirtualBox/, 'oracle'],
  [/Xen/, 'xen'],
  [/Microsoft Corporation.*Virtual Machine|Hyper-V/, 'microsoft'],
  [/Parallels/, 'parallels'],
  [/KVM|OpenStack|KubeVirt|DigitalOcean|Hetzner/, 'kvm'],
  [/QEMU/, 'qemu'],
];

/** Container, virtual machine or bare metal, in the words of `systemd-detect-virt`; the innermost one counts. */
export function readVirtualisation(source: FactSource): Facts['virtualisation'] {
  const container = containerKind(source);
  return container === undefined
    ? { kind: machineKind(source), container: false }
    : { kind: container, container: true };
}

/** What kind of container this is; nothing where it is none. */
export function containerKind(source: FactSource): string | undefined {
  // systemd, as the first process of a container, writes down what the container's manager told it.
  const told = readTextIfAny(source, '/run/systemd/container') ?? readTextIfAny(source, '/run/host/container-manager');
  if (told !== undefined && told !== '') return told;
  if (readTextIfAny(source, '/.dockerenv') !== undefined) return 'docker';
  return readTextIfAny(source, '/run/.containerenv') === undefined ? undefined : 'podman';
}

function machineKind(source: FactSource): string {
  const firmware = ['sys_vendor', 'product_name', 'board_vendor', 'bios_vendor']
    .map((name) => readTextIfAny(source, `/sys/class/dmi/id/${name}`) ?? '')
    .join(' ');
  const known = FIRMWARE.find(([pattern]) => pattern.test(firmware));
  if (known !== undefined) return known[1];
  if (readTextIfAny(source, '/sys/hypervisor/type') === 'xen') return 'xen';
  // Firecracker and others have no firmware tables; the processor still says that something runs beneath it.
  const flags = readPairs(readText(source, '/proc/cpuinfo'), ':').get('flags') ?? '';
  return / hypervisor( |$)/.test(flags) ? 'vm-other' : 'none';
}
