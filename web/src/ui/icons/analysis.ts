// Drawings for views, figures and structure: inner SVG on a 16 px grid, 1.4 px stroke, coloured by currentColor.
export const analysis = {
  dashboard:
    '<rect x="2.3" y="2.3" width="4.9" height="6.2" rx="1.1"/><rect x="9" y="2.3" width="4.7" height="3.6" rx="1.1"/><rect x="2.3" y="10.3" width="4.9" height="3.4" rx="1.1"/><rect x="9" y="7.7" width="4.7" height="6" rx="1.1"/>',
  forecast: '<path d="M2 12.4 5.6 8.2l2.9 2L13.6 4M10.4 3.8h3.3V7"/>',
  table: '<rect x="2.2" y="3" width="11.6" height="10" rx="1.5"/><path d="M2.2 6.4h11.6M2.2 9.7h11.6M6.4 6.4V13"/>',
  kanban:
    '<rect x="2.2" y="2.8" width="3.2" height="10.4" rx="1"/><rect x="6.4" y="2.8" width="3.2" height="7" rx="1"/><rect x="10.6" y="2.8" width="3.2" height="4.6" rx="1"/>',
  gallery:
    '<rect x="2.3" y="2.6" width="5" height="4.8" rx="1"/><rect x="8.9" y="2.6" width="4.8" height="4.8" rx="1"/><rect x="2.3" y="8.9" width="5" height="4.8" rx="1"/><rect x="8.9" y="8.9" width="4.8" height="4.8" rx="1"/>',
  gantt:
    '<path d="M2.2 2.4v11.2"/><rect x="3.8" y="3" width="5.4" height="2.4" rx="1"/><rect x="6.4" y="6.8" width="6.4" height="2.4" rx="1"/><rect x="4.8" y="10.6" width="4.6" height="2.4" rx="1"/>',
  columns: '<rect x="2.2" y="3" width="11.6" height="10" rx="1.5"/><path d="M6.1 3v10M9.9 3v10"/>',
  group: '<path d="M2.5 3.5h11M5 7h8.5M5 9.8h8.5M2.5 13h11"/>',
  filter: '<path d="M2.2 4h11.6M4.4 8h7.2M6.6 12h2.8"/>',
  sort: '<path d="M5 3v10M5 13l-2.3-2.4M5 13l2.3-2.4M11 13V3M11 3 8.7 5.4M11 3l2.3 2.4"/>',
  branch:
    '<circle cx="8" cy="3.4" r="1.5"/><circle cx="3.8" cy="12.4" r="1.5"/><circle cx="12.2" cy="12.4" r="1.5"/><path d="M8 5v2.4M3.8 10.8V9a1.5 1.5 0 0 1 1.5-1.5h5.4A1.5 1.5 0 0 1 12.2 9v1.8"/>',
  rival: '<path d="m3 3 8 8M13 3 5 11M3.5 9.5l3 3M2.6 13.4l2-2M12.5 9.5l-3 3M13.4 13.4l-2-2"/>',
} as const
