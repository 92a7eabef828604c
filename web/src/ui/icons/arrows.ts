// Drawings for directions: inner SVG on a 16 px grid, 1.4 px stroke, coloured by currentColor.
export const arrows = {
  right: '<path d="m6.2 3.8 4.2 4.2-4.2 4.2"/>',
  left: '<path d="M9.8 3.8 5.6 8l4.2 4.2"/>',
  down: '<path d="m3.8 6.2 4.2 4.2 4.2-4.2"/>',
  up: '<path d="m3.8 9.8 4.2-4.2 4.2 4.2"/>',
  'arrow-up': '<path d="M8 13V3M4 7l4-4 4 4"/>',
  'arrow-down': '<path d="M8 3v10M4 9l4 4 4-4"/>',
} as const
