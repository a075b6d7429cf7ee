/** A moving picture to measure a connection with: noise, which no codec makes small. */

const WIDTH = 640;
const HEIGHT = 360;
const FRAMES_A_SECOND = 20;
/** Noise is made once and laid at another place in each frame. */
const TILE = 64;

export interface Picture {
  track: MediaStreamTrack;
  stop: () => void;
}

/** Throws where the browser cannot film a canvas. */
export function noisyPicture(): Picture {
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const paint = canvas.getContext("2d");
  const pattern = paint?.createPattern(noise(), "repeat");
  if (!paint || !pattern) throw new Error("no canvas");
  const draw = (): void => {
    const [x, y] = [Math.random() * TILE, Math.random() * TILE];
    paint.setTransform(1 + Math.random(), 0, 0, 1 + Math.random(), -x, -y);
    paint.fillStyle = pattern;
    paint.fillRect(0, 0, WIDTH + TILE, HEIGHT + TILE);
  };
  draw();
  const timer = setInterval(draw, 1000 / FRAMES_A_SECOND);
  const [track] = canvas.captureStream(FRAMES_A_SECOND).getVideoTracks();
  if (track === undefined) throw new Error("no picture");
  const stop = (): void => {
    clearInterval(timer);
    track.stop();
  };
  return { track, stop };
}

function noise(): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = TILE;
  canvas.height = TILE;
  const paint = canvas.getContext("2d");
  if (paint === null) return canvas;
  const pixels = paint.createImageData(TILE, TILE);
  for (let at = 0; at < pixels.data.length; at += 1) pixels.data[at] = at % 4 === 3 ? 255 : Math.random() * 256;
  paint.putImageData(pixels, 0, 0);
  return canvas;
}
