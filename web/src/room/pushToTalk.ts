/** Holding a key opens a closed microphone until it is let go; one that is open stays as it is. */

interface Microphone {
  isOn: () => boolean;
  /** May reject, as when a host blocked it. */
  set: (on: boolean) => Promise<void>;
  onError: (error: unknown) => void;
}

export class PushToTalk {
  readonly #microphone: Microphone;
  #isHeld = false;
  #isOpen = false;
  #isWorking = false;

  constructor(microphone: Microphone) {
    this.#microphone = microphone;
  }

  /** From the press until the microphone is closed again. */
  isActive(): boolean {
    return this.#isHeld || this.#isOpen || this.#isWorking;
  }

  press(): void {
    if (this.isActive() ? this.#isHeld : this.#microphone.isOn()) return;
    this.#isHeld = true;
    void this.#follow();
  }

  release(): void {
    this.#isHeld = false;
    void this.#follow();
  }

  /** One change at a time: a release while the microphone opens closes it afterwards. */
  async #follow(): Promise<void> {
    if (this.#isWorking) return;
    this.#isWorking = true;
    while (this.#isOpen !== this.#isHeld) {
      const open = this.#isHeld;
      try {
        await this.#microphone.set(open);
      } catch (error) {
        this.#isHeld = false;
        this.#isOpen = false;
        this.#microphone.onError(error);
        break;
      }
      this.#isOpen = open;
    }
    this.#isWorking = false;
  }
}

const OWN_SPACE =
  'button, a, summary, input, textarea, select, [contenteditable], [role="menu"], dialog, [tabindex]:not([tabindex="-1"])';

/** Whether Space belongs to the page's element: it presses, types or scrolls there. */
export function takesSpace(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(OWN_SPACE) !== null;
}
