/** Whether a browser has a graphics processor, which only the name of what draws tells. */

/** SwiftShader (Chromium), llvmpipe, softpipe and swrast (Mesa), WARP (Windows), and Apple's. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|swrast|software|basic render/i;

/** Whether this renderer's name is that of a program. A browser that keeps it to itself is believed. */
export function drawsBySoftware(renderer: string): boolean {
  return SOFTWARE.test(renderer);
}

/** What draws for this browser; null where it cannot draw. Takes a drawing context, of which there are few. */
export function rendererHere(): string | null {
  const context = document.createElement("canvas").getContext("webgl2", { failIfMajorPerformanceCaveat: true });
  if (context === null) return null;
  const names = context.getExtension("WEBGL_debug_renderer_info");
  const name: unknown = context.getParameter(names?.UNMASKED_RENDERER_WEBGL ?? context.RENDERER);
  context.getExtension("WEBGL_lose_context")?.loseContext();
  return typeof name === "string" ? name : "";
}
