/** Mounts the room in its page. */

import { setLogLevel } from "livekit-client";
import { createRoot } from "react-dom/client";
import "../theme.css";
import "@livekit/components-styles/components";
import "./view/App.css";
import { App } from "./view/App";
import { FaultBoundary } from "./view/Fault";

setLogLevel("warn");
const place = document.getElementById("room");
const slug = place?.dataset.slug;
if (place && slug) {
  createRoot(place).render(
    <FaultBoundary>
      <App slug={slug} name={place.dataset.name ?? slug} />
    </FaultBoundary>,
  );
}
