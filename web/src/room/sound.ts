/** What the browser does to the microphone's sound before it is sent. */

export interface Sound {
  echoCancellation: boolean;
  noiseSuppression: boolean;
  autoGainControl: boolean;
}

export const PROCESSED: Readonly<Sound> = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
export const SOUND_KEYS = Object.keys(PROCESSED) as (keyof Sound)[];

/** The sound's settings alone, out of more. */
export function soundOf({ echoCancellation, noiseSuppression, autoGainControl }: Sound): Sound {
  return { echoCancellation, noiseSuppression, autoGainControl };
}

/** What this browser can be told; what it cannot, it decides itself. */
export function changeable(media: Pick<MediaDevices, "getSupportedConstraints"> | undefined): (keyof Sound)[] {
  const known = media?.getSupportedConstraints() ?? {};
  return SOUND_KEYS.filter((key) => known[key] === true);
}
