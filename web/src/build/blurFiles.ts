/** Vite plugin: lays what blurring the background loads at run time into the build, since nothing comes from elsewhere. */
import { readFileSync } from "node:fs";
import type { Plugin } from "vite";
import { withMetadata } from "./segmenter.ts";

const PACKAGES = new URL("../../node_modules/@mediapipe/", import.meta.url);
const read = (path: string): Buffer => readFileSync(new URL(path, PACKAGES));

/** The program asks for these names; the folder has the version, so that a browser keeps none of another. */
const PROGRAM = ["vision_wasm_internal.js", "vision_wasm_internal.wasm"] as const;
export const MODEL = "selfie_segmentation.tflite";

export function blurFiles(base: string): Plugin {
  const { version } = JSON.parse(read("tasks-vision/package.json").toString()) as { version: string };
  const folder = `vision-${version}`;
  return {
    name: "blur-files",
    config: () => ({ define: { VISION_FILES: JSON.stringify(`${base}${folder}`) } }),
    generateBundle() {
      for (const name of PROGRAM)
        this.emitFile({ type: "asset", fileName: `${folder}/${name}`, source: read(`tasks-vision/wasm/${name}`) });
      // Of the two models the one for wide pictures: it takes half the time.
      const source = withMetadata(read("selfie_segmentation/selfie_segmentation_landscape.tflite"));
      this.emitFile({ type: "asset", fileName: `${folder}/${MODEL}`, source });
    },
  };
}
