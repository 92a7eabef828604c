// Drawings for ways to reach a person and things attached: inner SVG on a 16 px grid, 1.4 px stroke, coloured by currentColor.
export const reach = {
  phone:
    '<path d="M5.6 2.4 3.5 2.9C2.6 3.2 2.4 4 2.6 5c.8 4 4.4 7.6 8.4 8.4 1 .2 1.8 0 2.1-.9l.5-2.1-3-1.4-1.2 1.4A9 9 0 0 1 5.6 6.6L7 5.4z"/>',
  mail: '<rect x="2" y="3.5" width="12" height="9" rx="1.5"/><path d="m2.6 4.6 5.4 4 5.4-4"/>',
  wechat:
    '<path d="M9.6 5.6A4 4 0 1 0 3 9.1l-.5 1.8 2-.9c.4.1.9.2 1.4.2"/><path d="M14 10a3.3 3.3 0 1 0-1.5 2.8l1.6.6-.4-1.5c.2-.6.3-1.2.3-1.9z"/>',
  place:
    '<path d="M8 14.2c2.8-3 4.4-5.1 4.4-7.4a4.4 4.4 0 0 0-8.8 0c0 2.3 1.6 4.4 4.4 7.4z"/><circle cx="8" cy="6.8" r="1.5"/>',
  mic: '<rect x="6" y="1.8" width="4" height="7.4" rx="2"/><path d="M3.6 7.6a4.4 4.4 0 0 0 8.8 0M8 12v2.2"/>',
  scan: '<path d="M2.3 5.2V3.3a1 1 0 0 1 1-1h1.9M10.8 2.3h1.9a1 1 0 0 1 1 1v1.9M13.7 10.8v1.9a1 1 0 0 1-1 1h-1.9M5.2 13.7H3.3a1 1 0 0 1-1-1v-1.9M5 6h6v4H5z"/>',
  at: '<circle cx="8" cy="8" r="2.5"/><path d="M10.5 5.6v3.3a1.6 1.6 0 0 0 3.3 0V8A5.8 5.8 0 1 0 11.4 12.7"/>',
  file: '<path d="M4 1.9h5.3l3.2 3.3v8.9H4zM9.2 2v3.3h3.2"/>',
} as const
