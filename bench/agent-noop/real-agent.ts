import { fileURLToPath } from 'node:url';
import { buildAgent } from '@rolecall/agent/build';
import { LAYOUT, releaseFolder, runtimeFolder } from '@rolecall/agent/layout';
import type { Catalog, CatalogResource, InstanceId, ToAgentOf } from '@rolecall/protocol';
import { makeSealingKeys } from '@rolecall/protocol/sealed-box';
import { hostFiles } from '../../packages/agent/build/host-files.ts';
import { settingsFiles } from '../../packages/agent/src/settings.ts';
import { makeAuthority } from '../../packages/agent/src/testing/certificates.ts';
import { FakeController } from '../../packages/agent/src/testing/fake-controller.ts';
import { assignmentNamed } from '../../packages/agent/src/testing/site.ts';
import { type Lab, type LabHost, startLab } from '../../test/lab/lab.ts';

const CACHE = fileURLToPath(new URL('../../.cache/agent', import.meta.url));
/** A no-op of 10,000 resources takes a second or two; the first one of an agent more. */
const WITHIN_MS = 120_000;
let assignments = 0;

/** The agent as hosts run it, on a throwaway host, with a far end that measures. */
export class RealAgent {
  readonly lab: Lab;
  readonly host: LabHost;
  readonly controller: FakeController;

  static async boot(name: string): Promise<RealAgent> {
    const { bundle, runtime } = await buildAgent({ cache: CACHE });
    const lab = await startLab({ hosts: [name] });
    try {
      const host = lab.host(name);
      await host.copyTo(runtime.path, '/root/runtime.deb');
      await host.exec(['dpkg-deb', '-x', '/root/runtime.deb', '/']);
      const release = releaseFolder(bundle.sha256, runtime.id);
      await host.exec(['mkdir', '-p', release]);
      await host.copyTo(bundle.path, `${release}/agent.cjs`);
      await host.exec(['ln', '-sfn', `${runtimeFolder(runtime.id)}/node`, `${release}/node`]);
      await host.exec(['ln', '-sfn', release, LAYOUT.current]);
      for (const { path, content } of hostFiles()) await host.writeFile(path, content);
      const controller = await enrolled(lab, host);
      await host.exec(['systemctl', 'enable', '--now', LAYOUT.service]);
      await controller.until(() => controller.messages('facts').length > 0, 60_000);
      return new RealAgent(lab, host, controller);
    } catch (error) {
      await lab.remove();
      throw error;
    }
  }

  private constructor(lab: Lab, host: LabHost, controller: FakeController) {
    this.lab = lab;
    this.host = host;
    this.controller = controller;
  }

  /** One apply, from the moment at which the work is sent to the one at which its end is known; ms. */
  async apply(resources: readonly CatalogResource[]): Promise<{ readonly ms: number; readonly outcome: string }> {
    const catalog: Catalog = {
      schema: 'rolecall/catalog/1',
      instance: `bench@${this.host.name}` as InstanceId,
      formerly: [],
      undo: null,
      resources: [...resources],
      secrets: [],
    };
    const hash = this.controller.put(catalog);
    const assignment = assignmentNamed(++assignments);
    const message: ToAgentOf<'apply'> = {
      type: 'apply',
      assignment,
      catalog: hash,
      sealed: [],
      term: 1,
      notAfter: Date.now() + WITHIN_MS,
    };
    const started = performance.now();
    this.controller.send(message);
    const finished = await this.controller.until(() => this.controller.finished(assignment), WITHIN_MS);
    const ms = performance.now() - started;
    if (finished.outcome === 'failed') throw new Error(`the apply failed: ${finished.fault?.message}`);
    return { ms, outcome: finished.outcome };
  }

  /** What the agent has used of the processor so far, ms; its commands are not in it. */
  async cpuMs(): Promise<number> {
    const stat = await this.#sh(`cat /sys/fs/cgroup/system.slice/${LAYOUT.service}/cpu.stat`);
    return Number(/^usage_usec (\d+)$/m.exec(stat)?.[1]) / 1000;
  }

  /** Anonymous memory of its process, bytes. */
  async anonymousBytes(): Promise<number> {
    const rollup = await this.#sh(`cat /proc/$(systemctl show -p MainPID --value ${LAYOUT.service})/smaps_rollup`);
    return Number(/^Anonymous: +(\d+) kB$/m.exec(rollup)?.[1]) * 1024;
  }

  async remove(): Promise<void> {
    await this.controller.stop();
    await this.lab.remove();
  }

  async #sh(script: string): Promise<string> {
    return (await this.host.exec(['sh', '-c', script])).stdout;
  }
}

/** Gives the host what an enrolment would have. */
async function enrolled(lab: Lab, host: LabHost): Promise<FakeController> {
  const authority = await makeAuthority();
  const controller = await FakeController.start(authority, {}, 0, lab.gateway);
  const files = settingsFiles(LAYOUT.settings);
  const { certificate, key } = await authority.host(host.name);
  const contents = {
    settings: JSON.stringify({ controller: controller.url, host: host.name }),
    certificate,
    key,
    ca: authority.ca,
    sealingKey: makeSealingKeys().privateKey,
  };
  for (const [name, content] of Object.entries(contents)) {
    await host.writeFile(files[name as keyof typeof contents], content, '600');
  }
  return controller;
}
