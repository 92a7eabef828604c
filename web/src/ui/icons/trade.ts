// Drawings for the records of lead to cash: inner SVG on a 16 px grid, 1.4 px stroke, coloured by currentColor.
export const trade = {
  lead: '<path d="M8 2v2.6M8 11.4V14M2 8h2.6M11.4 8H14M3.8 3.8l1.8 1.8M10.4 10.4l1.8 1.8M12.2 3.8l-1.8 1.8M5.6 10.4l-1.8 1.8"/>',
  pool: '<path d="M2 5.6c2 0 2-1.6 4-1.6s2 1.6 4 1.6S12 4 14 4M2 9c2 0 2-1.6 4-1.6S8 9 10 9s2-1.6 4-1.6M2 12.4c2 0 2-1.6 4-1.6s2 1.6 4 1.6 2-1.6 4-1.6"/>',
  account:
    '<path d="M3.2 13.5V4.2a1.5 1.5 0 0 1 1.5-1.5h3.6a1.5 1.5 0 0 1 1.5 1.5v9.3M9.8 6.6h1.7a1.3 1.3 0 0 1 1.3 1.3v5.6M2 13.5h12M5.5 5.6h2M5.5 8.1h2M5.5 10.6h2"/>',
  contact: '<circle cx="8" cy="5.2" r="2.7"/><path d="M2.8 13.6c.5-2.6 2.6-4.1 5.2-4.1s4.7 1.5 5.2 4.1"/>',
  deal: '<path d="M2.2 3h11.6L9.6 8.3v3.5a1.6 1.6 0 0 1-3.2 0V8.3z"/>',
  follow: '<path d="M13.6 7.6a5.2 5.2 0 0 1-7.6 4.6l-3.3.9 1-3A5.2 5.2 0 1 1 13.6 7.6z"/>',
  quote: '<path d="M4 1.9h5.3l3.2 3.3v8.9H4zM9.2 2v3.3h3.2M6.2 8.2h4M6.2 10.9h4"/>',
  contract: '<path d="M3.6 2h8.8v12H3.6zM6 5h4M6 7.4h4M5.8 11.4c.9-1.4 1.5-1.4 2 0s1.3.9 2.2-.5"/>',
  cash: '<circle cx="8" cy="8" r="6"/><path d="M5.7 4.8 8 7.9l2.3-3.1M8 7.9v3.6M5.9 8h4.2M5.9 9.9h4.2"/>',
  invoice: '<path d="M3.5 2v12L5 13l1.5 1L8 13l1.5 1 1.5-1 1.5 1V2zM6 5.6h4M6 8.6h4"/>',
  ticket: '<path d="M2.3 4h11.4v2.7a1.3 1.3 0 0 0 0 2.6V12H2.3V9.3a1.3 1.3 0 0 0 0-2.6zM9.5 4.2v7.6"/>',
  tag: '<path d="M2.4 2.4h5l6.2 6.2a1.3 1.3 0 0 1 0 1.8l-3.2 3.2a1.3 1.3 0 0 1-1.8 0L2.4 7.4zM5.3 5.3h.1"/>',
  assign:
    '<circle cx="6.5" cy="5.4" r="2.5"/><path d="M2 13.2c.4-2.4 2.2-3.8 4.5-3.8 1 0 1.9.2 2.6.7M12 9.6v4M10 11.6h4"/>',
  plug: '<path d="M5 6.5h6v2.2a3 3 0 0 1-6 0zM6.4 6.4V3M9.6 6.4V3M8 11.8V14"/>',
} as const
