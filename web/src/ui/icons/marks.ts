// Drawings for drops and signs: inner SVG on a 16 px grid, 1.4 px stroke, coloured by currentColor.
export const marks = {
  drop: '<path d="M8 2.2c2.6 3 4 5 4 7a4 4 0 0 1-8 0c0-2 1.4-4 4-7z"/>',
  'drop-half':
    '<path d="M8 2.2c2.6 3 4 5 4 7a4 4 0 0 1-8 0c0-2 1.4-4 4-7z"/><path fill="currentColor" stroke="none" d="M4 9h8a4 4 0 0 1-8 0z"/>',
  'drop-full': '<path fill="currentColor" d="M8 2.2c2.6 3 4 5 4 7a4 4 0 0 1-8 0c0-2 1.4-4 4-7z"/>',
  info: '<circle cx="8" cy="8" r="5.9"/><path d="M8 7.4v3.4M8 5.2v.1"/>',
  warn: '<path d="M8 2.4 14.2 13H1.8zM8 6.6v3M8 11.3v.1"/>',
} as const
