import { expect, it } from "vitest";
import { drawsBySoftware } from "./graphics";

it.each([
  "ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)",
  "Google SwiftShader",
  "llvmpipe (LLVM 17.0.6, 256 bits)",
  "llvmpipe, or similar",
  "ANGLE (Mesa, softpipe, OpenGL 3.3)",
  "Mesa DRI swrast",
  "ANGLE (Microsoft, Microsoft Basic Render Driver Direct3D11 vs_5_0 ps_5_0, D3D11)",
  "Apple Software Renderer",
])("knows %s as a program", (renderer) => {
  expect(drawsBySoftware(renderer)).toBe(true);
});

it.each([
  "ANGLE (NVIDIA, NVIDIA GeForce RTX 3060 Direct3D11 vs_5_0 ps_5_0, D3D11)",
  "ANGLE (Intel, Mesa Intel(R) UHD Graphics 620 (KBL GT2), OpenGL 4.6)",
  "ANGLE Metal Renderer: Apple M2",
  "Apple GPU",
  "Adreno (TM) 640",
  "Mali-G78",
])("takes %s for a graphics processor", (renderer) => {
  expect(drawsBySoftware(renderer)).toBe(false);
});

it.each(["", "Mozilla", "WebKit WebGL"])("believes a browser that says only %j", (renderer) => {
  expect(drawsBySoftware(renderer)).toBe(false);
});
