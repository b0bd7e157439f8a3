import type { SVGProps } from "react";

/** Stroke icons on a 24 grid; decoration only, the text beside them says it. */
const PATHS = {
  today: "M12 7v5l3 2M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z",
  plan: "M6 4v9a3 3 0 0 0 3 3h6a3 3 0 0 1 3 3v1M6 4 3.5 6.5M6 4l2.5 2.5M18 20.5l-2-2M18 20.5l2-2",
  orders: "M4 8.5 12 4l8 4.5v7L12 20l-8-4.5v-7ZM4 8.5 12 13l8-4.5M12 13v7M8 6.2l8 4.6",
  review: "M12 21s7-6.1 7-11.5A7 7 0 0 0 5 9.5C5 14.9 12 21 12 21ZM12 6.5v4M12 13.3v.01",
  imports: "M12 4v11m0 0 4-4m-4 4-4-4M4 16v2.5A1.5 1.5 0 0 0 5.5 20h13a1.5 1.5 0 0 0 1.5-1.5V16",
  upload: "M12 16V5m0 0 4 4m-4-4L8 9M4 16v2.5A1.5 1.5 0 0 0 5.5 20h13a1.5 1.5 0 0 0 1.5-1.5V16",
  download: "M12 4v11m0 0 4-4m-4 4-4-4M4 19.5h16",
  fleet:
    "M6.5 19a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM17.5 19a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM6.5 15.5 9.5 8h5l3 7.5M8.8 10H15M13 5h2.5l1 3",
  report: "M5 20V10m5 10V5m5 15v-7m5 7V8M3 20.5h18",
  search: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13Zm4.7-1.8L20 20",
  close: "M6 6l12 12M18 6 6 18",
  check: "M5 12.5 9.5 17 19 7.5",
  alert:
    "M12 8.5v4.5M12 16.2v.01M10.3 4.3 2.9 17.2A2 2 0 0 0 4.6 20.2h14.8a2 2 0 0 0 1.7-3L13.7 4.3a2 2 0 0 0-3.4 0Z",
  info: "M12 11v5M12 8v.01M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z",
  chevronDown: "M6 9.5l6 6 6-6",
  chevronUp: "M6 14.5l6-6 6 6",
  chevronRight: "M9.5 6l6 6-6 6",
  chevronLeft: "M14.5 6l-6 6 6 6",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  pin: "M12 21s7-6.1 7-11.5A7 7 0 0 0 5 9.5C5 14.9 12 21 12 21ZM12 12a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z",
  clock: "M12 7.5V12l3 1.8M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5c.9-3.6 3.9-5.5 7.5-5.5s6.6 1.9 7.5 5.5",
  battery:
    "M4 8.5A1.5 1.5 0 0 1 5.5 7h11A1.5 1.5 0 0 1 18 8.5v7a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 4 15.5v-7ZM20.5 10.5v3M7 10v4M10 10v4",
  van: "M3 7.5A1.5 1.5 0 0 1 4.5 6H14v10H3V7.5ZM14 9.5h3.5L21 13v3h-7M7 18.5a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6ZM17 18.5a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6Z",
  bike: "M6 18.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM18 18.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM6 15l3.5-7h4l4.5 7M9.5 8H8M12 15 13.5 8l.8-2.5h2.2",
  walker:
    "M13 6.2a1.6 1.6 0 1 0 0-3.2 1.6 1.6 0 0 0 0 3.2ZM9 21l2-6 2.5 2L15 21M11 15l-.5-5L13 8.5l2 3 2.5 1M10.5 10 8 11.5 7.5 14",
  link: "M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 1 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 1 0 11 18.7l1-1",
  key: "M14.5 13.5a4.5 4.5 0 1 0-4.2-3L4 17v3h3v-2h2v-2h1.5l1.2-1.3a4.5 4.5 0 0 0 2.8.8ZM15.5 8.5v.01",
  mail: "M4 6.5h16v11H4v-11Zm0 .5 8 6 8-6",
  leaf: "M5 19c0-9 5-14 15-14 0 10-5 14.5-11 14-2-.2-3-1.5-3-3.5C6 11 11 9 15 8.5",
  euro: "M17 6.8A6.5 6.5 0 1 0 17 17.2M4.5 10.5H13M4.5 13.5H12",
  print:
    "M7 9V4h10v5M7 17H5a1.5 1.5 0 0 1-1.5-1.5v-5A1.5 1.5 0 0 1 5 9h14a1.5 1.5 0 0 1 1.5 1.5v5A1.5 1.5 0 0 1 19 17h-2M7 14h10v6H7v-6Z",
  sun: "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.4M18.4 5.6 17 7M7 17l-1.4 1.4",
  moon: "M20 14.5A8 8 0 0 1 9.5 4 8 8 0 1 0 20 14.5Z",
  signOut:
    "M14 8V5.5A1.5 1.5 0 0 0 12.5 4h-6A1.5 1.5 0 0 0 5 5.5v13A1.5 1.5 0 0 0 6.5 20h6a1.5 1.5 0 0 0 1.5-1.5V16M10 12h10m0 0-3-3m3 3-3 3",
  more: "M6 12v.01M12 12v.01M18 12v.01",
  list: "M8 6.5h12M8 12h12M8 17.5h12M4 6.5v.01M4 12v.01M4 17.5v.01",
  map: "M9 5 3.5 7v12.5L9 17.5l6 2 5.5-2V5L15 7 9 5Zm0 0v12.5M15 7v12.5",
  timeline: "M4 6.5h9M8 12h12M6 17.5h7",
  fit: "M4 9V5.5A1.5 1.5 0 0 1 5.5 4H9M15 4h3.5A1.5 1.5 0 0 1 20 5.5V9M20 15v3.5a1.5 1.5 0 0 1-1.5 1.5H15M9 20H5.5A1.5 1.5 0 0 1 4 18.5V15",
  camera:
    "M4 8.5A1.5 1.5 0 0 1 5.5 7H8l1.5-2.5h5L16 7h2.5A1.5 1.5 0 0 1 20 8.5v9a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 17.5v-9ZM12 16a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4Z",
  qr: "M4 4h6v6H4V4Zm10 0h6v6h-6V4ZM4 14h6v6H4v-6Zm10 0h2.5v2.5H14V14Zm3.5 3.5H20V20h-2.5v-2.5ZM20 14v.01M14 20v.01",
  copy: "M9 9V5.5A1.5 1.5 0 0 1 10.5 4h8A1.5 1.5 0 0 1 20 5.5v8a1.5 1.5 0 0 1-1.5 1.5H15M5.5 9h8A1.5 1.5 0 0 1 15 10.5v8a1.5 1.5 0 0 1-1.5 1.5h-8A1.5 1.5 0 0 1 4 18.5v-8A1.5 1.5 0 0 1 5.5 9Z",
  home: "M4 11.5 12 4.5l8 7V19a1 1 0 0 1-1 1h-4.5v-5h-5v5H5a1 1 0 0 1-1-1v-7.5Z",
  signal: "M4.5 16.5v3M9.5 12.5v7M14.5 8.5v11M19.5 4.5v15",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({
  name,
  size = 18,
  ...rest
}: { name: IconName; size?: number } & SVGProps<SVGSVGElement>) {
  return (
    <svg
      viewBox="0 0 24 24"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth={name === "more" || name === "list" ? 2.2 : 1.8}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
      {...rest}
    >
      <path d={PATHS[name]} />
    </svg>
  );
}

/** The mark of the product: two panniers on a wheel. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true" focusable="false">
      <circle cx="16" cy="19" r="9.5" fill="none" stroke="currentColor" strokeWidth="2.4" opacity="0.55" />
      <path d="M5 8.5h22" stroke="currentColor" strokeWidth="2.4" strokeLinecap="round" />
      <path d="M6 9h8.5v11a3 3 0 0 1-3 3H9a3 3 0 0 1-3-3V9Z" fill="#5fd3a0" />
      <path d="M17.5 9H26v11a3 3 0 0 1-3 3h-2.5a3 3 0 0 1-3-3V9Z" fill="#2fa876" />
      <path d="M6 13.5h8.5M17.5 13.5H26" stroke="#06251a" strokeWidth="1.6" />
    </svg>
  );
}
