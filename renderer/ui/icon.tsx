import type { ReactNode } from 'react'

/** Drawn for this console on a 16 × 16 grid, 1.5 px strokes; nothing is fetched and nothing is a font. */
const shapes = {
  check: <path d="m3 8.5 3.2 3.2L13 4.8" />,
  cross: <path d="m4 4 8 8m0-8-8 8" />,
  ruble: <path d="M6 13.5v-11h3.4a2.9 2.9 0 0 1 0 5.9H4.4m0 2.6H9" />,
  question: (
    <>
      <path d="M5.6 6a2.4 2.4 0 1 1 3.5 2.2c-.8.4-1.1.9-1.1 1.8" />
      <path d="M8 12.7v.1" />
    </>
  ),
  phone: (
    <path d="M5.6 2.5H3.4c-.6 0-1 .5-.9 1.1.5 4.7 4.7 8.9 9.4 9.4.6.1 1.1-.4 1.1-.9v-2.2l-2.8-.9-1.3 1.3a8 8 0 0 1-3.2-3.2l1.3-1.3z" />
  ),
  phoneLink: (
    <path d="M4.6 3H3c-.4 0-.7.3-.6.8.4 3.9 3.9 7.4 7.8 7.8.5.1.8-.2.8-.6V9.4l-2.2-.7-1 1a6 6 0 0 1-2.5-2.5l1-1zM9.5 6.5l4-4M10.5 2.5h3v3" />
  ),
  phoneDown: <path d="M2.2 9.3c3.5-3.3 8.1-3.3 11.6 0l-1.1 1.7-2.5-.9V8.3a7 7 0 0 0-4.4 0v1.8l-2.5.9z" />,
  pause: <path d="M5.7 3.5v9m4.6-9v9" />,
  play: <path d="M5 3.3v9.4l7.4-4.7z" />,
  mic: (
    <>
      <rect x="6" y="2" width="4" height="7.5" rx="2" />
      <path d="M3.7 7.7a4.3 4.3 0 0 0 8.6 0M8 12v2" />
    </>
  ),
  micOff: (
    <>
      <path d="M6 6v1.5a2 2 0 0 0 3.2 1.6M10 6.2V4a2 2 0 0 0-3.9-.6M3.7 7.7a4.3 4.3 0 0 0 6.8 3.5M8 12v2" />
      <path d="m2.5 2.5 11 11" />
    </>
  ),
  plus: <path d="M8 3v10M3 8h10" />,
  search: (
    <>
      <circle cx="7" cy="7" r="4.3" />
      <path d="m10.3 10.3 3.2 3.2" />
    </>
  ),
  chevronDown: <path d="m4 6.3 4 4 4-4" />,
  chevronRight: <path d="m6.3 4 4 4-4 4" />,
  arrowUp: <path d="M8 13V3.5M4.3 7 8 3.3 11.7 7" />,
  arrowDown: <path d="M8 3v9.5M4.3 9 8 12.7 11.7 9" />,
  arrowIn: <path d="M12.5 3.5 5 11M4.5 6.5v5h5" />,
  arrowOut: <path d="m3.5 12.5 7.5-7.5M6.5 4.5h5v5" />,
  missed: <path d="m2.5 5.5 5 4.7 6-5.7M13.5 8.5v-4h-4" />,
  person: (
    <>
      <circle cx="8" cy="5.3" r="2.6" />
      <path d="M3 13.5c.4-2.7 2.3-4 5-4s4.6 1.3 5 4" />
    </>
  ),
  building: <path d="M3.5 13.5v-10h6v10m0-6.5h3v6.5M2 13.5h12M6 6h1M6 8.5h1M6 11h1" />,
  clock: (
    <>
      <circle cx="8" cy="8" r="5.5" />
      <path d="M8 4.8V8l2.2 1.5" />
    </>
  ),
  file: <path d="M4 1.8h5.2L12.4 5v9.2H4zM9 1.8V5.2h3.4" />,
  warning: <path d="M8 2.8 14 13.2H2zM8 6.7v3M8 11.4v.1" />,
  info: (
    <>
      <circle cx="8" cy="8" r="5.7" />
      <path d="M8 7.3v3.5M8 5.1v.1" />
    </>
  ),
  gear: (
    <>
      <circle cx="8" cy="8" r="2.1" />
      <path d="M8 1.8v2M8 12.2v2M1.8 8h2M12.2 8h2M3.6 3.6 5 5M11 11l1.4 1.4M12.4 3.6 11 5M5 11l-1.4 1.4" />
    </>
  ),
  sun: (
    <>
      <circle cx="8" cy="8" r="2.8" />
      <path d="M8 1.8v1.4M8 12.8v1.4M1.8 8h1.4M12.8 8h1.4M3.6 3.6l1 1M11.4 11.4l1 1M12.4 3.6l-1 1M4.6 11.4l-1 1" />
    </>
  ),
  moon: <path d="M13 9.6A5.7 5.7 0 0 1 6.4 3a5.7 5.7 0 1 0 6.6 6.6z" />,
  transfer: <path d="M3 5.5h9M9.3 2.8 12 5.5 9.3 8.2M13 10.5H4m2.7-2.7L4 10.5l2.7 2.7" />,
  keypad: (
    <path
      d="M4 3.5h.1M8 3.5h.1M12 3.5h.1M4 7h.1M8 7h.1M12 7h.1M4 10.5h.1M8 10.5h.1M12 10.5h.1M8 13.8h.1"
      strokeWidth="2"
    />
  ),
  merge: <path d="M3 3.5c0 3 2 4.5 5 4.5s5-1.5 5-4.5M8 8v5.5M5.3 10.8 8 13.5l2.7-2.7" />,
  park: <path d="M5 13.5v-11h4a3.2 3.2 0 0 1 0 6.4H5" />,
  tray: <path d="M2.5 9.5 4.3 3h7.4l1.8 6.5v3.5h-11zm0 0h3l1 1.8h3l1-1.8h3" />,
  pending: <path d="M8 12.7V5M4.7 8 8 4.7 11.3 8M3.5 2.5h9" />,
  list: <path d="M5.5 4h8m-8 4h8m-8 4h8M2.5 4h.1m-.1 4h.1m-.1 4h.1" />,
  board: <path d="M2.5 3h4.8v4.5H2.5zm6.2 0h4.8v3H8.7zM2.5 9h4.8v4H2.5zm6.2-1.5h4.8V13H8.7z" />,
  ticket: <path d="M2.5 4.5h11v2.2a1.4 1.4 0 0 0 0 2.6v2.2h-11V9.3a1.4 1.4 0 0 0 0-2.6zM9.5 5v6" />,
  comment: <path d="M2.5 3.5h11v7.5H8l-3 2.5V11H2.5z" />,
  signOut: <path d="M6.5 2.5h-4v11h4M10 5l3 3-3 3M13 8H6" />,
  headset: (
    <path d="M2.8 10V8a5.2 5.2 0 0 1 10.4 0v2M2.8 9h1.9v3.5H2.8zm8.5 0h1.9v3.5h-1.9zM12 12.5c0 1-1 1.5-2.5 1.5" />
  ),
  help: (
    <>
      <circle cx="8" cy="8" r="5.7" />
      <path d="M6.3 6.4a1.7 1.7 0 1 1 2.5 1.6c-.6.3-.8.6-.8 1.2M8 11.1v.1" />
    </>
  ),
  back: <path d="M13 8H3.5M7 4.3 3.3 8 7 11.7" />,
} satisfies Record<string, ReactNode>

export type IconName = keyof typeof shapes

/** A decorative sign beside its word; a lone one sits in a button that carries the word as its label. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {shapes[name]}
    </svg>
  )
}
