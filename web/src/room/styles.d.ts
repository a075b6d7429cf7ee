// The package's own types of its style sheets point at files it does not ship.
declare module "@livekit/components-styles/components";
