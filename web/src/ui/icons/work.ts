// Drawings for the day: inner SVG on a 16 px grid, 1.4 px stroke, coloured by currentColor.
export const work = {
  today:
    '<rect x="2.5" y="3" width="11" height="10.5" rx="2"/><path d="M5.5 1.8v2.4M10.5 1.8v2.4M5.4 8.8l1.9 1.9 3.4-3.5"/>',
  stamp:
    '<path d="M3 13.6h10M4 11.2v-1.3a1.3 1.3 0 0 1 1.3-1.3h1.3c0-1.8-1.1-2.2-1.1-3.9a2.5 2.5 0 0 1 5 0c0 1.7-1.1 2.1-1.1 3.9h1.3A1.3 1.3 0 0 1 12 9.9v1.3z"/>',
  task: '<rect x="2.5" y="2.5" width="11" height="11" rx="3"/><path d="m5.4 8.2 1.9 1.9 3.4-3.8"/>',
  calendar: '<rect x="2.5" y="3" width="11" height="10.5" rx="2"/><path d="M2.5 6.6h11M5.5 1.8v2.4M10.5 1.8v2.4"/>',
  clock: '<circle cx="8" cy="8" r="5.9"/><path d="M8 4.8V8l2.2 1.5"/>',
  bell: '<path d="M3.2 11.5h9.6c-1-1.1-1.2-2-1.2-4.3a3.6 3.6 0 0 0-7.2 0c0 2.3-.2 3.2-1.2 4.3zM6.7 13.6a1.5 1.5 0 0 0 2.6 0"/>',
  home: '<path d="M2.4 7.4 8 2.5l5.6 4.9M4 6.3v7.2h8V6.3"/>',
  flag: '<path d="M3.6 14V2.4M3.6 3h8.6l-1.8 2.9 1.8 2.9H3.6"/>',
  play: '<path d="M4.6 2.8v10.4l8.4-5.2z"/>',
  send: '<path d="M13.8 2.4 2.2 7l4.6 2.1 2.1 4.6zM6.9 9l3.4-3.4"/>',
  review: '<path d="M2.6 8a5.5 5.5 0 1 0 1.7-4M2.3 2.4v3h3M8 5v3.2l2.1 1.3"/>',
} as const
