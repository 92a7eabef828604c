// Drawings for formatting text: inner SVG on a 16 px grid, 1.4 px stroke, coloured by currentColor.
export const writing = {
  bold: '<path stroke-width="1.8" d="M4.6 3h4a2.3 2.3 0 0 1 0 4.7h-4zM4.6 7.7h4.7a2.6 2.6 0 0 1 0 5.3H4.6z"/>',
  italic: '<path d="M6.6 3h5M4.4 13h5M9.4 3l-2.8 10"/>',
  underline: '<path d="M4.4 2.6v4.6a3.6 3.6 0 0 0 7.2 0V2.6M3.6 13.4h8.8"/>',
  strike:
    '<path d="M2.6 8h10.8M11.2 5C10.8 3.6 9.6 2.8 8 2.8S4.9 3.7 4.9 5.3c0 1.4 1.2 2 2.6 2.7M4.7 10.8c.3 1.5 1.6 2.4 3.3 2.4s3.2-.9 3.2-2.5"/>',
  heading: '<path d="M3.6 2.8v10.4M12.4 2.8v10.4M3.6 8h8.8"/>',
  bullets: '<path d="M6.2 4h7.2M6.2 8h7.2M6.2 12h7.2"/><path stroke-width="2" d="M2.9 4h.1M2.9 8h.1M2.9 12h.1"/>',
  numbers:
    '<path d="M6.6 4h6.8M6.6 8h6.8M6.6 12h6.8M2.4 3.2l1.1-.6v3M2.3 10.6c.3-.7 1.7-.6 1.7.3 0 .7-1.7 1.4-1.7 2.3h1.8"/>',
  quoted: '<path d="M3 8.4h3.2v3.4H3zM3 8.4c0-2.4.9-3.8 2.6-4.4M9.4 8.4h3.2v3.4H9.4zM9.4 8.4c0-2.4.9-3.8 2.6-4.4"/>',
} as const
