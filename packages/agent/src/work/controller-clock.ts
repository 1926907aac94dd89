/** The controller's clock, kept by this host's monotonic one, so that a clock that is set here moves no deadline. */
export class ControllerClock {
  #time = Date.now();
  #at = performance.now();

  /** What the controller said its time is, in milliseconds since 1970. */
  set(time: number): void {
    this.#time = time;
    this.#at = performance.now();
  }

  now(): number {
    return this.#time + (performance.now() - this.#at);
  }
}
