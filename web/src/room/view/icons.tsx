/** Line icons, 24 units wide. Decoration only: their buttons have names. */
import type { ReactNode } from "react";

const PATHS = {
  breakouts: (
    <>
      <rect x="3" y="3.5" width="7.5" height="7.5" rx="2" />
      <rect x="13.5" y="3.5" width="7.5" height="7.5" rx="2" />
      <rect x="8.25" y="14" width="7.5" height="7.5" rx="2" />
    </>
  ),
  expand: <path d="M14 4.5h5.5V10M19.5 4.5 13 11M10 19.5H4.5V14M4.5 19.5 11 13" />,
  mic: (
    <>
      <rect x="9" y="3" width="6" height="11" rx="3" />
      <path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3" />
    </>
  ),
  "mic-off": (
    <>
      <path d="M9 9v2a3 3 0 0 0 4.6 2.5M15 10.5V6a3 3 0 0 0-5.8-1M5.5 11.5a6.5 6.5 0 0 0 10.2 5.3M18.3 13a6.5 6.5 0 0 0 .2-1.5M12 18v3M4 4l16 16" />
    </>
  ),
  camera: (
    <>
      <rect x="3" y="6.5" width="12" height="11" rx="2.5" />
      <path d="m15 10.5 5.4-3v9l-5.4-3" />
    </>
  ),
  "camera-off": (
    <>
      <path d="M12 6.5h.5A2.5 2.5 0 0 1 15 9v1.5l5.4-3v9l-2.6-1.5M15 15.5a2.5 2.5 0 0 1-2.5 2h-7A2.5 2.5 0 0 1 3 15V9a2.5 2.5 0 0 1 2.5-2.5M4 4l16 16" />
    </>
  ),
  share: (
    <>
      <rect x="3" y="4.5" width="18" height="12.5" rx="2.5" />
      <path d="M12 13.5v-6m-2.6 2.4L12 7.3l2.6 2.6M8.5 20.5h7" />
    </>
  ),
  hand: (
    <path d="M7.5 12.5V6.2a1.4 1.4 0 0 1 2.8 0v4.3V4.4a1.4 1.4 0 0 1 2.8 0v6V5.6a1.4 1.4 0 0 1 2.8 0v5.9-3a1.4 1.4 0 0 1 2.8 0V14a7 7 0 0 1-7 7c-3 0-4.6-1.3-6-3.8l-2-3.6a1.4 1.4 0 0 1 2.3-1.5Z" />
  ),
  captions: (
    <>
      <rect x="3" y="5" width="18" height="14" rx="3" />
      <path d="M10.5 10.3a2.2 2.2 0 1 0 0 3.4M17 10.3a2.2 2.2 0 1 0 0 3.4" />
    </>
  ),
  settings: (
    <>
      <circle cx="12" cy="12" r="3" />
      <path d="M12 3v2.5M12 18.5V21M3 12h2.5M18.5 12H21M5.6 5.6l1.8 1.8M16.6 16.6l1.8 1.8M5.6 18.4l1.8-1.8M16.6 7.4l1.8-1.8" />
    </>
  ),
  leave: (
    <path d="M3.2 14.5c-.8-1-.7-2.5.3-3.4C8.3 7 15.7 7 20.5 11.1c1 .9 1.1 2.4.3 3.4l-.6.7c-.5.6-1.3.7-2 .4l-2.6-1.3c-.5-.3-.8-.8-.8-1.4v-1.2a9.8 9.8 0 0 0-5.6 0v1.2c0 .6-.3 1.1-.8 1.4l-2.6 1.3c-.7.3-1.5.2-2-.4Z" />
  ),
  end: (
    <>
      <circle cx="12" cy="12" r="8.5" />
      <rect x="9" y="9" width="6" height="6" rx="1" />
    </>
  ),
  people: (
    <>
      <circle cx="9" cy="8.5" r="3.3" />
      <path d="M3 19.5c.5-3.2 2.9-5 6-5s5.5 1.8 6 5M15.5 5.5a3.3 3.3 0 0 1 0 6M17.5 14.9c2 .6 3.2 2.2 3.5 4.6" />
    </>
  ),
  chat: (
    <path d="M5.5 4.5h13A2.5 2.5 0 0 1 21 7v7.5a2.5 2.5 0 0 1-2.5 2.5H11l-4.5 3.5V17h-1A2.5 2.5 0 0 1 3 14.5V7a2.5 2.5 0 0 1 2.5-2.5Z" />
  ),
  transcript: (
    <>
      <path d="M6 3.5h8.5L19 8v11a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 5 19V4.5a1 1 0 0 1 1-1Z" />
      <path d="M8.5 11h7M8.5 14h7M8.5 17h4" />
    </>
  ),
  notes: (
    <>
      <path d="m4 6.5 1.3 1.3L7.8 5.3M4 12.5l1.3 1.3 2.5-2.5M4 18.5l1.3 1.3 2.5-2.5" />
      <path d="M11.5 6.5H20M11.5 12.5H20M11.5 18.5H20" />
    </>
  ),
  react: (
    <>
      <circle cx="12" cy="12" r="8.5" />
      <path d="M8.5 14.5a4.2 4.2 0 0 0 7 0M9 9.5v.5M15 9.5v.5" />
    </>
  ),
  poll: <path d="M5 20v-8M12 20V4M19 20v-5" />,
  close: <path d="m6 6 12 12M18 6 6 18" />,
  more: (
    <>
      <circle cx="5.5" cy="12" r="1.2" />
      <circle cx="12" cy="12" r="1.2" />
      <circle cx="18.5" cy="12" r="1.2" />
    </>
  ),
  record: (
    <>
      <circle cx="12" cy="12" r="8.5" />
      <circle cx="12" cy="12" r="3.5" fill="currentColor" />
    </>
  ),
  "record-stop": (
    <>
      <circle cx="12" cy="12" r="8.5" />
      <path d="M9 9h6v6H9z" fill="currentColor" />
    </>
  ),
  "off-record": (
    <>
      <circle cx="12" cy="12" r="3.2" />
      <path d="M6.3 6.3a8 8 0 0 0 11.4 11.4M9.1 4.5A8 8 0 0 1 19.5 14.9M4 4l16 16" />
    </>
  ),
  chevron: <path d="m7 14.5 5-5 5 5" />,
  down: <path d="M12 5v14m-5.5-5.5L12 19l5.5-5.5" />,
  link: <path d="M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.7l1-1" />,
  send: <path d="M4.5 12 20 4.5 15 20l-3.5-6.5L4.5 12Zm7 1.5L20 4.5" />,
  focus: <path d="M4 9V6a2 2 0 0 1 2-2h3M15 4h3a2 2 0 0 1 2 2v3M20 15v3a2 2 0 0 1-2 2h-3M9 20H6a2 2 0 0 1-2-2v-3" />,
  grid: (
    <>
      <rect x="4" y="4" width="7" height="7" rx="1.5" />
      <rect x="13" y="4" width="7" height="7" rx="1.5" />
      <rect x="4" y="13" width="7" height="7" rx="1.5" />
      <rect x="13" y="13" width="7" height="7" rx="1.5" />
    </>
  ),
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg
      className="icon"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {PATHS[name]}
    </svg>
  );
}
